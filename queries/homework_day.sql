-- title.ru: Дни, на которые ждут домашнее задание
-- title.en: Days for which homework is expected
-- grain: class, group, subject, date
-- params: class, grade
-- answers: J-1 J-4 D-2
-- clause: S0 4.5, S0 3.17, S3 1.3
-- kind: view
-- One row for each class or group, subject and date with a lesson that is not cancelled (taught: 1 where it was held), with the homework set
-- for the group or for the whole class. Not for subjects that are not assessed; not for grade level 1 where the regulation says that
-- it has no homework, nor where no export tells homework (covered_span). teacher_id: of several the first id; lesson_number: the first of the day.
WITH expected AS (
    SELECT t.school, t.year, t.class_id, t.grade_level, t.grade_key, t.group_id, COALESCE(t.group_id, '') AS group_key, t.subject_id, t.date,
        MIN(t.lesson_number) AS lesson_number, MIN(t.teacher_id) AS teacher_id,
        MAX(CASE WHEN t.status IN ('held', 'substituted', 'remote') THEN 1 ELSE 0 END) AS taught
    FROM lesson_teacher t
    JOIN regulation g ON g.school = t.school AND g.year = t.year
    JOIN (SELECT DISTINCT school, year FROM covered_span WHERE table_name = 'homework') y ON y.school = t.school AND y.year = t.year
    LEFT JOIN subject s ON s.school = t.school AND s.year = t.year AND s.subject_id = t.subject_id
    WHERE t.status <> 'cancelled' AND COALESCE(s.assessed, TRUE) AND (t.grade_key <> 1 OR g.grade1_homework = 'recorded')
    GROUP BY t.school, t.year, t.class_id, t.grade_level, t.grade_key, t.group_id, COALESCE(t.group_id, ''), t.subject_id, t.date
)
SELECT e.school, e.year, e.class_id, e.grade_level, e.grade_key, e.group_id, e.subject_id, e.date, e.lesson_number, e.teacher_id, e.taught,
    CASE WHEN g.date IS NOT NULL OR w.date IS NOT NULL THEN 1 ELSE 0 END AS filled, LEAST(g.entered_at, w.entered_at) AS entered_at
FROM expected e
LEFT JOIN homework_set g ON g.school = e.school AND g.year = e.year AND g.class_id = e.class_id AND g.subject_id = e.subject_id
    AND g.date = e.date AND g.group_key = e.group_key
LEFT JOIN homework_set w ON w.school = e.school AND w.year = e.year AND w.class_id = e.class_id AND w.subject_id = e.subject_id
    AND w.date = e.date AND w.group_key = ''
