-- title.ru: Записи, соблюдение срока которых не определено
-- title.en: Records whose deadline cannot be judged
-- grain: record
-- by: school, class, teacher
-- params: as_of, period, from, to, class, grade
-- answers: D-1 D-2 D-3 D-4 D-5 D-6
-- clause: domain 1.5
-- kind: view
-- The records that deadline_unknown counts.
SELECT d.school, d.year, CASE WHEN p.grain = 'class' THEN d.grade_level END AS grade_level,
    CASE WHEN p.grain = 'class' THEN d.class_id END AS class_id, CASE WHEN p.grain = 'teacher' THEN d.teacher_id END AS teacher_id,
    d.record, d.reason, 1 AS records, d.class_id AS own_class_id, d.group_id, d.subject_id, d.student_id, d.date, d.lesson_number,
    d.period_id, d.src_loc AS own_loc
FROM deadline_record d CROSS JOIN params p
WHERE d.verdict = 'not_determinable'
