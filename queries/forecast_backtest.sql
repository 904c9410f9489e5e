-- title.ru: Проверка прогноза на прошедших периодах
-- title.en: The forecast tried on past periods
-- grain: period, days before its end
-- by: period, school
-- params: class, grade
-- needs: mark
-- answers: P-08
-- clause: S1 1.4
-- kind: indicator
-- figures: cells hits hits_mean cells_before hits_before low low_found
-- unit: period
-- rows: period_mark period_id kind='period'
-- Every period mark that was set in a period whose days are known is forecast from what the gradebook held so many days before the
-- period's last day (by dates of lessons; cells with at least one current mark by then). hits: the method of `forecast` (weighted mean with
-- the mark of the period before as one more mark of weight 1) · hits_mean: the weighted mean alone · hits_before of cells_before: the mark
-- of the period before alone, where there is one. Hit rate = hits / cells. low: marks below pass_from that were set; low_found: those forecast.
WITH days AS (
    SELECT 0 AS days_before UNION ALL SELECT 7 UNION ALL SELECT 14 UNION ALL SELECT 28
), final_mark AS (
    SELECT f.school, f.year, f.period_id, f.class_id, f.student_id, f.subject_id, b.start_date, b.end_date, MAX(f.value) AS value
    FROM period_mark f
    JOIN class k ON k.school = f.school AND k.year = f.year AND k.class_id = f.class_id
    JOIN period_bound b ON b.school = f.school AND b.year = f.year AND b.class_id = f.class_id AND b.period_id = f.period_id
    LEFT JOIN subject s ON s.school = f.school AND s.year = f.year AND s.subject_id = f.subject_id
    CROSS JOIN params p
    WHERE f.kind = 'period' AND f.status = 'set' AND f.value IS NOT NULL AND COALESCE(s.assessed, TRUE)
        AND (p.class_id IS NULL OR p.class_id = f.class_id) AND (p.grade_level IS NULL OR p.grade_level = k.grade_level)
    GROUP BY f.school, f.year, f.period_id, f.class_id, f.student_id, f.subject_id, b.start_date, b.end_date
), before AS (
    SELECT school, year, student_id, subject_id, period_id, MAX(value) AS value
    FROM period_mark
    WHERE kind = 'period' AND status = 'set' AND value IS NOT NULL
    GROUP BY school, year, student_id, subject_id, period_id
), marked AS (
    SELECT f.school, f.year, f.period_id, f.class_id, f.student_id, f.subject_id, f.value, unix_date(f.end_date) - unix_date(m.date) AS days_left,
        COALESCE(m.weight_hundredths, 100) AS weight, m.value * COALESCE(m.weight_hundredths, 100) AS weighted
    FROM final_mark f
    JOIN mark m ON m.school = f.school AND m.year = f.year AND m.student_id = f.student_id AND m.subject_id = f.subject_id
        AND m.kind = 'score' AND m.date BETWEEN f.start_date AND f.end_date
), summed AS (
    SELECT school, year, period_id, class_id, student_id, subject_id, MAX(value) AS value,
        SUM(weight) AS weight_0, SUM(CASE WHEN days_left >= 7 THEN weight END) AS weight_7,
        SUM(CASE WHEN days_left >= 14 THEN weight END) AS weight_14, SUM(CASE WHEN days_left >= 28 THEN weight END) AS weight_28,
        SUM(weighted) AS weighted_0, SUM(CASE WHEN days_left >= 7 THEN weighted END) AS weighted_7,
        SUM(CASE WHEN days_left >= 14 THEN weighted END) AS weighted_14, SUM(CASE WHEN days_left >= 28 THEN weighted END) AS weighted_28
    FROM marked
    GROUP BY school, year, period_id, class_id, student_id, subject_id
), known AS (
    SELECT s.school, s.year, s.period_id, s.value, b.value AS mark_before, s.weight_0, s.weight_7, s.weight_14, s.weight_28,
        s.weighted_0, s.weighted_7, s.weighted_14, s.weighted_28
    FROM summed s
    LEFT JOIN before b ON b.school = s.school AND b.year = s.year AND b.student_id = s.student_id AND b.subject_id = s.subject_id
        AND b.period_id = CASE WHEN regexp_like(s.period_id, '^[a-z][2-9]$')
            THEN substr(s.period_id, 1, 1) || CAST(CAST(substr(s.period_id, 2) AS BIGINT) - 1 AS STRING) END
), tally AS (
    SELECT k.school, k.year, k.period_id, d.days_before, k.value, k.mark_before,
        CASE d.days_before WHEN 0 THEN k.weight_0 WHEN 7 THEN k.weight_7 WHEN 14 THEN k.weight_14 WHEN 28 THEN k.weight_28 END AS weight_sum,
        CASE d.days_before WHEN 0 THEN k.weighted_0 WHEN 7 THEN k.weighted_7 WHEN 14 THEN k.weighted_14 WHEN 28 THEN k.weighted_28 END
            AS weighted_sum
    FROM known k
    CROSS JOIN days d
), both_sums AS (
    SELECT t.school, t.year, t.period_id, t.days_before, t.value, t.mark_before, t.weighted_sum, t.weight_sum,
        t.weighted_sum + COALESCE(100 * t.mark_before, 0) AS with_sum,
        t.weight_sum + CASE WHEN t.mark_before IS NULL THEN 0 ELSE 100 END AS with_weight,
        g.mark_5_from_hundredths AS from_5, g.mark_4_from_hundredths AS from_4, g.mark_3_from_hundredths AS from_3, g.pass_from
    FROM tally t
    JOIN regulation g ON g.school = t.school AND g.year = t.year
    WHERE t.weight_sum > 0
), guessed AS (
    SELECT school, year, period_id, days_before, value, mark_before, pass_from,
        CASE WHEN 100 * with_sum >= from_5 * with_weight THEN 5 WHEN 100 * with_sum >= from_4 * with_weight THEN 4
            WHEN 100 * with_sum >= from_3 * with_weight THEN 3 ELSE 2 END AS guess,
        CASE WHEN 100 * weighted_sum >= from_5 * weight_sum THEN 5 WHEN 100 * weighted_sum >= from_4 * weight_sum THEN 4
            WHEN 100 * weighted_sum >= from_3 * weight_sum THEN 3 ELSE 2 END AS guess_mean
    FROM both_sums
)
SELECT u.school, u.year, CASE WHEN p.grain = 'period' THEN u.period_id END AS period_id, u.days_before,
    CAST(COUNT(*) AS BIGINT) AS cells, CAST(SUM(CASE WHEN u.guess = u.value THEN 1 ELSE 0 END) AS BIGINT) AS hits,
    CAST(SUM(CASE WHEN u.guess_mean = u.value THEN 1 ELSE 0 END) AS BIGINT) AS hits_mean,
    CAST(COUNT(u.mark_before) AS BIGINT) AS cells_before, CAST(SUM(CASE WHEN u.mark_before = u.value THEN 1 ELSE 0 END) AS BIGINT) AS hits_before,
    CAST(SUM(CASE WHEN u.value < u.pass_from THEN 1 ELSE 0 END) AS BIGINT) AS low,
    CAST(SUM(CASE WHEN u.value < u.pass_from AND u.guess < u.pass_from THEN 1 ELSE 0 END) AS BIGINT) AS low_found
FROM guessed u CROSS JOIN params p
GROUP BY u.school, u.year, CASE WHEN p.grain = 'period' THEN u.period_id END, u.days_before
ORDER BY school ASC NULLS LAST, year ASC NULLS LAST, period_id ASC NULLS LAST,
    days_before ASC NULLS LAST
