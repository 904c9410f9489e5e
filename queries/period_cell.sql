-- title.ru: Клетки сводной ведомости за период
-- title.en: Cells of the marksheet of the period
-- grain: student, subject
-- params: period, class, grade
-- answers: C-1, P-01
-- clause: domain 1.1 P-01, 1.2
-- kind: view
-- host: table
-- One row for each student of the roster and each expected subject, and for each mark of the student in another subject (carried
-- from another class or group). status: set, not_assessed, exempt, credit, no_credit, empty. A missing row, a set row without
-- a value and an empty row of an expected subject are empty; an empty row of a subject that is not expected is left out.
-- Where arrival_marks is 'not_assessed', an empty cell of who came to the school after the period's first day is not_assessed.
-- Marks follow the student, whichever class they were set in; of several rows of one cell the one of his class counts.
WITH own_mark AS (
    SELECT r.school, r.year, r.asked_id, r.student_id, f.subject_id, f.value,
        CASE WHEN f.status = 'set' AND f.value IS NULL THEN 'empty' ELSE f.status END AS status,
        row_number() OVER (PARTITION BY r.school, r.year, r.asked_id, r.student_id, f.subject_id
            ORDER BY CASE WHEN f.class_id = r.class_id THEN 0 ELSE 1 END ASC NULLS LAST,
                CASE WHEN f.status = 'empty' THEN 1 ELSE 0 END ASC NULLS LAST, f.set_at DESC NULLS LAST,
                f.class_id ASC NULLS LAST, f.status ASC NULLS LAST, f.value ASC NULLS LAST) AS choice
    FROM roster r
    JOIN regulation g ON g.school = r.school AND g.year = r.year
    JOIN period_mark f ON f.school = r.school AND f.year = r.year AND f.student_id = r.student_id AND f.period_id = r.period_id
    LEFT JOIN subject s ON s.school = f.school AND s.year = f.year AND s.subject_id = f.subject_id
    WHERE f.kind = CASE WHEN r.period_id = 'year' THEN 'year' ELSE 'period' END
        AND COALESCE(s.assessed, TRUE) AND COALESCE(r.grade_level, g.marks_from_grade) >= g.marks_from_grade
), cell AS (
    SELECT e.school, e.year, e.asked_id, e.student_id, e.subject_id, 'empty' AS status, CAST(NULL AS BIGINT) AS value, 1 AS expected
    FROM expected_subject e
    UNION ALL
    SELECT o.school, o.year, o.asked_id, o.student_id, o.subject_id, o.status, o.value, 0 AS expected
    FROM own_mark o
    WHERE o.choice = 1 AND o.status <> 'empty'
), arrival AS (
    SELECT school, year, student_id, MIN(from_date) AS first_day FROM class_span GROUP BY school, year, student_id
), merged AS (
    SELECT school, year, asked_id, student_id, subject_id, MAX(expected) AS expected, MAX(value) AS value,
        COALESCE(MAX(CASE WHEN status <> 'empty' THEN status END), 'empty') AS status
    FROM cell
    GROUP BY school, year, asked_id, student_id, subject_id
)
SELECT r.school, r.year, r.class_id, r.grade_level, r.stage_no, r.stage, r.asked_id, r.period_id, r.student_id, m.subject_id,
    CASE WHEN m.status = 'empty' AND g.arrival_marks = 'not_assessed' AND a.first_day > r.own_from THEN 'not_assessed' ELSE m.status END AS status, CASE WHEN m.status = 'set' THEN m.value END AS value, m.expected
FROM merged m
JOIN roster r ON r.school = m.school AND r.year = m.year AND r.asked_id = m.asked_id AND r.student_id = m.student_id
JOIN regulation g ON g.school = m.school AND g.year = m.year
LEFT JOIN arrival a ON a.school = m.school AND a.year = m.year AND a.student_id = m.student_id
