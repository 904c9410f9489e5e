-- title.ru: Наполняемость классов
-- title.en: Class sizes
-- grain: class
-- by: class, grade_level, stage, school
-- params: period, from, to, class, grade
-- needs: class_membership
-- answers: M-3
-- clause: S2 4.3
-- kind: indicator
-- figures: classes_n on_day boys girls sex_unknown norm deviation over_norm on_start on_end
-- unit: class_size_unit
-- rows: class_membership @unit_kind='student' student_id class_id; class @unit_kind='class' class_id
-- By class_stay. on_day: students on class_size_day of the regulation («MM-DD» of the school year); boys, girls, sex_unknown of them; on_start,
-- on_end: on from_date and to_date. norm: class_size_norm for each class with a student on the day; deviation = on_day - norm. over_norm: classes over
-- the norm. Groups of additional education (extra_group) are no classes. Average size = on_day / classes_n (classes with a student on that day).
WITH keyed AS (
    SELECT s.school, s.year,
        CASE WHEN p.grain <> 'school' THEN s.stage_no END AS stage_no, CASE WHEN p.grain <> 'school' THEN s.stage END AS stage,
        CASE WHEN p.grain IN ('class', 'grade_level') THEN s.grade_level END AS grade_level,
        CASE WHEN p.grain = 'class' THEN s.class_id END AS class_id, s.from_date, s.to_date, s.size_day, s.classes_n, s.on_day, s.boys, s.girls,
        s.sex_unknown, s.norm, s.deviation, s.over_norm, s.on_start, s.on_end
    FROM class_size_unit s CROSS JOIN params p
)
SELECT k.school, k.year, k.stage, k.grade_level, k.class_id, k.size_day, MIN(k.from_date) AS from_date, MAX(k.to_date) AS to_date,
    CAST(SUM(k.classes_n) AS BIGINT) AS classes_n, CAST(SUM(k.on_day) AS BIGINT) AS on_day, CAST(SUM(k.boys) AS BIGINT) AS boys,
    CAST(SUM(k.girls) AS BIGINT) AS girls, CAST(SUM(k.sex_unknown) AS BIGINT) AS sex_unknown, CAST(SUM(k.norm) AS BIGINT) AS norm,
    CAST(SUM(k.deviation) AS BIGINT) AS deviation, CAST(SUM(k.over_norm) AS BIGINT) AS over_norm,
    CAST(SUM(k.on_start) AS BIGINT) AS on_start, CAST(SUM(k.on_end) AS BIGINT) AS on_end
FROM keyed k
GROUP BY k.school, k.year, k.stage_no, k.stage, k.grade_level, k.class_id, k.size_day
ORDER BY k.school ASC NULLS LAST, k.year ASC NULLS LAST, k.stage_no ASC NULLS LAST, k.grade_level ASC NULLS LAST, k.class_id ASC NULLS LAST
