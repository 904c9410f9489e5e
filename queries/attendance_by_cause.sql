-- title.ru: Пропуски уроков и дней по причинам
-- title.en: Absences by cause, lessons and full days
-- grain: class
-- by: class, student, subject, grade_level, stage, school, student_subject, class_subject, month, week
-- params: period, from, to, class, grade
-- needs: attendance
-- answers: A-01 A-02 A-03 J-5
-- clause: S0 4.4, S0 4.5, S0 6.1
-- kind: indicator
-- Lessons by missed_lesson, days by missed_day, on dates from_date .. to_date of class_period. absent = excused + illness + unexcused +
-- unset; late = lessons with a lateness and no absence. lessons_held = sum over students of the lessons held of their class and own groups
-- while enrolled, on days of which absences are told (told_day); NULL where a class of the row has no such lesson in the dates.
-- absent_held, unexcused_held: of absent and unexcused those at such lessons; where the exports do not tell all lessons, they are fewer.
-- Counts of lessons and days are NULL where no export tells absences of any of the dates (told_class; at grains with a student of him).
-- A class has a part in a row by a member, a lesson or an entry; at grains month and week by a member in the dates; at grains with a subject by a
-- lesson or an entry of the subject. days_* are NULL at grains with a subject, and where a class of the row has neither lessons held nor
-- whole-day absences in the dates.
-- Rows: class, grade_level, stage, school for every class with a member in the dates (zeros too); subjects, months and weeks (by their Monday) with a
-- lesson or an entry; students with an absence, a lateness or a full day. A student of two classes has a row in each.
-- Attendance share = (lessons_held - absent_held) / lessons_held. Stage and grade level also where they follow.
-- Ordered by month, stage, grade_level, class_id, student_id, subject_id.
WITH known AS (
    SELECT c.school, c.year, c.class_id, c.grade_level, c.stage_no, c.stage,
        CASE WHEN l.class_id IS NULL THEN 1 ELSE 0 END AS lessons_unknown,
        CASE WHEN l.class_id IS NULL AND d.class_id IS NULL THEN 1 ELSE 0 END AS days_unknown,
        CASE WHEN t.class_id IS NULL THEN 1 ELSE 0 END AS untold
    FROM class_scope c
    LEFT JOIN told_class t ON t.school = c.school AND t.year = c.year AND t.class_id = c.class_id
    LEFT JOIN (
        SELECT DISTINCT h.school, h.year, h.class_id FROM lesson_held h
        JOIN told_day y ON y.school = h.school AND y.year = h.year AND y.class_id = h.class_id AND y.date = h.date
        JOIN class_scope o ON o.school = h.school AND o.year = h.year AND o.class_id = h.class_id
        WHERE h.date BETWEEN o.from_date AND o.to_date
    ) l ON l.school = c.school AND l.year = c.year AND l.class_id = c.class_id
    LEFT JOIN (
        SELECT DISTINCT e.school, e.year, e.class_id FROM absence_entry e WHERE e.whole_day = 1 AND e.gravity > 0
    ) d ON d.school = c.school AND d.year = c.year AND d.class_id = c.class_id
), school_known AS (
    SELECT k.school, k.year, MAX(k.lessons_unknown) AS lessons_unknown, MAX(k.days_unknown) AS days_unknown
    FROM known k
    JOIN (SELECT DISTINCT school, year, class_id FROM learner) r ON r.school = k.school AND r.year = k.year AND r.class_id = k.class_id
    GROUP BY k.school, k.year
), lesson_count AS (
    SELECT l.school, l.year, l.class_id, l.like_student_id, l.subject_id,
        CASE p.grain WHEN 'month' THEN substr(CAST(l.date AS STRING), 1, 7) WHEN 'week' THEN CAST(l.date - CAST((unix_date(l.date) + 3) % 7 AS INT) AS STRING) END AS slot,
        COUNT(*) AS lessons
    FROM learner_lesson l
    JOIN told_day y ON y.school = l.school AND y.year = l.year AND y.class_id = l.class_id AND y.date = l.date
    CROSS JOIN params p
    GROUP BY l.school, l.year, l.class_id, l.like_student_id, l.subject_id,
        CASE p.grain WHEN 'month' THEN substr(CAST(l.date AS STRING), 1, 7) WHEN 'week' THEN CAST(l.date - CAST((unix_date(l.date) + 3) % 7 AS INT) AS STRING) END
), like_count AS (
    SELECT school, year, class_id, like_student_id, COUNT(*) AS students
    FROM learner
    GROUP BY school, year, class_id, like_student_id
), part AS (
    SELECT m.school, m.year, m.class_id, m.student_id, m.subject_id,
        CASE p.grain WHEN 'month' THEN substr(CAST(m.date AS STRING), 1, 7) WHEN 'week' THEN CAST(m.date - CAST((unix_date(m.date) + 3) % 7 AS INT) AS STRING) END AS slot,
        1 AS shown,
        SUM(CASE WHEN m.gravity = 1 THEN 1 ELSE 0 END) AS excused, SUM(CASE WHEN m.gravity = 2 THEN 1 ELSE 0 END) AS illness,
        SUM(CASE WHEN m.gravity = 4 THEN 1 ELSE 0 END) AS unexcused, SUM(CASE WHEN m.gravity = 3 THEN 1 ELSE 0 END) AS unset,
        SUM(CASE WHEN m.gravity = 0 THEN 1 ELSE 0 END) AS late,
        SUM(CASE WHEN m.gravity > 0 THEN m.held ELSE 0 END) AS absent_held, SUM(CASE WHEN m.gravity = 4 THEN m.held ELSE 0 END) AS unexcused_held, 0 AS lessons,
        0 AS days_excused, 0 AS days_illness, 0 AS days_unexcused, 0 AS days_unset, 0 AS days_mixed
    FROM missed_lesson m CROSS JOIN params p
    GROUP BY m.school, m.year, m.class_id, m.student_id, m.subject_id,
        CASE p.grain WHEN 'month' THEN substr(CAST(m.date AS STRING), 1, 7) WHEN 'week' THEN CAST(m.date - CAST((unix_date(m.date) + 3) % 7 AS INT) AS STRING) END
    UNION ALL
    SELECT d.school, d.year, d.class_id, d.student_id, CAST(NULL AS STRING),
        CASE p.grain WHEN 'month' THEN substr(CAST(d.date AS STRING), 1, 7) WHEN 'week' THEN CAST(d.date - CAST((unix_date(d.date) + 3) % 7 AS INT) AS STRING) END, 1, 0, 0, 0, 0, 0, 0, 0, 0,
        CASE WHEN d.gravity = 1 THEN 1 ELSE 0 END, CASE WHEN d.gravity = 2 THEN 1 ELSE 0 END,
        CASE WHEN d.gravity = 4 THEN 1 ELSE 0 END, CASE WHEN d.gravity = 3 THEN 1 ELSE 0 END,
        CASE WHEN d.gravity = 5 THEN 1 ELSE 0 END
    FROM missed_day d CROSS JOIN params p
    WHERE p.grain NOT IN ('subject', 'student_subject', 'class_subject')
    UNION ALL
    SELECT c.school, c.year, c.class_id, CAST(NULL AS STRING), c.subject_id, c.slot, 1, 0, 0, 0, 0, 0, 0, 0, c.lessons * k.students, 0, 0, 0, 0, 0
    FROM lesson_count c
    JOIN like_count k ON k.school = c.school AND k.year = c.year AND k.class_id = c.class_id AND k.like_student_id = c.like_student_id
    CROSS JOIN params p
    WHERE p.grain NOT IN ('student', 'student_subject')
    UNION ALL
    SELECT r.school, r.year, r.class_id, r.student_id, c.subject_id, c.slot, 0, 0, 0, 0, 0, 0, 0, 0, c.lessons, 0, 0, 0, 0, 0
    FROM learner r
    JOIN lesson_count c ON c.school = r.school AND c.year = r.year AND c.class_id = r.class_id AND c.like_student_id = r.like_student_id
    CROSS JOIN params p
    WHERE p.grain IN ('student', 'student_subject')
    UNION ALL
    SELECT DISTINCT r.school, r.year, r.class_id, CAST(NULL AS STRING), CAST(NULL AS STRING), CAST(NULL AS STRING), 1, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0
    FROM learner r CROSS JOIN params p
    WHERE p.grain IN ('class', 'grade_level', 'stage', 'school')
), keyed AS (
    SELECT a.school, a.year,
        CASE WHEN p.grain IN ('month', 'week') AND o.lessons_unknown = 1 THEN 1 ELSE k.lessons_unknown END AS lessons_unknown,
        CASE WHEN p.grain IN ('subject', 'student_subject', 'class_subject') THEN 1
            WHEN p.grain IN ('month', 'week') AND o.days_unknown = 1 THEN 1 ELSE k.days_unknown END AS days_unknown,
        CASE WHEN r.student_id IS NULL THEN k.untold ELSE 1 - r.told END AS untold,
        CASE WHEN p.grain = 'month' THEN a.slot END AS month, CASE WHEN p.grain = 'week' THEN CAST(a.slot AS DATE) END AS week_start,
        CASE WHEN p.grain IN ('class', 'student', 'grade_level', 'stage', 'student_subject', 'class_subject') THEN k.stage_no END AS stage_no,
        CASE WHEN p.grain IN ('class', 'student', 'grade_level', 'stage', 'student_subject', 'class_subject') THEN k.stage END AS stage,
        CASE WHEN p.grain IN ('class', 'student', 'grade_level', 'student_subject', 'class_subject') THEN k.grade_level END AS grade_level,
        CASE WHEN p.grain IN ('class', 'student', 'student_subject', 'class_subject') THEN a.class_id END AS class_id,
        CASE WHEN p.grain IN ('student', 'student_subject') THEN a.student_id END AS student_id,
        CASE WHEN p.grain IN ('subject', 'student_subject', 'class_subject') THEN a.subject_id END AS subject_id,
        a.shown, a.excused, a.illness, a.unexcused, a.unset, a.late, a.absent_held, a.unexcused_held, a.lessons, a.days_excused, a.days_illness, a.days_unexcused,
        a.days_unset, a.days_mixed
    FROM part a
    CROSS JOIN params p
    JOIN known k ON k.school = a.school AND k.year = a.year AND k.class_id = a.class_id
    LEFT JOIN school_known o ON o.school = a.school AND o.year = a.year
    LEFT JOIN learner r ON r.school = a.school AND r.year = a.year AND r.class_id = a.class_id
        AND r.student_id = CASE WHEN p.grain IN ('student', 'student_subject') THEN a.student_id END
), total AS (
    SELECT school, year, month, week_start, stage_no, stage, grade_level, class_id, student_id, subject_id,
        MAX(lessons_unknown) AS lessons_unknown, MAX(days_unknown) AS days_unknown, MAX(untold) AS untold,
        SUM(excused) AS excused, SUM(illness) AS illness, SUM(unexcused) AS unexcused, SUM(unset) AS unset, SUM(late) AS late,
        SUM(absent_held) AS absent_held, SUM(unexcused_held) AS unexcused_held, SUM(lessons) AS lessons, SUM(days_excused) AS days_excused, SUM(days_illness) AS days_illness,
        SUM(days_unexcused) AS days_unexcused, SUM(days_unset) AS days_unset, SUM(days_mixed) AS days_mixed
    FROM keyed
    GROUP BY school, year, month, week_start, stage_no, stage, grade_level, class_id, student_id, subject_id
    HAVING MAX(shown) = 1
)
SELECT t.school, t.year, t.month, t.week_start, t.stage, t.grade_level, t.class_id, t.student_id, s.full_name, t.subject_id,
    CASE WHEN t.untold = 0 THEN CAST(t.excused AS BIGINT) END AS excused, CASE WHEN t.untold = 0 THEN CAST(t.illness AS BIGINT) END AS illness,
    CASE WHEN t.untold = 0 THEN CAST(t.unexcused AS BIGINT) END AS unexcused, CASE WHEN t.untold = 0 THEN CAST(t.unset AS BIGINT) END AS unset,
    CASE WHEN t.untold = 0 THEN CAST(t.excused + t.illness + t.unexcused + t.unset AS BIGINT) END AS absent,
    CASE WHEN t.untold = 0 THEN CAST(t.late AS BIGINT) END AS late,
    CASE WHEN t.lessons_unknown = 0 THEN CAST(t.lessons AS BIGINT) END AS lessons_held,
    CASE WHEN t.lessons_unknown = 0 AND t.untold = 0 THEN CAST(t.absent_held AS BIGINT) END AS absent_held,
    CASE WHEN t.lessons_unknown = 0 AND t.untold = 0 THEN CAST(t.unexcused_held AS BIGINT) END AS unexcused_held,
    CASE WHEN t.days_unknown = 0 AND t.untold = 0 THEN CAST(t.days_excused AS BIGINT) END AS days_excused,
    CASE WHEN t.days_unknown = 0 AND t.untold = 0 THEN CAST(t.days_illness AS BIGINT) END AS days_illness,
    CASE WHEN t.days_unknown = 0 AND t.untold = 0 THEN CAST(t.days_unexcused AS BIGINT) END AS days_unexcused,
    CASE WHEN t.days_unknown = 0 AND t.untold = 0 THEN CAST(t.days_unset AS BIGINT) END AS days_unset,
    CASE WHEN t.days_unknown = 0 AND t.untold = 0 THEN CAST(t.days_mixed AS BIGINT) END AS days_mixed,
    CASE WHEN t.days_unknown = 0 AND t.untold = 0 THEN CAST(t.days_excused + t.days_illness + t.days_unexcused + t.days_unset + t.days_mixed AS BIGINT)
    END AS days_absent
FROM total t
LEFT JOIN student s ON s.school = t.school AND s.year = t.year AND s.student_id = t.student_id
ORDER BY t.school ASC NULLS LAST, t.year ASC NULLS LAST, t.month ASC NULLS LAST, t.week_start ASC NULLS LAST, t.stage_no ASC NULLS LAST,
    t.grade_level ASC NULLS LAST,
    t.class_id ASC NULLS LAST, t.student_id ASC NULLS LAST, t.subject_id ASC NULLS LAST
