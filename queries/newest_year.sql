-- title.ru: Школы муниципалитета и их последний учебный год
-- title.en: Schools of the municipality and their newest school year
-- grain: school
-- params: period
-- requires: period
-- answers: F20
-- clause: S1 1.5, S4 5.6 (F20)
-- kind: view
-- compares: schools
-- Every school in scope; none where no school has a class. days_known: 1 where the bounds of the asked period are known for one of its classes (always for the year), else 0:
-- what is counted by days would then be of the whole year.
WITH newest AS (
    SELECT school, MAX(year) AS year FROM regulation GROUP BY school
), dated AS (
    SELECT c.school, c.year
    FROM class_period c
    LEFT JOIN period_bound b ON b.school = c.school AND b.year = c.year AND b.class_id = c.class_id AND b.period_id = c.asked_id
    WHERE c.asked_id = 'year' OR b.period_id IS NOT NULL
    GROUP BY c.school, c.year
), told AS (
    SELECT COUNT(*) AS classes FROM class
)
SELECT n.school, n.year, CASE WHEN d.school IS NULL THEN 0 ELSE 1 END AS days_known
FROM newest n
CROSS JOIN told t
LEFT JOIN dated d ON d.school = n.school AND d.year = n.year
WHERE t.classes > 0
