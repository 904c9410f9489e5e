-- title.ru: Успеваемость, качество знаний, степень обученности и средний балл
-- title.en: Pass rate, quality rate, learning index and mean mark
-- grain: class, subject
-- by: class_subject, class, subject, grade_level, stage, school
-- params: period, class, grade
-- requires: period
-- needs: period_mark
-- answers: P-01 P-02 P-03
-- clause: S0 6.1, S2 8.2; formulas of the journal's vendor (domain P-01)
-- kind: indicator
-- assessed (N) = n5 + n4 + n3 + n2 + n1, and not_assessed where na_in_denominator = 1; exempt, credit, no_credit and empty stay out.
-- pass rate = pass_n / assessed, quality rate = quality_n / assessed, learning index in percent = learning_index_n / assessed
-- (weights of the regulation; a «1» weighs as a «2»; not_assessed only where it is in the denominator), mean = mark_sum /
-- mark_count. no_mark = empty expected cells. Cells of grade levels below marks_from_grade are not made.
-- Without a subject also by students: students_base = roster less not_applicable ('all') or less no_data, incomplete,
-- not_applicable ('assessed'); students_pass = students_base less failing less not_certified; students_quality = all_fives +
-- all fours_and_fives. Ordered by stage, grade_level, class_id, subject_id.
WITH cell AS (
    SELECT c.school, c.year, c.asked_id, c.stage_no, c.stage, c.grade_level, c.class_id, c.subject_id, c.status, c.value,
        g.pass_from, g.quality_from, g.na_in_denominator, g.sou_weight_5, g.sou_weight_4, g.sou_weight_3, g.sou_weight_2,
        g.sou_weight_na
    FROM period_cell c
    JOIN regulation g ON g.school = c.school AND g.year = c.year
), cell_sum AS (
    SELECT school, year, asked_id, stage_no, stage, grade_level, class_id, subject_id,
        SUM(CASE WHEN value = 5 THEN 1 ELSE 0 END) AS n5,
        SUM(CASE WHEN value = 4 THEN 1 ELSE 0 END) AS n4,
        SUM(CASE WHEN value = 3 THEN 1 ELSE 0 END) AS n3,
        SUM(CASE WHEN value = 2 THEN 1 ELSE 0 END) AS n2,
        SUM(CASE WHEN value = 1 THEN 1 ELSE 0 END) AS n1,
        SUM(CASE WHEN status = 'not_assessed' THEN 1 ELSE 0 END) AS not_assessed,
        SUM(CASE WHEN status = 'exempt' THEN 1 ELSE 0 END) AS exempt,
        SUM(CASE WHEN status = 'empty' THEN 1 ELSE 0 END) AS no_mark,
        SUM(CASE WHEN value IS NOT NULL OR (status = 'not_assessed' AND na_in_denominator = 1) THEN 1 ELSE 0 END) AS assessed,
        SUM(CASE WHEN value >= pass_from THEN 1 ELSE 0 END) AS pass_n,
        SUM(CASE WHEN value >= quality_from THEN 1 ELSE 0 END) AS quality_n,
        SUM(CASE WHEN value = 5 THEN sou_weight_5 WHEN value = 4 THEN sou_weight_4 WHEN value = 3 THEN sou_weight_3
            WHEN value <= 2 THEN sou_weight_2 WHEN status = 'not_assessed' AND na_in_denominator = 1 THEN sou_weight_na
            ELSE 0 END) AS learning_index_n,
        SUM(COALESCE(value, 0)) AS mark_sum,
        COUNT(value) AS mark_count,
        0 AS students, 0 AS students_pass, 0 AS students_quality, 0 AS students_base
    FROM cell
    GROUP BY school, year, asked_id, stage_no, stage, grade_level, class_id, subject_id
), student_sum AS (
    SELECT t.school, t.year, t.period_id AS asked_id, c.stage_no, c.stage, c.grade_level, c.class_id,
        COUNT(*) AS students,
        SUM(CASE WHEN t.standing IN ('all_fives', 'fours_and_fives') THEN 1 ELSE 0 END) AS students_quality,
        SUM(CASE WHEN t.standing IN ('failing_one', 'failing_two', 'failing_many', 'not_certified') THEN 1 ELSE 0 END) AS students_low,
        SUM(CASE WHEN t.standing = 'not_applicable' THEN 0
            WHEN t.standing IN ('no_data', 'incomplete') AND g.class_rate_denominator = 'assessed' THEN 0 ELSE 1 END) AS students_base
    FROM standing t
    JOIN regulation g ON g.school = t.school AND g.year = t.year
    JOIN class_scope c ON c.school = t.school AND c.year = t.year AND c.class_id = t.class_id AND c.asked_id = t.period_id
    GROUP BY t.school, t.year, t.period_id, c.stage_no, c.stage, c.grade_level, c.class_id
), part AS (
    SELECT school, year, asked_id, stage_no, stage, grade_level, class_id, subject_id, n5, n4, n3, n2, n1, not_assessed, exempt,
        no_mark, assessed, pass_n, quality_n, learning_index_n, mark_sum, mark_count, students, students_pass, students_quality,
        students_base
    FROM cell_sum
    UNION ALL
    SELECT s.school, s.year, s.asked_id, s.stage_no, s.stage, s.grade_level, s.class_id, CAST(NULL AS STRING), 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, s.students, s.students_base - s.students_low, s.students_quality, s.students_base
    FROM student_sum s CROSS JOIN params p
    WHERE p.grain NOT IN ('class_subject', 'subject')
), keyed AS (
    SELECT a.school, a.year, a.asked_id, p.grain,
        CASE WHEN p.grain NOT IN ('school', 'subject') THEN a.stage_no END AS stage_no,
        CASE WHEN p.grain NOT IN ('school', 'subject') THEN a.stage END AS stage,
        CASE WHEN p.grain IN ('class_subject', 'class', 'grade_level') THEN a.grade_level END AS grade_level,
        CASE WHEN p.grain IN ('class_subject', 'class') THEN a.class_id END AS class_id,
        CASE WHEN p.grain IN ('class_subject', 'subject') THEN a.subject_id END AS subject_id,
        CASE WHEN p.grain IN ('class_subject', 'subject') THEN 0 ELSE 1 END AS by_student,
        a.n5, a.n4, a.n3, a.n2, a.n1, a.not_assessed, a.exempt, a.no_mark, a.assessed, a.pass_n, a.quality_n, a.learning_index_n,
        a.mark_sum, a.mark_count, a.students, a.students_pass, a.students_quality, a.students_base
    FROM part a CROSS JOIN params p
), total AS (
    SELECT school, year, asked_id, stage_no, stage, grade_level, class_id, subject_id, by_student,
        CAST(SUM(n5) AS BIGINT) AS n5, CAST(SUM(n4) AS BIGINT) AS n4, CAST(SUM(n3) AS BIGINT) AS n3,
        CAST(SUM(n2) AS BIGINT) AS n2, CAST(SUM(n1) AS BIGINT) AS n1,
        CAST(SUM(not_assessed) AS BIGINT) AS not_assessed, CAST(SUM(exempt) AS BIGINT) AS exempt,
        CAST(SUM(no_mark) AS BIGINT) AS no_mark, CAST(SUM(assessed) AS BIGINT) AS assessed,
        CAST(SUM(pass_n) AS BIGINT) AS pass_n, CAST(SUM(quality_n) AS BIGINT) AS quality_n,
        CAST(SUM(learning_index_n) AS BIGINT) AS learning_index_n,
        CAST(SUM(mark_sum) AS BIGINT) AS mark_sum, CAST(SUM(mark_count) AS BIGINT) AS mark_count,
        CAST(SUM(students) AS BIGINT) AS students, CAST(SUM(students_pass) AS BIGINT) AS students_pass,
        CAST(SUM(students_quality) AS BIGINT) AS students_quality, CAST(SUM(students_base) AS BIGINT) AS students_base
    FROM keyed
    GROUP BY school, year, asked_id, stage_no, stage, grade_level, class_id, subject_id, by_student
)
SELECT t.school, t.year, t.asked_id AS period_id, t.stage, t.grade_level, t.class_id, t.subject_id,
    COALESCE(s.name, t.subject_id) AS subject, t.n5, t.n4, t.n3, t.n2, t.n1, t.not_assessed, t.exempt, t.no_mark, t.assessed,
    t.pass_n, t.quality_n, t.learning_index_n, t.mark_sum, t.mark_count,
    CASE WHEN t.by_student = 1 THEN t.students END AS students,
    CASE WHEN t.by_student = 1 THEN t.students_pass END AS students_pass,
    CASE WHEN t.by_student = 1 THEN t.students_quality END AS students_quality,
    CASE WHEN t.by_student = 1 THEN t.students_base END AS students_base
FROM total t
LEFT JOIN subject s ON s.school = t.school AND s.year = t.year AND s.subject_id = t.subject_id
ORDER BY t.school ASC NULLS LAST, t.year ASC NULLS LAST, t.stage_no ASC NULLS LAST, t.grade_level ASC NULLS LAST,
    t.class_id ASC NULLS LAST, t.subject_id ASC NULLS LAST
