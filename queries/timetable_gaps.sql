-- title.ru: Расхождения уроков с расписанием и календарём
-- title.en: Lessons against timetable and calendar
-- grain: class, date, lesson number
-- params: as_of, period, from, to, class, grade
-- answers: G-3
-- clause: S0 4.5
-- kind: indicator
-- rows: lesson @check_name='not_a_school_day,outside_timetable,other_subject' class_id group_id subject_id date lesson_number; timetable_slot @check_name='no_lesson' class_id group_id subject_id weekday:date lesson_number
-- Up to as_of, in the dates. check_name no_lesson: a slot of the timetable on a school day (school_calendar) for which the journal has no
-- lesson of the class at that number (of the group or the whole class, any status but planned; cancelled counts as seen). outside_timetable:
-- a lesson held at a number at which the class has no slot on that weekday. other_subject: the class has a slot there, with another
-- subject; a substituted lesson is not told. not_a_school_day: a lesson held on a day that is no school day of the calendar.
-- not_determinable: a class without a single slot (reason no_timetable), or lessons of days that the calendar lacks (no_calendar, once a class).
-- A lesson without number is held against the slots of its subject on that weekday.
-- Ordered by grade_level, class_id, date, lesson_number, subject_id, group_id, check_name.
WITH slot AS (
    SELECT t.school, t.year, t.class_id, t.group_id, t.subject_id, t.weekday AS weekday_no, t.lesson_number, t.teacher_id,
        COALESCE(t.from_date, DATE '1900-01-01') AS from_date, COALESCE(t.to_date, DATE '2999-12-31') AS to_date
    FROM timetable_slot t
    JOIN class_scope c ON c.school = t.school AND c.year = t.year AND c.class_id = t.class_id
), slot_day AS (
    SELECT DISTINCT s.school, s.year, c.grade_level, s.class_id, s.group_id, s.subject_id, d.date, s.lesson_number, s.teacher_id
    FROM slot s
    JOIN class_scope c ON c.school = s.school AND c.year = s.year AND c.class_id = s.class_id
    JOIN school_calendar d ON d.school = s.school AND d.year = s.year AND d.grade_key = COALESCE(c.grade_level, -1) AND d.is_school = 1
        AND d.weekday_no = s.weekday_no AND d.date BETWEEN s.from_date AND s.to_date AND d.date BETWEEN c.from_date AND c.to_date
    CROSS JOIN params p
    WHERE d.date <= p.as_of
), held AS (
    SELECT t.school, t.year, t.class_id, t.grade_level, t.grade_key, t.group_id, t.subject_id, t.date, t.lesson_number, t.status, t.teacher_id
    FROM lesson_teacher t
    JOIN class_scope c ON c.school = t.school AND c.year = t.year AND c.class_id = t.class_id AND t.date BETWEEN c.from_date AND c.to_date
    CROSS JOIN params p
    WHERE t.date <= p.as_of AND t.status <> 'planned'
), slot_key AS (
    SELECT school, year, class_id, weekday_no, subject_id, from_date, to_date, 'number ' || CAST(lesson_number AS STRING) AS place
    FROM slot
    UNION ALL
    SELECT school, year, class_id, weekday_no, subject_id, from_date, to_date, 'subject ' || subject_id AS place
    FROM slot
), told AS (
    SELECT s.school, s.year, s.grade_level, s.class_id, s.group_id, s.subject_id, s.teacher_id, s.date, s.lesson_number,
        'no_lesson' AS check_name, CAST(NULL AS STRING) AS reason
    FROM slot_day s
    WHERE NOT EXISTS (
        SELECT 1 FROM held h
        WHERE h.school = s.school AND h.year = s.year AND h.class_id = s.class_id AND h.date = s.date
            AND (h.lesson_number = s.lesson_number OR (h.lesson_number IS NULL AND h.subject_id = s.subject_id))
            AND (h.group_id IS NULL OR s.group_id IS NULL OR h.group_id = s.group_id))
    UNION ALL
    SELECT h.school, h.year, h.grade_level, h.class_id, h.group_id, h.subject_id, h.teacher_id, h.date, h.lesson_number,
        CASE WHEN d.is_school = 0 THEN 'not_a_school_day' WHEN COUNT(s.class_id) = 0 THEN 'outside_timetable' ELSE 'other_subject' END,
        CAST(NULL AS STRING)
    FROM held h
    JOIN (SELECT DISTINCT school, year, class_id FROM slot) k ON k.school = h.school AND k.year = h.year AND k.class_id = h.class_id
    JOIN school_calendar d ON d.school = h.school AND d.year = h.year AND d.grade_key = h.grade_key AND d.date = h.date
    LEFT JOIN slot_key s ON s.school = h.school AND s.year = h.year AND s.class_id = h.class_id AND s.weekday_no = d.weekday_no
        AND h.date BETWEEN s.from_date AND s.to_date
        AND s.place = COALESCE('number ' || CAST(h.lesson_number AS STRING), 'subject ' || h.subject_id)
    WHERE h.status IN ('held', 'substituted', 'remote')
    GROUP BY h.school, h.year, h.grade_level, h.class_id, h.group_id, h.subject_id, h.teacher_id, h.date, h.lesson_number, h.status, d.is_school
    HAVING d.is_school = 0 OR COUNT(s.class_id) = 0
        OR (h.status <> 'substituted' AND MAX(CASE WHEN s.subject_id = h.subject_id THEN 1 ELSE 0 END) = 0)
    UNION ALL
    SELECT c.school, c.year, c.grade_level, c.class_id, CAST(NULL AS STRING), CAST(NULL AS STRING), CAST(NULL AS STRING), CAST(NULL AS DATE),
        CAST(NULL AS BIGINT), 'not_determinable', 'no_timetable'
    FROM class_scope c
    WHERE NOT EXISTS (SELECT 1 FROM slot s WHERE s.school = c.school AND s.year = c.year AND s.class_id = c.class_id)
    UNION ALL
    SELECT DISTINCT h.school, h.year, h.grade_level, h.class_id, CAST(NULL AS STRING), CAST(NULL AS STRING), CAST(NULL AS STRING),
        CAST(NULL AS DATE), CAST(NULL AS BIGINT), 'not_determinable', 'no_calendar'
    FROM held h
    JOIN (SELECT DISTINCT school, year, class_id FROM slot) k ON k.school = h.school AND k.year = h.year AND k.class_id = h.class_id
    WHERE NOT EXISTS (SELECT 1 FROM school_calendar d WHERE d.school = h.school AND d.year = h.year AND d.grade_key = h.grade_key
        AND d.date = h.date)
)
SELECT o.school, o.year, o.grade_level, o.class_id, o.group_id, o.subject_id, COALESCE(n.name, o.subject_id) AS subject, o.teacher_id,
    t.full_name AS teacher, o.date, o.lesson_number, o.check_name, o.reason
FROM told o
LEFT JOIN subject n ON n.school = o.school AND n.year = o.year AND n.subject_id = o.subject_id
LEFT JOIN teacher t ON t.school = o.school AND t.year = o.year AND t.teacher_id = o.teacher_id
ORDER BY o.school ASC NULLS LAST, o.year ASC NULLS LAST, o.grade_level ASC NULLS LAST, o.class_id ASC NULLS LAST, o.date ASC NULLS LAST,
    o.lesson_number ASC NULLS LAST, o.subject_id ASC NULLS LAST, o.group_id ASC NULLS LAST, o.check_name ASC NULLS LAST,
    o.teacher_id ASC NULLS LAST
