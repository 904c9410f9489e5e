-- title.ru: Записи журнала: отметки и пропуски
-- title.en: Entries of the journal: marks and absences
-- grain: class, student, subject, date, lesson number
-- params: period, from, to, class, grade
-- answers: F16
-- clause: S2 7.3, S1 3.2
-- kind: view
-- needs: mark, attendance
-- Marks as they stand in the journal (kind, value, modifier) and after them absences (kind `absence`, value = gravity of missed_lesson: 0 late, 1 excused,
-- 2 illness, 3 unset, 4 unexcused; and 5 exempt, 6 remote) of the classes asked for, in the dates. An absence without a subject is not of any page.
SELECT e.school, e.year, e.class_id, e.student_id, e.subject_id, e.date, e.lesson_number, e.place, e.kind, e.value, e.modifier
FROM (
    SELECT m.school, m.year, m.class_id, m.student_id, m.subject_id, m.date, m.lesson_number, m.seq AS place, m.kind, m.value, m.modifier
    FROM mark m
    JOIN class_scope c ON c.school = m.school AND c.year = m.year AND c.class_id = m.class_id AND m.date BETWEEN c.from_date AND c.to_date
    UNION ALL
    SELECT a.school, a.year, a.class_id, a.student_id, a.subject_id, a.date, a.lesson_number, 1000000 AS place, 'absence' AS kind,
        a.gravity AS value, CAST(NULL AS STRING) AS modifier
    FROM missed_lesson a
    WHERE a.subject_id IS NOT NULL
    UNION ALL
    SELECT a.school, a.year, a.class_id, a.student_id, a.subject_id, a.date, a.lesson_number, 1000000 AS place, 'absence' AS kind,
        CASE a.reason WHEN 'exempt' THEN 5 ELSE 6 END AS value, CAST(NULL AS STRING) AS modifier
    FROM attendance a
    JOIN class_scope c ON c.school = a.school AND c.year = a.year AND c.class_id = a.class_id AND a.date BETWEEN c.from_date AND c.to_date
    WHERE a.subject_id IS NOT NULL AND a.reason IN ('exempt', 'remote')
) e
ORDER BY e.school NULLS LAST, e.year NULLS LAST, e.class_id NULLS LAST, e.student_id NULLS LAST, e.subject_id NULLS LAST, e.date NULLS LAST,
    e.lesson_number NULLS LAST, e.place NULLS LAST, e.kind NULLS LAST, e.value NULLS LAST
