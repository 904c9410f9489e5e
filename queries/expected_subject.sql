-- title.ru: Предметы, по которым ждут отметку за период
-- title.en: Subjects in which a period mark is expected
-- grain: student, subject
-- params: period, class, grade
-- answers: C-1, P-01
-- clause: domain 1.2 (assessed subjects of the student)
-- kind: view
-- host: table
-- A subject is expected in a class where any period mark of the period stands under that class (empty cells too) and the subject
-- is not marked as not assessed; of a student, unless it is not his own (not_own_subject). Nothing is expected below the grade
-- level from which marks are given.
WITH marked_subject AS (
    SELECT c.school, c.year, c.asked_id, c.class_id, f.subject_id
    FROM class_scope c
    JOIN regulation g ON g.school = c.school AND g.year = c.year
    JOIN period_mark f ON f.school = c.school AND f.year = c.year AND f.class_id = c.class_id AND f.period_id = c.period_id
    LEFT JOIN subject s ON s.school = f.school AND s.year = f.year AND s.subject_id = f.subject_id
    WHERE f.kind = CASE WHEN c.period_id = 'year' THEN 'year' ELSE 'period' END
        AND COALESCE(s.assessed, TRUE) AND COALESCE(c.grade_level, g.marks_from_grade) >= g.marks_from_grade
    GROUP BY c.school, c.year, c.asked_id, c.class_id, f.subject_id
)
SELECT r.school, r.year, r.asked_id, r.class_id, r.student_id, c.subject_id
FROM roster r
JOIN marked_subject c ON c.school = r.school AND c.year = r.year AND c.asked_id = r.asked_id AND c.class_id = r.class_id
LEFT JOIN not_own_subject n ON n.school = r.school AND n.year = r.year AND n.asked_id = r.asked_id AND n.student_id = r.student_id
    AND n.subject_id = c.subject_id
WHERE n.student_id IS NULL
