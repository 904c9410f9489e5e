-- title.ru: Рекомендуемая отметка за период
-- title.en: Recommended period mark
-- grain: student, subject
-- params: period, as_of, class, grade
-- requires: period
-- needs: mark, period_mark
-- answers: P-04
-- clause: S2 6.3
-- kind: indicator
-- rows: mark student_id subject_id date:own kind='score,debt'; period_mark student_id subject_id period_id:basis; class_membership student_id class_id
-- host: table
-- For every cell of the period (period_cell) and every subject with a current mark: the mark that the weighted mean of the current
-- marks gives by the boundaries mark_5_from_hundredths, mark_4…, mark_3… («from», inclusive), compared exactly: 100 * weighted_sum >=
-- boundary * weight_sum; below all it is 2. For the year: the mean of the marks of the class's own periods, rounded half up;
-- weighted_sum and weight_sum are then the sum and number of those marks.
-- status, value: the mark that was set (status of period_cell). reason, where there is no recommended mark: exempt ·
-- no_period_bounds (the days of the period are not known) · no_marks.
WITH grid AS (
    SELECT c.school, c.year, c.asked_id, c.class_id, c.student_id, c.subject_id, c.status, c.value
    FROM period_cell c
    UNION ALL
    SELECT t.school, t.year, t.asked_id, t.class_id, t.student_id, t.subject_id, CAST(NULL AS STRING) AS status, CAST(NULL AS BIGINT) AS value
    FROM mark_tally t
), cell AS (
    SELECT school, year, asked_id, class_id, student_id, subject_id, MAX(status) AS status, MAX(value) AS value
    FROM grid
    GROUP BY school, year, asked_id, class_id, student_id, subject_id
), one_mark AS (
    SELECT r.school, r.year, r.asked_id, r.student_id, f.subject_id, f.period_id, f.value,
        row_number() OVER (PARTITION BY r.school, r.year, r.asked_id, r.student_id, f.subject_id, f.period_id
            ORDER BY CASE WHEN f.class_id = r.class_id THEN 0 ELSE 1 END ASC NULLS LAST, f.set_at DESC NULLS LAST,
                f.class_id ASC NULLS LAST, f.value ASC NULLS LAST) AS choice
    FROM roster r
    JOIN class k ON k.school = r.school AND k.year = r.year AND k.class_id = r.class_id
    JOIN period_mark f ON f.school = r.school AND f.year = r.year AND f.student_id = r.student_id
    WHERE r.period_id = 'year' AND f.kind = 'period' AND f.status = 'set' AND f.value IS NOT NULL
        AND substr(f.period_id, 1, 1) = CASE COALESCE(k.period_kind, 'quarter') WHEN 'quarter' THEN 'q' WHEN 'half_year' THEN 'h'
            WHEN 'trimester' THEN 't' WHEN 'semester' THEN 's' WHEN 'module' THEN 'm' END
), of_periods AS (
    SELECT school, year, asked_id, student_id, subject_id, CAST(SUM(value) AS BIGINT) AS mark_sum, CAST(COUNT(*) AS BIGINT) AS mark_count,
        MIN(value) AS lowest
    FROM one_mark
    WHERE choice = 1
    GROUP BY school, year, asked_id, student_id, subject_id
), based AS (
    SELECT c.school, c.year, c.asked_id, r.stage_no, r.stage, r.grade_level, c.class_id, r.period_id, c.student_id, r.full_name, c.subject_id,
        c.status, c.value, r.own_from,
        CASE WHEN r.period_id = 'year' THEN COALESCE(y.mark_count, 0) ELSE COALESCE(t.mark_count, 0) END AS mark_count,
        CASE WHEN r.period_id = 'year' THEN COALESCE(y.mark_sum, 0) ELSE COALESCE(t.weighted_sum, 0) END AS weighted_sum,
        CASE WHEN r.period_id = 'year' THEN COALESCE(y.mark_count, 0) ELSE COALESCE(t.weight_sum, 0) END AS weight_sum,
        CASE WHEN r.period_id = 'year' THEN CASE WHEN y.lowest < g.pass_from THEN 1 ELSE 0 END ELSE COALESCE(t.low_count, 0) END AS low_count,
        g.mark_5_from_hundredths AS from_5, g.mark_4_from_hundredths AS from_4, g.mark_3_from_hundredths AS from_3
    FROM cell c
    JOIN roster r ON r.school = c.school AND r.year = c.year AND r.asked_id = c.asked_id AND r.student_id = c.student_id
    JOIN regulation g ON g.school = c.school AND g.year = c.year
    LEFT JOIN mark_tally t ON t.school = c.school AND t.year = c.year AND t.asked_id = c.asked_id AND t.student_id = c.student_id
        AND t.subject_id = c.subject_id
    LEFT JOIN of_periods y ON y.school = c.school AND y.year = c.year AND y.asked_id = c.asked_id AND y.student_id = c.student_id
        AND y.subject_id = c.subject_id
)
SELECT b.school, b.year, b.asked_id AS period_id, b.grade_level, b.class_id, b.student_id, b.full_name, b.subject_id,
    COALESCE(s.name, b.subject_id) AS subject, b.status, b.value, b.mark_count, b.low_count, b.weighted_sum, b.weight_sum,
    CASE
        WHEN b.status = 'exempt' OR b.weight_sum = 0 THEN NULL
        WHEN b.period_id = 'year' THEN GREATEST(2, CAST(((2 * b.weighted_sum + b.weight_sum)
            - (2 * b.weighted_sum + b.weight_sum) % (2 * b.weight_sum)) / NULLIF(2 * b.weight_sum, 0) AS BIGINT))
        WHEN 100 * b.weighted_sum >= b.from_5 * b.weight_sum THEN 5
        WHEN 100 * b.weighted_sum >= b.from_4 * b.weight_sum THEN 4
        WHEN 100 * b.weighted_sum >= b.from_3 * b.weight_sum THEN 3
        ELSE 2
    END AS recommended,
    CASE WHEN b.status = 'exempt' THEN 'exempt' WHEN b.weight_sum > 0 THEN NULL
        WHEN b.period_id <> 'year' AND b.own_from IS NULL THEN 'no_period_bounds' ELSE 'no_marks' END AS reason
FROM based b
LEFT JOIN subject s ON s.school = b.school AND s.year = b.year AND s.subject_id = b.subject_id
ORDER BY b.school ASC NULLS LAST, b.year ASC NULLS LAST, b.stage_no ASC NULLS LAST, b.grade_level ASC NULLS LAST,
    b.class_id ASC NULLS LAST, b.student_id ASC NULLS LAST, b.subject_id ASC NULLS LAST
