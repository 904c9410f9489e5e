-- title.ru: Предметы, по которым ученик не успевает или не аттестован
-- title.en: Subjects in which a student fails, is not certified or has no mark
-- grain: student
-- params: period, class, grade
-- requires: period
-- answers: F3
-- clause: S2 4.3, S2 4.5
-- kind: view
-- needs: period_mark
-- Names joined with commas; only students with such a subject.
SELECT c.school, c.year, c.class_id, c.student_id,
    NULLIF(array_join(array_sort(collect_list(CASE WHEN c.value < g.pass_from OR c.status = 'no_credit' THEN COALESCE(s.name, c.subject_id) END)), ', '), '')
        AS failing_subjects,
    NULLIF(array_join(array_sort(collect_list(CASE WHEN c.status = 'not_assessed' THEN COALESCE(s.name, c.subject_id) END)), ', '), '')
        AS uncertified_subjects,
    NULLIF(array_join(array_sort(collect_list(CASE WHEN c.status = 'empty' THEN COALESCE(s.name, c.subject_id) END)), ', '), '') AS empty_subjects
FROM period_cell c
JOIN regulation g ON g.school = c.school AND g.year = c.year
LEFT JOIN subject s ON s.school = c.school AND s.year = c.year AND s.subject_id = c.subject_id
WHERE c.value < g.pass_from OR c.status IN ('no_credit', 'not_assessed', 'empty')
GROUP BY c.school, c.year, c.class_id, c.student_id
ORDER BY c.school NULLS LAST, c.year NULLS LAST, c.class_id NULLS LAST, c.student_id NULLS LAST
