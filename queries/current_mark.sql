-- title.ru: Текущие отметки учеников по дням
-- title.en: Current marks of students by day
-- grain: student, subject, date, mark
-- params: period, as_of, class, grade
-- requires: period
-- answers: F13
-- clause: S0 3.18
-- kind: view
-- needs: mark
-- Everything that stands in the journal for the students of the roster from own_from to own_to, not after as_of, in the order of the journal.
SELECT r.school, r.year, r.class_id, r.student_id, m.subject_id, m.date, m.lesson_number, m.seq, m.kind, m.value, m.modifier
FROM roster r
JOIN mark m ON m.school = r.school AND m.year = r.year AND m.student_id = r.student_id AND m.date BETWEEN r.own_from AND r.own_to
CROSS JOIN params p
WHERE m.date <= p.as_of
ORDER BY r.school NULLS LAST, r.year NULLS LAST, r.class_id NULLS LAST, r.student_id NULLS LAST, m.subject_id NULLS LAST, m.date NULLS LAST,
    m.lesson_number NULLS LAST, m.seq NULLS LAST, m.kind NULLS LAST, m.value NULLS LAST
