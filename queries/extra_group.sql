-- title.ru: Группы дополнительного образования: не классы
-- title.en: Groups of additional education, which are no classes
-- grain: class
-- answers: M-3 C-1
-- clause: S1 1.3 (additional education: attendance and hours only)
-- kind: view
-- host: table
-- What is called otherwise than a class of a school («9Б», «10ФМ») or has no grade level, and at least half of whose members are at the same time in
-- a class that is. So a group of a vocational school, whose members are in it alone, is none of these. What happens in such a group is counted
-- (attendance, lessons, hours); it takes nobody out of his class, and is not on the list of classes.
WITH named AS (
    SELECT school, year, class_id,
        CASE WHEN grade_level IS NOT NULL AND regexp_like(class_id, '^[0-9]{1,2}[А-ЯЁA-Z0-9]{0,4}$') THEN 1 ELSE 0 END AS is_class
    FROM class
), placed AS (
    SELECT m.school, m.year, m.class_id, m.student_id, m.from_date, m.to_date, n.is_class
    FROM class_span m
    JOIN named n ON n.school = m.school AND n.year = m.year AND n.class_id = m.class_id
), member AS (
    SELECT g.school, g.year, g.class_id, g.student_id, MAX(CASE WHEN c.student_id IS NULL THEN 0 ELSE 1 END) AS is_elsewhere
    FROM placed g
    LEFT JOIN placed c ON c.school = g.school AND c.year = g.year AND c.student_id = g.student_id AND c.is_class = 1
        AND c.from_date <= g.to_date AND c.to_date >= g.from_date
    WHERE g.is_class = 0
    GROUP BY g.school, g.year, g.class_id, g.student_id
)
SELECT school, year, class_id
FROM member
GROUP BY school, year, class_id
HAVING 2 * SUM(is_elsewhere) >= COUNT(*)
