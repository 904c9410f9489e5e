-- title.ru: Откуда числа замечаний
-- title.en: What stands behind the numbers of remarks
-- grain: figure, unit, source row
-- by: teacher, class, subject, school
-- params: as_of, period, from, to, class, grade
-- answers: J-6
-- clause: S0 4.5
-- kind: trace
-- A unit is a remark of remark_state.
SELECT r.school, r.year, CASE WHEN p.grain = 'class' THEN r.grade_level END AS grade_level,
    CASE WHEN p.grain = 'class' THEN r.class_id END AS class_id, CASE WHEN p.grain = 'subject' THEN r.subject_id END AS subject_id,
    CASE WHEN p.grain = 'teacher' THEN r.teacher_id END AS teacher_id, r.remark_id AS unit, r.words AS unit_name,
    'remark' AS table_name, o.source_id, o.src_loc, o.text AS said, 1 AS remarks,
    CASE WHEN r.state = 'open' THEN 1 ELSE 0 END AS open, CASE WHEN r.state = 'overdue' THEN 1 ELSE 0 END AS overdue,
    CASE WHEN r.state = 'closed_in_time' THEN 1 ELSE 0 END AS closed_in_time,
    CASE WHEN r.state = 'closed_late' THEN 1 ELSE 0 END AS closed_late, CASE WHEN r.state = 'closed' THEN 1 ELSE 0 END AS closed
FROM remark_state r
JOIN remark o ON o.school = r.school AND o.year = r.year AND o.remark_id = r.remark_id
CROSS JOIN params p
ORDER BY r.school ASC NULLS LAST, r.year ASC NULLS LAST, r.remark_id ASC NULLS LAST, o.source_id ASC NULLS LAST, o.src_loc ASC NULLS LAST
