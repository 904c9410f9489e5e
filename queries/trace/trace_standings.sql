-- title.ru: Откуда числа учащихся по категориям
-- title.en: What stands behind the numbers of students by standing
-- grain: figure, unit, source row
-- by: class, grade_level, stage, school
-- params: period, class, grade
-- requires: period
-- answers: C-1 C-2 C-3 C-4 C-5 C-6 C-7 C-8
-- clause: S0 6.1
-- kind: trace
-- A unit is a student; a figure of standings is the number of its units. Source rows of a student: his rows of period_mark of the
-- period and his membership of the class.
WITH one AS (
    SELECT t.school, t.year, t.class_id, t.student_id, t.full_name, t.standing, g.one_four_inside_good,
        CASE WHEN t.standing = 'fours_and_fives' AND t.n4 = 1 AND t.n3 = 0 AND t.n2 = 0 THEN 1 ELSE 0 END AS one_four
    FROM standing t
    JOIN regulation g ON g.school = t.school AND g.year = t.year
), counted AS (
    SELECT school, year, class_id, student_id, full_name, 'roster' AS figure FROM one
    UNION ALL
    SELECT school, year, class_id, student_id, full_name, standing FROM one WHERE one_four = 0 OR one_four_inside_good = 1
    UNION ALL
    SELECT school, year, class_id, student_id, full_name, 'one_four' FROM one WHERE one_four = 1
), origin AS (
    SELECT r.school, r.year, r.student_id, 'period_mark' AS table_name, f.source_id, f.src_loc,
        f.subject_id || ': ' || COALESCE(f.raw, CAST(f.value AS STRING), f.status) AS said
    FROM roster r
    JOIN period_mark f ON f.school = r.school AND f.year = r.year AND f.student_id = r.student_id AND f.period_id = r.period_id
    WHERE f.kind = CASE WHEN r.period_id = 'year' THEN 'year' ELSE 'period' END
    UNION ALL
    SELECT r.school, r.year, r.student_id, 'class_membership', m.source_id, m.src_loc, m.class_id
    FROM roster r
    JOIN class_membership m ON m.school = r.school AND m.year = r.year AND m.student_id = r.student_id AND m.class_id = r.class_id
)
SELECT n.school, n.year,
    CASE WHEN p.grain <> 'school' THEN c.stage END AS stage,
    CASE WHEN p.grain IN ('class', 'grade_level') THEN c.grade_level END AS grade_level,
    CASE WHEN p.grain = 'class' THEN n.class_id END AS class_id,
    n.figure, n.student_id AS unit, n.full_name AS unit_name, CAST(1 AS BIGINT) AS amount,
    o.table_name, o.source_id, o.src_loc, o.said
FROM counted n
JOIN class_scope c ON c.school = n.school AND c.year = n.year AND c.class_id = n.class_id
LEFT JOIN origin o ON o.school = n.school AND o.year = n.year AND o.student_id = n.student_id
CROSS JOIN params p
ORDER BY n.school ASC NULLS LAST, n.year ASC NULLS LAST, c.stage_no ASC NULLS LAST, c.grade_level ASC NULLS LAST,
    n.class_id ASC NULLS LAST, n.figure ASC NULLS LAST, n.student_id ASC NULLS LAST, o.table_name DESC NULLS LAST,
    o.source_id ASC NULLS LAST, o.src_loc ASC NULLS LAST, o.said ASC NULLS LAST
