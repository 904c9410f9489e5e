-- title.ru: Пропуски, причина которых не указана
-- title.en: Absences whose cause is not set
-- grain: absence
-- params: as_of, period, from, to, class, grade
-- needs: attendance
-- answers: A-05
-- clause: S0 4.4, S2 4.5
-- kind: indicator
-- rows: attendance class_id student_id date lesson_number subject_id reason='unset'
-- Entries of reason unset in the dates, not at a cancelled lesson, older than unset_absence_days calendar days on as_of (days > unset_absence_days). The class
-- teacher answers. Ordered by grade_level, class_id, student_id, date, lesson_number, subject_id.
SELECT DISTINCT a.school, a.year, c.grade_level, a.class_id, a.student_id, u.full_name, a.subject_id, COALESCE(n.name, a.subject_id) AS subject,
    a.date, a.lesson_number, CAST(unix_date(p.as_of) - unix_date(a.date) AS BIGINT) AS days, k.class_teacher_id AS teacher_id,
    t.full_name AS teacher
FROM attendance a
JOIN class_scope c ON c.school = a.school AND c.year = a.year AND c.class_id = a.class_id AND a.date BETWEEN c.from_date AND c.to_date
JOIN class k ON k.school = a.school AND k.year = a.year AND k.class_id = a.class_id
JOIN regulation g ON g.school = a.school AND g.year = a.year
LEFT JOIN cancelled_lesson x ON x.school = a.school AND x.year = a.year AND x.class_id = a.class_id AND x.subject_id = a.subject_id
    AND x.date = a.date AND x.number_key = COALESCE(a.lesson_number, -1)
LEFT JOIN student u ON u.school = a.school AND u.year = a.year AND u.student_id = a.student_id
LEFT JOIN subject n ON n.school = a.school AND n.year = a.year AND n.subject_id = a.subject_id
LEFT JOIN teacher t ON t.school = k.school AND t.year = k.year AND t.teacher_id = k.class_teacher_id
CROSS JOIN params p
WHERE a.reason = 'unset' AND x.class_id IS NULL AND unix_date(p.as_of) - unix_date(a.date) > g.unset_absence_days
ORDER BY a.school ASC NULLS LAST, a.year ASC NULLS LAST, c.grade_level ASC NULLS LAST, a.class_id ASC NULLS LAST,
    a.student_id ASC NULLS LAST, a.date ASC NULLS LAST, a.lesson_number ASC NULLS LAST, a.subject_id ASC NULLS LAST
