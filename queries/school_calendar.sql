-- title.ru: Учебные и рабочие дни
-- title.en: School days and working days
-- grain: grade level, date
-- answers: D-4 D-6 D-7 D-8
-- clause: S0 4.5
-- kind: view
-- host: table
-- The calendar of each grade level (-1 = none): its own row of a date goes before the common one. School days: kinds school and remote.
-- Working days of teachers: school days, days on which lessons were cancelled, and the weekdays of vacations (teachers work then);
-- weekends and holidays are neither. A week has six days where any Saturday of the calendar is a school day, else five.
-- school_no and working_no count these days from the first of the calendar, day_no all of them: a gap in day_no is a gap in the calendar.
WITH level AS (
    SELECT school, year, COALESCE(grade_level, -1) AS grade_key FROM class
    UNION
    SELECT school, year, -1 AS grade_key FROM calendar_day
), listed AS (
    SELECT l.school, l.year, l.grade_key, d.date, d.kind, (unix_date(d.date) + 3) % 7 + 1 AS weekday_no,
        row_number() OVER (PARTITION BY l.school, l.year, l.grade_key, d.date
            ORDER BY d.grade_level ASC NULLS LAST, d.kind ASC NULLS LAST) AS choice
    FROM level l
    JOIN calendar_day d ON d.school = l.school AND d.year = l.year AND (d.grade_level IS NULL OR d.grade_level = l.grade_key)
), flagged AS (
    SELECT school, year, grade_key, date, kind, weekday_no,
        CASE WHEN kind IN ('school', 'remote') THEN 1 ELSE 0 END AS is_school,
        MAX(CASE WHEN kind IN ('school', 'remote') AND weekday_no = 6 THEN 1 ELSE 0 END) OVER (PARTITION BY school, year, grade_key) AS six_days
    FROM listed
    WHERE choice = 1
), worked AS (
    SELECT school, year, grade_key, date, kind, weekday_no, is_school,
        CASE WHEN kind IN ('school', 'remote', 'cancelled') OR (kind = 'vacation' AND weekday_no <= 5 + six_days) THEN 1 ELSE 0 END
            AS is_working
    FROM flagged
)
SELECT school, year, grade_key, date, kind, weekday_no, is_school, is_working,
    CAST(SUM(is_school) OVER (PARTITION BY school, year, grade_key ORDER BY date ASC NULLS LAST) AS BIGINT) AS school_no,
    CAST(SUM(is_working) OVER (PARTITION BY school, year, grade_key ORDER BY date ASC NULLS LAST) AS BIGINT) AS working_no,
    row_number() OVER (PARTITION BY school, year, grade_key ORDER BY date ASC NULLS LAST) AS day_no
FROM worked
