-- title.ru: Заполненность карточек
-- title.en: Completeness of the cards
-- grain: card, field
-- by: school, class
-- params: class, grade
-- needs: student, teacher
-- answers: Q-1
-- clause: S0 4.2, S2 4.5, S3 3.3, S4 5.4
-- kind: indicator
-- figures: cards filled
-- unit: card_field
-- rows: student student_id; class class_id=own_class_id; teacher teacher_id
-- filled of cards have something in the field; the values themselves are not shown. card student: students with a membership in a class of the scope (sex,
-- birth_date, entered_date, middle_name); at grain class by class. card class: class_teacher. card teacher, only for the whole school (no class asked, grain
-- school): position. Fields of the cards that the program does not take in (documents, addresses, parents) are not looked at.
SELECT f.school, f.year, f.grade_level, f.class_id, f.card, f.field, CAST(SUM(f.cards) AS BIGINT) AS cards, CAST(SUM(f.filled) AS BIGINT) AS filled
FROM card_field f
GROUP BY f.school, f.year, f.grade_level, f.class_id, f.card, f.field
ORDER BY f.school ASC NULLS LAST, f.year ASC NULLS LAST, f.grade_level ASC NULLS LAST, f.class_id ASC NULLS LAST, f.card ASC NULLS LAST,
    f.field ASC NULLS LAST
