-- title.ru: Уроки плана, не проведённые в свой день, по причинам
-- title.en: Planned lessons not given on their day, by cause
-- grain: class, group, subject
-- params: as_of, class, grade
-- answers: G-2
-- clause: S0 6.2; domain 1.6 G-2
-- kind: view
-- Rows of the plan dated on or before as_of for which the course has no lesson held on that date. Cause, the first that fits: holiday (the
-- calendar of the grade level, else of the school, names the day a holiday, vacation or weekend) · quarantine (cancelled or remote day) ·
-- replaced (on that day another subject was given as a substitution in the class) · cancelled (a lesson of the course is marked cancelled)
-- · other. given_by_other, given_remotely: hours of lessons held of status substituted, remote.
WITH other_way AS (
    SELECT l.school, l.year, l.class_id, COALESCE(l.group_id, '') AS group_key, l.subject_id,
        SUM(CASE WHEN l.status = 'substituted' THEN COALESCE(l.hours_hundredths, 100) ELSE 0 END) AS given_by_other,
        SUM(CASE WHEN l.status = 'remote' THEN COALESCE(l.hours_hundredths, 100) ELSE 0 END) AS given_remotely
    FROM lesson l CROSS JOIN params p
    WHERE l.status IN ('substituted', 'remote') AND l.date <= p.as_of
    GROUP BY l.school, l.year, l.class_id, COALESCE(l.group_id, ''), l.subject_id
), part AS (
    SELECT school, year, class_id, group_key, subject_id, cause, hours, 0 AS given_by_other, 0 AS given_remotely FROM programme_missed
    UNION ALL
    SELECT school, year, class_id, group_key, subject_id, '' AS cause, 0 AS hours, given_by_other, given_remotely FROM other_way
)
SELECT school, year, class_id, group_key, subject_id,
    CAST(SUM(CASE WHEN cause = 'holiday' THEN hours ELSE 0 END) AS BIGINT) AS missed_holiday,
    CAST(SUM(CASE WHEN cause = 'quarantine' THEN hours ELSE 0 END) AS BIGINT) AS missed_quarantine,
    CAST(SUM(CASE WHEN cause = 'replaced' THEN hours ELSE 0 END) AS BIGINT) AS missed_replaced,
    CAST(SUM(CASE WHEN cause = 'cancelled' THEN hours ELSE 0 END) AS BIGINT) AS missed_cancelled,
    CAST(SUM(CASE WHEN cause = 'other' THEN hours ELSE 0 END) AS BIGINT) AS missed_other,
    CAST(SUM(given_by_other) AS BIGINT) AS given_by_other, CAST(SUM(given_remotely) AS BIGINT) AS given_remotely
FROM part
GROUP BY school, year, class_id, group_key, subject_id
