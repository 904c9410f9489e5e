-- title.ru: Движение учащихся: пребывания, из которых оно складывается
-- title.en: Movement of students: the stays that it is made of
-- grain: student, stay
-- by: class, grade_level, stage, school
-- params: period, from, to, class, grade
-- answers: M-1
-- clause: S0 4.2, S0 4.6, S2 4.3, S2 4.5
-- kind: view
-- Units are of the classes asked for alone. What each stay adds to the row of movement that it belongs to, each 0 or 1; a unit without a stay has a row without a student. Groups of
-- additional education (extra_group) are no classes.
WITH unit_of AS (
    SELECT c.school, c.year, p.grain AS level,
        CASE p.grain WHEN 'class' THEN c.class_id WHEN 'grade_level' THEN COALESCE(CAST(c.grade_level AS STRING), '')
            WHEN 'stage' THEN COALESCE(c.stage, '') ELSE '' END AS unit,
        CASE WHEN p.grain <> 'school' THEN c.stage_no END AS stage_no, CASE WHEN p.grain <> 'school' THEN c.stage END AS stage,
        CASE WHEN p.grain IN ('class', 'grade_level') THEN c.grade_level END AS grade_level,
        CASE WHEN p.grain = 'class' THEN c.class_id END AS class_id,
        MIN(d.from_date) AS from_date, MAX(d.to_date) AS to_date
    FROM class_scope c
    JOIN movement_span d ON d.school = c.school AND d.year = c.year AND d.class_id = c.class_id
    CROSS JOIN params p
    LEFT JOIN extra_group x ON x.school = c.school AND x.year = c.year AND x.class_id = c.class_id
    WHERE x.class_id IS NULL
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
    SELECT u.school, u.year, u.unit, s.student_id, s.from_date AS stay_from, s.to_date AS stay_to,
        CASE WHEN u.from_date BETWEEN s.from_date AND s.to_date THEN 1 ELSE 0 END AS starts,
        CASE WHEN u.to_date BETWEEN s.from_date AND s.to_date THEN 1 ELSE 0 END AS ends,
        CASE WHEN s.from_date > u.from_date AND s.from_date <= u.to_date THEN 1 ELSE 0 END AS came,
        CASE WHEN s.to_date >= u.from_date AND s.to_date < u.to_date THEN 1 ELSE 0 END AS gone,
        CASE WHEN w.from_date < s.from_date THEN 1 ELSE 0 END AS from_inside, CASE WHEN w.to_date > s.to_date THEN 1 ELSE 0 END AS to_inside
    FROM unit_of u
    CROSS JOIN params p
    JOIN stay s ON s.school = u.school AND s.year = u.year AND s.unit = u.unit
        AND s.level = CASE WHEN u.level = 'class' OR (p.class_id IS NULL AND p.grade_level IS NULL) THEN u.level ELSE 'asked_' || u.level END
    JOIN unit_stay w ON w.school = s.school AND w.year = s.year AND w.level = 'school' AND w.student_id = s.student_id
        AND w.from_date <= s.from_date AND w.to_date >= s.to_date
)
SELECT u.school, u.year, u.stage_no, u.stage, u.grade_level, u.class_id, u.from_date, u.to_date, COALESCE(k.starts, 0) AS start_n,
    COALESCE(k.came * (1 - k.from_inside), 0) AS arrived, COALESCE(k.came * k.from_inside, 0) AS moved_in,
    COALESCE(k.gone * (1 - k.to_inside), 0) AS departed, COALESCE(k.gone * k.to_inside, 0) AS moved_out, COALESCE(k.ends, 0) AS end_n,
    k.student_id, t.full_name, k.stay_from, k.stay_to
FROM unit_of u
LEFT JOIN known k ON k.school = u.school AND k.year = u.year AND k.unit = u.unit
LEFT JOIN student t ON t.school = k.school AND t.year = k.year AND t.student_id = k.student_id
