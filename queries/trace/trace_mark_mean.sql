-- title.ru: Откуда средний балл
-- title.en: What stands behind the mean of the marks
-- grain: figure, unit, source row
-- by: class_subject, student_subject, student, class, subject, grade_level, stage, school
-- params: period, as_of, class, grade
-- requires: period
-- needs: mark
-- answers: P-03
-- clause: domain 1.1 P-03; S0 4.4, S2 4.4
-- kind: trace
-- A unit is a mark (counted_mark); cells counts the first mark of each student and subject. The means are fractions of these figures.
SELECT m.school, m.year, m.asked_id AS period_id,
    CASE WHEN p.grain NOT IN ('subject', 'school') THEN c.stage END AS stage,
    CASE WHEN p.grain NOT IN ('subject', 'stage', 'school') THEN c.grade_level END AS grade_level,
    CASE WHEN p.grain IN ('class_subject', 'student_subject', 'student', 'class') THEN m.class_id END AS class_id,
    CASE WHEN p.grain IN ('student_subject', 'student') THEN m.student_id END AS student_id,
    CASE WHEN p.grain IN ('class_subject', 'student_subject', 'subject') THEN m.subject_id END AS subject_id,
    CAST(row_number() OVER (ORDER BY m.school ASC NULLS LAST, m.year ASC NULLS LAST, m.class_id ASC NULLS LAST, m.student_id ASC NULLS LAST,
        m.subject_id ASC NULLS LAST, m.date ASC NULLS LAST, m.lesson_number ASC NULLS LAST, m.seq ASC NULLS LAST, m.source_id ASC NULLS LAST,
        m.src_loc ASC NULLS LAST, m.said ASC NULLS LAST) AS STRING) AS unit,
    COALESCE(n.full_name, m.student_id) || ' · ' || COALESCE(s.name, m.subject_id) || ' · ' || CAST(m.date AS STRING) AS unit_name,
    'mark' AS table_name, m.source_id, m.src_loc, m.said,
    CASE WHEN row_number() OVER (PARTITION BY m.school, m.year, m.class_id, m.student_id, m.subject_id ORDER BY m.date ASC NULLS LAST,
        m.lesson_number ASC NULLS LAST, m.seq ASC NULLS LAST, m.source_id ASC NULLS LAST, m.src_loc ASC NULLS LAST, m.said ASC NULLS LAST) = 1
        THEN 1 ELSE 0 END AS cells,
    1 AS mark_count, m.value AS mark_sum, m.weight AS weight_sum, m.value * m.weight AS weighted_sum
FROM counted_mark m
JOIN class_scope c ON c.school = m.school AND c.year = m.year AND c.class_id = m.class_id AND c.asked_id = m.asked_id
LEFT JOIN student n ON n.school = m.school AND n.year = m.year AND n.student_id = m.student_id
LEFT JOIN subject s ON s.school = m.school AND s.year = m.year AND s.subject_id = m.subject_id
CROSS JOIN params p
ORDER BY m.school ASC NULLS LAST, m.year ASC NULLS LAST, c.stage_no ASC NULLS LAST, c.grade_level ASC NULLS LAST, m.class_id ASC NULLS LAST,
    m.student_id ASC NULLS LAST, m.subject_id ASC NULLS LAST, m.date ASC NULLS LAST, m.lesson_number ASC NULLS LAST, m.seq ASC NULLS LAST,
    m.source_id ASC NULLS LAST, m.src_loc ASC NULLS LAST, m.said ASC NULLS LAST
