-- title.ru: Записи журнала и их сроки
-- title.en: Records of the journal and their deadlines
-- grain: record
-- params: as_of, period, from, to, class, grade
-- answers: D-1 D-2 D-3 D-4 D-5 D-6 D-7 D-9
-- clause: S0 4.5, S2 4.4, S3 3.4, S4 6, domain 1.5
-- kind: view
-- host: table
-- Every row of record_due with what the regulation says about it. deadline_date: the last day of its time, cutoff_minute: minutes after that
-- midnight, NULL = end of the day (or a deadline in hours). verdict: in_time (entered at the minute of the deadline or before) · late ·
-- missing (nothing entered and deadline_date <= as_of) · open (nothing entered, the time is not over at the end of as_of) ·
-- not_determinable · no_rule (the regulation sets no such deadline). reason of not_determinable: no_entry_time (it is there, nobody
-- tells since when) · day_only (only the day of entry is known, and the deadline is an hour of that day) · no_lesson_times (the deadline
-- is counted in hours from a lesson whose time nobody tells) · between_exports (changed between two exports, and the deadline lies between
-- them) · no_calendar · no_period_bounds. days_late: from deadline_date to the
-- day of entry (0 = the same day, after the hour; of a change between two exports to the earlier), of what is missing to as_of.
WITH stamped AS (
    SELECT d.school, d.year, d.record, d.class_id, d.grade_level, d.grade_key, d.group_id, d.subject_id, d.student_id, d.teacher_id, d.date,
        d.start_date, d.lesson_number, d.work_kind, d.period_id, d.filled, d.entered_at, d.entered_from, d.source_id, d.src_loc,
        CAST(substr(d.entered_at, 1, 10) AS DATE) AS entered_date, CAST(substr(d.entered_from, 1, 10) AS DATE) AS entered_from_date,
        CASE WHEN length(d.entered_at) >= 16 THEN CAST(substr(d.entered_at, 12, 2) AS BIGINT) * 60 + CAST(substr(d.entered_at, 15, 2) AS BIGINT)
        END AS entered_minute,
        CASE WHEN length(d.entered_from) >= 16 THEN CAST(substr(d.entered_from, 12, 2) AS BIGINT) * 60
            + CAST(substr(d.entered_from, 15, 2) AS BIGINT) ELSE 0 END AS entered_from_minute
    FROM record_due d
), timed AS (
    SELECT s.school, s.year, s.record, s.class_id, s.grade_level, s.group_id, s.subject_id, s.student_id, s.teacher_id, s.date,
        s.lesson_number, s.work_kind, s.period_id, s.filled, s.entered_at, s.source_id, s.src_loc, s.entered_date, s.entered_from_date, t.rule, t.clause, t.cutoff_minute,
        t.low_minute, t.high_minute, t.reason AS day_reason, p.as_of,
        CASE WHEN s.entered_from_date IS NULL THEN CAST(unix_date(s.entered_date) AS BIGINT) * 1440 + COALESCE(s.entered_minute, 0)
            ELSE CAST(unix_date(s.entered_from_date) AS BIGINT) * 1440 + s.entered_from_minute END AS earliest,
        CAST(unix_date(s.entered_date) AS BIGINT) * 1440 + COALESCE(s.entered_minute, 1439) AS latest,
        DATE '1970-01-01' + CAST((t.high_minute - t.high_minute % 1440) / 1440 AS INT) AS deadline_date
    FROM stamped s
    LEFT JOIN deadline_day t ON t.school = s.school AND t.year = s.year AND t.record = s.record AND t.grade_key = s.grade_key
        AND t.work_kind = COALESCE(s.work_kind, '') AND COALESCE(t.date, DATE '1900-01-01') = COALESCE(s.date, DATE '1900-01-01')
        AND COALESCE(t.start_date, DATE '1900-01-01') = COALESCE(s.start_date, DATE '1900-01-01')
    CROSS JOIN params p
), judged AS (
    SELECT t.school, t.year, t.record, t.class_id, t.grade_level, t.group_id, t.subject_id, t.student_id, t.teacher_id, t.date,
        t.lesson_number, t.work_kind, t.period_id, t.filled, t.entered_at, t.source_id, t.src_loc, t.entered_date, t.entered_from_date, t.rule, t.clause,
        t.cutoff_minute, t.low_minute, t.high_minute, t.day_reason, t.as_of, t.deadline_date,
        CASE WHEN t.rule IS NULL THEN 'no_rule'
            WHEN t.day_reason IS NOT NULL THEN 'not_determinable'
            WHEN t.filled = 0 AND t.deadline_date <= t.as_of THEN 'missing'
            WHEN t.filled = 0 THEN 'open'
            WHEN t.entered_at IS NULL THEN 'not_determinable'
            WHEN t.latest <= t.low_minute THEN 'in_time'
            WHEN t.earliest > t.high_minute THEN 'late'
            ELSE 'not_determinable' END AS verdict
    FROM timed t
)
SELECT j.school, j.year, j.record, j.rule, j.grade_level, j.class_id, j.group_id, j.subject_id, j.student_id, j.teacher_id, j.date,
    j.lesson_number, j.work_kind, j.period_id, j.filled, j.entered_at, j.deadline_date, j.cutoff_minute, j.verdict,
    CAST(CASE WHEN j.verdict = 'late' THEN unix_date(COALESCE(j.entered_from_date, j.entered_date)) - unix_date(j.deadline_date)
        WHEN j.verdict = 'missing' THEN unix_date(j.as_of) - unix_date(j.deadline_date) END AS BIGINT) AS days_late,
    CASE WHEN j.verdict = 'not_determinable' THEN COALESCE(j.day_reason, CASE WHEN j.entered_at IS NULL THEN 'no_entry_time'
        WHEN j.entered_from_date IS NOT NULL THEN 'between_exports'
        WHEN j.low_minute < j.high_minute THEN 'no_lesson_times' ELSE 'day_only' END) END AS reason, j.clause, j.source_id, j.src_loc
FROM judged j
