-- title.ru: Ученики классов за даты отчёта
-- title.en: Members of the classes in the dates asked for
-- grain: class, student
-- params: period, from, to, class, grade
-- answers: A-03
-- clause: domain 0.3 (roster rule)
-- kind: view
-- host: table
-- Every student who belongs to a class on at least one of the dates. Students of a class with the same memberships, in class and
-- groups, share all lessons; like_student_id names the first of them, so lessons are looked up once for all of them.
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
SELECT school, year, class_id, student_id,
    MIN(student_id) OVER (PARTITION BY school, year, class_id, memberships) AS like_student_id
FROM signed
