-- title.ru: Откуда числа контингента по годам рождения
-- title.en: What stands behind the numbers of students by year of birth
-- grain: figure, unit, source row
-- by: stage, school
-- params: period, from, to, as_of, class, grade
-- answers: M-1
-- clause: S2 4.3
-- kind: trace
-- A unit is a student, once also where he stands in two classes of a row: with the rows of both.
WITH one AS (
    SELECT d.school, d.year, CASE WHEN p.grain = 'stage' THEN d.stage_no END AS stage_no, CASE WHEN p.grain = 'stage' THEN d.stage END AS stage,
        d.birth_year, d.class_id AS own_class, d.student_id, d.sex, COALESCE(s.full_name, d.student_id) AS full_name
    FROM contingent_day d
    LEFT JOIN student s ON s.school = d.school AND s.year = d.year AND s.student_id = d.student_id
    CROSS JOIN params p
    WHERE d.student_id IS NOT NULL
), counted AS (
    SELECT school, year, stage_no, stage, birth_year, own_class, student_id, full_name, 'students' AS figure FROM one
    UNION ALL
    SELECT school, year, stage_no, stage, birth_year, own_class, student_id, full_name, CASE sex WHEN 'm' THEN 'boys' ELSE 'girls' END
    FROM one WHERE sex IN ('m', 'f')
), told AS (
    SELECT DISTINCT n.school, n.year, n.stage_no, n.stage, n.birth_year, n.figure, n.student_id, n.full_name, o.table_name, o.source_id, o.src_loc, o.said
    FROM counted n
    JOIN contingent_origin o ON o.school = n.school AND o.year = n.year AND o.class_id = n.own_class AND o.student_id = n.student_id
)
SELECT t.school, t.year, t.stage, t.birth_year, t.figure, t.student_id AS unit, t.full_name AS unit_name, CAST(1 AS BIGINT) AS amount, t.table_name,
    t.source_id, t.src_loc, t.said
FROM told t
ORDER BY t.school ASC NULLS LAST, t.year ASC NULLS LAST, t.stage_no ASC NULLS LAST, t.birth_year ASC NULLS LAST, t.figure ASC NULLS LAST,
    t.student_id ASC NULLS LAST, t.table_name ASC NULLS LAST, t.source_id ASC NULLS LAST, t.src_loc ASC NULLS LAST, t.said ASC NULLS LAST
