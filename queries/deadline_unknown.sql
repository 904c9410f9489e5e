-- title.ru: Почему соблюдение срока не определено
-- title.en: Why a deadline cannot be judged
-- grain: school
-- by: school, class, teacher
-- params: as_of, period, from, to, class, grade
-- answers: D-1 D-2 D-3 D-4 D-5 D-6 D-9
-- clause: domain 1.5
-- kind: indicator
-- figures: records
-- unit: deadline_doubt
-- rows: lesson @record='lesson_record' class_id=own_class_id group_id subject_id date lesson_number; lesson @record='homework' class_id=own_class_id group_id subject_id date; homework @record='homework' class_id=own_class_id group_id? subject_id date; period_mark @record='period_mark' student_id subject_id period_id; attendance @record='absence,absence_correction' class_id=own_class_id student_id subject_id date lesson_number; mark @record='current_mark,written_work' student_id subject_id date lesson_number; assignment @record='written_work' class_id=own_class_id subject_id date; student_movement @record='movement' student_id date
-- Rows of deadline_record that are not determinable, by record and reason. Ordered by class_id, teacher_id, record, reason.
WITH keyed AS (
    SELECT d.school, d.year, CASE WHEN p.grain = 'class' THEN d.grade_level END AS grade_level,
        CASE WHEN p.grain = 'class' THEN d.class_id END AS class_id, CASE WHEN p.grain = 'teacher' THEN d.teacher_id END AS teacher_id,
        d.record, d.reason
    FROM deadline_record d CROSS JOIN params p
    WHERE d.verdict = 'not_determinable'
), counted AS (
    SELECT school, year, grade_level, class_id, teacher_id, record, reason, COUNT(*) AS records
    FROM keyed
    GROUP BY school, year, grade_level, class_id, teacher_id, record, reason
)
SELECT c.school, c.year, c.grade_level, c.class_id, c.teacher_id, t.full_name AS teacher, c.record, c.reason, CAST(c.records AS BIGINT) AS records
FROM counted c
LEFT JOIN teacher t ON t.school = c.school AND t.year = c.year AND t.teacher_id = c.teacher_id
ORDER BY c.school ASC NULLS LAST, c.year ASC NULLS LAST, c.grade_level ASC NULLS LAST, c.class_id ASC NULLS LAST,
    c.teacher_id ASC NULLS LAST, c.record ASC NULLS LAST, c.reason ASC NULLS LAST
