-- title.ru: Предметы, по которым ждут отметку за период
-- title.en: Subjects in which a period mark is expected
-- grain: student, subject
-- params: period, class, grade
-- answers: C-1, P-01
-- clause: domain 1.2 (assessed subjects of the student)
-- kind: view
-- host: table
-- A subject is expected in a class where any period mark of the period stands under that class (empty cells too) and the subject
-- is not marked as not assessed. Where the class has study groups with members in the subject, only for the members on the
-- roster's day. Nothing is expected below the grade level from which marks are given.
WITH marked_subject AS (
    SELECT c.school, c.year, c.class_id, f.subject_id
    FROM class_scope c
    JOIN regulation g ON g.school = c.school AND g.year = c.year
    JOIN period_mark f ON f.school = c.school AND f.year = c.year AND f.class_id = c.class_id AND f.period_id = c.period_id
    LEFT JOIN subject s ON s.school = f.school AND s.year = f.year AND s.subject_id = f.subject_id
    WHERE f.kind = CASE WHEN c.period_id = 'year' THEN 'year' ELSE 'period' END
        AND COALESCE(s.assessed, TRUE) AND COALESCE(c.grade_level, g.marks_from_grade) >= g.marks_from_grade
    GROUP BY c.school, c.year, c.class_id, f.subject_id
), group_member AS (
    SELECT r.school, r.year, r.class_id, g.subject_id, r.student_id,
        MAX(CASE WHEN r.roster_date IS NULL OR r.roster_date BETWEEN m.from_date AND m.to_date THEN 1 ELSE 0 END) AS is_member
    FROM roster r
    JOIN group_span m ON m.school = r.school AND m.year = r.year AND m.student_id = r.student_id
    JOIN study_group g ON g.school = m.school AND g.year = m.year AND g.group_id = m.group_id
    WHERE g.class_id IS NULL OR g.class_id = r.class_id
    GROUP BY r.school, r.year, r.class_id, g.subject_id, r.student_id
), split_subject AS (
    SELECT school, year, class_id, subject_id FROM group_member GROUP BY school, year, class_id, subject_id
)
SELECT r.school, r.year, r.class_id, r.student_id, c.subject_id
FROM roster r
JOIN marked_subject c ON c.school = r.school AND c.year = r.year AND c.class_id = r.class_id
LEFT JOIN split_subject x ON x.school = c.school AND x.year = c.year AND x.class_id = c.class_id AND x.subject_id = c.subject_id
LEFT JOIN group_member m ON m.school = r.school AND m.year = r.year AND m.class_id = r.class_id AND m.student_id = r.student_id
    AND m.subject_id = c.subject_id
WHERE x.subject_id IS NULL OR m.is_member = 1
