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
-- figures: finals compared agreed raised lowered gap_sum too_few too_few_unknown five_with_two (value) (recommended) (mark_count)
-- unit: objectivity_cell
-- rows: period_mark student_id subject_id period_id:basis; mark student_id subject_id date:own kind='score,debt'; class_membership student_id class_id
-- finals: cells with a mark that was set; compared: those with a recommended mark too = agreed + raised + lowered. gap_sum: sum of (mark -
-- recommended) over raised and lowered together. too_few: set without enough marks by mark_sufficiency (excluded students too);
-- too_few_unknown: enough or not is not determinable, or the period has no such rule. five_with_two: «5» with a mark below pass_from in the period.
-- At student_subject only the cells to be looked at: raised, lowered, too few, and «5» with a «2» where five_with_two_forbidden =
-- 1; there value is the mark set and recommended the other. At the other grains every class, level, subject with a cell.
WITH keyed AS (
    SELECT j.school, j.year, j.period_id, p.grain,
        CASE WHEN p.grain NOT IN ('subject', 'school') THEN j.stage_no END AS stage_no,
        CASE WHEN p.grain NOT IN ('subject', 'school') THEN j.stage END AS stage,
        CASE WHEN p.grain NOT IN ('subject', 'stage', 'school') THEN j.grade_level END AS grade_level,
        CASE WHEN p.grain IN ('class_subject', 'student_subject', 'class') THEN j.class_id END AS class_id,
        CASE WHEN p.grain = 'student_subject' THEN j.student_id END AS student_id,
        CASE WHEN p.grain = 'student_subject' THEN j.full_name END AS full_name,
        CASE WHEN p.grain IN ('class_subject', 'student_subject', 'subject') THEN j.subject_id END AS subject_id,
        CASE WHEN p.grain IN ('class_subject', 'student_subject', 'subject') THEN j.subject END AS subject,
        j.value, j.recommended, j.mark_count, j.finals, j.compared, j.agreed, j.raised, j.lowered, j.gap_sum, j.too_few, j.too_few_unknown,
        j.five_with_two
    FROM objectivity_cell j CROSS JOIN params p
)
SELECT k.school, k.year, k.period_id, k.stage, k.grade_level, k.class_id, k.student_id, MAX(k.full_name) AS full_name, k.subject_id,
    MAX(k.subject) AS subject, CAST(SUM(k.finals) AS BIGINT) AS finals, CAST(SUM(k.compared) AS BIGINT) AS compared,
    CAST(SUM(k.agreed) AS BIGINT) AS agreed, CAST(SUM(k.raised) AS BIGINT) AS raised,
    CAST(SUM(k.lowered) AS BIGINT) AS lowered, CAST(SUM(k.gap_sum) AS BIGINT) AS gap_sum, CAST(SUM(k.too_few) AS BIGINT) AS too_few,
    CAST(SUM(k.too_few_unknown) AS BIGINT) AS too_few_unknown, CAST(SUM(k.five_with_two) AS BIGINT) AS five_with_two,
    MAX(CASE WHEN k.grain = 'student_subject' THEN k.value END) AS value,
    MAX(CASE WHEN k.grain = 'student_subject' THEN k.recommended END) AS recommended,
    MAX(CASE WHEN k.grain = 'student_subject' THEN k.mark_count END) AS mark_count
FROM keyed k
GROUP BY k.school, k.year, k.period_id, k.stage_no, k.stage, k.grade_level, k.class_id, k.student_id, k.subject_id
ORDER BY k.school ASC NULLS LAST, k.year ASC NULLS LAST, k.stage_no ASC NULLS LAST, k.grade_level ASC NULLS LAST,
    k.class_id ASC NULLS LAST, k.student_id ASC NULLS LAST, k.subject_id ASC NULLS LAST
