-- title.ru: Объективность: отметки за период против рекомендуемых
-- title.en: Objectivity: period marks against the recommended ones
-- grain: class, subject
-- by: class_subject, student_subject, class, subject, grade_level, stage, school
-- params: period, as_of, class, grade
-- requires: period
-- needs: mark, period_mark
-- answers: P-05
-- clause: S0 6.2, S2 6.1, S2 7.1
-- kind: indicator
-- finals: cells with a mark that was set; compared: those with a recommended mark too = agreed + raised + lowered. gap_sum: sum of (mark -
-- recommended) over raised and lowered together. too_few: set without enough marks by mark_sufficiency (excluded students too);
-- too_few_unknown: enough or not is not determinable, or the period has no such rule. five_with_two: «5» with a mark below pass_from in the period.
-- At student_subject only the cells to be looked at: raised, lowered, too few, and «5» with a «2» where five_with_two_forbidden =
-- 1; there value is the mark set and recommended the other. At the other grains every class, level, subject with a cell.
WITH judged AS (
    SELECT m.school, m.year, m.period_id, m.class_id, m.student_id, m.full_name, m.subject_id, m.subject, m.value, m.recommended, m.mark_count,
        CASE WHEN m.value IS NOT NULL THEN 1 ELSE 0 END AS finals,
        CASE WHEN m.value IS NOT NULL AND m.recommended IS NOT NULL THEN 1 ELSE 0 END AS compared,
        CASE WHEN m.value > m.recommended THEN 1 ELSE 0 END AS raised,
        CASE WHEN m.value < m.recommended THEN 1 ELSE 0 END AS lowered,
        COALESCE(m.value - m.recommended, 0) AS gap,
        CASE WHEN m.value IS NOT NULL AND (s.verdict = 'too_few' OR s.verdict = 'excluded') THEN 1 ELSE 0 END AS too_few,
        CASE WHEN m.value IS NOT NULL AND COALESCE(s.verdict, 'no_rule') IN ('no_rule', 'not_determinable') THEN 1 ELSE 0 END AS too_few_unknown,
        CASE WHEN m.value = 5 AND m.low_count > 0 THEN 1 ELSE 0 END AS five_with_two, g.five_with_two_forbidden
    FROM recommended_mark m
    JOIN regulation g ON g.school = m.school AND g.year = m.year
    LEFT JOIN sufficiency_cell s ON s.school = m.school AND s.year = m.year AND s.asked_id = m.period_id AND s.student_id = m.student_id
        AND s.subject_id = m.subject_id
), keyed AS (
    SELECT j.school, j.year, j.period_id, p.grain,
        CASE WHEN p.grain NOT IN ('subject', 'school') THEN c.stage_no END AS stage_no,
        CASE WHEN p.grain NOT IN ('subject', 'school') THEN c.stage END AS stage,
        CASE WHEN p.grain NOT IN ('subject', 'stage', 'school') THEN c.grade_level END AS grade_level,
        CASE WHEN p.grain IN ('class_subject', 'student_subject', 'class') THEN j.class_id END AS class_id,
        CASE WHEN p.grain = 'student_subject' THEN j.student_id END AS student_id,
        CASE WHEN p.grain = 'student_subject' THEN j.full_name END AS full_name,
        CASE WHEN p.grain IN ('class_subject', 'student_subject', 'subject') THEN j.subject_id END AS subject_id,
        CASE WHEN p.grain IN ('class_subject', 'student_subject', 'subject') THEN j.subject END AS subject,
        j.value, j.recommended, j.mark_count, j.finals, j.compared, j.raised, j.lowered, j.gap, j.too_few, j.too_few_unknown, j.five_with_two
    FROM judged j
    JOIN class_scope c ON c.school = j.school AND c.year = j.year AND c.class_id = j.class_id AND c.asked_id = j.period_id
    CROSS JOIN params p
    WHERE p.grain <> 'student_subject' OR j.raised + j.lowered + j.too_few > 0 OR (j.five_with_two = 1 AND j.five_with_two_forbidden = 1)
)
SELECT k.school, k.year, k.period_id, k.stage, k.grade_level, k.class_id, k.student_id, MAX(k.full_name) AS full_name, k.subject_id,
    MAX(k.subject) AS subject, CAST(SUM(k.finals) AS BIGINT) AS finals, CAST(SUM(k.compared) AS BIGINT) AS compared,
    CAST(SUM(k.compared - k.raised - k.lowered) AS BIGINT) AS agreed, CAST(SUM(k.raised) AS BIGINT) AS raised,
    CAST(SUM(k.lowered) AS BIGINT) AS lowered, CAST(SUM(k.gap) AS BIGINT) AS gap_sum, CAST(SUM(k.too_few) AS BIGINT) AS too_few,
    CAST(SUM(k.too_few_unknown) AS BIGINT) AS too_few_unknown, CAST(SUM(k.five_with_two) AS BIGINT) AS five_with_two,
    MAX(CASE WHEN k.grain = 'student_subject' THEN k.value END) AS value,
    MAX(CASE WHEN k.grain = 'student_subject' THEN k.recommended END) AS recommended,
    MAX(CASE WHEN k.grain = 'student_subject' THEN k.mark_count END) AS mark_count
FROM keyed k
GROUP BY k.school, k.year, k.period_id, k.stage_no, k.stage, k.grade_level, k.class_id, k.student_id, k.subject_id
ORDER BY k.school ASC NULLS LAST, k.year ASC NULLS LAST, k.stage_no ASC NULLS LAST, k.grade_level ASC NULLS LAST,
    k.class_id ASC NULLS LAST, k.student_id ASC NULLS LAST, k.subject_id ASC NULLS LAST
