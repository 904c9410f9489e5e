-- title.ru: Сроки регламента по дням
-- title.en: Deadlines of the regulation by day
-- grain: record, grade level, work kind, date
-- params: period, from, to, class, grade
-- answers: D-1 D-2 D-3 D-4 D-5 D-6 D-7 D-9
-- clause: domain 1.5
-- kind: view
-- host: table
-- For each (record, grade level, work kind, date) that occurs: the rule that holds and when its time is over. Of several rules that fit
-- (grade level, work kind, valid on the date), the one for these kinds of works, then the narrower in grade levels, then the later one.
-- Grade level unknown: only rules for all levels. Units: calendar days; school and working days as school_calendar counts
-- them (an offset of 0 is the day itself; backwards the day itself is not counted); hours, from some minute of the anchor's day that
-- nobody tells, so the deadline lies between low_minute and high_minute (minutes since 1970), which are equal for the other units; the
-- end of a day is its last minute. After the last lesson the day itself is the latest.
-- An outage between the date and the deadline moves it to the one of rule after_outage, if that is later: rule says so.
-- no_calendar: a day between is not in the calendar; no_period_bounds: nobody told the days of the period.
WITH asked AS (
    SELECT DISTINCT school, year, record, grade_key, COALESCE(work_kind, '') AS work_kind, date, start_date FROM record_due
), fitting AS (
    SELECT a.school, a.year, a.record, a.grade_key, a.work_kind, a.date, a.start_date, r.anchor, r.offset_count, r.unit, r.cutoff_minute,
        r.clause, CASE WHEN r.anchor = 'period_start' THEN a.start_date ELSE a.date END AS anchor_date,
        row_number() OVER (PARTITION BY a.school, a.year, a.record, a.grade_key, a.work_kind, a.date, a.start_date
            ORDER BY CASE WHEN r.work_kinds = '' THEN 1 ELSE 0 END ASC NULLS LAST, r.grade_to - r.grade_from ASC NULLS LAST,
                r.valid_from DESC NULLS LAST, r.clause ASC NULLS LAST, r.unit ASC NULLS LAST, r.offset_count ASC NULLS LAST,
                r.cutoff_minute ASC NULLS LAST) AS choice
    FROM asked a
    JOIN regulation_deadline r ON r.school = a.school AND r.year = a.year AND r.rule = a.record
    WHERE (a.grade_key BETWEEN r.grade_from AND r.grade_to OR (r.grade_from <= 0 AND r.grade_to >= 11))
        AND (r.work_kinds = '' OR r.work_kinds LIKE '%,' || a.work_kind || ',%')
        AND (r.valid_from IS NULL OR a.date IS NULL OR r.valid_from <= a.date)
        AND (r.valid_to IS NULL OR a.date IS NULL OR a.date <= r.valid_to)
), begun AS (
    SELECT f.school, f.year, f.record, f.grade_key, f.work_kind, f.date, f.start_date, f.anchor, f.unit, f.offset_count, f.cutoff_minute,
        f.clause, f.anchor_date, s.date AS first_date, s.day_no AS first_no,
        CASE WHEN f.offset_count = 0 THEN CAST(NULL AS BIGINT)
            WHEN f.unit = 'working_day'
                THEN s.working_no + f.offset_count + CASE WHEN f.offset_count < 0 THEN 1 - s.is_working ELSE 0 END
            WHEN f.unit = 'school_day'
                THEN s.school_no + f.offset_count + CASE WHEN f.offset_count < 0 THEN 1 - s.is_school ELSE 0 END END AS unit_no
    FROM fitting f
    LEFT JOIN school_calendar s ON s.school = f.school AND s.year = f.year AND s.grade_key = f.grade_key AND s.date = f.anchor_date
    WHERE f.choice = 1
), counted AS (
    SELECT b.school, b.year, b.record, b.grade_key, b.work_kind, b.date, b.start_date, b.anchor, b.unit, b.offset_count, b.cutoff_minute,
        b.clause, b.anchor_date,
        CASE WHEN b.unit IN ('calendar_day') THEN b.anchor_date + CAST(b.offset_count AS INT)
            WHEN b.unit = 'hour' OR b.offset_count = 0 THEN b.anchor_date
            WHEN ABS(unix_date(t.date) - unix_date(b.first_date)) = ABS(t.day_no - b.first_no) THEN t.date END AS day
    FROM begun b
    LEFT JOIN counted_day t ON t.school = b.school AND t.year = b.year AND t.grade_key = b.grade_key AND t.unit = b.unit
        AND t.unit_no = b.unit_no
), own AS (
    SELECT c.school, c.year, c.record, c.grade_key, c.work_kind, c.date, c.start_date, c.anchor_date, c.clause, c.day,
        CASE WHEN c.unit <> 'hour' THEN c.cutoff_minute END AS cutoff_minute,
        CAST(unix_date(c.day) AS BIGINT) * 1440 + CASE WHEN c.unit = 'hour' THEN c.offset_count * 60 ELSE COALESCE(c.cutoff_minute, 1439) END
            AS low_minute,
        CAST(unix_date(c.day) AS BIGINT) * 1440 + CASE WHEN c.unit = 'hour' AND c.anchor = 'last_lesson' THEN 1439
            WHEN c.unit = 'hour' THEN 1439 + c.offset_count * 60 ELSE COALESCE(c.cutoff_minute, 1439) END AS high_minute
    FROM counted c
), outlasted AS (
    SELECT a.school, a.year, a.record, a.grade_key, a.work_kind, a.date, a.start_date, r.clause, r.cutoff_minute, r.unit, r.offset_count,
        o.end_date, s.date AS first_date, s.day_no AS first_no,
        CASE WHEN r.unit = 'working_day' THEN s.working_no + r.offset_count WHEN r.unit = 'school_day' THEN s.school_no + r.offset_count END
            AS unit_no,
        row_number() OVER (PARTITION BY a.school, a.year, a.record, a.grade_key, a.work_kind, a.date, a.start_date
            ORDER BY o.end_date DESC NULLS LAST, r.grade_to - r.grade_from ASC NULLS LAST, r.valid_from DESC NULLS LAST,
                r.clause ASC NULLS LAST) AS choice
    FROM own a
    JOIN outage o ON o.school = a.school AND o.year = a.year AND a.record <> 'movement' AND o.start_date <= a.day
        AND o.end_date >= LEAST(a.anchor_date, a.day)
    JOIN regulation_deadline r ON r.school = a.school AND r.year = a.year AND r.rule = 'after_outage' AND r.unit <> 'hour'
        AND (a.grade_key BETWEEN r.grade_from AND r.grade_to OR (r.grade_from <= 0 AND r.grade_to >= 11))
        AND (r.valid_from IS NULL OR r.valid_from <= o.end_date) AND (r.valid_to IS NULL OR o.end_date <= r.valid_to)
    LEFT JOIN school_calendar s ON s.school = a.school AND s.year = a.year AND s.grade_key = a.grade_key AND s.date = o.end_date
), restored AS (
    SELECT b.school, b.year, b.record, b.grade_key, b.work_kind, b.date, b.start_date, b.clause, b.cutoff_minute,
        CASE WHEN b.unit = 'calendar_day' THEN b.end_date + CAST(b.offset_count AS INT)
            WHEN b.offset_count = 0 THEN b.end_date
            WHEN ABS(unix_date(t.date) - unix_date(b.first_date)) = ABS(t.day_no - b.first_no) THEN t.date END AS day
    FROM outlasted b
    LEFT JOIN counted_day t ON t.school = b.school AND t.year = b.year AND t.grade_key = b.grade_key AND t.unit = b.unit
        AND t.unit_no = b.unit_no
    WHERE b.choice = 1
), moved AS (
    SELECT school, year, record, grade_key, work_kind, date, start_date, clause, day, cutoff_minute,
        CAST(unix_date(day) AS BIGINT) * 1440 + COALESCE(cutoff_minute, 1439) AS minute,
        CASE WHEN day IS NULL THEN 1 ELSE 0 END AS day_unknown
    FROM restored
)
SELECT o.school, o.year, o.record, o.grade_key, o.work_kind, o.date, o.start_date,
    CASE WHEN m.day_unknown = 1 OR m.minute > o.high_minute THEN 'after_outage' ELSE o.record END AS rule,
    CASE WHEN m.day_unknown = 1 OR m.minute > o.high_minute THEN m.clause ELSE o.clause END AS clause,
    CASE WHEN m.day_unknown = 1 OR m.minute > o.high_minute THEN m.cutoff_minute ELSE o.cutoff_minute END AS cutoff_minute,
    CASE WHEN m.day_unknown = 1 OR m.minute > o.high_minute THEN m.minute ELSE o.low_minute END AS low_minute,
    CASE WHEN m.day_unknown = 1 OR m.minute > o.high_minute THEN m.minute ELSE o.high_minute END AS high_minute,
    CASE WHEN o.anchor_date IS NULL THEN 'no_period_bounds' WHEN o.day IS NULL OR m.day_unknown = 1 THEN 'no_calendar' END AS reason
FROM own o
LEFT JOIN moved m ON m.school = o.school AND m.year = o.year AND m.record = o.record AND m.grade_key = o.grade_key
    AND m.work_kind = o.work_kind AND COALESCE(m.date, DATE '1900-01-01') = COALESCE(o.date, DATE '1900-01-01')
    AND COALESCE(m.start_date, DATE '1900-01-01') = COALESCE(o.start_date, DATE '1900-01-01')
