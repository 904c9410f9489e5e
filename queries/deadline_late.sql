-- title.ru: Опоздавшие записи
-- title.en: Late records
-- grain: record
-- by: school, teacher, class, grade_level
-- params: as_of, period, from, to, class, grade
-- answers: D-1 D-2 D-3 D-4 D-5 D-6
-- clause: S0 6.1
-- kind: view
-- The records that lateness counts, with the first day of their span.
SELECT d.school, d.year, CASE WHEN p.grain IN ('class', 'grade_level') THEN d.grade_level END AS grade_level,
    CASE WHEN p.grain = 'class' THEN d.class_id END AS class_id, CASE WHEN p.grain = 'teacher' THEN d.teacher_id END AS teacher_id,
    d.record, CAST(CASE WHEN d.days_late >= 21 THEN 21 WHEN d.days_late >= 15 THEN 15 WHEN d.days_late >= 8 THEN 8 WHEN d.days_late >= 4 THEN 4 ELSE d.days_late END
        AS BIGINT) AS days_from, 1 AS records, d.class_id AS own_class_id, d.group_id, d.subject_id, d.student_id, d.date, d.lesson_number,
    d.period_id, d.src_loc AS own_loc
FROM deadline_record d CROSS JOIN params p
WHERE d.verdict = 'late'
