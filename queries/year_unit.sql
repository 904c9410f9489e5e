-- title.ru: Из чего складываются сроки учебного года
-- title.en: What the dates of the school year are counted of
-- grain: record, class, subject, student, cycle
-- params: as_of
-- answers: D-10 D-12
-- clause: S0 4.2, S0 6.1, S1 3.2, S1 3.4, S2 4.4, S3 3.2, S3 3.7, S4 §6
-- kind: view
-- One row for each thing that year_dates counts, of the records that the regulation sets a date or a number of days for. set_up: a class (not a group of additional education, extra_group); done with
-- a class teacher, students on due_date and a period (not the year) of its kind and grade level whose days are known. plans: a class with a subject of
-- its curriculum, where it has none of its assignments and lessons; done with a row of the plan. accounts: a student in a class on due_date; done with
-- an account of any state. transfer: a student in a class on the last school day of the calendar; done with an order (promotion, retention, graduation) of the calendar
-- year in which the school year ends, dated by due_date (of an order without its own date: in force by then); is_there with a later one too, is_late where its own date is told. control, director_control: a whole cycle of every_days up to as_of, counted from
-- the first school day, that has a school day; done with a remark dated in it (nobody tells whose); date, to_date: its first and last day. day: the earliest day on which an export has it.
WITH dated AS (
    SELECT school, year, source_id, CAST(substr(CAST(as_of AS STRING), 1, 10) AS DATE) AS day FROM source
), school_day AS (
    SELECT DISTINCT school, year, date FROM calendar_day WHERE kind IN ('school', 'remote')
), span AS (
    SELECT school, year, MIN(date) AS first_date, MAX(date) AS last_date FROM school_day GROUP BY school, year
), class_member AS (
    SELECT m.school, m.year, m.class_id, MIN(d.day) AS day
    FROM class_membership m
    LEFT JOIN dated d ON d.school = m.school AND d.year = m.year AND d.source_id = m.source_id
    GROUP BY m.school, m.year, m.class_id
), own_period AS (
    SELECT c.school, c.year, c.class_id, MIN(d.day) AS day
    FROM class c
    JOIN grading_period g ON g.school = c.school AND g.year = c.year AND g.kind <> 'year' AND g.kind = COALESCE(c.period_kind, g.kind)
        AND COALESCE(g.grade_level, c.grade_level, -1) = COALESCE(c.grade_level, -1) AND g.start_date IS NOT NULL AND g.end_date IS NOT NULL
    LEFT JOIN dated d ON d.school = g.school AND d.year = g.year AND d.source_id = g.source_id
    GROUP BY c.school, c.year, c.class_id
), class_set AS (
    SELECT u.school, u.year, u.record, u.due_date, c.class_id,
        MAX(CASE WHEN c.class_teacher_id IS NOT NULL AND s.student_id IS NOT NULL AND o.class_id IS NOT NULL THEN 1 ELSE 0 END) AS is_there,
        MAX(GREATEST(COALESCE(d.day, DATE '2999-12-31'), COALESCE(m.day, DATE '2999-12-31'), COALESCE(o.day, DATE '2999-12-31'))) AS day
    FROM year_due u
    JOIN class c ON c.school = u.school AND c.year = u.year
    LEFT JOIN extra_group x ON x.school = c.school AND x.year = c.year AND x.class_id = c.class_id
    LEFT JOIN class_stay s ON s.school = c.school AND s.year = c.year AND s.class_id = c.class_id AND u.due_date BETWEEN s.from_date AND s.to_date
    LEFT JOIN class_member m ON m.school = c.school AND m.year = c.year AND m.class_id = c.class_id
    LEFT JOIN own_period o ON o.school = c.school AND o.year = c.year AND o.class_id = c.class_id
    LEFT JOIN dated d ON d.school = c.school AND d.year = c.year AND d.source_id = c.source_id
    WHERE u.record = 'set_up' AND u.due_date IS NOT NULL AND x.class_id IS NULL
    GROUP BY u.school, u.year, u.record, u.due_date, c.class_id
), taught AS (
    SELECT school, year, class_id, subject_id FROM teaching_assignment
    UNION
    SELECT school, year, class_id, subject_id FROM lesson
), course AS (
    SELECT DISTINCT school, year, class_id, subject_id, 'curriculum' AS basis FROM curriculum
    UNION ALL
    SELECT t.school, t.year, t.class_id, t.subject_id, 'taught'
    FROM taught t
    LEFT JOIN (SELECT DISTINCT school, year, class_id FROM curriculum) c ON c.school = t.school AND c.year = t.year AND c.class_id = t.class_id
    WHERE c.class_id IS NULL
), planned AS (
    SELECT p.school, p.year, p.class_id, p.subject_id, MAX(COALESCE(d.day, DATE '2999-12-31')) AS day
    FROM planned_lesson p
    LEFT JOIN dated d ON d.school = p.school AND d.year = p.year AND d.source_id = p.source_id
    GROUP BY p.school, p.year, p.class_id, p.subject_id
), reached AS (
    SELECT a.school, a.year, a.student_id, MIN(d.day) AS day
    FROM account a
    LEFT JOIN dated d ON d.school = a.school AND d.year = a.year AND d.source_id = a.source_id
    WHERE a.role = 'student' AND a.student_id IS NOT NULL
    GROUP BY a.school, a.year, a.student_id
), ordered AS (
    SELECT school, year, student_id, MIN(COALESCE(order_date, date)) AS day, MIN(CASE WHEN order_date IS NULL THEN 0 ELSE 1 END) AS is_dated
    FROM student_movement
    WHERE kind IN ('promotion', 'retention', 'graduation') AND COALESCE(order_date, date) >= make_date(year + 1, 1, 1)
    GROUP BY school, year, student_id
), member AS (
    SELECT DISTINCT u.school, u.year, u.record, u.due_date, s.student_id
    FROM year_due u
    LEFT JOIN span p ON p.school = u.school AND p.year = u.year
    JOIN class_stay s ON s.school = u.school AND s.year = u.year
        AND CASE WHEN u.record = 'accounts' THEN u.due_date ELSE p.last_date END BETWEEN s.from_date AND s.to_date
    WHERE u.record IN ('accounts', 'transfer') AND u.due_date IS NOT NULL
), cycle AS (
    SELECT DISTINCT u.school, u.year, u.record, u.every_days, CAST(unix_date(s.date) - (unix_date(s.date) - unix_date(p.first_date)) % u.every_days
        - unix_date(p.first_date) AS INT) AS days_before, p.first_date
    FROM year_due u
    JOIN span p ON p.school = u.school AND p.year = u.year
    JOIN school_day s ON s.school = u.school AND s.year = u.year
    WHERE u.every_days IS NOT NULL
), whole_cycle AS (
    SELECT c.school, c.year, c.record, c.first_date + c.days_before AS from_date, c.first_date + c.days_before + CAST(c.every_days - 1 AS INT) AS to_date
    FROM cycle c
), unit AS (
    SELECT school, year, record, is_there AS done, is_there, 0 AS is_late, CASE WHEN is_there = 1 THEN day END AS day, due_date, class_id, CAST(NULL AS STRING) AS subject_id,
        CAST(NULL AS STRING) AS student_id, CAST(NULL AS STRING) AS basis, CAST(NULL AS DATE) AS date, CAST(NULL AS DATE) AS to_date
    FROM class_set
    UNION ALL
    SELECT u.school, u.year, u.record, CASE WHEN p.class_id IS NULL THEN 0 ELSE 1 END, CASE WHEN p.class_id IS NULL THEN 0 ELSE 1 END, 0, p.day, u.due_date,
        c.class_id, c.subject_id, CAST(NULL AS STRING), c.basis, CAST(NULL AS DATE), CAST(NULL AS DATE)
    FROM year_due u
    JOIN course c ON c.school = u.school AND c.year = u.year
    LEFT JOIN planned p ON p.school = c.school AND p.year = c.year AND p.class_id = c.class_id AND p.subject_id = c.subject_id
    WHERE u.record = 'plans' AND u.due_date IS NOT NULL
    UNION ALL
    SELECT m.school, m.year, m.record,
        CASE WHEN m.record = 'accounts' AND a.student_id IS NOT NULL THEN 1 WHEN m.record = 'transfer' AND o.day <= m.due_date THEN 1 ELSE 0 END,
        CASE WHEN m.record = 'accounts' AND a.student_id IS NOT NULL THEN 1 WHEN m.record = 'transfer' AND o.student_id IS NOT NULL THEN 1 ELSE 0 END,
        CASE WHEN m.record = 'transfer' AND o.day > m.due_date THEN o.is_dated ELSE 0 END, CASE WHEN m.record = 'accounts' THEN a.day ELSE o.day END, m.due_date, CAST(NULL AS STRING), CAST(NULL AS STRING), m.student_id,
        CAST(NULL AS STRING), CAST(NULL AS DATE), CAST(NULL AS DATE)
    FROM member m
    LEFT JOIN reached a ON a.school = m.school AND a.year = m.year AND a.student_id = m.student_id
    LEFT JOIN ordered o ON o.school = m.school AND o.year = m.year AND o.student_id = m.student_id
    UNION ALL
    SELECT c.school, c.year, c.record, MAX(CASE WHEN c.record = 'control' AND r.date IS NOT NULL THEN 1 ELSE 0 END), 1, 0, CAST(NULL AS DATE), CAST(NULL AS DATE),
        CAST(NULL AS STRING), CAST(NULL AS STRING), CAST(NULL AS STRING), CAST(NULL AS STRING), c.from_date, c.to_date
    FROM whole_cycle c
    CROSS JOIN params p
    LEFT JOIN remark r ON r.school = c.school AND r.year = c.year AND r.date BETWEEN c.from_date AND c.to_date
    WHERE c.to_date <= p.as_of
    GROUP BY c.school, c.year, c.record, c.from_date, c.to_date
)
SELECT u.school, u.year, u.record, CAST(1 AS BIGINT) AS units, CAST(u.done AS BIGINT) AS done, u.class_id, u.subject_id, u.student_id,
    u.date, u.to_date, u.basis, u.is_there, u.is_late, u.day, u.due_date
FROM unit u
