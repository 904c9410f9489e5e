-- title.ru: Записи, внесённые с опозданием или не внесённые
-- title.en: Records entered late or not at all
-- grain: record
-- params: as_of, period, from, to, class, grade
-- answers: D-1 D-2 D-3 D-4 D-5 D-6 D-7 D-9
-- clause: S0 4.5, S0 6.1, S2 4.4, S3 3.4, S4 6
-- kind: indicator
-- rows: lesson @record='lesson_record' class_id group_id subject_id date lesson_number; lesson @record='homework' class_id group_id subject_id date; homework @record='homework' class_id group_id? subject_id date; period_mark @record='period_mark' student_id subject_id period_id; attendance @record='absence,absence_correction' class_id student_id subject_id date lesson_number; mark @record='current_mark,written_work' student_id subject_id date lesson_number; assignment @record='written_work' class_id subject_id date; student_movement @record='movement' student_id date
-- The rows of deadline_record with verdict late or missing, and what is not entered although the regulation sets no deadline for it
-- (verdict no_rule). Ordered by grade_level, class_id, date, lesson_number, subject_id, record,
-- group_id, student_id, entered_at.
SELECT d.school, d.year, d.grade_level, d.class_id, d.group_id, g.name AS group_name, d.subject_id, COALESCE(s.name, d.subject_id) AS subject,
    d.teacher_id, t.full_name AS teacher, d.student_id, u.full_name, d.date, d.lesson_number, d.record, d.rule, d.work_kind, d.period_id,
    d.entered_at, d.deadline_date, d.cutoff_minute, d.verdict, d.days_late, d.clause
FROM deadline_record d
LEFT JOIN subject s ON s.school = d.school AND s.year = d.year AND s.subject_id = d.subject_id
LEFT JOIN teacher t ON t.school = d.school AND t.year = d.year AND t.teacher_id = d.teacher_id
LEFT JOIN student u ON u.school = d.school AND u.year = d.year AND u.student_id = d.student_id
LEFT JOIN study_group g ON g.school = d.school AND g.year = d.year AND g.group_id = d.group_id
WHERE d.verdict IN ('late', 'missing') OR (d.verdict = 'no_rule' AND d.filled = 0)
ORDER BY d.school ASC NULLS LAST, d.year ASC NULLS LAST, d.grade_level ASC NULLS LAST, d.class_id ASC NULLS LAST, d.date ASC NULLS LAST,
    d.lesson_number ASC NULLS LAST, d.subject_id ASC NULLS LAST, d.record ASC NULLS LAST, d.group_id ASC NULLS LAST,
    d.student_id ASC NULLS LAST, d.period_id ASC NULLS LAST, d.entered_at ASC NULLS LAST, d.work_kind ASC NULLS LAST
