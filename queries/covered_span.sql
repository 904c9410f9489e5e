-- title.ru: Дни, о которых говорят выгрузки
-- title.en: Days that the exports speak for
-- grain: table
-- answers: A-03, J-3
-- clause: domain 1.3 A-03 (no figure without data)
-- kind: view
-- host: table
-- Spans of days (from_date .. to_date, they may overlap) of which the exports of a school-year tell marks, absences or homework (table_name). An
-- export of the whole school tells its own days; one of some students or classes does not say whom it leaves out, so that with such a one
-- every day counts as told; reports of single students alone tell their days (whom of, see covered_student). An export that has entries after its own day tells of the days up to the last of them. A table without a span was
-- in no export: that it has no row says nothing.
WITH whole AS (
    SELECT DISTINCT school, year, table_name, COALESCE(from_date, make_date(year, 9, 1)) AS from_date,
        COALESCE(to_date, make_date(year + 1, 8, 31)) AS to_date
    FROM coverage
    WHERE student_id IS NULL AND class_id IS NULL AND table_name IN ('mark', 'attendance', 'homework')
), single AS (
    SELECT DISTINCT school, year, table_name, from_date, to_date FROM covered_student
), part AS (
    SELECT school, year, table_name
    FROM coverage
    WHERE (student_id IS NOT NULL OR class_id IS NOT NULL) AND table_name IN ('mark', 'attendance', 'homework')
    GROUP BY school, year, table_name
), entered AS (
    SELECT school, year, 'mark' AS table_name, MAX(date) AS last_date FROM mark GROUP BY school, year
    UNION ALL
    SELECT school, year, 'attendance', MAX(date) FROM attendance GROUP BY school, year
    UNION ALL
    SELECT school, year, 'homework', MAX(date) FROM homework GROUP BY school, year
), begun AS (
    SELECT school, year, table_name FROM part
    UNION
    SELECT e.school, e.year, e.table_name
    FROM entered e
    WHERE NOT EXISTS (SELECT 1 FROM whole w WHERE w.school = e.school AND w.year = e.year AND w.table_name = e.table_name)
), open_end AS (
    SELECT b.school, b.year, b.table_name
    FROM begun b
    WHERE NOT EXISTS (SELECT 1 FROM single s WHERE s.school = b.school AND s.year = b.year AND s.table_name = b.table_name)
)
SELECT school, year, table_name, from_date, to_date FROM whole
UNION ALL
SELECT school, year, table_name, from_date, to_date FROM single
UNION ALL
SELECT w.school, w.year, w.table_name, MAX(w.to_date), MAX(e.last_date)
FROM whole w
JOIN entered e ON e.school = w.school AND e.year = w.year AND e.table_name = w.table_name
GROUP BY w.school, w.year, w.table_name
HAVING MAX(e.last_date) > MAX(w.to_date)
UNION ALL
SELECT school, year, table_name, make_date(year, 9, 1), make_date(year + 1, 8, 31) FROM open_end
