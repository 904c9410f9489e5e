-- title.ru: Учащиеся без домашнего задания на сегодняшний день
-- title.en: Students without homework today
-- grain: teacher, class, subject
-- by: teacher_class_subject, teacher, class, school
-- params: as_of, class, grade
-- needs: lesson
-- answers: J-4
-- clause: S0 6.1
-- kind: indicator
-- figures: lessons lessons_without_homework (students) (students_without_homework)
-- unit: teacher_class_subject
-- rows: lesson class_id subject_id date; homework class_id subject_id date
-- Of homework_day on as_of (lessons not cancelled, by class or group and subject): lessons and those for which no homework is set, for the
-- group or for the whole class; students: members of these classes and groups on that day, each once in a row; students_without_homework:
-- who has such a lesson without homework. At grain class every class: reason not_applicable (grade level 1 has no homework by the
-- regulation), no_data (no export tells homework: covered_span), no_lessons (none on that day). Ordered by grade_level, class_id, subject_id, teacher_id.
WITH day_lesson AS (
    SELECT h.school, h.year, h.class_id, h.grade_level, h.group_id, h.subject_id, h.teacher_id, h.date, h.filled
    FROM homework_day h CROSS JOIN params p
    WHERE h.date = p.as_of
), keyed AS (
    SELECT t.school, t.year, t.class_id AS lesson_class, t.group_id, t.date, t.filled,
        CASE WHEN p.grain IN ('teacher_class_subject', 'class') THEN t.grade_level END AS grade_level,
        CASE WHEN p.grain IN ('teacher_class_subject', 'class') THEN t.class_id END AS class_id,
        CASE WHEN p.grain = 'teacher_class_subject' THEN t.subject_id END AS subject_id,
        CASE WHEN p.grain IN ('teacher_class_subject', 'teacher') THEN t.teacher_id END AS teacher_id
    FROM day_lesson t CROSS JOIN params p
), seated AS (
    SELECT k.school, k.year, k.grade_level, k.class_id, k.subject_id, k.teacher_id, m.student_id, MIN(k.filled) AS filled
    FROM keyed k
    JOIN class_span m ON m.school = k.school AND m.year = k.year AND m.class_id = k.lesson_class AND k.date BETWEEN m.from_date AND m.to_date
    LEFT JOIN group_span g ON g.school = m.school AND g.year = m.year AND g.student_id = m.student_id AND g.group_id = k.group_id
        AND k.date BETWEEN g.from_date AND g.to_date
    WHERE k.group_id IS NULL OR g.group_id IS NOT NULL
    GROUP BY k.school, k.year, k.grade_level, k.class_id, k.subject_id, k.teacher_id, m.student_id
), part AS (
    SELECT school, year, grade_level, class_id, subject_id, teacher_id, 1 AS lessons, 1 - filled AS lessons_without, 0 AS students, 0 AS without_it,
        CAST(NULL AS STRING) AS reason
    FROM keyed
    UNION ALL
    SELECT school, year, grade_level, class_id, subject_id, teacher_id, 0, 0, 1, 1 - filled, CAST(NULL AS STRING)
    FROM seated
    UNION ALL
    SELECT c.school, c.year, c.grade_level, c.class_id, CAST(NULL AS STRING), CAST(NULL AS STRING), 0, 0, 0, 0,
        CASE WHEN c.grade_level = 1 AND g.grade1_homework = 'none' THEN 'not_applicable' WHEN y.school IS NULL THEN 'no_data' ELSE 'no_lessons' END
    FROM class_scope c
    JOIN regulation g ON g.school = c.school AND g.year = c.year
    LEFT JOIN (SELECT DISTINCT school, year FROM covered_span WHERE table_name = 'homework') y ON y.school = c.school AND y.year = c.year
    CROSS JOIN params p
    WHERE p.grain = 'class' AND NOT EXISTS (SELECT 1 FROM day_lesson t WHERE t.school = c.school AND t.year = c.year AND t.class_id = c.class_id)
), total AS (
    SELECT school, year, grade_level, class_id, subject_id, teacher_id, SUM(lessons) AS lessons, SUM(lessons_without) AS lessons_without,
        SUM(students) AS students, SUM(without_it) AS without_it, MAX(reason) AS reason
    FROM part
    GROUP BY school, year, grade_level, class_id, subject_id, teacher_id
)
SELECT t.school, t.year, p.as_of AS date, t.grade_level, t.class_id, t.subject_id, COALESCE(n.name, t.subject_id) AS subject, t.teacher_id,
    w.full_name AS teacher, CAST(t.lessons AS BIGINT) AS lessons, CAST(t.lessons_without AS BIGINT) AS lessons_without_homework,
    CAST(t.students AS BIGINT) AS students, CAST(t.without_it AS BIGINT) AS students_without_homework, t.reason
FROM total t
LEFT JOIN subject n ON n.school = t.school AND n.year = t.year AND n.subject_id = t.subject_id
LEFT JOIN teacher w ON w.school = t.school AND w.year = t.year AND w.teacher_id = t.teacher_id
CROSS JOIN params p
ORDER BY t.school ASC NULLS LAST, t.year ASC NULLS LAST, t.grade_level ASC NULLS LAST, t.class_id ASC NULLS LAST,
    t.subject_id ASC NULLS LAST, t.teacher_id ASC NULLS LAST
