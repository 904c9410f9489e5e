-- title.ru: Откуда показатели успеваемости и качества
-- title.en: What stands behind the pass and quality figures
-- grain: figure, unit, source row
-- by: class_subject, class, subject, grade_level, stage, school
-- params: period, class, grade
-- requires: period
-- answers: P-01 P-02 P-03
-- clause: S0 6.1, S2 8.2
-- kind: trace
-- A unit is a cell (student and subject), for figures of students a student; a figure of performance is the sum of the amounts of
-- its units. Source rows: the rows of period_mark behind the cell, of an empty cell the membership of the student.
WITH cell AS (
    SELECT c.school, c.year, c.class_id, c.student_id, c.subject_id, c.status, c.value, g.pass_from, g.quality_from, g.na_in_denominator,
        CASE WHEN c.value = 5 THEN g.sou_weight_5 WHEN c.value = 4 THEN g.sou_weight_4 WHEN c.value = 3 THEN g.sou_weight_3
            WHEN c.value <= 2 THEN g.sou_weight_2 WHEN c.status = 'not_assessed' AND g.na_in_denominator = 1 THEN g.sou_weight_na
            ELSE 0 END AS weight
    FROM period_cell c
    JOIN regulation g ON g.school = c.school AND g.year = c.year
), person AS (
    SELECT t.school, t.year, t.class_id, t.student_id,
        CASE WHEN t.standing IN ('all_fives', 'fours_and_fives') THEN 1 ELSE 0 END AS good,
        CASE WHEN t.standing IN ('failing_one', 'failing_two', 'failing_many', 'not_certified') THEN 1 ELSE 0 END AS low,
        CASE WHEN t.standing = 'not_applicable' THEN 0
            WHEN t.standing IN ('no_data', 'incomplete') AND g.class_rate_denominator = 'assessed' THEN 0 ELSE 1 END AS base
    FROM standing t
    JOIN regulation g ON g.school = t.school AND g.year = t.year
), counted AS (
    SELECT school, year, class_id, student_id, subject_id, 'n' || CAST(value AS STRING) AS figure, 1 AS amount FROM cell
    WHERE value IS NOT NULL
    UNION ALL
    SELECT school, year, class_id, student_id, subject_id, CASE WHEN status = 'empty' THEN 'no_mark' ELSE status END, 1 FROM cell
    WHERE status IN ('not_assessed', 'exempt', 'empty')
    UNION ALL
    SELECT school, year, class_id, student_id, subject_id, 'assessed', 1 FROM cell
    WHERE value IS NOT NULL OR (status = 'not_assessed' AND na_in_denominator = 1)
    UNION ALL
    SELECT school, year, class_id, student_id, subject_id, 'pass_n', 1 FROM cell WHERE value >= pass_from
    UNION ALL
    SELECT school, year, class_id, student_id, subject_id, 'quality_n', 1 FROM cell WHERE value >= quality_from
    UNION ALL
    SELECT school, year, class_id, student_id, subject_id, 'learning_index_n', weight FROM cell WHERE weight > 0
    UNION ALL
    SELECT school, year, class_id, student_id, subject_id, 'mark_sum', value FROM cell WHERE value IS NOT NULL
    UNION ALL
    SELECT school, year, class_id, student_id, subject_id, 'mark_count', 1 FROM cell WHERE value IS NOT NULL
    UNION ALL
    SELECT school, year, class_id, student_id, CAST(NULL AS STRING), 'students', 1 FROM person
    UNION ALL
    SELECT school, year, class_id, student_id, CAST(NULL AS STRING), 'students_quality', 1 FROM person WHERE good = 1
    UNION ALL
    SELECT school, year, class_id, student_id, CAST(NULL AS STRING), 'students_base', 1 FROM person WHERE base = 1
    UNION ALL
    SELECT school, year, class_id, student_id, CAST(NULL AS STRING), 'students_pass', base - low FROM person WHERE base <> low
), origin AS (
    SELECT r.school, r.year, r.student_id, f.subject_id, 'period_mark' AS table_name, f.source_id, f.src_loc,
        COALESCE(f.raw, CAST(f.value AS STRING), f.status) AS said
    FROM roster r
    JOIN period_mark f ON f.school = r.school AND f.year = r.year AND f.student_id = r.student_id AND f.period_id = r.period_id
    WHERE f.kind = CASE WHEN r.period_id = 'year' THEN 'year' ELSE 'period' END
), member AS (
    SELECT r.school, r.year, r.student_id, m.class_id, m.source_id, m.src_loc
    FROM roster r
    JOIN class_membership m ON m.school = r.school AND m.year = r.year AND m.student_id = r.student_id AND m.class_id = r.class_id
), traced AS (
    SELECT n.school, n.year, n.class_id, n.student_id, n.subject_id, n.figure, n.amount, o.table_name, o.source_id, o.src_loc, o.said
    FROM counted n
    JOIN origin o ON o.school = n.school AND o.year = n.year AND o.student_id = n.student_id AND o.subject_id = n.subject_id
    UNION ALL
    SELECT n.school, n.year, n.class_id, n.student_id, n.subject_id, n.figure, n.amount, 'class_membership', m.source_id, m.src_loc, m.class_id
    FROM counted n
    LEFT JOIN member m ON m.school = n.school AND m.year = n.year AND m.student_id = n.student_id
    WHERE n.subject_id IS NULL OR n.figure = 'no_mark'
)
SELECT t.school, t.year,
    CASE WHEN p.grain NOT IN ('school', 'subject') THEN c.stage END AS stage,
    CASE WHEN p.grain IN ('class_subject', 'class', 'grade_level') THEN c.grade_level END AS grade_level,
    CASE WHEN p.grain IN ('class_subject', 'class') THEN t.class_id END AS class_id,
    CASE WHEN p.grain IN ('class_subject', 'subject') THEN t.subject_id END AS subject_id,
    t.figure, t.student_id || COALESCE(' · ' || t.subject_id, '') AS unit,
    COALESCE(s.full_name, t.student_id) || COALESCE(' · ' || b.name, '') AS unit_name,
    CAST(t.amount AS BIGINT) AS amount, t.table_name, t.source_id, t.src_loc, t.said
FROM traced t
JOIN class_scope c ON c.school = t.school AND c.year = t.year AND c.class_id = t.class_id
LEFT JOIN student s ON s.school = t.school AND s.year = t.year AND s.student_id = t.student_id
LEFT JOIN subject b ON b.school = t.school AND b.year = t.year AND b.subject_id = t.subject_id
CROSS JOIN params p
WHERE t.subject_id IS NOT NULL OR p.grain NOT IN ('class_subject', 'subject')
ORDER BY t.school ASC NULLS LAST, t.year ASC NULLS LAST, c.stage_no ASC NULLS LAST, c.grade_level ASC NULLS LAST,
    t.class_id ASC NULLS LAST, t.figure ASC NULLS LAST, t.student_id ASC NULLS LAST, t.subject_id ASC NULLS LAST,
    t.table_name ASC NULLS LAST, t.source_id ASC NULLS LAST, t.src_loc ASC NULLS LAST, t.said ASC NULLS LAST
