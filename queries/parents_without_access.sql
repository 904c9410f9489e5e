-- title.ru: Родители без доступа к журналу: получили ли распечатку
-- title.en: Parents without access: were results given to them on paper
-- grain: student
-- params: as_of, class, grade
-- answers: D-14
-- clause: S0 4.4, S2 2.5
-- kind: indicator
-- rows: class_membership student_id class_id; notification student_id; account student_id role='parent'
-- Members of the classes (no groups of additional education: extra_group) on as_of for whom no active account of a parent is known. Results go out once in access_out_every: the quarter
-- that as_of lies in (of the class, see period_bound), or the week from Monday. from_date .. to_date is that time. verdict: in_time (a
-- notification of the student that speaks of a распечатка, выписка or результаты, dated in that time up to as_of) · open (the time is not
-- over at the end of as_of) · missing · no_rule (the regulation asks for none) · not_determinable with reason no_period_bounds,
-- no_table:notification, or no_table:account (one row a school: whether anybody is without access is not known).
-- Ordered by grade_level, class_id, student_id.
WITH quarter AS (
    SELECT b.school, b.year, b.class_id, MIN(b.start_date) AS start_date, MAX(b.end_date) AS end_date
    FROM period_bound b
    JOIN (SELECT DISTINCT school, year, period_id FROM grading_period WHERE kind = 'quarter') k
        ON k.school = b.school AND k.year = b.year AND k.period_id = b.period_id
    CROSS JOIN params p
    WHERE p.as_of BETWEEN b.start_date AND b.end_date
    GROUP BY b.school, b.year, b.class_id
), span AS (
    SELECT c.school, c.year, c.class_id, c.grade_level, r.access_out_every, p.as_of,
        CASE r.access_out_every WHEN 'week' THEN p.as_of - CAST((unix_date(p.as_of) + 3) % 7 AS INT) WHEN 'quarter' THEN q.start_date END
            AS from_date,
        CASE r.access_out_every WHEN 'week' THEN p.as_of - CAST((unix_date(p.as_of) + 3) % 7 AS INT) + 6 WHEN 'quarter' THEN q.end_date END
            AS to_date
    FROM class_scope c
    JOIN regulation r ON r.school = c.school AND r.year = c.year
    LEFT JOIN quarter q ON q.school = c.school AND q.year = c.year AND q.class_id = c.class_id
    LEFT JOIN extra_group x ON x.school = c.school AND x.year = c.year AND x.class_id = c.class_id
    CROSS JOIN params p
    WHERE x.class_id IS NULL
), reached AS (
    SELECT DISTINCT school, year, student_id FROM account WHERE role = 'parent' AND student_id IS NOT NULL AND COALESCE(active, TRUE)
), told AS (
    SELECT n.school, n.year, n.student_id, MAX(n.date) AS date
    FROM notification n CROSS JOIN params p
    WHERE n.date <= p.as_of
        AND (LOWER(n.reason) LIKE '%распечат%' OR LOWER(n.reason) LIKE '%выписк%' OR LOWER(n.reason) LIKE '%результат%')
    GROUP BY n.school, n.year, n.student_id
), known AS (
    SELECT DISTINCT s.school, s.year,
        CASE WHEN EXISTS (SELECT 1 FROM account a WHERE a.school = s.school AND a.year = s.year AND a.role = 'parent') THEN 1 ELSE 0 END AS accounts,
        CASE WHEN EXISTS (SELECT 1 FROM notification n WHERE n.school = s.school AND n.year = s.year) THEN 1 ELSE 0 END AS notifications
    FROM span s
), one AS (
    SELECT DISTINCT m.school, m.year, s.grade_level, m.class_id, m.student_id, s.access_out_every, s.from_date, s.to_date, s.as_of, t.date,
        k.notifications
    FROM span s
    JOIN known k ON k.school = s.school AND k.year = s.year AND k.accounts = 1
    JOIN class_span m ON m.school = s.school AND m.year = s.year AND m.class_id = s.class_id AND s.as_of BETWEEN m.from_date AND m.to_date
    LEFT JOIN reached a ON a.school = m.school AND a.year = m.year AND a.student_id = m.student_id
    LEFT JOIN told t ON t.school = m.school AND t.year = m.year AND t.student_id = m.student_id
    WHERE a.student_id IS NULL
), judged AS (
    SELECT o.school, o.year, o.grade_level, o.class_id, o.student_id, o.from_date, o.to_date, o.date,
        CASE WHEN o.access_out_every = '' THEN 'no_rule' WHEN o.from_date IS NULL THEN 'not_determinable'
            WHEN o.date >= o.from_date THEN 'in_time' WHEN o.notifications = 0 THEN 'not_determinable'
            WHEN o.to_date <= o.as_of THEN 'missing' ELSE 'open' END AS verdict,
        CASE WHEN o.access_out_every = '' THEN CAST(NULL AS STRING) WHEN o.from_date IS NULL THEN 'no_period_bounds'
            WHEN o.notifications = 0 THEN 'no_table:notification' END AS reason
    FROM one o
    UNION ALL
    SELECT k.school, k.year, CAST(NULL AS BIGINT), CAST(NULL AS STRING), CAST(NULL AS STRING), CAST(NULL AS DATE), CAST(NULL AS DATE),
        CAST(NULL AS DATE), 'not_determinable', 'no_table:account'
    FROM known k
    WHERE k.accounts = 0
)
SELECT j.school, j.year, j.grade_level, j.class_id, j.student_id, u.full_name, j.from_date, j.to_date, j.date AS told_date, j.verdict, j.reason
FROM judged j
LEFT JOIN student u ON u.school = j.school AND u.year = j.year AND u.student_id = j.student_id
ORDER BY j.school ASC NULLS LAST, j.year ASC NULLS LAST, j.grade_level ASC NULLS LAST, j.class_id ASC NULLS LAST,
    j.student_id ASC NULLS LAST
