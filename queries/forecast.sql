-- title.ru: Прогноз отметок за период и группа риска
-- title.en: Forecast of the period marks and who is at risk
-- grain: class
-- by: class, student_subject, class_subject, grade_level, stage, school
-- params: period, as_of, class, grade
-- requires: period
-- needs: mark
-- answers: P-08
-- clause: S0 2.2, S1 1.4, S2 4.4 (предварительный отчёт)
-- kind: indicator
-- figures: cells set_n forecast_n n5 n4 n3 n2 risk_low risk_drop risk_boundary at_risk (forecast) (recommended) (mark_before) (mark_count)
-- unit: student_subject
-- rows: mark student_id subject_id date:own kind='score,debt'; period_mark student_id subject_id; class_membership student_id class_id
-- forecast: the mark that is set already; else by the boundaries of the regulation from the weighted mean of the current marks (not after
-- as_of) with the mark of the period before as one more mark of weight 1, and at least one current mark; for the year the
-- mean of the period marks set so far, rounded half up. The method was tried on past periods: see forecast_backtest. basis: set ·
-- forecast · not_assessed · exempt · none (nothing to tell it from).
-- Only forecasts (not set marks) are at risk: risk_low: below pass_from · risk_drop: below the period before · risk_boundary: the mean
-- is not further than at_risk_margin_hundredths from a boundary. at_risk: any of the three.
-- before: mark of the class's own period before. Counts n5 … n2, set_n, at_risk … over the cells of the row; at student_subject 0 or 1.
WITH mark_before AS (
    SELECT r.school, r.year, r.asked_id, r.student_id, f.subject_id, f.value,
        row_number() OVER (PARTITION BY r.school, r.year, r.asked_id, r.student_id, f.subject_id
            ORDER BY CASE WHEN f.class_id = r.class_id THEN 0 ELSE 1 END ASC NULLS LAST, f.set_at DESC NULLS LAST,
                f.class_id ASC NULLS LAST, f.value ASC NULLS LAST) AS choice
    FROM roster r
    JOIN period_mark f ON f.school = r.school AND f.year = r.year AND f.student_id = r.student_id
        AND f.period_id = CASE WHEN regexp_like(r.period_id, '^[a-z][2-9]$')
            THEN substr(r.period_id, 1, 1) || CAST(CAST(substr(r.period_id, 2) AS BIGINT) - 1 AS STRING) END
    WHERE f.kind = 'period' AND f.status = 'set' AND f.value IS NOT NULL
), based AS (
    SELECT m.school, m.year, m.period_id, m.grade_level, m.class_id, m.student_id, m.full_name, m.subject_id, m.subject, m.status, m.value,
        m.mark_count, m.recommended, b.value AS mark_before,
        m.weighted_sum + CASE WHEN m.weight_sum > 0 THEN COALESCE(100 * b.value, 0) ELSE 0 END AS weighted_sum,
        m.weight_sum + CASE WHEN m.weight_sum > 0 AND b.value IS NOT NULL THEN 100 ELSE 0 END AS weight_sum,
        g.mark_5_from_hundredths AS from_5, g.mark_4_from_hundredths AS from_4, g.mark_3_from_hundredths AS from_3,
        g.at_risk_margin_hundredths AS margin, g.pass_from
    FROM recommended_mark m
    JOIN regulation g ON g.school = m.school AND g.year = m.year
    LEFT JOIN mark_before b ON b.school = m.school AND b.year = m.year AND b.asked_id = m.period_id AND b.student_id = m.student_id
        AND b.subject_id = m.subject_id AND b.choice = 1
), told AS (
    SELECT b.school, b.year, b.period_id, b.class_id, b.student_id, b.full_name, b.subject_id, b.subject, b.value, b.mark_count, b.recommended,
        b.mark_before, b.weighted_sum, b.weight_sum, b.margin, b.pass_from, b.from_5, b.from_4, b.from_3,
        CASE WHEN b.value IS NOT NULL THEN 'set' WHEN b.status IN ('not_assessed', 'exempt') THEN b.status
            WHEN b.recommended IS NULL THEN 'none' ELSE 'forecast' END AS basis,
        CASE
            WHEN b.value IS NOT NULL THEN b.value
            WHEN b.status IN ('not_assessed', 'exempt') OR b.recommended IS NULL THEN NULL
            WHEN b.period_id = 'year' THEN b.recommended
            WHEN 100 * b.weighted_sum >= b.from_5 * b.weight_sum THEN 5
            WHEN 100 * b.weighted_sum >= b.from_4 * b.weight_sum THEN 4
            WHEN 100 * b.weighted_sum >= b.from_3 * b.weight_sum THEN 3
            ELSE 2
        END AS forecast
    FROM based b
), risked AS (
    SELECT t.school, t.year, t.period_id, t.class_id, t.student_id, t.full_name, t.subject_id, t.subject, t.value, t.mark_count, t.recommended,
        t.mark_before, t.weighted_sum, t.weight_sum, t.basis, t.forecast,
        CASE WHEN t.basis = 'forecast' AND t.forecast < t.pass_from THEN 1 ELSE 0 END AS risk_low,
        CASE WHEN t.basis = 'forecast' AND t.forecast < t.mark_before THEN 1 ELSE 0 END AS risk_drop,
        CASE WHEN t.basis = 'forecast' AND (
            ABS(100 * t.weighted_sum - t.from_5 * t.weight_sum) <= t.margin * t.weight_sum
            OR ABS(100 * t.weighted_sum - t.from_4 * t.weight_sum) <= t.margin * t.weight_sum
            OR ABS(100 * t.weighted_sum - t.from_3 * t.weight_sum) <= t.margin * t.weight_sum) THEN 1 ELSE 0 END AS risk_boundary
    FROM told t
), keyed AS (
    SELECT r.school, r.year, r.period_id, p.grain,
        CASE WHEN p.grain <> 'school' THEN c.stage_no END AS stage_no, CASE WHEN p.grain <> 'school' THEN c.stage END AS stage,
        CASE WHEN p.grain NOT IN ('stage', 'school') THEN c.grade_level END AS grade_level,
        CASE WHEN p.grain IN ('class', 'student_subject', 'class_subject') THEN r.class_id END AS class_id,
        CASE WHEN p.grain = 'student_subject' THEN r.student_id END AS student_id,
        CASE WHEN p.grain = 'student_subject' THEN r.full_name END AS full_name,
        CASE WHEN p.grain IN ('student_subject', 'class_subject') THEN r.subject_id END AS subject_id,
        CASE WHEN p.grain IN ('student_subject', 'class_subject') THEN r.subject END AS subject,
        r.mark_count, r.recommended, r.mark_before, r.weighted_sum, r.weight_sum, r.basis, r.forecast, r.risk_low, r.risk_drop, r.risk_boundary
    FROM risked r
    JOIN class_scope c ON c.school = r.school AND c.year = r.year AND c.class_id = r.class_id AND c.asked_id = r.period_id
    CROSS JOIN params p
)
SELECT k.school, k.year, k.period_id, k.stage, k.grade_level, k.class_id, k.student_id, MAX(k.full_name) AS full_name, k.subject_id,
    MAX(k.subject) AS subject, CAST(COUNT(*) AS BIGINT) AS cells,
    CAST(SUM(CASE WHEN k.basis = 'set' THEN 1 ELSE 0 END) AS BIGINT) AS set_n,
    CAST(SUM(CASE WHEN k.basis = 'forecast' THEN 1 ELSE 0 END) AS BIGINT) AS forecast_n,
    CAST(SUM(CASE WHEN k.forecast = 5 THEN 1 ELSE 0 END) AS BIGINT) AS n5, CAST(SUM(CASE WHEN k.forecast = 4 THEN 1 ELSE 0 END) AS BIGINT) AS n4,
    CAST(SUM(CASE WHEN k.forecast = 3 THEN 1 ELSE 0 END) AS BIGINT) AS n3, CAST(SUM(CASE WHEN k.forecast <= 2 THEN 1 ELSE 0 END) AS BIGINT) AS n2,
    CAST(SUM(k.risk_low) AS BIGINT) AS risk_low, CAST(SUM(k.risk_drop) AS BIGINT) AS risk_drop,
    CAST(SUM(k.risk_boundary) AS BIGINT) AS risk_boundary, CAST(SUM(GREATEST(k.risk_low, k.risk_drop, k.risk_boundary)) AS BIGINT) AS at_risk,
    MAX(CASE WHEN k.grain = 'student_subject' THEN k.basis END) AS basis,
    MAX(CASE WHEN k.grain = 'student_subject' THEN k.forecast END) AS forecast,
    MAX(CASE WHEN k.grain = 'student_subject' THEN k.recommended END) AS recommended,
    MAX(CASE WHEN k.grain = 'student_subject' THEN k.mark_before END) AS mark_before,
    MAX(CASE WHEN k.grain = 'student_subject' THEN k.mark_count END) AS mark_count
FROM keyed k
GROUP BY k.school, k.year, k.period_id, k.stage_no, k.stage, k.grade_level, k.class_id, k.student_id, k.subject_id
ORDER BY k.school ASC NULLS LAST, k.year ASC NULLS LAST, k.stage_no ASC NULLS LAST, k.grade_level ASC NULLS LAST,
    k.class_id ASC NULLS LAST, k.student_id ASC NULLS LAST, k.subject_id ASC NULLS LAST
