-- title.ru: Правки позже разрешённого срока
-- title.en: Changes made after the time for them
-- grain: change
-- params: period, from, to, class, grade
-- needs: edit, mark, attendance, gradebook_access
-- answers: D-8
-- clause: S0 4.4, S0 4.5
-- kind: indicator
-- rows: mark @what='mark,mark_set,mark_changed' student_id subject_id date lesson_number; attendance @what='attendance,attendance_set' student_id subject_id date lesson_number; edit @seen_in='ledger' table_name=what student_id subject_id date lesson_number; gradebook_access @seen_in='access' class_id subject_id lesson_date=date at=changed_at action=what
-- Changes of marks and absences made in the dates (a ledger row by its later end) more than edit_ban_days after the lesson, in days of
-- edit_ban_day_kind (calendar, or as school_calendar counts them; days NULL and certainty unknown where the calendar lacks one of the two days);
-- none where edit_ban_days is 0.
-- seen_in ledger: two exports differ; certain when even the earlier of them was made after the time, possible when only the later one
-- was. stamp: edited_at of a mark, else set_at; of an absence set_at. access: mark_set and mark_changed of the access log (it names no
-- student). days: from the lesson to the change, at least. teacher_id: who made it, as far as the export tells. The class of a ledger
-- row: the student's on the lesson's day, else his last.
-- One change stands once: a ledger row takes the day of the stamp of its cell between its two exports (of a change: edited_at; of what
-- was not there before also set_at) and that stamp has no row; nor has a row of the access log that a stamp of its course, lesson and
-- day tells of.
-- Ordered by class_id, date, subject_id, student_id, seen_in, what, changed_at.
WITH ledger AS (
    SELECT e.school, e.year, e.table_name, e.student_id, e.subject_id, e.date, e.lesson_number, e.version, e.previous_as_of, e.as_of, e.old_values,
        e.new_values, m.class_id,
        row_number() OVER (PARTITION BY e.school, e.year, e.table_name, e.student_id, e.subject_id, e.date, e.lesson_number, e.version, e.period_id
            ORDER BY CASE WHEN e.date BETWEEN m.from_date AND m.to_date THEN 0 ELSE 1 END ASC NULLS LAST,
                CASE WHEN x.class_id IS NULL THEN 0 ELSE 1 END ASC NULLS LAST, m.from_date DESC NULLS LAST,
                m.class_id ASC NULLS LAST) AS choice
    FROM edit e
    JOIN class_span m ON m.school = e.school AND m.year = e.year AND m.student_id = e.student_id
    LEFT JOIN extra_group x ON x.school = m.school AND x.year = m.year AND x.class_id = m.class_id
    WHERE e.table_name IN ('mark', 'attendance') AND e.date IS NOT NULL
), stamp AS (
    SELECT school, year, 'mark' AS table_name, CASE WHEN edited_at IS NULL THEN 'mark_set' ELSE 'mark_changed' END AS what, class_id, subject_id,
        student_id, date, lesson_number, COALESCE(edited_at, set_at) AS changed_at,
        CAST(substr(COALESCE(edited_at, set_at), 1, 10) AS DATE) AS changed_on, COALESCE(CAST(value AS STRING), kind) AS new_values, teacher_id
    FROM mark
    UNION ALL
    SELECT school, year, 'attendance', 'attendance_set', class_id, subject_id, student_id, date, lesson_number, set_at,
        CAST(substr(set_at, 1, 10) AS DATE), reason, teacher_id
    FROM attendance
), seen AS (
    SELECT l.school, l.year, l.table_name, l.class_id, l.subject_id, l.student_id, l.date, l.lesson_number, l.old_values, l.new_values,
        CAST(substr(l.previous_as_of, 1, 10) AS DATE) AS earliest, CAST(substr(l.as_of, 1, 10) AS DATE) AS latest, l.as_of,
        s.what AS stamp_what, s.changed_at, s.changed_on, s.teacher_id,
        row_number() OVER (PARTITION BY l.school, l.year, l.table_name, l.student_id, l.subject_id, l.date, l.lesson_number, l.version
            ORDER BY s.changed_at DESC NULLS LAST, s.teacher_id ASC NULLS LAST) AS choice
    FROM ledger l
    LEFT JOIN stamp s ON s.school = l.school AND s.year = l.year AND s.table_name = l.table_name AND s.student_id = l.student_id
        AND COALESCE(s.subject_id, '') = COALESCE(l.subject_id, '') AND s.date = l.date
        AND COALESCE(s.lesson_number, -1) = COALESCE(l.lesson_number, -1) AND (s.what = 'mark_changed' OR l.old_values = '')
        AND s.changed_on BETWEEN CAST(substr(l.previous_as_of, 1, 10) AS DATE) AND CAST(substr(l.as_of, 1, 10) AS DATE)
    WHERE l.choice = 1
), change AS (
    SELECT school, year, 'ledger' AS seen_in, table_name AS what, class_id, subject_id, student_id, date, lesson_number,
        COALESCE(changed_on, earliest) AS earliest, COALESCE(changed_on, latest) AS latest, COALESCE(changed_at, as_of) AS changed_at,
        old_values, new_values, teacher_id
    FROM seen
    WHERE choice = 1
    UNION ALL
    SELECT s.school, s.year, 'stamp', s.what, s.class_id, s.subject_id, s.student_id, s.date, s.lesson_number, s.changed_on, s.changed_on,
        s.changed_at, CAST(NULL AS STRING), s.new_values, s.teacher_id
    FROM stamp s
    WHERE NOT EXISTS (
        SELECT 1 FROM seen l
        WHERE l.school = s.school AND l.year = s.year AND l.table_name = s.table_name AND l.student_id = s.student_id
            AND COALESCE(l.subject_id, '') = COALESCE(s.subject_id, '') AND l.date = s.date
            AND COALESCE(l.lesson_number, -1) = COALESCE(s.lesson_number, -1) AND l.stamp_what = s.what AND l.choice = 1
            AND l.changed_at = s.changed_at
    )
    UNION ALL
    SELECT l.school, l.year, 'access', l.action, l.class_id, l.subject_id, CAST(NULL AS STRING), l.lesson_date, CAST(NULL AS BIGINT),
        CAST(substr(l.at, 1, 10) AS DATE), CAST(substr(l.at, 1, 10) AS DATE), l.at, CAST(NULL AS STRING), CAST(NULL AS STRING), l.teacher_id
    FROM gradebook_access l
    WHERE l.action IN ('mark_set', 'mark_changed') AND NOT EXISTS (
        SELECT 1 FROM stamp s
        WHERE s.school = l.school AND s.year = l.year AND s.class_id = l.class_id AND s.subject_id = l.subject_id AND s.date = l.lesson_date
            AND s.what = l.action AND s.changed_on = CAST(substr(l.at, 1, 10) AS DATE)
    )
), counted AS (
    SELECT x.school, x.year, x.seen_in, x.what, c.grade_level, x.class_id, x.subject_id, x.student_id, x.date, x.lesson_number, x.changed_at,
        x.old_values, x.new_values, x.teacher_id, g.edit_ban_days,
        CASE g.edit_ban_day_kind WHEN 'calendar' THEN unix_date(x.earliest) - unix_date(x.date)
            WHEN 'working' THEN e.working_no - d.working_no ELSE e.school_no - d.school_no END AS least,
        CASE g.edit_ban_day_kind WHEN 'calendar' THEN unix_date(x.latest) - unix_date(x.date)
            WHEN 'working' THEN l.working_no - d.working_no ELSE l.school_no - d.school_no END AS most,
        unix_date(x.latest) - unix_date(x.date) AS plain_days
    FROM change x
    JOIN class_scope c ON c.school = x.school AND c.year = x.year AND c.class_id = x.class_id AND x.latest BETWEEN c.from_date AND c.to_date
    JOIN regulation g ON g.school = x.school AND g.year = x.year AND g.edit_ban_days > 0
    LEFT JOIN school_calendar d ON d.school = x.school AND d.year = x.year AND d.grade_key = COALESCE(c.grade_level, -1) AND d.date = x.date
    LEFT JOIN school_calendar e ON e.school = x.school AND e.year = x.year AND e.grade_key = COALESCE(c.grade_level, -1) AND e.date = x.earliest
    LEFT JOIN school_calendar l ON l.school = x.school AND l.year = x.year AND l.grade_key = COALESCE(c.grade_level, -1) AND l.date = x.latest
)
SELECT c.school, c.year, c.grade_level, c.class_id, c.subject_id, COALESCE(n.name, c.subject_id) AS subject, c.student_id, u.full_name,
    c.date, c.lesson_number, c.seen_in, c.what, c.changed_at, c.old_values, c.new_values, c.teacher_id, t.full_name AS teacher,
    CAST(CASE WHEN c.least > c.edit_ban_days THEN c.least ELSE c.most END AS BIGINT) AS days,
    CASE WHEN c.least > c.edit_ban_days THEN 'certain' WHEN c.most > c.edit_ban_days THEN 'possible' ELSE 'unknown' END AS certainty,
    CASE WHEN c.most IS NULL THEN 'no_calendar' END AS reason
FROM counted c
LEFT JOIN subject n ON n.school = c.school AND n.year = c.year AND n.subject_id = c.subject_id
LEFT JOIN student u ON u.school = c.school AND u.year = c.year AND u.student_id = c.student_id
LEFT JOIN teacher t ON t.school = c.school AND t.year = c.year AND t.teacher_id = c.teacher_id
WHERE c.most > c.edit_ban_days OR (c.most IS NULL AND c.plain_days > c.edit_ban_days)
ORDER BY c.school ASC NULLS LAST, c.year ASC NULLS LAST, c.class_id ASC NULLS LAST, c.date ASC NULLS LAST, c.subject_id ASC NULLS LAST,
    c.student_id ASC NULLS LAST, c.lesson_number ASC NULLS LAST, c.seen_in ASC NULLS LAST, c.what ASC NULLS LAST,
    c.changed_at ASC NULLS LAST, c.new_values ASC NULLS LAST, c.teacher_id ASC NULLS LAST
