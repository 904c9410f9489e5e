-- title.ru: Средний и средневзвешенный балл по текущим отметкам
-- title.en: Mean and weighted mean of the current marks
-- grain: class, subject
-- by: class_subject, student_subject, student, class, subject, grade_level, stage, school
-- params: period, as_of, class, grade
-- requires: period
-- needs: mark
-- answers: P-03
-- clause: domain 1.1 P-03; S0 4.4, S2 4.4
-- kind: indicator
-- Of mark_tally. mark_sum / mark_count: plain mean of all marks; weighted_sum / weight_sum: weighted mean (hundredths of weight).
-- The mean of a row is mean_n / mean_d, weighted weighted_mean_n / weighted_mean_d, NULL without marks, never zero. By class_mean of the
-- regulation: of_marks the same two fractions; of_students the mean of the means of the students of the row, that of a student being the mean of
-- the means of his subjects; each to the 10th decimal, their sum in millionths, all rounded half up, half a hundred-millionth given for the
-- parts rounded before, so that a mean that lies just between two figures stays there: mean_d = students (subjects, at student) with a mark * 1000000. A cell whose marks all weigh nothing has no weighted mean.
-- cells: (student, subject) with a mark. Rows: every class, subject of the class, level asked for, without marks too; at
-- student_subject the cells, at student every student of the roster (grade levels with marks).
WITH cell AS (
    SELECT t.school, t.year, t.asked_id, t.class_id, t.student_id, t.subject_id, t.mark_count, t.mark_sum, t.weight_sum, t.weighted_sum,
        1 AS cells, CASE WHEN t.weight_sum > 0 THEN 1 ELSE 0 END AS weighted_cells,
        ((20000000000 * t.mark_sum + t.mark_count) - (20000000000 * t.mark_sum + t.mark_count) % (2 * t.mark_count))
            / NULLIF(2 * t.mark_count, 0) AS mean_fine,
        ((20000000000 * t.weighted_sum + t.weight_sum) - (20000000000 * t.weighted_sum + t.weight_sum) % NULLIF(2 * t.weight_sum, 0))
            / NULLIF(2 * t.weight_sum, 0) AS weighted_fine
    FROM mark_tally t
), part AS (
    SELECT school, year, asked_id, class_id, student_id, subject_id, mark_count, mark_sum, weight_sum, weighted_sum, cells, weighted_cells,
        CAST(mean_fine AS BIGINT) AS mean_fine, CAST(COALESCE(weighted_fine, 0) AS BIGINT) AS weighted_fine
    FROM cell
    UNION ALL
    SELECT r.school, r.year, r.asked_id, r.class_id, r.student_id, CAST(NULL AS STRING), 0, 0, 0, 0, 0, 0, 0, 0
    FROM roster r
    JOIN regulation g ON g.school = r.school AND g.year = r.year
    CROSS JOIN params p
    WHERE p.grain IN ('student', 'class', 'grade_level', 'stage', 'school')
        AND COALESCE(r.grade_level, g.marks_from_grade) >= g.marks_from_grade
    UNION ALL
    SELECT r.school, r.year, r.asked_id, r.class_id, CAST(NULL AS STRING), s.subject_id, 0, 0, 0, 0, 0, 0, 0, 0
    FROM (SELECT DISTINCT school, year, asked_id, class_id, grade_level FROM roster) r
    JOIN regulation g ON g.school = r.school AND g.year = r.year
    JOIN class_subject s ON s.school = r.school AND s.year = r.year AND s.class_id = r.class_id
    CROSS JOIN params p
    WHERE p.grain IN ('class_subject', 'subject') AND COALESCE(r.grade_level, g.marks_from_grade) >= g.marks_from_grade
), keyed AS (
    SELECT a.school, a.year, a.asked_id,
        CASE WHEN p.grain NOT IN ('subject', 'school') THEN c.stage_no END AS stage_no,
        CASE WHEN p.grain NOT IN ('subject', 'school') THEN c.stage END AS stage,
        CASE WHEN p.grain NOT IN ('subject', 'stage', 'school') THEN c.grade_level END AS grade_level,
        CASE WHEN p.grain IN ('class_subject', 'student_subject', 'student', 'class') THEN a.class_id END AS class_id,
        CASE WHEN p.grain IN ('student_subject', 'student') THEN a.student_id END AS student_id,
        CASE WHEN p.grain IN ('class_subject', 'student_subject', 'subject') THEN a.subject_id END AS subject_id,
        a.student_id AS unit_student, CASE WHEN p.grain NOT IN ('class', 'grade_level', 'stage', 'school') THEN a.subject_id END AS unit_subject,
        a.mark_count, a.mark_sum, a.weight_sum, a.weighted_sum, a.cells, a.weighted_cells, a.mean_fine, a.weighted_fine
    FROM part a
    JOIN class_scope c ON c.school = a.school AND c.year = a.year AND c.class_id = a.class_id AND c.asked_id = a.asked_id
    CROSS JOIN params p
), unit AS (
    SELECT school, year, asked_id, stage_no, stage, grade_level, class_id, student_id, subject_id, SUM(cells) AS cells,
        SUM(mark_count) AS mark_count, SUM(mark_sum) AS mark_sum, SUM(weight_sum) AS weight_sum, SUM(weighted_sum) AS weighted_sum,
        CASE WHEN SUM(cells) > 0 THEN 1 ELSE 0 END AS means, CASE WHEN SUM(weighted_cells) > 0 THEN 1 ELSE 0 END AS weighted_means,
        CAST(COALESCE((2 * SUM(mean_fine) + SUM(cells) - (2 * SUM(mean_fine) + SUM(cells)) % NULLIF(2 * SUM(cells), 0))
            / NULLIF(2 * SUM(cells), 0), 0) AS BIGINT) AS mean_fine,
        CAST(COALESCE((2 * SUM(weighted_fine) + SUM(weighted_cells) - (2 * SUM(weighted_fine) + SUM(weighted_cells)) % NULLIF(2 * SUM(weighted_cells), 0))
            / NULLIF(2 * SUM(weighted_cells), 0), 0) AS BIGINT) AS weighted_fine
    FROM keyed
    GROUP BY school, year, asked_id, stage_no, stage, grade_level, class_id, student_id, subject_id, unit_student, unit_subject
), total AS (
    SELECT school, year, asked_id, stage_no, stage, grade_level, class_id, student_id, subject_id,
        CAST(SUM(cells) AS BIGINT) AS cells, CAST(SUM(means) AS BIGINT) AS means, CAST(SUM(weighted_means) AS BIGINT) AS weighted_means,
        CAST(SUM(mark_count) AS BIGINT) AS mark_count, CAST(SUM(mark_sum) AS BIGINT) AS mark_sum,
        CAST(SUM(weight_sum) AS BIGINT) AS weight_sum, CAST(SUM(weighted_sum) AS BIGINT) AS weighted_sum,
        CAST((SUM(mean_fine) + 5050 - (SUM(mean_fine) + 5050) % 10000) / 10000 AS BIGINT) AS mean_millionths,
        CAST((SUM(weighted_fine) + 5050 - (SUM(weighted_fine) + 5050) % 10000) / 10000 AS BIGINT) AS weighted_millionths
    FROM unit
    GROUP BY school, year, asked_id, stage_no, stage, grade_level, class_id, student_id, subject_id
)
SELECT t.school, t.year, t.asked_id AS period_id, t.stage, t.grade_level, t.class_id, t.student_id, n.full_name, t.subject_id,
    COALESCE(s.name, t.subject_id) AS subject, t.cells, t.mark_count, t.mark_sum, t.weight_sum, t.weighted_sum, g.class_mean,
    CASE WHEN t.mark_count = 0 THEN NULL WHEN g.class_mean = 'of_marks' OR t.cells = 1 THEN t.mark_sum ELSE t.mean_millionths END AS mean_n,
    CASE WHEN t.mark_count = 0 THEN NULL WHEN g.class_mean = 'of_marks' OR t.cells = 1 THEN t.mark_count ELSE t.means * 1000000 END
        AS mean_d,
    CASE WHEN t.weight_sum = 0 THEN NULL WHEN g.class_mean = 'of_marks' OR (t.weighted_means = 1 AND t.cells = 1) THEN t.weighted_sum
        ELSE t.weighted_millionths END AS weighted_mean_n,
    CASE WHEN t.weight_sum = 0 THEN NULL WHEN g.class_mean = 'of_marks' OR (t.weighted_means = 1 AND t.cells = 1) THEN t.weight_sum
        ELSE t.weighted_means * 1000000 END AS weighted_mean_d
FROM total t
JOIN regulation g ON g.school = t.school AND g.year = t.year
LEFT JOIN student n ON n.school = t.school AND n.year = t.year AND n.student_id = t.student_id
LEFT JOIN subject s ON s.school = t.school AND s.year = t.year AND s.subject_id = t.subject_id
ORDER BY t.school ASC NULLS LAST, t.year ASC NULLS LAST, t.stage_no ASC NULLS LAST, t.grade_level ASC NULLS LAST,
    t.class_id ASC NULLS LAST, t.student_id ASC NULLS LAST, t.subject_id ASC NULLS LAST
