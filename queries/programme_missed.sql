-- title.ru: Дни плана без урока и причина каждого
-- title.en: Days of the plan without a lesson, each with its cause
-- grain: class, group, subject, date
-- params: as_of, class, grade
-- answers: G-2
-- clause: S0 6.2; domain 1.6 G-2
-- kind: view
-- Days on or before as_of for which a course has rows of the plan and no lesson held; hours: of all its rows of that day (hundredths).
-- cause as in programme_cause.
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
)
SELECT u.school, u.year, u.class_id, u.group_key, u.subject_id, u.planned_date, u.hours,
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
