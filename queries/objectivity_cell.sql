-- title.ru: Объективность: отметка за период против рекомендуемой у одного ученика
-- title.en: Objectivity: the period mark of one student against the recommended one
-- grain: student, subject
-- by: class_subject, student_subject, class, subject, grade_level, stage, school
-- params: period, as_of, class, grade
-- answers: P-05
-- clause: S0 6.2, S2 6.1, S2 7.1
-- kind: view
-- The cells that objectivity counts, each column 0 or 1 (gap_sum: the difference); at student_subject only those to be looked at.
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
)
SELECT j.school, j.year, j.period_id, c.stage_no, c.stage, c.grade_level, j.class_id, j.student_id, j.full_name, j.subject_id, j.subject,
    j.finals, j.compared, j.compared - j.raised - j.lowered AS agreed, j.raised, j.lowered, j.gap AS gap_sum, j.too_few, j.too_few_unknown,
    j.five_with_two, j.value, j.recommended, j.mark_count
FROM judged j
JOIN class_scope c ON c.school = j.school AND c.year = j.year AND c.class_id = j.class_id AND c.asked_id = j.period_id
CROSS JOIN params p
WHERE p.grain <> 'student_subject' OR j.raised + j.lowered + j.too_few > 0 OR (j.five_with_two = 1 AND j.five_with_two_forbidden = 1)
