-- title.ru: Периоды года, которые уже идут или прошли
-- title.en: Grading periods of the year that have begun
-- grain: period
-- answers: F2 F11
-- clause: domain 2 F2
-- kind: view
-- Periods of the kinds that the classes have (quarter when unknown), begun on the day of the data or with a period mark in them; and the year.
WITH letter AS (
    SELECT DISTINCT school, year,
        CASE COALESCE(period_kind, 'quarter') WHEN 'quarter' THEN 'q' WHEN 'half_year' THEN 'h' WHEN 'trimester' THEN 't'
            WHEN 'semester' THEN 's' WHEN 'module' THEN 'm' END AS letter
    FROM class
), begun AS (
    SELECT g.school, g.year, g.period_id
    FROM grading_period g CROSS JOIN params p
    WHERE g.start_date <= p.as_of
    UNION ALL
    SELECT f.school, f.year, f.period_id
    FROM period_mark f
    WHERE f.kind = 'period' AND f.status <> 'empty'
)
SELECT DISTINCT b.school, b.year, b.period_id
FROM begun b
JOIN letter l ON l.school = b.school AND l.year = b.year AND l.letter = substr(b.period_id, 1, 1)
WHERE b.period_id <> 'year'
UNION ALL
SELECT DISTINCT l.school, l.year, 'year' AS period_id
FROM letter l
ORDER BY school ASC NULLS LAST, year ASC NULLS LAST, period_id ASC NULLS LAST
