-- title.ru: Курсы, записей по которым ждут
-- title.en: Courses of which records are expected
-- grain: class, group, subject, teacher
-- params: period, from, to, class, grade
-- answers: J-1
-- clause: domain 1.4
-- kind: view
-- Teaching assignments that reach into the dates, and each class asked for without subject and teacher: the grid on which records are
-- counted, so that a class or teacher without a single record is seen.
SELECT DISTINCT c.school, c.year, c.class_id, NULLIF(t.group_key, '') AS group_id, t.subject_id, t.teacher_id
FROM class_scope c
JOIN course_teacher t ON t.school = c.school AND t.year = c.year AND t.class_id = c.class_id
    AND t.from_date <= c.to_date AND t.to_date >= c.from_date
UNION ALL
SELECT c.school, c.year, c.class_id, CAST(NULL AS STRING) AS group_id, CAST(NULL AS STRING) AS subject_id, CAST(NULL AS STRING) AS teacher_id
FROM class_scope c
