-- title.ru: Записи о пропусках и опозданиях
-- title.en: Entries of absence and lateness
-- grain: attendance row
-- params: period, from, to, class, grade
-- answers: A-01
-- clause: S0 6.1
-- kind: view
-- gravity: 4 unexcused, 3 unset, 2 illness, 1 excused, 0 late; exempt and remote are neither. whole_day: the row says only the day
-- (granularity day, or neither subject nor lesson number known). An entry belongs to the class that it names.
SELECT a.school, a.year, a.class_id, a.student_id, a.subject_id, a.date, a.lesson_number,
    CASE a.reason WHEN 'unexcused' THEN 4 WHEN 'unset' THEN 3 WHEN 'illness' THEN 2 WHEN 'excused' THEN 1 ELSE 0 END AS gravity,
    CASE WHEN a.granularity = 'day' OR (a.subject_id IS NULL AND a.lesson_number IS NULL) THEN 1 ELSE 0 END AS whole_day
FROM attendance a
JOIN class_scope c ON c.school = a.school AND c.year = a.year AND c.class_id = a.class_id
WHERE a.date BETWEEN c.from_date AND c.to_date
    AND a.reason IN ('unexcused', 'unset', 'illness', 'excused', 'late')
