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
-- period_start, period_end: bounds of period_id, see period_bound.
-- from_date, to_date: the asked dates, else the bounds of the asked id (same order), else 1 September .. 31 August. Where params.own_days = 1
-- (a sheet of one class or student) and the class has a period: own_from, own_to.
-- own_from, own_to: the asked dates, else period_start, period_end; for the year without bounds 1 September .. 31 August.
-- Where params.previous = 1 (header `reaches: previous_period`) each class has a second row, asked_id 'previous': its period before.
WITH first_asked AS (
    SELECT c.school, c.year, c.class_id, c.grade_level,
        CASE WHEN c.grade_level BETWEEN 1 AND 4 THEN 1 WHEN c.grade_level BETWEEN 5 AND 9 THEN 2
            WHEN c.grade_level BETWEEN 10 AND 11 THEN 3 ELSE 4 END AS stage_no,
        CASE WHEN c.grade_level BETWEEN 1 AND 4 THEN '1-4' WHEN c.grade_level BETWEEN 5 AND 9 THEN '5-9'
            WHEN c.grade_level BETWEEN 10 AND 11 THEN '10-11' END AS stage,
        COALESCE(c.period_kind, 'quarter') AS period_kind, p.period_id AS asked_id,
        p.from_date AS asked_from, p.to_date AS asked_to
    FROM class c CROSS JOIN params p
), first_named AS (
    SELECT a.school, a.year, a.class_id, a.grade_level, a.stage_no, a.stage, a.asked_id, a.asked_from, a.asked_to,
        CASE
            WHEN a.asked_id = 'year' THEN 'year'
            WHEN a.period_kind = 'quarter' AND a.asked_id = 'h1' THEN 'q2'
            WHEN a.period_kind = 'quarter' AND a.asked_id = 'h2' THEN 'q4'
            WHEN a.period_kind = 'half_year' AND a.asked_id = 'q2' THEN 'h1'
            WHEN a.period_kind = 'half_year' AND a.asked_id = 'q4' THEN 'h2'
            WHEN substr(a.asked_id, 1, 1) = CASE a.period_kind WHEN 'quarter' THEN 'q' WHEN 'half_year' THEN 'h'
                WHEN 'trimester' THEN 't' WHEN 'semester' THEN 's' WHEN 'module' THEN 'm' END THEN a.asked_id
        END AS period_id
    FROM first_asked a
), named AS (
    SELECT f.school, f.year, f.class_id, f.grade_level, f.stage_no, f.stage, f.asked_id, f.asked_from, f.asked_to, f.period_id
    FROM first_named f
    UNION ALL
    SELECT f.school, f.year, f.class_id, f.grade_level, f.stage_no, f.stage, 'previous' AS asked_id,
        CAST(NULL AS DATE) AS asked_from, CAST(NULL AS DATE) AS asked_to,
        CASE WHEN regexp_like(f.period_id, '^[a-z][2-9]$')
            THEN substr(f.period_id, 1, 1) || CAST(CAST(substr(f.period_id, 2) AS BIGINT) - 1 AS STRING) END AS period_id
    FROM first_named f CROSS JOIN params p
    WHERE p.previous = 1
), dated AS (
    SELECT n.school, n.year, n.class_id, n.grade_level, n.stage_no, n.stage, n.asked_id, n.period_id,
        b.start_date AS period_start, b.end_date AS period_end,
        COALESCE(n.asked_from, d.start_date, make_date(n.year, 9, 1)) AS from_date,
        COALESCE(n.asked_to, d.end_date, make_date(n.year + 1, 8, 31)) AS to_date,
        COALESCE(n.asked_from, b.start_date, CASE WHEN n.period_id = 'year' THEN make_date(n.year, 9, 1) END) AS own_from,
        COALESCE(n.asked_to, b.end_date, CASE WHEN n.period_id = 'year' THEN make_date(n.year + 1, 8, 31) END) AS own_to
    FROM named n
    LEFT JOIN period_bound b ON b.school = n.school AND b.year = n.year AND b.class_id = n.class_id AND b.period_id = n.period_id
    LEFT JOIN period_bound d ON d.school = n.school AND d.year = n.year AND d.class_id = n.class_id AND d.period_id = n.asked_id
)
SELECT t.school, t.year, t.class_id, t.grade_level, t.stage_no, t.stage, t.asked_id, t.period_id, t.period_start, t.period_end,
    CASE WHEN p.own_days = 1 AND t.period_id IS NOT NULL THEN t.own_from ELSE t.from_date END AS from_date,
    CASE WHEN p.own_days = 1 AND t.period_id IS NOT NULL THEN t.own_to ELSE t.to_date END AS to_date,
    t.own_from, t.own_to
FROM dated t CROSS JOIN params p
