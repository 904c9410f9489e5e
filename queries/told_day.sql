-- title.ru: Дни уроков, о которых известны пропуски
-- title.en: Days of lessons of which absences are told
-- grain: class, date
-- answers: A-03
-- clause: domain 1.3 A-03 (no figure without data)
-- kind: view
-- host: table
-- Days of lessons of a class that lie in a covered_span of attendance; where single reports alone tell (covered_student), that lie in those of
-- all its members of whom there is one: from the latest beginning to the earliest end, the end of who left before it left out. On the other days
-- nobody is known to have been there.
WITH student_span AS (
    SELECT school, year, student_id, MIN(from_date) AS from_date, MAX(to_date) AS to_date
    FROM covered_student
    WHERE table_name = 'attendance'
    GROUP BY school, year, student_id
), class_limit AS (
    SELECT m.school, m.year, m.class_id, MAX(CASE WHEN s.from_date > m.from_date THEN s.from_date END) AS from_date,
        MIN(CASE WHEN s.to_date < m.to_date THEN s.to_date END) AS to_date
    FROM student_span s
    JOIN class_span m ON m.school = s.school AND m.year = s.year AND m.student_id = s.student_id
    GROUP BY m.school, m.year, m.class_id
)
SELECT DISTINCT l.school, l.year, l.class_id, l.date
FROM (SELECT DISTINCT school, year, class_id, date FROM lesson_seen) l
JOIN covered_span s ON s.school = l.school AND s.year = l.year AND s.table_name = 'attendance' AND l.date BETWEEN s.from_date AND s.to_date
LEFT JOIN class_limit c ON c.school = l.school AND c.year = l.year AND c.class_id = l.class_id
WHERE l.date >= COALESCE(c.from_date, l.date) AND l.date <= COALESCE(c.to_date, l.date)
