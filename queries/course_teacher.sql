-- title.ru: Учителя курсов по дням
-- title.en: Teachers of courses by day
-- grain: class, group, subject, teacher
-- answers: J-1
-- clause: S0 4.5
-- kind: view
-- Teaching assignments with open ends far away; group_key is '' for the whole class.
SELECT a.school, a.year, a.class_id, COALESCE(a.group_id, '') AS group_key, a.subject_id, a.teacher_id,
    COALESCE(a.from_date, DATE '1900-01-01') AS from_date, COALESCE(a.to_date, DATE '2999-12-31') AS to_date
FROM teaching_assignment a
