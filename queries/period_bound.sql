-- title.ru: Первый и последний день периодов
-- title.en: First and last day of the grading periods
-- grain: class, period
-- answers: P-07
-- clause: domain 0.1 (terms differ by grade level)
-- kind: view
-- Of every class and every period that the calendar names: bounds for the class's grade level, else for all grade levels, else the
-- widest of any grade level.
WITH level_bound AS (
    SELECT school, year, period_id, COALESCE(grade_level, -2) AS grade_key, MIN(start_date) AS start_date, MAX(end_date) AS end_date
    FROM grading_period GROUP BY school, year, period_id, COALESCE(grade_level, -2)
), any_bound AS (
    SELECT school, year, period_id, MIN(start_date) AS start_date, MAX(end_date) AS end_date
    FROM level_bound GROUP BY school, year, period_id
)
SELECT c.school, c.year, c.class_id, n.period_id,
    COALESCE(o.start_date, w.start_date, n.start_date) AS start_date, COALESCE(o.end_date, w.end_date, n.end_date) AS end_date
FROM class c
JOIN any_bound n ON n.school = c.school AND n.year = c.year
LEFT JOIN level_bound o ON o.school = c.school AND o.year = c.year AND o.period_id = n.period_id AND o.grade_key = c.grade_level
LEFT JOIN level_bound w ON w.school = c.school AND w.year = c.year AND w.period_id = n.period_id AND w.grade_key = -2
