-- title.ru: Наполняемость классов
-- title.en: Class sizes
-- grain: class
-- by: class, grade_level, stage, school
-- params: period, from, to, class, grade
-- needs: class_membership
-- answers: M-3
-- clause: S2 4.3
-- kind: indicator
-- By class_stay. on_day: students on class_size_day of the regulation («MM-DD» of the school year); boys, girls, sex_unknown of them; on_start,
-- on_end: on from_date and to_date. norm: class_size_norm for each class with a student on the day; deviation = on_day - norm. over_norm: classes over
-- the norm. Average size = on_day / classes_n (classes with a student on that day).
WITH day_of AS (
    SELECT school, year, class_size_norm,
        make_date(year + CASE WHEN CAST(substr(class_size_day, 1, 2) AS INT) < 9 THEN 1 ELSE 0 END,
            CAST(substr(class_size_day, 1, 2) AS INT), CAST(substr(class_size_day, 4, 2) AS INT)) AS size_day
    FROM regulation
    WHERE class_size_day <> ''
), member AS (
    SELECT c.school, c.year, c.class_id, s.student_id, MAX(CASE WHEN d.size_day BETWEEN s.from_date AND s.to_date THEN 1 ELSE 0 END) AS on_day,
        MAX(CASE WHEN c.from_date BETWEEN s.from_date AND s.to_date THEN 1 ELSE 0 END) AS on_start,
        MAX(CASE WHEN c.to_date BETWEEN s.from_date AND s.to_date THEN 1 ELSE 0 END) AS on_end, MAX(t.sex) AS sex
    FROM class_scope c
    JOIN class_stay s ON s.school = c.school AND s.year = c.year AND s.class_id = c.class_id
    LEFT JOIN day_of d ON d.school = c.school AND d.year = c.year
    LEFT JOIN student t ON t.school = s.school AND t.year = s.year AND t.student_id = s.student_id
    GROUP BY c.school, c.year, c.class_id, s.student_id
), sized AS (
    SELECT c.school, c.year, c.stage_no, c.stage, c.grade_level, c.class_id, c.from_date, c.to_date, d.size_day, d.class_size_norm,
        COALESCE(SUM(m.on_day), 0) AS on_day, COALESCE(SUM(m.on_start), 0) AS on_start, COALESCE(SUM(m.on_end), 0) AS on_end,
        COALESCE(SUM(CASE WHEN m.sex = 'm' THEN m.on_day ELSE 0 END), 0) AS boys, COALESCE(SUM(CASE WHEN m.sex = 'f' THEN m.on_day ELSE 0 END), 0) AS girls
    FROM class_scope c
    LEFT JOIN day_of d ON d.school = c.school AND d.year = c.year
    LEFT JOIN member m ON m.school = c.school AND m.year = c.year AND m.class_id = c.class_id
    GROUP BY c.school, c.year, c.stage_no, c.stage, c.grade_level, c.class_id, c.from_date, c.to_date, d.size_day, d.class_size_norm
), keyed AS (
    SELECT s.school, s.year,
        CASE WHEN p.grain <> 'school' THEN s.stage_no END AS stage_no, CASE WHEN p.grain <> 'school' THEN s.stage END AS stage,
        CASE WHEN p.grain IN ('class', 'grade_level') THEN s.grade_level END AS grade_level,
        CASE WHEN p.grain = 'class' THEN s.class_id END AS class_id, s.from_date, s.to_date, s.size_day, s.class_size_norm,
        s.on_day, s.on_start, s.on_end, s.boys, s.girls
    FROM sized s CROSS JOIN params p
)
SELECT k.school, k.year, k.stage, k.grade_level, k.class_id, k.size_day, MIN(k.from_date) AS from_date, MAX(k.to_date) AS to_date,
    CAST(SUM(CASE WHEN k.on_day > 0 THEN 1 ELSE 0 END) AS BIGINT) AS classes_n, CAST(SUM(k.on_day) AS BIGINT) AS on_day,
    CAST(SUM(k.boys) AS BIGINT) AS boys, CAST(SUM(k.girls) AS BIGINT) AS girls, CAST(SUM(k.on_day - k.boys - k.girls) AS BIGINT) AS sex_unknown,
    CAST(SUM(CASE WHEN k.on_day > 0 THEN k.class_size_norm ELSE 0 END) AS BIGINT) AS norm,
    CAST(SUM(CASE WHEN k.on_day > 0 THEN k.on_day - k.class_size_norm ELSE 0 END) AS BIGINT) AS deviation,
    CAST(SUM(CASE WHEN k.on_day > k.class_size_norm THEN 1 ELSE 0 END) AS BIGINT) AS over_norm,
    CAST(SUM(k.on_start) AS BIGINT) AS on_start, CAST(SUM(k.on_end) AS BIGINT) AS on_end
FROM keyed k
GROUP BY k.school, k.year, k.stage_no, k.stage, k.grade_level, k.class_id, k.size_day
ORDER BY k.school ASC NULLS LAST, k.year ASC NULLS LAST, k.stage_no ASC NULLS LAST, k.grade_level ASC NULLS LAST, k.class_id ASC NULLS LAST
