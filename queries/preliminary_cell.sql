-- title.ru: Клетки периода с прогнозом вместо пустых
-- title.en: Cells of the period, forecast where they are empty
-- grain: student, subject
-- params: period, as_of, class, grade
-- requires: period
-- answers: F4
-- clause: domain 1.1 P-08 (where the period mark is set, it counts)
-- kind: view
-- host: table
-- Rows of recommended_mark; an empty cell takes the recommended mark (forecast = 1). Without one it stays empty.
SELECT m.school, m.year, m.period_id, m.class_id, m.student_id, m.subject_id, m.subject,
    CASE WHEN COALESCE(m.status, 'empty') <> 'empty' THEN m.status WHEN m.recommended IS NULL THEN 'empty' ELSE 'set' END AS status,
    CASE WHEN COALESCE(m.status, 'empty') = 'set' THEN m.value WHEN COALESCE(m.status, 'empty') = 'empty' THEN m.recommended END AS value,
    CASE WHEN COALESCE(m.status, 'empty') = 'empty' AND m.recommended IS NOT NULL THEN 1 ELSE 0 END AS forecast
FROM recommended_mark m
