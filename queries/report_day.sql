-- title.ru: День, на который составлен отчёт
-- title.en: The day that a report is of
-- grain: school, year
-- params: as_of
-- answers: G-2
-- clause: design 5
-- kind: view
-- The day asked for, else the last day with an entry: as_of of the queries beside it.
SELECT DISTINCT g.school, g.year, p.as_of AS day
FROM regulation g
CROSS JOIN params p
WHERE p.as_of IS NOT NULL
ORDER BY g.school ASC NULLS LAST, g.year ASC NULLS LAST
