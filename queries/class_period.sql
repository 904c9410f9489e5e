-- title.ru: Классы и их период
-- title.en: Classes and their period
-- grain: class
-- params: period, from, to
-- answers: P-07
-- clause: domain 1.1 P-07 (Q2 = H1, Q4 = H2)
-- kind: view
-- host: table
-- Every class with the period that answers the asked one and with two pairs of dates.
-- period_id: the class's own id. quarter (also when unknown): q1..q4, h1 -> q2, h2 -> q4; half_year: h1 h2, q2 -> h1, q4 -> h2;
-- trimester: t1..t3; semester: s..; module: m..; year: all. NULL where the class has no such period.
-- period_start, period_end: bounds of period_id for the class's grade level, else for all grade levels, else of any grade level.
-- from_date, to_date: the asked dates, else the bounds of the asked id (same order), else 1 September .. 31 August.
WITH asked AS (
    SELECT c.school, c.year, c.class_id, c.grade_level, COALESCE(c.grade_level, -1) AS grade_key,
        CASE WHEN c.grade_level BETWEEN 1 AND 4 THEN 1 WHEN c.grade_level BETWEEN 5 AND 9 THEN 2
            WHEN c.grade_level BETWEEN 10 AND 11 THEN 3 ELSE 4 END AS stage_no,
        CASE WHEN c.grade_level BETWEEN 1 AND 4 THEN '1-4' WHEN c.grade_level BETWEEN 5 AND 9 THEN '5-9'
            WHEN c.grade_level BETWEEN 10 AND 11 THEN '10-11' END AS stage,
        COALESCE(c.period_kind, 'quarter') AS period_kind, p.period_id AS asked_id,
        p.from_date AS asked_from, p.to_date AS asked_to
    FROM class c CROSS JOIN params p
), named AS (
    SELECT a.school, a.year, a.class_id, a.grade_level, a.grade_key, a.stage_no, a.stage, a.asked_id, a.asked_from, a.asked_to,
        CASE
            WHEN a.asked_id = 'year' THEN 'year'
            WHEN a.period_kind = 'quarter' AND a.asked_id = 'h1' THEN 'q2'
            WHEN a.period_kind = 'quarter' AND a.asked_id = 'h2' THEN 'q4'
            WHEN a.period_kind = 'half_year' AND a.asked_id = 'q2' THEN 'h1'
            WHEN a.period_kind = 'half_year' AND a.asked_id = 'q4' THEN 'h2'
            WHEN substr(a.asked_id, 1, 1) = CASE a.period_kind WHEN 'quarter' THEN 'q' WHEN 'half_year' THEN 'h'
                WHEN 'trimester' THEN 't' WHEN 'semester' THEN 's' WHEN 'module' THEN 'm' END THEN a.asked_id
        END AS period_id
    FROM asked a
), grade AS (
    SELECT DISTINCT school, year, grade_key FROM asked
), level_bound AS (
    SELECT school, year, period_id, COALESCE(grade_level, -2) AS grade_key, MIN(start_date) AS start_date, MAX(end_date) AS end_date
    FROM grading_period GROUP BY school, year, period_id, COALESCE(grade_level, -2)
), any_bound AS (
    SELECT school, year, period_id, MIN(start_date) AS start_date, MAX(end_date) AS end_date
    FROM level_bound GROUP BY school, year, period_id
), bound AS (
    SELECT g.school, g.year, g.grade_key, n.period_id,
        COALESCE(o.start_date, w.start_date, n.start_date) AS start_date,
        COALESCE(o.end_date, w.end_date, n.end_date) AS end_date
    FROM grade g
    JOIN any_bound n ON n.school = g.school AND n.year = g.year
    LEFT JOIN level_bound o ON o.school = g.school AND o.year = g.year AND o.period_id = n.period_id AND o.grade_key = g.grade_key
    LEFT JOIN level_bound w ON w.school = g.school AND w.year = g.year AND w.period_id = n.period_id AND w.grade_key = -2
)
SELECT n.school, n.year, n.class_id, n.grade_level, n.stage_no, n.stage, n.asked_id, n.period_id,
    b.start_date AS period_start, b.end_date AS period_end,
    COALESCE(n.asked_from, d.start_date, make_date(n.year, 9, 1)) AS from_date,
    COALESCE(n.asked_to, d.end_date, make_date(n.year + 1, 8, 31)) AS to_date
FROM named n
LEFT JOIN bound b ON b.school = n.school AND b.year = n.year AND b.grade_key = n.grade_key AND b.period_id = n.period_id
LEFT JOIN bound d ON d.school = n.school AND d.year = n.year AND d.grade_key = n.grade_key AND d.period_id = n.asked_id
