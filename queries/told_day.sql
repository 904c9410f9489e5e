-- title.ru: Дни уроков, о которых известны пропуски
-- title.en: Days of lessons of which absences are told
-- grain: date
-- answers: A-03
-- clause: domain 1.3 A-03 (no figure without data)
-- kind: view
-- host: table
-- Days with a lesson that lie in a covered_span of attendance. On the others nobody is known to have been there.
SELECT DISTINCT l.school, l.year, l.date
FROM (SELECT DISTINCT school, year, date FROM lesson_seen) l
JOIN covered_span s ON s.school = l.school AND s.year = l.year AND s.table_name = 'attendance' AND l.date BETWEEN s.from_date AND s.to_date
