-- title.ru: Кто в каком классе на день отчёта
-- title.en: Who is in which class on the day of the report
-- grain: student, class
-- params: period, from, to, as_of, class, grade
-- answers: M-1
-- clause: S2 4.3
-- kind: view
-- Stays (class_stay) that cover the day: the last of the asked days, at the latest as_of. Every class has a row, an empty one without a student;
-- groups of additional education (extra_group) are no classes.
SELECT c.school, c.year, c.stage_no, c.stage, c.grade_level, c.class_id, LEAST(c.to_date, p.as_of) AS day, s.student_id, t.sex,
    CAST(substr(CAST(t.birth_date AS STRING), 1, 4) AS BIGINT) AS birth_year
FROM class_scope c
CROSS JOIN params p
LEFT JOIN (
    SELECT DISTINCT m.school, m.year, m.class_id, m.student_id
    FROM class_scope k
    CROSS JOIN params q
    JOIN class_stay m ON m.school = k.school AND m.year = k.year AND m.class_id = k.class_id
        AND LEAST(k.to_date, q.as_of) BETWEEN m.from_date AND m.to_date
) s ON s.school = c.school AND s.year = c.year AND s.class_id = c.class_id
LEFT JOIN student t ON t.school = s.school AND t.year = s.year AND t.student_id = s.student_id
LEFT JOIN extra_group x ON x.school = c.school AND x.year = c.year AND x.class_id = c.class_id
WHERE x.class_id IS NULL
