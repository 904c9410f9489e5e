-- title.ru: Учащиеся без отметок за прошлый день и за последние дни
-- title.en: Students without marks on the last day and in the last days
-- grain: student, subject
-- params: as_of, class, grade
-- needs: mark
-- answers: J-2 J-3
-- clause: S0 6.1
-- kind: indicator
-- rows: lesson class_id subject_id date=from_date..to_date status='held,substituted,remote,unknown'; attendance student_id date=from_date..to_date subject_id?; class_membership class_id student_id
-- D = as_of. previous_day: the last day before D with an entry (mark, attendance, lesson that took place) of the grade level, see the view
-- previous_day. window: the last window_days days before D, in days of window_day_kind (calendar, school, working; see school_calendar).
-- Grid: members of the class on the last of these days (one class a student: later from_date, then class_id) x class_subject. A row where
-- the student has no numeric mark dated in the days; previous_day only where the class had a lesson of the subject that day. Lessons:
-- lesson_seen. lessons_held = the student's: of the class or his groups on the date, while enrolled. lessons_attended = those without
-- absence and without exemption. last_mark_date = last numeric mark before D. reason, the first that fits: grade_1 · no_calendar (the
-- days cannot be counted; calendar days stand there) · no_data (no entry of the school on or after from_date, or no export tells marks:
-- covered_span; none of him where single reports alone tell: covered_student) · other_group (all the
-- class's lessons of the subject are of groups without him) · no_lessons (none of his) · absent (none attended, at least one absence) ·
-- exempt (none attended) · gap. An entry without lesson number speaks for the subject's day only where the student has no numbered one
-- there.
WITH told AS (
    SELECT DISTINCT school, year FROM covered_span WHERE table_name = 'mark'
), last_entry AS (
    SELECT school, year, MAX(date) AS date FROM entry_day GROUP BY school, year
), span AS (
    SELECT c.school, c.year, c.class_id, c.grade_level, 'previous_day' AS check_name, d.date AS from_date, d.date AS to_date, 0 AS no_calendar
    FROM class c
    JOIN previous_day d ON d.school = c.school AND d.year = c.year AND d.grade_key = COALESCE(c.grade_level, -1)
    UNION ALL
    SELECT c.school, c.year, c.class_id, c.grade_level, 'window' AS check_name,
        CASE WHEN g.window_day_kind <> 'calendar' AND unix_date(e.date) - unix_date(b.date) = e.day_no - b.day_no THEN b.date
            ELSE p.as_of - CAST(g.window_days AS INT) END AS from_date, p.as_of - 1 AS to_date,
        CASE WHEN g.window_day_kind = 'calendar' OR unix_date(e.date) - unix_date(b.date) = e.day_no - b.day_no THEN 0 ELSE 1 END AS no_calendar
    FROM class c
    JOIN regulation g ON g.school = c.school AND g.year = c.year
    CROSS JOIN params p
    LEFT JOIN school_calendar e ON e.school = c.school AND e.year = c.year AND e.grade_key = COALESCE(c.grade_level, -1)
        AND e.date = p.as_of - 1
    LEFT JOIN counted_day b ON b.school = c.school AND b.year = c.year AND b.grade_key = COALESCE(c.grade_level, -1)
        AND b.unit = g.window_day_kind || '_day'
        AND b.unit_no = CASE WHEN g.window_day_kind = 'working' THEN e.working_no ELSE e.school_no END - g.window_days + 1
    WHERE p.as_of IS NOT NULL
), choice AS (
    SELECT w.school, w.year, w.class_id, w.grade_level, w.check_name, w.from_date, w.to_date, w.no_calendar, m.student_id,
        row_number() OVER (PARTITION BY m.school, m.year, w.check_name, m.student_id
            ORDER BY CASE WHEN x.class_id IS NULL THEN 0 ELSE 1 END ASC NULLS LAST, m.from_date DESC NULLS LAST, m.class_id ASC NULLS LAST) AS choice
    FROM span w
    JOIN class_span m ON m.school = w.school AND m.year = w.year AND m.class_id = w.class_id
    LEFT JOIN extra_group x ON x.school = w.school AND x.year = w.year AND x.class_id = w.class_id
    WHERE w.to_date BETWEEN m.from_date AND m.to_date
), member AS (
    SELECT h.school, h.year, h.class_id, h.grade_level, h.check_name, h.from_date, h.to_date, h.no_calendar, h.student_id
    FROM choice h
    JOIN class_scope c ON c.school = h.school AND c.year = h.year AND c.class_id = h.class_id
    WHERE h.choice = 1
), taken AS (
    SELECT w.school, w.year, w.class_id, w.check_name, l.group_id, l.subject_id, l.date, l.lesson_number
    FROM span w
    JOIN class_scope c ON c.school = w.school AND c.year = w.year AND c.class_id = w.class_id
    JOIN lesson_seen l ON l.school = w.school AND l.year = w.year AND l.class_id = w.class_id
    WHERE l.date BETWEEN w.from_date AND w.to_date
), class_taken AS (
    SELECT school, year, class_id, check_name, subject_id, MAX(CASE WHEN group_id IS NULL THEN 1 ELSE 0 END) AS whole_class
    FROM taken
    GROUP BY school, year, class_id, check_name, subject_id
), own_taken AS (
    SELECT DISTINCT m.school, m.year, m.check_name, m.student_id, t.subject_id, t.date, t.lesson_number
    FROM member m
    JOIN taken t ON t.school = m.school AND t.year = m.year AND t.class_id = m.class_id AND t.check_name = m.check_name
    JOIN class_span s ON s.school = m.school AND s.year = m.year AND s.class_id = m.class_id AND s.student_id = m.student_id
        AND t.date BETWEEN s.from_date AND s.to_date
    LEFT JOIN group_span g ON g.school = m.school AND g.year = m.year AND g.student_id = m.student_id AND g.group_id = t.group_id
        AND t.date BETWEEN g.from_date AND g.to_date
    WHERE t.group_id IS NULL OR g.group_id IS NOT NULL
), in_group AS (
    SELECT m.school, m.year, m.check_name, m.student_id, t.subject_id
    FROM member m
    JOIN taken t ON t.school = m.school AND t.year = m.year AND t.class_id = m.class_id AND t.check_name = m.check_name
    JOIN group_span g ON g.school = m.school AND g.year = m.year AND g.student_id = m.student_id AND g.group_id = t.group_id
        AND t.date BETWEEN g.from_date AND g.to_date
    GROUP BY m.school, m.year, m.check_name, m.student_id, t.subject_id
), untold AS (
    SELECT m.school, m.year, m.check_name, m.student_id
    FROM member m
    JOIN (SELECT DISTINCT school, year FROM covered_student WHERE table_name = 'mark') w ON w.school = m.school AND w.year = m.year
    LEFT JOIN covered_student s ON s.school = m.school AND s.year = m.year AND s.table_name = 'mark' AND s.student_id = m.student_id
        AND s.from_date <= m.to_date AND s.to_date >= m.from_date
    WHERE s.student_id IS NULL
), reach AS (
    SELECT MIN(from_date) AS from_date, MAX(to_date) AS to_date FROM span
), entry AS (
    SELECT a.school, a.year, a.student_id, a.subject_id, a.date, a.lesson_number,
        CASE WHEN a.granularity = 'day' OR (a.subject_id IS NULL AND a.lesson_number IS NULL) THEN 1 ELSE 0 END AS whole_day,
        CASE WHEN a.reason IN ('unexcused', 'unset', 'illness', 'excused') THEN 1 ELSE 0 END AS absent,
        CASE WHEN a.reason = 'exempt' THEN 1 ELSE 0 END AS exempt
    FROM attendance a CROSS JOIN reach r
    WHERE a.date BETWEEN r.from_date AND r.to_date
        AND a.reason IN ('unexcused', 'unset', 'illness', 'excused', 'late', 'exempt')
), lesson_entry AS (
    SELECT school, year, student_id, subject_id, date, lesson_number, MAX(absent) AS absent, MAX(exempt) AS exempt
    FROM entry
    WHERE whole_day = 0 AND subject_id IS NOT NULL AND lesson_number IS NOT NULL
    GROUP BY school, year, student_id, subject_id, date, lesson_number
), subject_entry AS (
    SELECT school, year, student_id, subject_id, date, MAX(absent) AS absent, MAX(exempt) AS exempt, COUNT(lesson_number) AS numbered
    FROM entry
    WHERE whole_day = 0 AND subject_id IS NOT NULL
    GROUP BY school, year, student_id, subject_id, date
), day_entry AS (
    SELECT school, year, student_id, date, MAX(absent) AS absent, MAX(exempt) AS exempt
    FROM entry
    WHERE whole_day = 1
    GROUP BY school, year, student_id, date
), judged AS (
    SELECT o.school, o.year, o.check_name, o.student_id, o.subject_id,
        CASE WHEN l.absent = 1 OR d.absent = 1 OR (s.absent = 1 AND (s.numbered = 0 OR o.lesson_number IS NULL)) THEN 1 ELSE 0 END AS absent,
        CASE WHEN l.exempt = 1 OR d.exempt = 1 OR (s.exempt = 1 AND (s.numbered = 0 OR o.lesson_number IS NULL)) THEN 1 ELSE 0 END AS exempt
    FROM own_taken o
    LEFT JOIN lesson_entry l ON l.school = o.school AND l.year = o.year AND l.student_id = o.student_id
        AND l.subject_id = o.subject_id AND l.date = o.date AND l.lesson_number = o.lesson_number
    LEFT JOIN subject_entry s ON s.school = o.school AND s.year = o.year AND s.student_id = o.student_id
        AND s.subject_id = o.subject_id AND s.date = o.date
    LEFT JOIN day_entry d ON d.school = o.school AND d.year = o.year AND d.student_id = o.student_id AND d.date = o.date
), own_sum AS (
    SELECT school, year, check_name, student_id, subject_id, COUNT(*) AS lessons_held,
        SUM(CASE WHEN absent = 0 AND exempt = 0 THEN 1 ELSE 0 END) AS lessons_attended, SUM(absent) AS absences
    FROM judged
    GROUP BY school, year, check_name, student_id, subject_id
), marked AS (
    SELECT m.school, m.year, m.check_name, m.student_id, k.subject_id
    FROM member m
    JOIN (
        SELECT a.school, a.year, a.student_id, a.subject_id, a.date
        FROM mark a CROSS JOIN reach r
        WHERE a.kind = 'score' AND a.date BETWEEN r.from_date AND r.to_date
    ) k ON k.school = m.school AND k.year = m.year AND k.student_id = m.student_id
    WHERE k.date BETWEEN m.from_date AND m.to_date
    GROUP BY m.school, m.year, m.check_name, m.student_id, k.subject_id
), last_mark AS (
    SELECT a.school, a.year, a.student_id, a.subject_id, MAX(a.date) AS date
    FROM mark a CROSS JOIN params p
    WHERE a.kind = 'score' AND a.date < p.as_of
    GROUP BY a.school, a.year, a.student_id, a.subject_id
)
SELECT m.school, m.year, m.check_name, m.grade_level, m.class_id, m.student_id, s.full_name, c.subject_id, c.subject,
    m.from_date, m.to_date,
    CAST(COALESCE(o.lessons_held, 0) AS BIGINT) AS lessons_held,
    CAST(COALESCE(o.lessons_attended, 0) AS BIGINT) AS lessons_attended,
    k.date AS last_mark_date,
    CASE
        WHEN m.grade_level < g.marks_from_grade THEN 'grade_1'
        WHEN m.no_calendar = 1 THEN 'no_calendar'
        WHEN e.date IS NULL OR e.date < m.from_date OR y.school IS NULL OR u.student_id IS NOT NULL THEN 'no_data'
        WHEN t.whole_class = 0 AND i.student_id IS NULL THEN 'other_group'
        WHEN o.lessons_held IS NULL THEN 'no_lessons'
        WHEN o.lessons_attended = 0 AND o.absences > 0 THEN 'absent'
        WHEN o.lessons_attended = 0 THEN 'exempt'
        ELSE 'gap'
    END AS reason
FROM member m
JOIN class_subject c ON c.school = m.school AND c.year = m.year AND c.class_id = m.class_id
JOIN regulation g ON g.school = m.school AND g.year = m.year
LEFT JOIN student s ON s.school = m.school AND s.year = m.year AND s.student_id = m.student_id
LEFT JOIN last_entry e ON e.school = m.school AND e.year = m.year
LEFT JOIN told y ON y.school = m.school AND y.year = m.year
LEFT JOIN untold u ON u.school = m.school AND u.year = m.year AND u.check_name = m.check_name AND u.student_id = m.student_id
LEFT JOIN class_taken t ON t.school = m.school AND t.year = m.year AND t.class_id = m.class_id AND t.check_name = m.check_name
    AND t.subject_id = c.subject_id
LEFT JOIN in_group i ON i.school = m.school AND i.year = m.year AND i.check_name = m.check_name AND i.student_id = m.student_id
    AND i.subject_id = c.subject_id
LEFT JOIN own_sum o ON o.school = m.school AND o.year = m.year AND o.check_name = m.check_name AND o.student_id = m.student_id
    AND o.subject_id = c.subject_id
LEFT JOIN marked d ON d.school = m.school AND d.year = m.year AND d.check_name = m.check_name AND d.student_id = m.student_id
    AND d.subject_id = c.subject_id
LEFT JOIN last_mark k ON k.school = m.school AND k.year = m.year AND k.student_id = m.student_id AND k.subject_id = c.subject_id
WHERE d.student_id IS NULL AND (m.check_name = 'window' OR t.subject_id IS NOT NULL)
ORDER BY m.school ASC NULLS LAST, m.year ASC NULLS LAST, m.check_name ASC NULLS LAST, m.grade_level ASC NULLS LAST,
    m.class_id ASC NULLS LAST, m.student_id ASC NULLS LAST, c.subject_id ASC NULLS LAST
