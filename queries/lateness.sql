-- title.ru: На сколько дней опаздывают записи
-- title.en: By how many days records are late
-- grain: school
-- by: school, teacher, class, grade_level
-- params: as_of, period, from, to, class, grade
-- answers: D-1 D-2 D-3 D-4 D-5 D-6
-- clause: S0 6.1
-- kind: indicator
-- figures: records
-- unit: deadline_late
-- rows: lesson @record='lesson_record' class_id=own_class_id group_id subject_id date lesson_number; lesson @record='homework' class_id=own_class_id group_id subject_id date; homework @record='homework' class_id=own_class_id group_id? subject_id date; period_mark @record='period_mark' student_id subject_id period_id; attendance @record='absence,absence_correction' class_id=own_class_id student_id subject_id date lesson_number; mark @record='current_mark,written_work' student_id subject_id date lesson_number; assignment @record='written_work' class_id=own_class_id subject_id date; student_movement @record='movement' student_id date
-- The late rows of deadline_record by record and days_late, in the spans 0 (the same day, after the hour), 1, 2, 3, 4–7, 8–14, 15–20 and
-- 21 days and more (days_to NULL); all spans of a (key, record) that has a record late, zeros too.
-- Ordered by grade_level, class_id, teacher_id, record, days_from.
WITH span AS (
    SELECT 0 AS days_from, 0 AS days_to UNION ALL SELECT 1, 1 UNION ALL SELECT 2, 2 UNION ALL SELECT 3, 3 UNION ALL SELECT 4, 7
    UNION ALL SELECT 8, 14 UNION ALL SELECT 15, 20 UNION ALL SELECT 21, NULL
), late AS (
    SELECT d.school, d.year, CASE WHEN p.grain IN ('class', 'grade_level') THEN d.grade_level END AS grade_level,
        CASE WHEN p.grain = 'class' THEN d.class_id END AS class_id, CASE WHEN p.grain = 'teacher' THEN d.teacher_id END AS teacher_id,
        d.record, d.days_late, COUNT(*) AS records
    FROM deadline_record d CROSS JOIN params p
    WHERE d.verdict = 'late'
    GROUP BY d.school, d.year, CASE WHEN p.grain IN ('class', 'grade_level') THEN d.grade_level END,
        CASE WHEN p.grain = 'class' THEN d.class_id END, CASE WHEN p.grain = 'teacher' THEN d.teacher_id END, d.record, d.days_late
), spread AS (
    SELECT l.school, l.year, l.grade_level, l.class_id, l.teacher_id, l.record, s.days_from, s.days_to,
        SUM(CASE WHEN l.days_late >= s.days_from AND (s.days_to IS NULL OR l.days_late <= s.days_to) THEN l.records ELSE 0 END) AS records
    FROM late l CROSS JOIN span s
    GROUP BY l.school, l.year, l.grade_level, l.class_id, l.teacher_id, l.record, s.days_from, s.days_to
)
SELECT s.school, s.year, s.grade_level, s.class_id, s.teacher_id, t.full_name AS teacher, s.record, CAST(s.days_from AS BIGINT) AS days_from,
    CAST(s.days_to AS BIGINT) AS days_to, CAST(s.records AS BIGINT) AS records
FROM spread s
LEFT JOIN teacher t ON t.school = s.school AND t.year = s.year AND t.teacher_id = s.teacher_id
ORDER BY s.school ASC NULLS LAST, s.year ASC NULLS LAST, s.grade_level ASC NULLS LAST, s.class_id ASC NULLS LAST,
    s.teacher_id ASC NULLS LAST, s.record ASC NULLS LAST, s.days_from ASC NULLS LAST
