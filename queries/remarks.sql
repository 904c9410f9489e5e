-- title.ru: Замечания к журналу: устранены вовремя, с опозданием, не устранены
-- title.en: Remarks on the journal: put right in time, late, not yet
-- grain: teacher
-- by: teacher, class, subject, school
-- params: as_of, period, from, to, class, grade
-- answers: J-6
-- clause: S0 4.5
-- kind: indicator
-- Counts of remark_state. closed: closed without a due day. At grain class every class, at grain school one row; where the exports have no
-- remarks at all the counts are NULL with the reason no_table:remark. Ordered by grade_level, class_id, subject_id, teacher_id.
WITH known AS (
    SELECT c.school, c.year, MAX(CASE WHEN r.school IS NULL THEN 0 ELSE 1 END) AS has_remarks
    FROM (SELECT DISTINCT school, year FROM class_scope) c
    LEFT JOIN (SELECT DISTINCT school, year FROM remark) r ON r.school = c.school AND r.year = c.year
    GROUP BY c.school, c.year
), one AS (
    SELECT r.school, r.year, CASE WHEN p.grain = 'class' THEN r.grade_level END AS grade_level,
        CASE WHEN p.grain = 'class' THEN r.class_id END AS class_id, CASE WHEN p.grain = 'subject' THEN r.subject_id END AS subject_id,
        CASE WHEN p.grain = 'teacher' THEN r.teacher_id END AS teacher_id, r.state
    FROM remark_state r CROSS JOIN params p
    UNION ALL
    SELECT c.school, c.year, c.grade_level, c.class_id, CAST(NULL AS STRING), CAST(NULL AS STRING), CAST(NULL AS STRING)
    FROM class_scope c CROSS JOIN params p
    WHERE p.grain = 'class'
    UNION ALL
    SELECT k.school, k.year, CAST(NULL AS BIGINT), CAST(NULL AS STRING), CAST(NULL AS STRING), CAST(NULL AS STRING), CAST(NULL AS STRING)
    FROM known k CROSS JOIN params p
    WHERE p.grain = 'school' OR (p.grain <> 'class' AND k.has_remarks = 0)
), counted AS (
    SELECT school, year, grade_level, class_id, subject_id, teacher_id, COUNT(state) AS remarks,
        SUM(CASE WHEN state = 'open' THEN 1 ELSE 0 END) AS open, SUM(CASE WHEN state = 'overdue' THEN 1 ELSE 0 END) AS overdue,
        SUM(CASE WHEN state = 'closed_in_time' THEN 1 ELSE 0 END) AS closed_in_time,
        SUM(CASE WHEN state = 'closed_late' THEN 1 ELSE 0 END) AS closed_late, SUM(CASE WHEN state = 'closed' THEN 1 ELSE 0 END) AS closed
    FROM one
    GROUP BY school, year, grade_level, class_id, subject_id, teacher_id
)
SELECT c.school, c.year, c.grade_level, c.class_id, c.subject_id, COALESCE(n.name, c.subject_id) AS subject, c.teacher_id,
    t.full_name AS teacher, CASE WHEN k.has_remarks = 1 THEN CAST(c.remarks AS BIGINT) END AS remarks,
    CASE WHEN k.has_remarks = 1 THEN CAST(c.open AS BIGINT) END AS open,
    CASE WHEN k.has_remarks = 1 THEN CAST(c.overdue AS BIGINT) END AS overdue,
    CASE WHEN k.has_remarks = 1 THEN CAST(c.closed_in_time AS BIGINT) END AS closed_in_time,
    CASE WHEN k.has_remarks = 1 THEN CAST(c.closed_late AS BIGINT) END AS closed_late,
    CASE WHEN k.has_remarks = 1 THEN CAST(c.closed AS BIGINT) END AS closed,
    CASE WHEN k.has_remarks = 0 THEN 'no_table:remark' END AS reason
FROM counted c
JOIN known k ON k.school = c.school AND k.year = c.year
LEFT JOIN subject n ON n.school = c.school AND n.year = c.year AND n.subject_id = c.subject_id
LEFT JOIN teacher t ON t.school = c.school AND t.year = c.year AND t.teacher_id = c.teacher_id
ORDER BY c.school ASC NULLS LAST, c.year ASC NULLS LAST, c.grade_level ASC NULLS LAST, c.class_id ASC NULLS LAST,
    c.subject_id ASC NULLS LAST, c.teacher_id ASC NULLS LAST
