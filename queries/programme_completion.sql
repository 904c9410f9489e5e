-- title.ru: Прохождение программы
-- title.en: Programme completion
-- grain: class, group, subject
-- by: class_subject
-- params: as_of, class, grade
-- needs: planned_lesson, curriculum, lesson
-- answers: G-1 G-2
-- clause: S0 6.2, S0 4.5, S2 4.4
-- kind: indicator
-- host: table
-- Every (class, group, subject) of planned_lesson, curriculum or lesson (any status). Hours in hundredths.
-- planned = whole plan; planned_to_date = rows dated on or before as_of; given = lessons held, substituted or remote on or before
-- as_of, a lesson without hours counts 100; with_topic = those with a topic that is not blank; lag = planned_to_date - given.
-- NULL, not zero: given columns and lag where the school year has no lesson at all; planned columns, undated_rows and lag without a plan; planned_to_date and lag of a plan without any date; the
-- curriculum's hours where it does not name hours a year. missed_*: hours of the plan's rows due by as_of and not given on their day, by cause
-- (programme_cause); what was given later instead lessens the lag, not these. given_by_other, given_remotely: parts of given. Ordered by grade_level, class_id, subject_id, group_id.
WITH planned AS (
    SELECT l.school, l.year, l.class_id, COALESCE(l.group_id, '') AS group_key, l.subject_id,
        SUM(l.hours_hundredths) AS planned_hours,
        SUM(CASE WHEN l.planned_date <= p.as_of THEN l.hours_hundredths ELSE 0 END) AS planned_to_date,
        COUNT(l.planned_date) AS dated_rows,
        COUNT(*) - COUNT(l.planned_date) AS undated_rows
    FROM planned_lesson l CROSS JOIN params p
    GROUP BY l.school, l.year, l.class_id, COALESCE(l.group_id, ''), l.subject_id
), curricular AS (
    SELECT school, year, class_id, COALESCE(group_id, '') AS group_key, subject_id, SUM(hours_year_hundredths) AS curriculum_hours
    FROM curriculum
    GROUP BY school, year, class_id, COALESCE(group_id, ''), subject_id
), seen AS (
    SELECT school, year, class_id, COALESCE(group_id, '') AS group_key, subject_id
    FROM lesson
    GROUP BY school, year, class_id, COALESCE(group_id, ''), subject_id
), given AS (
    SELECT l.school, l.year, l.class_id, COALESCE(l.group_id, '') AS group_key, l.subject_id,
        SUM(COALESCE(l.hours_hundredths, 100)) AS given_hours,
        SUM(CASE WHEN trim(l.topic) <> '' THEN COALESCE(l.hours_hundredths, 100) ELSE 0 END) AS given_with_topic
    FROM lesson_held l CROSS JOIN params p
    WHERE l.date <= p.as_of
    GROUP BY l.school, l.year, l.class_id, COALESCE(l.group_id, ''), l.subject_id
), taught AS (
    SELECT DISTINCT school, year FROM lesson
), grid AS (
    SELECT school, year, class_id, group_key, subject_id FROM planned
    UNION
    SELECT school, year, class_id, group_key, subject_id FROM curricular
    UNION
    SELECT school, year, class_id, group_key, subject_id FROM seen
)
SELECT g.school, g.year, c.grade_level, g.class_id, NULLIF(g.group_key, '') AS group_id, g.subject_id,
    COALESCE(s.name, g.subject_id) AS subject,
    CAST(p.planned_hours AS BIGINT) AS planned_hours_hundredths,
    CAST(CASE WHEN p.dated_rows > 0 THEN p.planned_to_date END AS BIGINT) AS planned_to_date_hundredths,
    CAST(u.curriculum_hours AS BIGINT) AS curriculum_hours_hundredths,
    CASE WHEN k.school IS NOT NULL THEN CAST(COALESCE(d.given_hours, 0) AS BIGINT) END AS given_hours_hundredths,
    CASE WHEN k.school IS NOT NULL THEN CAST(COALESCE(d.given_with_topic, 0) AS BIGINT) END AS given_with_topic_hundredths,
    CAST(CASE WHEN k.school IS NOT NULL AND p.dated_rows > 0 THEN p.planned_to_date - COALESCE(d.given_hours, 0) END AS BIGINT) AS lag_hundredths,
    CAST(p.undated_rows AS BIGINT) AS undated_rows,
    CASE WHEN k.school IS NOT NULL AND p.dated_rows > 0 THEN COALESCE(w.missed_holiday, 0) END AS missed_holiday_hundredths,
    CASE WHEN k.school IS NOT NULL AND p.dated_rows > 0 THEN COALESCE(w.missed_quarantine, 0) END AS missed_quarantine_hundredths,
    CASE WHEN k.school IS NOT NULL AND p.dated_rows > 0 THEN COALESCE(w.missed_replaced, 0) END AS missed_replaced_hundredths,
    CASE WHEN k.school IS NOT NULL AND p.dated_rows > 0 THEN COALESCE(w.missed_cancelled, 0) END AS missed_cancelled_hundredths,
    CASE WHEN k.school IS NOT NULL AND p.dated_rows > 0 THEN COALESCE(w.missed_other, 0) END AS missed_other_hundredths,
    CASE WHEN k.school IS NOT NULL THEN COALESCE(w.given_by_other, 0) END AS given_by_other_hundredths,
    CASE WHEN k.school IS NOT NULL THEN COALESCE(w.given_remotely, 0) END AS given_remotely_hundredths
FROM grid g
JOIN class_scope c ON c.school = g.school AND c.year = g.year AND c.class_id = g.class_id
LEFT JOIN planned p ON p.school = g.school AND p.year = g.year AND p.class_id = g.class_id AND p.group_key = g.group_key
    AND p.subject_id = g.subject_id
LEFT JOIN curricular u ON u.school = g.school AND u.year = g.year AND u.class_id = g.class_id AND u.group_key = g.group_key
    AND u.subject_id = g.subject_id
LEFT JOIN given d ON d.school = g.school AND d.year = g.year AND d.class_id = g.class_id AND d.group_key = g.group_key
    AND d.subject_id = g.subject_id
LEFT JOIN taught k ON k.school = g.school AND k.year = g.year
LEFT JOIN programme_cause w ON w.school = g.school AND w.year = g.year AND w.class_id = g.class_id AND w.group_key = g.group_key
    AND w.subject_id = g.subject_id
LEFT JOIN subject s ON s.school = g.school AND s.year = g.year AND s.subject_id = g.subject_id
ORDER BY g.school ASC NULLS LAST, g.year ASC NULLS LAST, c.grade_level ASC NULLS LAST, g.class_id ASC NULLS LAST,
    g.subject_id ASC NULLS LAST, g.group_key ASC NULLS LAST
