-- title.ru: Откуда числа контингента
-- title.en: What stands behind the numbers of students on roll
-- grain: figure, unit, source row
-- by: class, grade_level, stage, school
-- params: period, from, to, as_of, class, grade
-- answers: M-1
-- clause: S2 4.3
-- kind: trace
-- A unit is a student, once also where he stands in two classes of a row: with the rows of both; of `classes` a class with a student.
WITH one AS (
    SELECT d.school, d.year, CASE WHEN p.grain <> 'school' THEN d.stage_no END AS stage_no, CASE WHEN p.grain <> 'school' THEN d.stage END AS stage,
        CASE WHEN p.grain IN ('class', 'grade_level') THEN d.grade_level END AS grade_level,
        CASE WHEN p.grain = 'class' THEN d.class_id END AS class_id, d.class_id AS own_class, d.student_id, d.sex, d.birth_year,
        COALESCE(s.full_name, d.student_id) AS full_name
    FROM contingent_day d
    LEFT JOIN student s ON s.school = d.school AND s.year = d.year AND s.student_id = d.student_id
    CROSS JOIN params p
    WHERE d.student_id IS NOT NULL
), counted AS (
    SELECT school, year, stage_no, stage, grade_level, class_id, own_class, student_id, 'students' AS figure, student_id AS unit, full_name AS unit_name
    FROM one
    UNION ALL
    SELECT school, year, stage_no, stage, grade_level, class_id, own_class, student_id,
        CASE sex WHEN 'm' THEN 'boys' WHEN 'f' THEN 'girls' ELSE 'sex_unknown' END, student_id, full_name
    FROM one
    UNION ALL
    SELECT school, year, stage_no, stage, grade_level, class_id, own_class, student_id, 'birth_unknown', student_id, full_name
    FROM one WHERE birth_year IS NULL
    UNION ALL
    SELECT school, year, stage_no, stage, grade_level, class_id, own_class, student_id, 'classes', own_class, own_class
    FROM one
), told AS (
    SELECT DISTINCT n.school, n.year, n.stage_no, n.stage, n.grade_level, n.class_id, n.figure, n.unit, n.unit_name, o.table_name, o.source_id,
        o.src_loc, o.said
    FROM counted n
    JOIN contingent_origin o ON o.school = n.school AND o.year = n.year AND o.class_id = n.own_class AND o.student_id = n.student_id
    WHERE n.figure <> 'classes' OR o.table_name = 'class_membership'
)
SELECT t.school, t.year, t.stage, t.grade_level, t.class_id, t.figure, t.unit, t.unit_name, CAST(1 AS BIGINT) AS amount, t.table_name, t.source_id,
    t.src_loc, t.said
FROM told t
ORDER BY t.school ASC NULLS LAST, t.year ASC NULLS LAST, t.stage_no ASC NULLS LAST, t.grade_level ASC NULLS LAST, t.class_id ASC NULLS LAST,
    t.figure ASC NULLS LAST, t.unit ASC NULLS LAST, t.table_name ASC NULLS LAST, t.source_id ASC NULLS LAST, t.src_loc ASC NULLS LAST,
    t.said ASC NULLS LAST
