-- title.ru: Ученики классов за даты отчёта
-- title.en: Members of the classes in the dates asked for
-- grain: class, student
-- params: period, from, to, class, grade
-- answers: A-03
-- clause: domain 0.3 (roster rule)
-- kind: view
-- host: table
-- Every student who belongs to a class on at least one of the dates. Students of a class with the same memberships, in class and
-- groups, share all lessons; like_student_id names the first of them, so lessons are looked up once for all of them. told: 1 where some day of
-- the dates is told of (covered_span of attendance), and of him too where single reports alone tell (covered_student).
WITH member AS (
    SELECT c.school, c.year, c.class_id, m.student_id,
        GREATEST(m.from_date, c.from_date) AS from_date, LEAST(m.to_date, c.to_date) AS to_date
    FROM class_scope c
    JOIN class_span m ON m.school = c.school AND m.year = c.year AND m.class_id = c.class_id
    WHERE m.from_date <= c.to_date AND m.to_date >= c.from_date
), piece AS (
    SELECT school, year, class_id, student_id, 'class ' || CAST(from_date AS STRING) || ' ' || CAST(to_date AS STRING) AS piece
    FROM member
    UNION
    SELECT n.school, n.year, n.class_id, n.student_id,
        'group ' || CAST(GREATEST(g.from_date, c.from_date) AS STRING) || ' ' || CAST(LEAST(g.to_date, c.to_date) AS STRING)
            || ' ' || g.group_id AS piece
    FROM member n
    JOIN class_scope c ON c.school = n.school AND c.year = n.year AND c.class_id = n.class_id
    JOIN group_span g ON g.school = n.school AND g.year = n.year AND g.student_id = n.student_id
    WHERE g.from_date <= c.to_date AND g.to_date >= c.from_date
), signed AS (
    SELECT school, year, class_id, student_id, array_join(array_sort(collect_list(piece)), '|') AS memberships
    FROM piece
    GROUP BY school, year, class_id, student_id
)
SELECT g.school, g.year, g.class_id, g.student_id,
    MIN(g.student_id) OVER (PARTITION BY g.school, g.year, g.class_id, g.memberships) AS like_student_id,
    CASE WHEN y.class_id IS NULL OR (w.school IS NOT NULL AND o.student_id IS NULL) THEN 0 ELSE 1 END AS told
FROM signed g
LEFT JOIN (
    SELECT DISTINCT c.school, c.year, c.class_id
    FROM class_scope c
    JOIN covered_span s ON s.school = c.school AND s.year = c.year AND s.table_name = 'attendance'
        AND s.from_date <= c.to_date AND s.to_date >= c.from_date
) y ON y.school = g.school AND y.year = g.year AND y.class_id = g.class_id
LEFT JOIN (SELECT DISTINCT school, year FROM covered_student WHERE table_name = 'attendance') w ON w.school = g.school AND w.year = g.year
LEFT JOIN (
    SELECT DISTINCT m.school, m.year, m.class_id, m.student_id
    FROM member m
    JOIN covered_student s ON s.school = m.school AND s.year = m.year AND s.student_id = m.student_id AND s.table_name = 'attendance'
        AND s.from_date <= m.to_date AND s.to_date >= m.from_date
) o ON o.school = g.school AND o.year = g.year AND o.class_id = g.class_id AND o.student_id = g.student_id
