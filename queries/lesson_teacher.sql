-- title.ru: Уроки и кто за них отвечает
-- title.en: Lessons and who answers for them
-- grain: class, group, subject, date, lesson number
-- params: class, grade
-- answers: J-1 D-1
-- clause: S0 4.5, S4-Р 2.1
-- kind: view
-- Every lesson row of the classes asked for with the teacher who answers for its record: who gave it (at a substitution the
-- substitute), else who was planned, else the teacher of the group, else the class's teacher of the subject on that day (of several the
-- first id). substitute_unknown: the lesson was substituted and nobody else than the planned teacher is named.
WITH nobody AS (
    SELECT DISTINCT school, year, class_id, COALESCE(group_id, '') AS group_key, subject_id, date
    FROM lesson
    WHERE teacher_id IS NULL AND planned_teacher_id IS NULL
), assigned AS (
    SELECT n.school, n.year, n.class_id, n.group_key, n.subject_id, n.date,
        COALESCE(MIN(CASE WHEN t.group_key = n.group_key THEN t.teacher_id END), MIN(CASE WHEN t.group_key = '' THEN t.teacher_id END))
            AS teacher_id
    FROM nobody n
    JOIN course_teacher t ON t.school = n.school AND t.year = n.year AND t.class_id = n.class_id AND t.subject_id = n.subject_id
        AND n.date BETWEEN t.from_date AND t.to_date
    GROUP BY n.school, n.year, n.class_id, n.group_key, n.subject_id, n.date
)
SELECT l.school, l.year, l.class_id, c.grade_level, COALESCE(c.grade_level, -1) AS grade_key, l.group_id, l.subject_id, l.date,
    l.lesson_number, l.status, NULLIF(TRIM(l.topic), '') AS topic, l.topic_set_at, l.planned_seq,
    COALESCE(l.teacher_id, l.planned_teacher_id, a.teacher_id) AS teacher_id,
    CASE WHEN l.status = 'substituted' AND (l.teacher_id IS NULL OR l.teacher_id = l.planned_teacher_id) THEN 1 ELSE 0 END
        AS substitute_unknown, l.source_id, l.src_loc
FROM lesson l
JOIN class_scope c ON c.school = l.school AND c.year = l.year AND c.class_id = l.class_id
LEFT JOIN assigned a ON l.teacher_id IS NULL AND l.planned_teacher_id IS NULL AND a.school = l.school AND a.year = l.year
    AND a.class_id = l.class_id AND a.group_key = COALESCE(l.group_id, '') AND a.subject_id = l.subject_id AND a.date = l.date
