-- title.ru: Классы, о пропусках которых есть сведения
-- title.en: Classes of whose absences something is told
-- grain: class
-- params: period, from, to, class, grade
-- answers: A-03
-- clause: domain 1.3 A-03 (no figure without data)
-- kind: view
-- Classes of class_scope with a day of their dates in a covered_span of attendance, and no member of whom nothing is told (learner). Of the others no absence is known, not even that there was none.
SELECT DISTINCT c.school, c.year, c.class_id
FROM class_scope c
JOIN covered_span s ON s.school = c.school AND s.year = c.year AND s.table_name = 'attendance'
    AND s.from_date <= c.to_date AND s.to_date >= c.from_date
LEFT JOIN (SELECT DISTINCT school, year, class_id FROM learner WHERE told = 0) u
    ON u.school = c.school AND u.year = c.year AND u.class_id = c.class_id
WHERE u.class_id IS NULL
