-- title.ru: Уроки ученика
-- title.en: Lessons of a student
-- grain: class, student, subject, date, lesson number
-- params: period, from, to, class, grade
-- answers: A-03
-- clause: domain 1.3 A-03
-- kind: view
-- host: table
-- Lessons held in the dates, of the class or of the student's own groups, on days on which the student belonged to the class (and to
-- the group). A lesson is one (subject, date, lesson number): groups that overlap do not double it.
-- Only for the students that stand for others as like_student_id of learner.
SELECT DISTINCT l.school, l.year, l.class_id, r.like_student_id, l.subject_id, l.date, l.lesson_number
FROM (SELECT DISTINCT school, year, class_id, like_student_id FROM learner) r
JOIN class_scope c ON c.school = r.school AND c.year = r.year AND c.class_id = r.class_id
JOIN class_span m ON m.school = r.school AND m.year = r.year AND m.class_id = r.class_id AND m.student_id = r.like_student_id
JOIN lesson_held l ON l.school = r.school AND l.year = r.year AND l.class_id = r.class_id
    AND l.date BETWEEN c.from_date AND c.to_date AND l.date BETWEEN m.from_date AND m.to_date
LEFT JOIN group_span g ON g.school = r.school AND g.year = r.year AND g.student_id = r.like_student_id
    AND g.group_id = l.group_id AND l.date BETWEEN g.from_date AND g.to_date
WHERE l.group_id IS NULL OR g.group_id IS NOT NULL
