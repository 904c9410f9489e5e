-- title.ru: Пребывание в классе
-- title.en: Stays in a class
-- grain: student, class, from date
-- answers: M-1
-- clause: domain 1.7
-- kind: view
-- A membership with its first and last day: an open beginning is the day of admission in the student's card, if it is told; the last day is
-- not after the day before he left the school. Memberships of one class that touch or overlap are one stay. Groups of additional education
-- (extra_group) are no classes.
WITH cut AS (
    SELECT DISTINCT m.school, m.year, m.class_id, m.student_id,
        COALESCE(m.from_date, s.entered_date, DATE '1900-01-01') AS from_date,
        LEAST(COALESCE(m.to_date, DATE '2999-12-31'), COALESCE(s.left_date - 1, DATE '2999-12-31')) AS to_date
    FROM class_membership m
    LEFT JOIN student s ON s.school = m.school AND s.year = m.year AND s.student_id = m.student_id
    LEFT JOIN extra_group x ON x.school = m.school AND x.year = m.year AND x.class_id = m.class_id
    WHERE x.class_id IS NULL
), ordered AS (
    SELECT school, year, class_id, student_id, from_date, to_date,
        MAX(to_date) OVER (PARTITION BY school, year, class_id, student_id ORDER BY from_date ASC NULLS LAST, to_date ASC NULLS LAST
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before_date
    FROM cut
    WHERE from_date <= to_date
), numbered AS (
    SELECT school, year, class_id, student_id, from_date, to_date,
        SUM(CASE WHEN before_date IS NULL OR from_date > before_date + 1 THEN 1 ELSE 0 END) OVER (PARTITION BY school, year, class_id, student_id
            ORDER BY from_date ASC NULLS LAST, to_date ASC NULLS LAST ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS stay
    FROM ordered
)
SELECT school, year, class_id, student_id, MIN(from_date) AS from_date, MAX(to_date) AS to_date
FROM numbered
GROUP BY school, year, class_id, student_id, stay
