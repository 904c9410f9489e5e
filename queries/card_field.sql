-- title.ru: Поля карточек: заполнено или нет
-- title.en: Fields of the cards: filled or not
-- grain: card, field, person
-- by: school, class
-- params: class, grade
-- answers: Q-1
-- clause: S0 4.2, S2 4.5, S3 3.3, S4 5.4
-- kind: view
-- The cards that card_completeness counts, one row for each field; filled 0 or 1. The values themselves are not shown.
WITH member AS (
    SELECT DISTINCT m.school, m.year, c.class_id, c.grade_level, m.student_id
    FROM class_membership m
    JOIN class_scope c ON c.school = m.school AND c.year = m.year AND c.class_id = m.class_id
), keyed AS (
    SELECT DISTINCT m.school, m.year, CASE WHEN p.grain = 'class' THEN m.grade_level END AS grade_level, CASE WHEN p.grain = 'class' THEN m.class_id END AS class_id, m.student_id
    FROM member m CROSS JOIN params p
), student_field AS (
    SELECT k.school, k.year, k.grade_level, k.class_id, 'student' AS card, 'sex' AS field, CASE WHEN s.sex IS NOT NULL THEN 1 ELSE 0 END AS filled, k.student_id,
        CAST(NULL AS STRING) AS own_class_id, CAST(NULL AS STRING) AS teacher_id
    FROM keyed k LEFT JOIN student s ON s.school = k.school AND s.year = k.year AND s.student_id = k.student_id
    UNION ALL
    SELECT k.school, k.year, k.grade_level, k.class_id, 'student', 'birth_date', CASE WHEN s.birth_date IS NOT NULL THEN 1 ELSE 0 END, k.student_id,
        CAST(NULL AS STRING), CAST(NULL AS STRING)
    FROM keyed k LEFT JOIN student s ON s.school = k.school AND s.year = k.year AND s.student_id = k.student_id
    UNION ALL
    SELECT k.school, k.year, k.grade_level, k.class_id, 'student', 'entered_date', CASE WHEN s.entered_date IS NOT NULL THEN 1 ELSE 0 END, k.student_id,
        CAST(NULL AS STRING), CAST(NULL AS STRING)
    FROM keyed k LEFT JOIN student s ON s.school = k.school AND s.year = k.year AND s.student_id = k.student_id
    UNION ALL
    SELECT k.school, k.year, k.grade_level, k.class_id, 'student', 'middle_name', CASE WHEN trim(s.middle_name) <> '' THEN 1 ELSE 0 END, k.student_id,
        CAST(NULL AS STRING), CAST(NULL AS STRING)
    FROM keyed k LEFT JOIN student s ON s.school = k.school AND s.year = k.year AND s.student_id = k.student_id
    UNION ALL
    SELECT c.school, c.year, CASE WHEN p.grain = 'class' THEN c.grade_level END, CASE WHEN p.grain = 'class' THEN c.class_id END, 'class', 'class_teacher',
        CASE WHEN k.class_teacher_id IS NOT NULL THEN 1 ELSE 0 END, CAST(NULL AS STRING), c.class_id, CAST(NULL AS STRING)
    FROM class_scope c
    JOIN class k ON k.school = c.school AND k.year = c.year AND k.class_id = c.class_id
    CROSS JOIN params p
    UNION ALL
    SELECT t.school, t.year, CAST(NULL AS BIGINT), CAST(NULL AS STRING), 'teacher', 'position', CASE WHEN trim(t.position) <> '' THEN 1 ELSE 0 END,
        CAST(NULL AS STRING), CAST(NULL AS STRING), t.teacher_id
    FROM teacher t CROSS JOIN params p
    WHERE p.grain = 'school' AND p.class_id IS NULL AND p.grade_level IS NULL
)
SELECT f.school, f.year, f.grade_level, f.class_id, f.card, f.field, 1 AS cards, f.filled, f.student_id, t.full_name, f.own_class_id, f.teacher_id
FROM student_field f
LEFT JOIN student t ON t.school = f.school AND t.year = f.year AND t.student_id = f.student_id
