-- title.ru: Прошлый день
-- title.en: The day before
-- grain: grade level
-- params: as_of
-- answers: J-2
-- clause: S0 6.1
-- kind: view
-- host: table
-- For each grade level (-1 = none): the last day before as_of with an entry of the grade level (entry_day), or, where the regulation
-- says previous_day_kind = 'calendar', the day before as_of whatever it was.
SELECT c.school, c.year, COALESCE(c.grade_level, -1) AS grade_key,
    CASE WHEN MAX(g.previous_day_kind) = 'calendar' THEN MAX(p.as_of) - 1 ELSE MAX(e.date) END AS date
FROM class c
JOIN regulation g ON g.school = c.school AND g.year = c.year
JOIN entry_day e ON e.school = c.school AND e.year = c.year AND e.class_id = c.class_id
CROSS JOIN params p
WHERE e.date < p.as_of
GROUP BY c.school, c.year, COALESCE(c.grade_level, -1)
