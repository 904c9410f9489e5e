-- title.ru: Движение учащихся: на начало, прибыло, выбыло, на конец
-- title.en: Movement of students: at the beginning, in, out, at the end
-- grain: class
-- by: class, grade_level, stage, school
-- params: period, from, to, class, grade
-- needs: class_membership
-- answers: M-1
-- clause: S0 4.2, S0 4.6, S2 4.3, S2 4.5
-- kind: indicator
-- Stays (class_stay, unit_stay) in the unit of the row: start_n on from_date, end_n on to_date; in: stays that begin after from_date, not
-- after to_date; out: stays whose last day is from_date or later, before to_date. start_n + arrived + moved_in - departed - moved_out =
-- end_n. moved_in, moved_out: from or to another class, grade level or stage of the school (always 0 at grain school; a move
-- inside the unit is none); arrived, departed: from and to outside. Who comes back after a gap arrives anew.
-- Dates: of the classes of the unit, the earliest and the latest. Every class of the scope has a row.
WITH unit_of AS (
    SELECT c.school, c.year, p.grain AS level,
        CASE p.grain WHEN 'class' THEN c.class_id WHEN 'grade_level' THEN COALESCE(CAST(c.grade_level AS STRING), '')
            WHEN 'stage' THEN COALESCE(c.stage, '') ELSE '' END AS unit,
        CASE WHEN p.grain <> 'school' THEN c.stage_no END AS stage_no, CASE WHEN p.grain <> 'school' THEN c.stage END AS stage,
        CASE WHEN p.grain IN ('class', 'grade_level') THEN c.grade_level END AS grade_level,
        CASE WHEN p.grain = 'class' THEN c.class_id END AS class_id,
        MIN(c.from_date) AS from_date, MAX(c.to_date) AS to_date
    FROM class_scope c CROSS JOIN params p
    GROUP BY c.school, c.year, p.grain,
        CASE p.grain WHEN 'class' THEN c.class_id WHEN 'grade_level' THEN COALESCE(CAST(c.grade_level AS STRING), '')
            WHEN 'stage' THEN COALESCE(c.stage, '') ELSE '' END,
        CASE WHEN p.grain <> 'school' THEN c.stage_no END, CASE WHEN p.grain <> 'school' THEN c.stage END,
        CASE WHEN p.grain IN ('class', 'grade_level') THEN c.grade_level END, CASE WHEN p.grain = 'class' THEN c.class_id END
), stay AS (
    SELECT school, year, 'class' AS level, class_id AS unit, student_id, from_date, to_date FROM class_stay
    UNION ALL
    SELECT school, year, level, unit, student_id, from_date, to_date FROM unit_stay
), known AS (
    SELECT u.school, u.year, u.unit, s.student_id,
        CASE WHEN u.from_date BETWEEN s.from_date AND s.to_date THEN 1 ELSE 0 END AS starts,
        CASE WHEN u.to_date BETWEEN s.from_date AND s.to_date THEN 1 ELSE 0 END AS ends,
        CASE WHEN s.from_date > u.from_date AND s.from_date <= u.to_date THEN 1 ELSE 0 END AS came,
        CASE WHEN s.to_date >= u.from_date AND s.to_date < u.to_date THEN 1 ELSE 0 END AS gone,
        CASE WHEN w.from_date < s.from_date THEN 1 ELSE 0 END AS from_inside, CASE WHEN w.to_date > s.to_date THEN 1 ELSE 0 END AS to_inside
    FROM unit_of u
    JOIN stay s ON s.school = u.school AND s.year = u.year AND s.level = u.level AND s.unit = u.unit
    JOIN unit_stay w ON w.school = s.school AND w.year = s.year AND w.level = 'school' AND w.student_id = s.student_id
        AND w.from_date <= s.from_date AND w.to_date >= s.to_date
), counted AS (
    SELECT school, year, unit, SUM(starts) AS start_n, SUM(ends) AS end_n,
        SUM(came * (1 - from_inside)) AS arrived, SUM(came * from_inside) AS moved_in,
        SUM(gone * (1 - to_inside)) AS departed, SUM(gone * to_inside) AS moved_out
    FROM known
    GROUP BY school, year, unit
)
SELECT u.school, u.year, u.stage, u.grade_level, u.class_id, u.from_date, u.to_date, CAST(COALESCE(c.start_n, 0) AS BIGINT) AS start_n,
    CAST(COALESCE(c.arrived, 0) AS BIGINT) AS arrived, CAST(COALESCE(c.moved_in, 0) AS BIGINT) AS moved_in,
    CAST(COALESCE(c.departed, 0) AS BIGINT) AS departed, CAST(COALESCE(c.moved_out, 0) AS BIGINT) AS moved_out,
    CAST(COALESCE(c.end_n, 0) AS BIGINT) AS end_n
FROM unit_of u
LEFT JOIN counted c ON c.school = u.school AND c.year = u.year AND c.unit = u.unit
ORDER BY u.school ASC NULLS LAST, u.year ASC NULLS LAST, u.stage_no ASC NULLS LAST, u.grade_level ASC NULLS LAST, u.class_id ASC NULLS LAST
