-- title.ru: Ученики, о которых говорят отдельные отчёты
-- title.en: Students whom single reports tell of
-- grain: table, student
-- answers: A-03, J-3
-- clause: domain 1.3 A-03 (no figure without data)
-- kind: view
-- host: table
-- Of school-years of which a table came by reports of single students alone (family student_total): whom they tell of, and in which days
-- (spans may overlap). Of a student without such a report that he has no entry says nothing. Other exports in part (some classes, some
-- students) do not say whom they leave out; school-years with one have no row here.
WITH single AS (
    SELECT school, year, table_name
    FROM coverage
    WHERE table_name IN ('mark', 'attendance', 'homework')
    GROUP BY school, year, table_name
    HAVING MIN(CASE WHEN family = 'student_total' AND student_id IS NOT NULL THEN 1 ELSE 0 END) = 1
)
SELECT DISTINCT c.school, c.year, c.table_name, c.student_id, COALESCE(c.from_date, make_date(c.year, 9, 1)) AS from_date,
    COALESCE(c.to_date, make_date(c.year + 1, 8, 31)) AS to_date
FROM coverage c
JOIN single s ON s.school = c.school AND s.year = c.year AND s.table_name = c.table_name
