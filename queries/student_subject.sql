-- title.ru: Ученик по предметам за период: отметки и итог
-- title.en: A student by subject in the period: marks and the period mark
-- grain: student, subject
-- params: period, as_of, class, grade
-- requires: period
-- answers: F13
-- clause: S0 3.18, S0 4.4
-- kind: view
-- needs: mark, period_mark
-- Subjects of period_cell and of mark_tally. n5 .. n2: numeric current marks of the period (n2 with «1»); mark_sum / mark_count and
-- weighted_sum / weight_sum as in mark_tally, all NULL where the days of the period are not known; status and value of the period mark.
WITH counted AS (
    SELECT r.school, r.year, r.asked_id, r.student_id, m.subject_id,
        CAST(SUM(CASE WHEN m.value = 5 THEN 1 ELSE 0 END) AS BIGINT) AS n5, CAST(SUM(CASE WHEN m.value = 4 THEN 1 ELSE 0 END) AS BIGINT) AS n4,
        CAST(SUM(CASE WHEN m.value = 3 THEN 1 ELSE 0 END) AS BIGINT) AS n3, CAST(SUM(CASE WHEN m.value <= 2 THEN 1 ELSE 0 END) AS BIGINT) AS n2
    FROM roster r
    JOIN mark m ON m.school = r.school AND m.year = r.year AND m.student_id = r.student_id AND m.date BETWEEN r.own_from AND r.own_to
    CROSS JOIN params p
    WHERE m.kind = 'score' AND m.date <= p.as_of
    GROUP BY r.school, r.year, r.asked_id, r.student_id, m.subject_id
), grid AS (
    SELECT school, year, asked_id, class_id, student_id, subject_id, status, value FROM period_cell
    UNION ALL
    SELECT school, year, asked_id, class_id, student_id, subject_id, CAST(NULL AS STRING) AS status, CAST(NULL AS BIGINT) AS value FROM mark_tally
), cell AS (
    SELECT school, year, asked_id, class_id, student_id, subject_id, MAX(status) AS status, MAX(value) AS value
    FROM grid
    GROUP BY school, year, asked_id, class_id, student_id, subject_id
)
SELECT c.school, c.year, c.asked_id AS period_id, c.class_id, c.student_id, c.subject_id, COALESCE(s.name, c.subject_id) AS subject, c.status, c.value,
    CASE WHEN k.own_from IS NOT NULL THEN COALESCE(n.n5, 0) END AS n5, CASE WHEN k.own_from IS NOT NULL THEN COALESCE(n.n4, 0) END AS n4,
    CASE WHEN k.own_from IS NOT NULL THEN COALESCE(n.n3, 0) END AS n3, CASE WHEN k.own_from IS NOT NULL THEN COALESCE(n.n2, 0) END AS n2,
    CASE WHEN k.own_from IS NOT NULL THEN COALESCE(t.mark_count, 0) END AS mark_count,
    CASE WHEN k.own_from IS NOT NULL THEN COALESCE(t.mark_sum, 0) END AS mark_sum,
    CASE WHEN k.own_from IS NOT NULL THEN COALESCE(t.weight_sum, 0) END AS weight_sum,
    CASE WHEN k.own_from IS NOT NULL THEN COALESCE(t.weighted_sum, 0) END AS weighted_sum
FROM cell c
LEFT JOIN class_period k ON k.school = c.school AND k.year = c.year AND k.class_id = c.class_id AND k.asked_id = c.asked_id
LEFT JOIN counted n ON n.school = c.school AND n.year = c.year AND n.asked_id = c.asked_id AND n.student_id = c.student_id AND n.subject_id = c.subject_id
LEFT JOIN mark_tally t ON t.school = c.school AND t.year = c.year AND t.asked_id = c.asked_id AND t.student_id = c.student_id
    AND t.subject_id = c.subject_id
LEFT JOIN subject s ON s.school = c.school AND s.year = c.year AND s.subject_id = c.subject_id
ORDER BY c.school NULLS LAST, c.year NULLS LAST, c.class_id NULLS LAST, c.student_id NULLS LAST, c.subject_id NULLS LAST
