-- title.ru: Предметы класса
-- title.en: Subjects of a class
-- grain: class, subject
-- answers: J-3
-- clause: S0 6.1
-- kind: view
-- Subjects seen in the class's curriculum, teaching assignments, lessons, marks or period marks of the year, not marked as not assessed.
WITH seen AS (
    SELECT school, year, class_id, subject_id FROM curriculum GROUP BY school, year, class_id, subject_id
    UNION
    SELECT school, year, class_id, subject_id FROM teaching_assignment GROUP BY school, year, class_id, subject_id
    UNION
    SELECT school, year, class_id, subject_id FROM lesson GROUP BY school, year, class_id, subject_id
    UNION
    SELECT school, year, class_id, subject_id FROM mark GROUP BY school, year, class_id, subject_id
    UNION
    SELECT school, year, class_id, subject_id FROM period_mark GROUP BY school, year, class_id, subject_id
)
SELECT n.school, n.year, n.class_id, n.subject_id, COALESCE(s.name, n.subject_id) AS subject
FROM seen n
LEFT JOIN subject s ON s.school = n.school AND s.year = n.year AND s.subject_id = n.subject_id
WHERE COALESCE(s.assessed, TRUE)
