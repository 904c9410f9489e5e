-- title.ru: Откуда видно, кто в каком классе на день отчёта
-- title.en: What tells who is in which class on the day of the report
-- grain: student, class, source row
-- params: period, from, to, as_of, class, grade
-- answers: M-1
-- clause: S2 4.3
-- kind: view
-- Of each student of contingent_day the memberships of the class that cover the day and his own row, which tells sex and date of birth.
SELECT d.school, d.year, d.class_id, d.student_id, 'class_membership' AS table_name, m.source_id, m.src_loc, m.class_id AS said
FROM contingent_day d
JOIN class_membership m ON m.school = d.school AND m.year = d.year AND m.class_id = d.class_id AND m.student_id = d.student_id
LEFT JOIN student s ON s.school = d.school AND s.year = d.year AND s.student_id = d.student_id
WHERE d.day BETWEEN COALESCE(m.from_date, s.entered_date, DATE '1900-01-01')
    AND LEAST(COALESCE(m.to_date, DATE '2999-12-31'), COALESCE(s.left_date - 1, DATE '2999-12-31'))
UNION
SELECT d.school, d.year, d.class_id, d.student_id, 'student' AS table_name, s.source_id, s.src_loc,
    s.full_name || COALESCE(', ' || s.sex, '') || COALESCE(', ' || CAST(s.birth_date AS STRING), '') AS said
FROM contingent_day d
JOIN student s ON s.school = d.school AND s.year = d.year AND s.student_id = d.student_id
