-- title.ru: Контингент: обучающиеся, мальчики, девочки
-- title.en: Students on roll, boys and girls
-- grain: class
-- by: class, grade_level, stage, school
-- params: period, from, to, as_of, class, grade
-- needs: class_membership
-- answers: M-1
-- clause: S2 4.3
-- kind: view
-- Students of contingent_day; one who stands in two classes of a row is counted once there. students = boys + girls + sex_unknown. classes: with
-- a student. birth_unknown: without a date of birth. day: the day counted, of several the latest.
WITH keyed AS (
    SELECT d.school, d.year, CASE WHEN p.grain <> 'school' THEN d.stage_no END AS stage_no, CASE WHEN p.grain <> 'school' THEN d.stage END AS stage,
        CASE WHEN p.grain IN ('class', 'grade_level') THEN d.grade_level END AS grade_level,
        CASE WHEN p.grain = 'class' THEN d.class_id END AS class_id, d.class_id AS own_class, d.day, d.student_id, d.sex, d.birth_year
    FROM contingent_day d CROSS JOIN params p
)
SELECT k.school, k.year, k.stage, k.grade_level, k.class_id, MAX(k.day) AS day,
    CAST(COUNT(DISTINCT CASE WHEN k.student_id IS NOT NULL THEN k.own_class END) AS BIGINT) AS classes,
    CAST(COUNT(DISTINCT k.student_id) AS BIGINT) AS students,
    CAST(COUNT(DISTINCT CASE WHEN k.sex = 'm' THEN k.student_id END) AS BIGINT) AS boys,
    CAST(COUNT(DISTINCT CASE WHEN k.sex = 'f' THEN k.student_id END) AS BIGINT) AS girls,
    CAST(COUNT(DISTINCT CASE WHEN k.sex IS NULL THEN k.student_id END) AS BIGINT) AS sex_unknown,
    CAST(COUNT(DISTINCT CASE WHEN k.birth_year IS NULL THEN k.student_id END) AS BIGINT) AS birth_unknown
FROM keyed k
GROUP BY k.school, k.year, k.stage_no, k.stage, k.grade_level, k.class_id
ORDER BY k.school ASC NULLS LAST, k.year ASC NULLS LAST, k.stage_no ASC NULLS LAST, k.grade_level ASC NULLS LAST, k.class_id ASC NULLS LAST
