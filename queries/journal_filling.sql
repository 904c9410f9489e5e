-- title.ru: Заполнение тем уроков и домашних заданий
-- title.en: Topics and homework filled in
-- grain: teacher, class, group, subject
-- by: teacher_class_subject, teacher, class, subject, grade_level, school
-- params: as_of, period, from, to, class, grade
-- answers: J-1
-- clause: S0 6.1
-- kind: indicator
-- figures: lessons topics_filled topics_in_time topics_late topics_empty homework_days homework_filled homework_in_time homework_late homework_empty
-- unit: teacher_class_subject
-- rows: lesson class_id group_id subject_id date:days status='held,substituted,remote'; homework class_id group_id? subject_id date:days
-- Of deadline_record: lessons held with a topic, days of a class or group in a subject with homework. filled + empty = all; in_time and
-- late are those of the filled whose verdict is known (the rest: no rule, no stamp); empty: whether the deadline is over or not.
-- A course (teacher, class, group, subject) of course_list without lessons, and a class without any, has zeros and the reason no_lessons.
-- Ordered by grade_level, class_id, subject_id, group_id, teacher_id.
WITH one AS (
    SELECT d.school, d.year, d.class_id, d.group_id, d.subject_id, d.teacher_id, d.record, d.filled, d.verdict
    FROM deadline_record d
    WHERE d.record IN ('lesson_record', 'homework')
    UNION ALL
    SELECT DISTINCT l.school, l.year, l.class_id, l.group_id, l.subject_id, l.teacher_id, CAST(NULL AS STRING), 0, CAST(NULL AS STRING)
    FROM course_list l CROSS JOIN params p
    WHERE (p.grain IN ('class', 'grade_level', 'school') AND l.subject_id IS NULL)
        OR (p.grain IN ('teacher', 'subject', 'teacher_class_subject') AND l.subject_id IS NOT NULL)
        OR (p.grain = 'teacher_class_subject' AND l.subject_id IS NULL AND NOT EXISTS (
            SELECT 1 FROM course_teacher t WHERE t.school = l.school AND t.year = l.year AND t.class_id = l.class_id))
), keyed AS (
    SELECT o.school, o.year,
        CASE WHEN p.grain IN ('teacher_class_subject', 'class', 'grade_level') THEN c.grade_level END AS grade_level,
        CASE WHEN p.grain IN ('teacher_class_subject', 'class') THEN o.class_id END AS class_id,
        CASE WHEN p.grain = 'teacher_class_subject' THEN o.group_id END AS group_id,
        CASE WHEN p.grain IN ('teacher_class_subject', 'subject') THEN o.subject_id END AS subject_id,
        CASE WHEN p.grain IN ('teacher_class_subject', 'teacher') THEN o.teacher_id END AS teacher_id,
        CASE WHEN o.record = 'lesson_record' THEN 1 ELSE 0 END AS lesson, CASE WHEN o.record = 'homework' THEN 1 ELSE 0 END AS homework,
        o.filled, o.verdict
    FROM one o
    JOIN class_scope c ON c.school = o.school AND c.year = o.year AND c.class_id = o.class_id
    CROSS JOIN params p
), counted AS (
    SELECT school, year, grade_level, class_id, group_id, subject_id, teacher_id, SUM(lesson) AS lessons,
        SUM(lesson * filled) AS topics_filled, SUM(CASE WHEN verdict = 'in_time' THEN lesson ELSE 0 END) AS topics_in_time,
        SUM(CASE WHEN verdict = 'late' THEN lesson ELSE 0 END) AS topics_late, SUM(lesson * (1 - filled)) AS topics_empty,
        SUM(homework) AS homework_days, SUM(homework * filled) AS homework_filled,
        SUM(CASE WHEN verdict = 'in_time' THEN homework ELSE 0 END) AS homework_in_time,
        SUM(CASE WHEN verdict = 'late' THEN homework ELSE 0 END) AS homework_late, SUM(homework * (1 - filled)) AS homework_empty
    FROM keyed
    GROUP BY school, year, grade_level, class_id, group_id, subject_id, teacher_id
)
SELECT c.school, c.year, c.grade_level, c.class_id, c.group_id, c.subject_id, COALESCE(s.name, c.subject_id) AS subject, c.teacher_id,
    t.full_name AS teacher, CAST(c.lessons AS BIGINT) AS lessons, CAST(c.topics_filled AS BIGINT) AS topics_filled,
    CAST(c.topics_in_time AS BIGINT) AS topics_in_time, CAST(c.topics_late AS BIGINT) AS topics_late,
    CAST(c.topics_empty AS BIGINT) AS topics_empty, CAST(c.homework_days AS BIGINT) AS homework_days,
    CAST(c.homework_filled AS BIGINT) AS homework_filled, CAST(c.homework_in_time AS BIGINT) AS homework_in_time,
    CAST(c.homework_late AS BIGINT) AS homework_late, CAST(c.homework_empty AS BIGINT) AS homework_empty,
    CASE WHEN c.lessons = 0 THEN 'no_lessons' END AS reason
FROM counted c
LEFT JOIN subject s ON s.school = c.school AND s.year = c.year AND s.subject_id = c.subject_id
LEFT JOIN teacher t ON t.school = c.school AND t.year = c.year AND t.teacher_id = c.teacher_id
ORDER BY c.school ASC NULLS LAST, c.year ASC NULLS LAST, c.grade_level ASC NULLS LAST, c.class_id ASC NULLS LAST,
    c.subject_id ASC NULLS LAST, c.group_id ASC NULLS LAST, c.teacher_id ASC NULLS LAST
