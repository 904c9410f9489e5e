-- title.ru: Отметки класса за период
-- title.en: Period marks of the class
-- grain: student, subject
-- params: period, class, grade
-- requires: period
-- answers: F5
-- clause: S2 4.3, S2 4.4
-- kind: view
-- needs: period_mark
-- The cells of period_cell with the names of the subjects; mark_sum, mark_count: sum and number of all marks of the student in the period;
-- teachers: who teaches the student the subject.
SELECT c.school, c.year, c.grade_level, c.class_id, c.student_id, c.subject_id, COALESCE(s.name, c.subject_id) AS subject, c.status, c.value,
    CAST(SUM(COALESCE(c.value, 0)) OVER (PARTITION BY c.school, c.year, c.class_id, c.student_id) AS BIGINT) AS mark_sum,
    CAST(COUNT(c.value) OVER (PARTITION BY c.school, c.year, c.class_id, c.student_id) AS BIGINT) AS mark_count,
    t.teachers
FROM period_cell c
LEFT JOIN subject s ON s.school = c.school AND s.year = c.year AND s.subject_id = c.subject_id
LEFT JOIN own_teacher t ON t.school = c.school AND t.year = c.year AND t.student_id = c.student_id AND t.subject_id = c.subject_id
    AND t.asked_id = c.asked_id
ORDER BY c.school NULLS LAST, c.year NULLS LAST, c.class_id NULLS LAST, c.student_id NULLS LAST, c.subject_id NULLS LAST
