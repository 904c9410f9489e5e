-- title.ru: Классы, о которых спрошено
-- title.en: Classes asked for
-- grain: class
-- params: class, grade
-- answers: A-01 C-1 P-01
-- clause: S0 6.1
-- kind: view
-- host: table
-- Rows of class_period of the asked class and grade level. Of a school year before the newest one in scope (header `reaches:
-- previous_year`) all classes: the class of then has another name.
WITH newest AS (
    SELECT school, MAX(year) AS year FROM regulation GROUP BY school
)
SELECT c.school, c.year, c.class_id, c.grade_level, c.stage_no, c.stage, c.asked_id, c.period_id, c.period_start, c.period_end,
    c.from_date, c.to_date, c.own_from, c.own_to
FROM class_period c
JOIN newest n ON n.school = c.school
CROSS JOIN params p
WHERE c.year < n.year
    OR ((p.class_id IS NULL OR c.class_id = p.class_id) AND (p.grade_level IS NULL OR c.grade_level = p.grade_level))
