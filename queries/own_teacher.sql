-- title.ru: Учителя ученика по предметам
-- title.en: The student's teachers by subject
-- grain: student, subject
-- params: period, class, grade
-- answers: C-3 C-4
-- clause: domain 1.2
-- kind: view
-- Names joined with a comma: teaching assignments of the class and of the student's groups; where there is none, who set the student's period
-- marks of the period.
WITH named AS (
    SELECT r.school, r.year, r.asked_id, r.student_id, a.subject_id, a.teacher_id, 0 AS source
    FROM roster r
    JOIN teaching_assignment a ON a.school = r.school AND a.year = r.year AND a.class_id = r.class_id
    LEFT JOIN group_span m ON m.school = r.school AND m.year = r.year AND m.student_id = r.student_id AND m.group_id = a.group_id
        AND m.from_date <= COALESCE(r.roster_date, DATE '2999-12-31') AND m.to_date >= COALESCE(r.roster_date, DATE '1900-01-01')
    WHERE a.group_id IS NULL OR m.group_id IS NOT NULL
    UNION ALL
    SELECT r.school, r.year, r.asked_id, r.student_id, f.subject_id, f.teacher_id, 1 AS source
    FROM roster r
    JOIN period_mark f ON f.school = r.school AND f.year = r.year AND f.student_id = r.student_id AND f.period_id = r.period_id
    WHERE f.kind = CASE WHEN r.period_id = 'year' THEN 'year' ELSE 'period' END AND f.teacher_id IS NOT NULL
), best AS (
    SELECT school, year, asked_id, student_id, subject_id, MIN(source) AS source
    FROM named
    GROUP BY school, year, asked_id, student_id, subject_id
)
SELECT n.school, n.year, n.asked_id, n.student_id, n.subject_id,
    NULLIF(array_join(array_sort(collect_set(t.full_name)), ', '), '') AS teachers
FROM named n
JOIN best b ON b.school = n.school AND b.year = n.year AND b.asked_id = n.asked_id AND b.student_id = n.student_id
    AND b.subject_id = n.subject_id AND b.source = n.source
LEFT JOIN teacher t ON t.school = n.school AND t.year = n.year AND t.teacher_id = n.teacher_id
GROUP BY n.school, n.year, n.asked_id, n.student_id, n.subject_id
