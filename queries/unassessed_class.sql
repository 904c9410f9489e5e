-- title.ru: Классы и группы, где отметок не ставят ни по одному предмету
-- title.en: Classes none of whose subjects is assessed
-- grain: class
-- answers: C-8
-- clause: S1 1.3 (additional education)
-- kind: view
-- Additional education and part-time groups: attendance and hours are counted, marks are not expected. Known by the subjects of the
-- curriculum, the teaching assignments, the lessons and the period marks of the class.
WITH taught AS (
    SELECT school, year, class_id, subject_id FROM curriculum GROUP BY school, year, class_id, subject_id
    UNION
    SELECT school, year, class_id, subject_id FROM teaching_assignment GROUP BY school, year, class_id, subject_id
    UNION
    SELECT school, year, class_id, subject_id FROM lesson GROUP BY school, year, class_id, subject_id
    UNION
    SELECT school, year, class_id, subject_id FROM period_mark GROUP BY school, year, class_id, subject_id
)
SELECT t.school, t.year, t.class_id
FROM taught t
LEFT JOIN subject s ON s.school = t.school AND s.year = t.year AND s.subject_id = t.subject_id
GROUP BY t.school, t.year, t.class_id
HAVING MAX(CASE WHEN COALESCE(s.assessed, TRUE) THEN 1 ELSE 0 END) = 0
