-- title.ru: Отметки, из которых складывается средний балл
-- title.en: The marks that means are made of
-- grain: mark
-- params: period, as_of, class, grade
-- answers: P-03 P-06
-- clause: domain 1.1 P-03
-- kind: view
-- The marks that mark_tally sums, with their rows of the exports. value: of a debt what debt_value says; written: 1 for a written work, NULL
-- where the kind of work is not known.
WITH listed AS (
    SELECT DISTINCT k.school, k.year, k.assignment_kind
    FROM assignment_kind k
    JOIN regulation_scope r ON r.school = k.school AND r.year = k.year AND r.name = 'written_kinds'
    WHERE startswith(lower(COALESCE(k.name, k.assignment_kind)), r.value)
), kind AS (
    SELECT k.school, k.year, k.assignment_kind,
        CASE WHEN COALESCE(k.is_control, FALSE) OR COALESCE(k.is_written, FALSE) OR MAX(r.assignment_kind) IS NOT NULL THEN 1 ELSE 0 END AS written
    FROM assignment_kind k
    LEFT JOIN listed r ON r.school = k.school AND r.year = k.year AND r.assignment_kind = k.assignment_kind
    GROUP BY k.school, k.year, k.assignment_kind, k.is_control, k.is_written
), work AS (
    SELECT school, year, assignment_id, MAX(assignment_kind) AS assignment_kind FROM assignment GROUP BY school, year, assignment_id
)
SELECT r.school, r.year, r.asked_id, r.class_id, r.student_id, m.subject_id, m.kind,
    CASE WHEN m.kind = 'score' THEN m.value WHEN g.debt_value = 'one' THEN 1 WHEN g.debt_value = 'two' THEN 2 END AS value,
    COALESCE(m.weight_hundredths, 100) AS weight, g.pass_from, k.written,
    m.date, m.lesson_number, m.seq, COALESCE(m.raw, CAST(m.value AS STRING), m.kind) AS said, m.source_id, m.src_loc
FROM roster r
JOIN regulation g ON g.school = r.school AND g.year = r.year
JOIN mark m ON m.school = r.school AND m.year = r.year AND m.student_id = r.student_id
CROSS JOIN params p
LEFT JOIN subject s ON s.school = m.school AND s.year = m.year AND s.subject_id = m.subject_id
LEFT JOIN work w ON w.school = m.school AND w.year = m.year AND w.assignment_id = m.assignment_id
LEFT JOIN kind k ON k.school = m.school AND k.year = m.year AND k.assignment_kind = COALESCE(m.assignment_kind, w.assignment_kind)
WHERE m.date BETWEEN r.own_from AND r.own_to AND m.date <= p.as_of
    AND ((m.kind = 'score' AND m.value IS NOT NULL) OR (m.kind = 'debt' AND g.debt_value <> 'ignore'))
    AND COALESCE(s.assessed, TRUE) AND COALESCE(r.grade_level, g.marks_from_grade) >= g.marks_from_grade
