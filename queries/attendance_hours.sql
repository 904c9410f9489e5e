-- title.ru: Пропуски в часах: всего и по неуважительной причине
-- title.en: Hours missed: all and unexcused
-- grain: student, month
-- by: student, class, grade_level, stage, school
-- params: period, from, to, class, grade
-- needs: attendance
-- answers: A-01 A-03
-- clause: S1 2.3 (vocational schools: «всего / по неуважительной», months and the total of the semester)
-- kind: indicator
-- figures: hours_missed_hundredths hours_unexcused_hundredths hours_held_hundredths
-- unit: student
-- rows: attendance class_id student_id date:days date:month reason='unexcused,unset,illness,excused'; class_membership class_id student_id
-- Lessons of missed_lesson with the hours of the lesson held (lesson.hours; a lesson without hours, and one that is not known, counts 100 hundredths).
-- month NULL: the total of the dates. hours_held: hours of the lessons held of all students of the row, on days of which absences are told
-- (told_day), NULL where no such lesson of a class of the row is known; hours missed are NULL where no absence of it is told (told_class; at
-- student of him). Every student (class, level) with a membership in the dates has a total; months where something was missed or held.
WITH hours AS (
    SELECT school, year, class_id, subject_id, date, lesson_number, MAX(COALESCE(hours_hundredths, 100)) AS hours
    FROM lesson_held
    GROUP BY school, year, class_id, subject_id, date, lesson_number
), missed AS (
    SELECT m.school, m.year, m.class_id, m.student_id, substr(CAST(m.date AS STRING), 1, 7) AS month,
        SUM(COALESCE(h.hours, 100)) AS hours_missed,
        SUM(CASE WHEN m.gravity >= 3 THEN COALESCE(h.hours, 100) ELSE 0 END) AS hours_unexcused
    FROM missed_lesson m
    LEFT JOIN hours h ON h.school = m.school AND h.year = m.year AND h.class_id = m.class_id AND h.subject_id = m.subject_id
        AND h.date = m.date AND COALESCE(h.lesson_number, -1) = COALESCE(m.lesson_number, -1)
    WHERE m.gravity > 0
    GROUP BY m.school, m.year, m.class_id, m.student_id, substr(CAST(m.date AS STRING), 1, 7)
), held AS (
    SELECT r.school, r.year, r.class_id, r.student_id, substr(CAST(l.date AS STRING), 1, 7) AS month, SUM(h.hours) AS hours_held
    FROM learner r
    JOIN learner_lesson l ON l.school = r.school AND l.year = r.year AND l.class_id = r.class_id AND l.like_student_id = r.like_student_id
    JOIN hours h ON h.school = l.school AND h.year = l.year AND h.class_id = l.class_id AND h.subject_id = l.subject_id
        AND h.date = l.date AND COALESCE(h.lesson_number, -1) = COALESCE(l.lesson_number, -1)
    JOIN told_day y ON y.school = l.school AND y.year = l.year AND y.class_id = l.class_id AND y.date = l.date
    GROUP BY r.school, r.year, r.class_id, r.student_id, substr(CAST(l.date AS STRING), 1, 7)
), part AS (
    SELECT school, year, class_id, student_id, month, hours_missed, hours_unexcused, 0 AS hours_held FROM missed
    UNION ALL
    SELECT school, year, class_id, student_id, month, 0, 0, hours_held FROM held
    UNION ALL
    SELECT school, year, class_id, student_id, CAST(NULL AS STRING), 0, 0, 0 FROM learner
    UNION ALL
    SELECT school, year, class_id, student_id, CAST(NULL AS STRING), hours_missed, hours_unexcused, 0 FROM missed
    UNION ALL
    SELECT school, year, class_id, student_id, CAST(NULL AS STRING), 0, 0, hours_held FROM held
), known AS (
    SELECT DISTINCT l.school, l.year, l.class_id FROM learner_lesson l
    JOIN told_day y ON y.school = l.school AND y.year = l.year AND y.class_id = l.class_id AND y.date = l.date
), keyed AS (
    SELECT a.school, a.year, a.month,
        CASE WHEN p.grain <> 'school' THEN c.stage_no END AS stage_no, CASE WHEN p.grain <> 'school' THEN c.stage END AS stage,
        CASE WHEN p.grain IN ('student', 'class', 'grade_level') THEN c.grade_level END AS grade_level,
        CASE WHEN p.grain IN ('student', 'class') THEN a.class_id END AS class_id,
        CASE WHEN p.grain = 'student' THEN a.student_id END AS student_id,
        a.hours_missed, a.hours_unexcused, a.hours_held, CASE WHEN k.class_id IS NULL THEN 1 ELSE 0 END AS unknown,
        CASE WHEN r.student_id IS NOT NULL THEN 1 - r.told WHEN t.class_id IS NULL THEN 1 ELSE 0 END AS untold
    FROM part a
    JOIN class_scope c ON c.school = a.school AND c.year = a.year AND c.class_id = a.class_id
    LEFT JOIN known k ON k.school = a.school AND k.year = a.year AND k.class_id = a.class_id
    CROSS JOIN params p
    LEFT JOIN told_class t ON t.school = a.school AND t.year = a.year AND t.class_id = a.class_id
    LEFT JOIN learner r ON r.school = a.school AND r.year = a.year AND r.class_id = a.class_id
        AND r.student_id = CASE WHEN p.grain = 'student' THEN a.student_id END
), total AS (
    SELECT school, year, stage_no, stage, grade_level, class_id, student_id, month, SUM(hours_missed) AS hours_missed,
        SUM(hours_unexcused) AS hours_unexcused, SUM(hours_held) AS hours_held, MAX(unknown) AS unknown, MAX(untold) AS untold
    FROM keyed
    GROUP BY school, year, stage_no, stage, grade_level, class_id, student_id, month
)
SELECT t.school, t.year, t.stage, t.grade_level, t.class_id, t.student_id, s.full_name, t.month,
    CASE WHEN t.untold = 0 THEN CAST(t.hours_missed AS BIGINT) END AS hours_missed_hundredths,
    CASE WHEN t.untold = 0 THEN CAST(t.hours_unexcused AS BIGINT) END AS hours_unexcused_hundredths,
    CASE WHEN t.unknown = 0 THEN CAST(t.hours_held AS BIGINT) END AS hours_held_hundredths
FROM total t
LEFT JOIN student s ON s.school = t.school AND s.year = t.year AND s.student_id = t.student_id
ORDER BY t.school ASC NULLS LAST, t.year ASC NULLS LAST, t.stage_no ASC NULLS LAST, t.grade_level ASC NULLS LAST, t.class_id ASC NULLS LAST,
    t.student_id ASC NULLS LAST, t.month ASC NULLS LAST
