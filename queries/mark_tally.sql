-- title.ru: Текущие отметки ученика по предмету за период
-- title.en: Current marks of a student in a subject in the period
-- grain: student, subject
-- params: period, as_of, class, grade
-- answers: P-03 P-06
-- clause: domain 1.1 P-03
-- kind: view
-- host: table
-- Students of the roster; their marks in assessed subjects from own_from to own_to of class_scope and not after as_of, whatever class they were set
-- in. score_count, low_count: numeric marks, those below pass_from. mark_count, mark_sum, weight_sum, weighted_sum: what means are
-- made of: numeric marks, and debts where debt_value says «1» or «2»; a mark without a weight weighs 100 hundredths.
-- written_count: numeric marks for works that are control, written, or of a kind named in the regulation's list `written_kinds`;
-- kind_count: numeric marks whose kind of work is known.
SELECT school, year, asked_id, class_id, student_id, subject_id,
    CAST(SUM(CASE WHEN kind = 'score' THEN 1 ELSE 0 END) AS BIGINT) AS score_count,
    CAST(SUM(CASE WHEN kind = 'score' AND value < pass_from THEN 1 ELSE 0 END) AS BIGINT) AS low_count,
    CAST(COUNT(*) AS BIGINT) AS mark_count, CAST(SUM(value) AS BIGINT) AS mark_sum,
    CAST(SUM(weight) AS BIGINT) AS weight_sum, CAST(SUM(value * weight) AS BIGINT) AS weighted_sum,
    CAST(SUM(CASE WHEN kind = 'score' AND written = 1 THEN 1 ELSE 0 END) AS BIGINT) AS written_count,
    CAST(SUM(CASE WHEN kind = 'score' AND written IS NOT NULL THEN 1 ELSE 0 END) AS BIGINT) AS kind_count
FROM counted_mark
GROUP BY school, year, asked_id, class_id, student_id, subject_id
