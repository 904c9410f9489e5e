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
WITH due AS (
    SELECT l.school, l.year, l.class_id, COALESCE(l.group_id, '') AS group_key, l.subject_id, l.planned_date, SUM(l.hours_hundredths) AS hours
    FROM planned_lesson l CROSS JOIN params p
    WHERE l.planned_date <= p.as_of
    GROUP BY l.school, l.year, l.class_id, COALESCE(l.group_id, ''), l.subject_id, l.planned_date
), held AS (
    SELECT DISTINCT school, year, class_id, COALESCE(group_id, '') AS group_key, subject_id, date FROM lesson_held
), cancelled AS (
    SELECT DISTINCT school, year, class_id, COALESCE(group_id, '') AS group_key, subject_id, date FROM lesson WHERE status = 'cancelled'
), substituted AS (
    SELECT school, year, class_id, date, MIN(subject_id) AS first_subject, MAX(subject_id) AS last_subject
    FROM lesson
    WHERE status = 'substituted'
    GROUP BY school, year, class_id, date
), day_kind AS (
    SELECT k.school, k.year, k.class_id, d.date,
        COALESCE(MAX(CASE WHEN d.grade_level IS NOT NULL THEN d.kind END), MAX(CASE WHEN d.grade_level IS NULL THEN d.kind END)) AS kind
    FROM class k
    JOIN calendar_day d ON d.school = k.school AND d.year = k.year AND (d.grade_level IS NULL OR d.grade_level = k.grade_level)
    GROUP BY k.school, k.year, k.class_id, d.date
), missed AS (
    SELECT u.school, u.year, u.class_id, u.group_key, u.subject_id, u.hours,
        CASE
            WHEN k.kind IN ('holiday', 'vacation', 'weekend') THEN 'holiday'
            WHEN k.kind IN ('cancelled', 'remote') THEN 'quarantine'
            WHEN s.first_subject <> u.subject_id OR s.last_subject <> u.subject_id THEN 'replaced'
            WHEN c.class_id IS NOT NULL THEN 'cancelled'
            ELSE 'other'
        END AS cause
    FROM due u
    LEFT JOIN held h ON h.school = u.school AND h.year = u.year AND h.class_id = u.class_id AND h.group_key = u.group_key
        AND h.subject_id = u.subject_id AND h.date = u.planned_date
    LEFT JOIN cancelled c ON c.school = u.school AND c.year = u.year AND c.class_id = u.class_id AND c.group_key = u.group_key
        AND c.subject_id = u.subject_id AND c.date = u.planned_date
    LEFT JOIN substituted s ON s.school = u.school AND s.year = u.year AND s.class_id = u.class_id AND s.date = u.planned_date
    LEFT JOIN day_kind k ON k.school = u.school AND k.year = u.year AND k.class_id = u.class_id AND k.date = u.planned_date
    WHERE h.class_id IS NULL
), other_way AS (
    SELECT l.school, l.year, l.class_id, COALESCE(l.group_id, '') AS group_key, l.subject_id,
        SUM(CASE WHEN l.status = 'substituted' THEN COALESCE(l.hours_hundredths, 100) ELSE 0 END) AS given_by_other,
        SUM(CASE WHEN l.status = 'remote' THEN COALESCE(l.hours_hundredths, 100) ELSE 0 END) AS given_remotely
    FROM lesson l CROSS JOIN params p
    WHERE l.status IN ('substituted', 'remote') AND l.date <= p.as_of
    GROUP BY l.school, l.year, l.class_id, COALESCE(l.group_id, ''), l.subject_id
), part AS (
    SELECT school, year, class_id, group_key, subject_id, cause, hours, 0 AS given_by_other, 0 AS given_remotely FROM missed
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
