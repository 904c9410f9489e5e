-- title.ru: КТП и расписание: слоты, строки без даты, расхождения тем, перестановки
-- title.en: Schemes of work against the timetable: slots, undated rows, other topics, wrong order
-- grain: class, group, subject
-- params: period, from, to, as_of, class, grade
-- needs: planned_lesson
-- answers: G-3
-- clause: S0 4.5, S2 4.4; domain 1.6 G-3
-- kind: indicator
-- figures: plan_rows undated_rows dated_rows slots lessons with_row topic_differs order_breaks given_breaks
-- rows: planned_lesson class_id group_id subject_id; lesson class_id group_id subject_id date:days status='held,substituted,remote'
-- Courses with a plan. plan_rows, undated_rows: of the whole plan; dated_rows: dated in the days. slots: lessons that the timetable gives the course on
-- school days of the calendar (kind school or remote, of the grade level, else of the school) in the days; NULL without a timetable of the class (slots_reason
-- no_timetable) or a calendar of the school in those days (no_calendar). lessons: held in the days, not after as_of; with_row: those that name a row of the plan
-- (planned_seq), of them topic_differs: the topic is not that of the row (trimmed; a row or a lesson without a topic is not compared). order_breaks: rows of the
-- whole plan whose date is before that of a row above (undated rows are passed over); given_breaks: lessons held, in order of date and number, whose
-- row stands above one given before.
WITH course AS (
    SELECT l.school, l.year, l.class_id, COALESCE(l.group_id, '') AS group_key, l.subject_id, COUNT(*) AS plan_rows,
        COUNT(*) - COUNT(l.planned_date) AS undated_rows,
        SUM(CASE WHEN l.planned_date BETWEEN c.from_date AND c.to_date THEN 1 ELSE 0 END) AS dated_rows
    FROM planned_lesson l
    JOIN class_scope c ON c.school = l.school AND c.year = l.year AND c.class_id = l.class_id
    GROUP BY l.school, l.year, l.class_id, COALESCE(l.group_id, ''), l.subject_id
), plan_row AS (
    SELECT school, year, class_id, COALESCE(group_id, '') AS group_key, subject_id, seq, planned_date, topic,
        MAX(planned_date) OVER (PARTITION BY school, year, class_id, COALESCE(group_id, ''), subject_id ORDER BY seq ASC NULLS LAST
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS latest_above
    FROM planned_lesson
), order_break AS (
    SELECT school, year, class_id, group_key, subject_id, COUNT(*) AS order_breaks
    FROM plan_row
    WHERE planned_date < latest_above
    GROUP BY school, year, class_id, group_key, subject_id
), given AS (
    SELECT l.school, l.year, l.class_id, COALESCE(l.group_id, '') AS group_key, l.subject_id, l.date, l.lesson_number, l.planned_seq, trim(l.topic) AS topic,
        MAX(l.planned_seq) OVER (PARTITION BY l.school, l.year, l.class_id, COALESCE(l.group_id, ''), l.subject_id
            ORDER BY l.date ASC NULLS LAST, l.lesson_number ASC NULLS LAST, l.planned_seq ASC NULLS LAST
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS highest_before
    FROM lesson l
    JOIN class_scope c ON c.school = l.school AND c.year = l.year AND c.class_id = l.class_id
    CROSS JOIN params p
    WHERE l.status IN ('held', 'substituted', 'remote') AND l.date BETWEEN c.from_date AND c.to_date AND l.date <= p.as_of
), lesson_sum AS (
    SELECT g.school, g.year, g.class_id, g.group_key, g.subject_id, COUNT(*) AS lessons,
        SUM(CASE WHEN r.seq IS NOT NULL THEN 1 ELSE 0 END) AS with_row,
        SUM(CASE WHEN g.topic <> '' AND trim(r.topic) <> '' AND g.topic <> trim(r.topic) THEN 1 ELSE 0 END) AS topic_differs,
        SUM(CASE WHEN g.planned_seq < g.highest_before THEN 1 ELSE 0 END) AS given_breaks
    FROM given g
    LEFT JOIN plan_row r ON r.school = g.school AND r.year = g.year AND r.class_id = g.class_id AND r.group_key = g.group_key
        AND r.subject_id = g.subject_id AND r.seq = g.planned_seq
    GROUP BY g.school, g.year, g.class_id, g.group_key, g.subject_id
), school_day AS (
    SELECT c.school, c.year, c.class_id, d.date,
        COALESCE(MAX(CASE WHEN d.grade_level IS NOT NULL THEN d.kind END), MAX(CASE WHEN d.grade_level IS NULL THEN d.kind END)) AS kind
    FROM class_scope c
    JOIN calendar_day d ON d.school = c.school AND d.year = c.year AND (d.grade_level IS NULL OR d.grade_level = c.grade_level)
        AND d.date BETWEEN c.from_date AND c.to_date
    GROUP BY c.school, c.year, c.class_id, d.date
), slot_sum AS (
    SELECT t.school, t.year, t.class_id, COALESCE(t.group_id, '') AS group_key, t.subject_id, COUNT(*) AS slots
    FROM timetable_slot t
    JOIN school_day d ON d.school = t.school AND d.year = t.year AND d.class_id = t.class_id AND d.kind IN ('school', 'remote')
        AND (unix_date(d.date) + 3) % 7 + 1 = t.weekday
        AND d.date BETWEEN COALESCE(t.from_date, d.date) AND COALESCE(t.to_date, d.date)
    GROUP BY t.school, t.year, t.class_id, COALESCE(t.group_id, ''), t.subject_id
), timed AS (
    SELECT DISTINCT school, year, class_id FROM timetable_slot
), dated AS (
    SELECT DISTINCT school, year, class_id FROM school_day
)
SELECT c.school, c.year, k.grade_level, c.class_id, NULLIF(c.group_key, '') AS group_id, c.subject_id, COALESCE(s.name, c.subject_id) AS subject,
    CAST(c.plan_rows AS BIGINT) AS plan_rows, CAST(c.undated_rows AS BIGINT) AS undated_rows, CAST(c.dated_rows AS BIGINT) AS dated_rows,
    CASE WHEN t.class_id IS NOT NULL AND d.class_id IS NOT NULL THEN CAST(COALESCE(n.slots, 0) AS BIGINT) END AS slots,
    CASE WHEN t.class_id IS NULL THEN 'no_timetable' WHEN d.class_id IS NULL THEN 'no_calendar' END AS slots_reason,
    CAST(COALESCE(l.lessons, 0) AS BIGINT) AS lessons, CAST(COALESCE(l.with_row, 0) AS BIGINT) AS with_row,
    CAST(COALESCE(l.topic_differs, 0) AS BIGINT) AS topic_differs, CAST(COALESCE(b.order_breaks, 0) AS BIGINT) AS order_breaks,
    CAST(COALESCE(l.given_breaks, 0) AS BIGINT) AS given_breaks
FROM course c
JOIN class_scope k ON k.school = c.school AND k.year = c.year AND k.class_id = c.class_id
LEFT JOIN slot_sum n ON n.school = c.school AND n.year = c.year AND n.class_id = c.class_id AND n.group_key = c.group_key AND n.subject_id = c.subject_id
LEFT JOIN lesson_sum l ON l.school = c.school AND l.year = c.year AND l.class_id = c.class_id AND l.group_key = c.group_key AND l.subject_id = c.subject_id
LEFT JOIN order_break b ON b.school = c.school AND b.year = c.year AND b.class_id = c.class_id AND b.group_key = c.group_key
    AND b.subject_id = c.subject_id
LEFT JOIN timed t ON t.school = c.school AND t.year = c.year AND t.class_id = c.class_id
LEFT JOIN dated d ON d.school = c.school AND d.year = c.year AND d.class_id = c.class_id
LEFT JOIN subject s ON s.school = c.school AND s.year = c.year AND s.subject_id = c.subject_id
ORDER BY c.school ASC NULLS LAST, c.year ASC NULLS LAST, k.grade_level ASC NULLS LAST, c.class_id ASC NULLS LAST, c.subject_id ASC NULLS LAST,
    c.group_key ASC NULLS LAST
