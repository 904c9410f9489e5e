-- title.ru: Откуда числа пропусков
-- title.en: What stands behind the numbers of absences
-- grain: figure, unit, source row
-- by: class, student, subject, grade_level, stage, school, student_subject, class_subject, month, week
-- params: period, from, to, class, grade
-- needs: attendance
-- answers: A-01 A-02 A-03
-- clause: S0 6.1
-- kind: trace
-- A unit is a lesson or day of a student, for lessons_held a lesson of the students who have the same lessons (amount = how many they
-- are). A figure of attendance_by_cause is the sum of the amounts of its units; where that figure is NULL, what is known stands here all the
-- same. Source rows: rows of attendance, for lessons_held rows of lesson.
WITH like_count AS (
    SELECT school, year, class_id, like_student_id, COUNT(*) AS students
    FROM learner
    GROUP BY school, year, class_id, like_student_id
), counted AS (
    SELECT m.school, m.year, m.class_id, m.student_id, m.subject_id, m.date, m.lesson_number, 0 AS whole_day, 1 AS amount,
        CASE m.gravity WHEN 4 THEN 'unexcused' WHEN 3 THEN 'unset' WHEN 2 THEN 'illness' WHEN 1 THEN 'excused' ELSE 'late' END AS figure
    FROM missed_lesson m
    UNION ALL
    SELECT m.school, m.year, m.class_id, m.student_id, m.subject_id, m.date, m.lesson_number, 0, 1, 'absent'
    FROM missed_lesson m
    WHERE m.gravity > 0
    UNION ALL
    SELECT m.school, m.year, m.class_id, m.student_id, m.subject_id, m.date, m.lesson_number, 0, m.held, 'absent_held'
    FROM missed_lesson m
    WHERE m.gravity > 0 AND m.held = 1
    UNION ALL
    SELECT m.school, m.year, m.class_id, m.student_id, m.subject_id, m.date, m.lesson_number, 0, m.held, 'unexcused_held'
    FROM missed_lesson m
    WHERE m.gravity = 4 AND m.held = 1
    UNION ALL
    SELECT d.school, d.year, d.class_id, d.student_id, CAST(NULL AS STRING), d.date, CAST(NULL AS BIGINT), 1, 1,
        CASE d.gravity WHEN 5 THEN 'days_mixed' WHEN 4 THEN 'days_unexcused' WHEN 3 THEN 'days_unset' WHEN 2 THEN 'days_illness'
            ELSE 'days_excused' END
    FROM missed_day d
    UNION ALL
    SELECT d.school, d.year, d.class_id, d.student_id, CAST(NULL AS STRING), d.date, CAST(NULL AS BIGINT), 1, 1, 'days_absent'
    FROM missed_day d
), missed AS (
    SELECT n.school, n.year, n.class_id, n.student_id, n.subject_id, n.date, n.lesson_number, n.whole_day, n.amount, n.figure,
        'attendance' AS table_name, a.source_id, a.src_loc, COALESCE(a.raw, a.reason) AS said
    FROM counted n
    JOIN attendance a ON a.school = n.school AND a.year = n.year AND a.class_id = n.class_id AND a.student_id = n.student_id
        AND a.date = n.date AND a.reason IN ('unexcused', 'unset', 'illness', 'excused', 'late')
    WHERE n.whole_day = 1 OR a.granularity = 'day' OR (a.subject_id IS NULL AND a.lesson_number IS NULL)
        OR (COALESCE(a.subject_id, '') = COALESCE(n.subject_id, '') AND COALESCE(a.lesson_number, -1) = COALESCE(n.lesson_number, -1))
), held AS (
    SELECT l.school, l.year, l.class_id, l.like_student_id AS student_id, l.subject_id, l.date, l.lesson_number, 0 AS whole_day,
        CASE WHEN p.grain IN ('student', 'student_subject') THEN 1 ELSE k.students END AS amount, 'lessons_held' AS figure,
        'lesson' AS table_name, h.source_id, h.src_loc, h.topic AS said
    FROM learner_lesson l
    JOIN told_day y ON y.school = l.school AND y.year = l.year AND y.class_id = l.class_id AND y.date = l.date
    JOIN like_count k ON k.school = l.school AND k.year = l.year AND k.class_id = l.class_id AND k.like_student_id = l.like_student_id
    JOIN lesson_held h ON h.school = l.school AND h.year = l.year AND h.class_id = l.class_id AND h.subject_id = l.subject_id
        AND h.date = l.date AND COALESCE(h.lesson_number, -1) = COALESCE(l.lesson_number, -1)
    CROSS JOIN params p
), traced AS (
    SELECT school, year, class_id, student_id, subject_id, date, lesson_number, whole_day, amount, figure, table_name, source_id, src_loc, said
    FROM missed
    UNION ALL
    SELECT h.school, h.year, h.class_id, COALESCE(r.student_id, h.student_id), h.subject_id, h.date, h.lesson_number, h.whole_day, h.amount,
        h.figure, h.table_name, h.source_id, h.src_loc, h.said
    FROM held h
    LEFT JOIN (
        SELECT e.school, e.year, e.class_id, e.student_id, e.like_student_id
        FROM learner e CROSS JOIN params p
        WHERE p.grain IN ('student', 'student_subject')
    ) r ON r.school = h.school AND r.year = h.year AND r.class_id = h.class_id AND r.like_student_id = h.student_id
)
SELECT t.school, t.year,
    CASE WHEN p.grain = 'month' THEN substr(CAST(t.date AS STRING), 1, 7) END AS month,
    CASE WHEN p.grain = 'week' THEN t.date - CAST((unix_date(t.date) + 3) % 7 AS INT) END AS week_start,
    CASE WHEN p.grain IN ('class', 'student', 'grade_level', 'stage', 'student_subject', 'class_subject') THEN c.stage END AS stage,
    CASE WHEN p.grain IN ('class', 'student', 'grade_level', 'student_subject', 'class_subject') THEN c.grade_level END AS grade_level,
    CASE WHEN p.grain IN ('class', 'student', 'student_subject', 'class_subject') THEN t.class_id END AS class_id,
    CASE WHEN p.grain IN ('student', 'student_subject') THEN t.student_id END AS student_id,
    CASE WHEN p.grain IN ('subject', 'student_subject', 'class_subject') THEN t.subject_id END AS subject_id,
    t.figure,
    t.class_id || ' · ' || t.student_id || ' · ' || CAST(t.date AS STRING) || COALESCE(' · ' || t.subject_id, '')
        || COALESCE(' · ' || CAST(t.lesson_number AS STRING), '') AS unit,
    COALESCE(s.full_name, t.student_id) || ' · ' || CAST(t.date AS STRING) || COALESCE(' · ' || b.name, '')
        || COALESCE(' · ' || CAST(t.lesson_number AS STRING), '') AS unit_name,
    CAST(t.amount AS BIGINT) AS amount, t.table_name, t.source_id, t.src_loc, t.said
FROM traced t
JOIN class_scope c ON c.school = t.school AND c.year = t.year AND c.class_id = t.class_id
LEFT JOIN student s ON s.school = t.school AND s.year = t.year AND s.student_id = t.student_id
LEFT JOIN subject b ON b.school = t.school AND b.year = t.year AND b.subject_id = t.subject_id
CROSS JOIN params p
WHERE t.whole_day = 0 OR p.grain NOT IN ('subject', 'student_subject', 'class_subject')
ORDER BY t.school ASC NULLS LAST, t.year ASC NULLS LAST, c.grade_level ASC NULLS LAST, t.class_id ASC NULLS LAST,
    t.figure ASC NULLS LAST, t.student_id ASC NULLS LAST, t.date ASC NULLS LAST, t.subject_id ASC NULLS LAST,
    t.lesson_number ASC NULLS LAST, t.source_id ASC NULLS LAST, t.src_loc ASC NULLS LAST, t.said ASC NULLS LAST
