-- title.ru: Движение учащихся школы по периодам и месяцам
-- title.en: Movement of the school's students by grading period and month
-- grain: period
-- params: as_of
-- needs: class_membership
-- answers: M-1
-- clause: S2 4.3, S2 4.5
-- kind: view
-- unit_kind month: every month of the school year that has begun by as_of; period: the grading periods of the calendar that have (of several
-- bounds of one id the widest), not the year. Each follows the one before without a gap: start_n is the number on the last day of the month or
-- period before (of the first: on 1 September), so vacations belong to the period after them. end_n: on the last day. arrived, departed: to and
-- from the school as in movement; start_n + arrived - departed = end_n.
WITH bounds AS (
    SELECT DISTINCT school, year, make_date(year, 9, 1) AS first_day FROM regulation
), month_no AS (
    SELECT 1 AS n UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4 UNION ALL SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8
    UNION ALL SELECT 9 UNION ALL SELECT 10 UNION ALL SELECT 11 UNION ALL SELECT 12
), month_span AS (
    SELECT b.school, b.year, 'month' AS unit_kind, CAST(m.n AS BIGINT) AS seq, CAST(NULL AS STRING) AS period_id,
        CASE WHEN m.n <= 4 THEN make_date(b.year, 8 + m.n, 1) ELSE make_date(b.year + 1, m.n - 4, 1) END AS own_from,
        CASE WHEN m.n < 4 THEN make_date(b.year, 9 + m.n, 1) ELSE make_date(b.year + 1, m.n - 3, 1) END - 1 AS to_date, b.first_day
    FROM bounds b CROSS JOIN month_no m
), period_span AS (
    SELECT g.school, g.year, 'period' AS unit_kind, MIN(g.seq) AS seq, g.period_id, MIN(g.start_date) AS own_from, MAX(g.end_date) AS to_date,
        b.first_day, g.kind
    FROM grading_period g
    JOIN bounds b ON b.school = g.school AND b.year = g.year
    WHERE g.kind <> 'year' AND g.end_date IS NOT NULL
    GROUP BY g.school, g.year, g.period_id, g.kind, b.first_day
), span AS (
    SELECT school, year, unit_kind, '' AS kind, seq, period_id, own_from, to_date, first_day FROM month_span
    UNION ALL
    SELECT school, year, unit_kind, kind, seq, period_id, own_from, to_date, first_day FROM period_span
), chained AS (
    SELECT s.school, s.year, s.unit_kind, s.kind, s.seq, s.period_id, s.own_from, s.to_date,
        COALESCE(MAX(s.to_date) OVER (PARTITION BY s.school, s.year, s.unit_kind, s.kind ORDER BY s.seq ASC NULLS LAST, s.to_date ASC NULLS LAST
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), s.first_day) AS from_date
    FROM span s
)
SELECT c.school, c.year, c.unit_kind, c.period_id, CASE WHEN c.unit_kind = 'month' THEN substr(CAST(c.to_date AS STRING), 1, 7) END AS month,
    c.from_date, c.to_date,
    CAST(COUNT(CASE WHEN c.from_date BETWEEN w.from_date AND w.to_date THEN 1 END) AS BIGINT) AS start_n,
    CAST(COUNT(CASE WHEN w.from_date > c.from_date AND w.from_date <= c.to_date THEN 1 END) AS BIGINT) AS arrived,
    CAST(COUNT(CASE WHEN w.to_date >= c.from_date AND w.to_date < c.to_date THEN 1 END) AS BIGINT) AS departed,
    CAST(COUNT(CASE WHEN c.to_date BETWEEN w.from_date AND w.to_date THEN 1 END) AS BIGINT) AS end_n
FROM chained c
CROSS JOIN params p
LEFT JOIN unit_stay w ON w.school = c.school AND w.year = c.year AND w.level = 'school'
WHERE COALESCE(c.own_from, c.from_date) <= p.as_of
GROUP BY c.school, c.year, c.unit_kind, c.kind, c.seq, c.period_id, c.from_date, c.to_date
ORDER BY c.school ASC NULLS LAST, c.year ASC NULLS LAST, c.unit_kind ASC NULLS LAST, c.kind ASC NULLS LAST, c.seq ASC NULLS LAST,
    c.period_id ASC NULLS LAST
