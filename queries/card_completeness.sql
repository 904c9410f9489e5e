-- title.ru: Заполненность карточек
-- title.en: Completeness of the cards
-- grain: card, field
-- by: school, class
-- params: class, grade
-- needs: student, teacher
-- answers: Q-1
-- clause: S0 4.2, S2 4.5, S3 3.3, S4 5.4
-- kind: indicator
-- filled of cards have something in the field; the values themselves are not shown. card student: students with a membership in a class of the scope (sex,
-- birth_date, entered_date, middle_name); at grain class by class. card class: class_teacher. card teacher, only for the whole school (no class asked, grain
-- school): position. Fields of the cards that the program does not take in (documents, addresses, parents) are not looked at.
WITH member AS (
    SELECT DISTINCT m.school, m.year, c.class_id, c.grade_level, m.student_id
    FROM class_membership m
    JOIN class_scope c ON c.school = m.school AND c.year = m.year AND c.class_id = m.class_id
), keyed AS (
    SELECT DISTINCT m.school, m.year, CASE WHEN p.grain = 'class' THEN m.grade_level END AS grade_level, CASE WHEN p.grain = 'class' THEN m.class_id END AS class_id, m.student_id
    FROM member m CROSS JOIN params p
), student_field AS (
    SELECT k.school, k.year, k.grade_level, k.class_id, 'student' AS card, 'sex' AS field, CASE WHEN s.sex IS NOT NULL THEN 1 ELSE 0 END AS filled
    FROM keyed k LEFT JOIN student s ON s.school = k.school AND s.year = k.year AND s.student_id = k.student_id
    UNION ALL
    SELECT k.school, k.year, k.grade_level, k.class_id, 'student', 'birth_date', CASE WHEN s.birth_date IS NOT NULL THEN 1 ELSE 0 END
    FROM keyed k LEFT JOIN student s ON s.school = k.school AND s.year = k.year AND s.student_id = k.student_id
    UNION ALL
    SELECT k.school, k.year, k.grade_level, k.class_id, 'student', 'entered_date', CASE WHEN s.entered_date IS NOT NULL THEN 1 ELSE 0 END
    FROM keyed k LEFT JOIN student s ON s.school = k.school AND s.year = k.year AND s.student_id = k.student_id
    UNION ALL
    SELECT k.school, k.year, k.grade_level, k.class_id, 'student', 'middle_name', CASE WHEN trim(s.middle_name) <> '' THEN 1 ELSE 0 END
    FROM keyed k LEFT JOIN student s ON s.school = k.school AND s.year = k.year AND s.student_id = k.student_id
    UNION ALL
    SELECT c.school, c.year, CASE WHEN p.grain = 'class' THEN c.grade_level END, CASE WHEN p.grain = 'class' THEN c.class_id END, 'class', 'class_teacher',
        CASE WHEN k.class_teacher_id IS NOT NULL THEN 1 ELSE 0 END
    FROM class_scope c
    JOIN class k ON k.school = c.school AND k.year = c.year AND k.class_id = c.class_id
    CROSS JOIN params p
    UNION ALL
    SELECT t.school, t.year, CAST(NULL AS BIGINT), CAST(NULL AS STRING), 'teacher', 'position', CASE WHEN trim(t.position) <> '' THEN 1 ELSE 0 END
    FROM teacher t CROSS JOIN params p
    WHERE p.grain = 'school' AND p.class_id IS NULL AND p.grade_level IS NULL
)
SELECT f.school, f.year, f.grade_level, f.class_id, f.card, f.field, CAST(COUNT(*) AS BIGINT) AS cards, CAST(SUM(f.filled) AS BIGINT) AS filled
FROM student_field f
GROUP BY f.school, f.year, f.grade_level, f.class_id, f.card, f.field
ORDER BY f.school ASC NULLS LAST, f.year ASC NULLS LAST, f.grade_level ASC NULLS LAST, f.class_id ASC NULLS LAST, f.card ASC NULLS LAST,
    f.field ASC NULLS LAST
