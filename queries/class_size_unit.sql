-- title.ru: Наполняемость классов: ученики и классы, из которых она складывается
-- title.en: Class sizes: the students and classes that they are made of
-- grain: class, student
-- params: period, from, to, class, grade
-- answers: M-3
-- clause: S2 4.3
-- kind: view
-- What each student of a class adds to class_size (unit_kind student), and each class (unit_kind class: it is counted and has a norm).
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
        COALESCE(SUM(m.on_day), 0) AS on_day
    FROM class_scope c
    LEFT JOIN extra_group x ON x.school = c.school AND x.year = c.year AND x.class_id = c.class_id
    LEFT JOIN day_of d ON d.school = c.school AND d.year = c.year
    LEFT JOIN member m ON m.school = c.school AND m.year = c.year AND m.class_id = c.class_id
    WHERE x.class_id IS NULL
    GROUP BY c.school, c.year, c.stage_no, c.stage, c.grade_level, c.class_id, c.from_date, c.to_date, d.size_day, d.class_size_norm
), part AS (
    SELECT m.school, m.year, m.class_id, 'student' AS unit_kind, m.student_id, 0 AS classes_n, m.on_day,
        CASE WHEN m.sex = 'm' THEN m.on_day ELSE 0 END AS boys, CASE WHEN m.sex = 'f' THEN m.on_day ELSE 0 END AS girls,
        0 AS norm, 0 AS over_norm, m.on_start, m.on_end
    FROM member m
    UNION ALL
    SELECT s.school, s.year, s.class_id, 'class', CAST(NULL AS STRING), CASE WHEN s.on_day > 0 THEN 1 ELSE 0 END, 0, 0, 0,
        CASE WHEN s.on_day > 0 THEN s.class_size_norm ELSE 0 END, CASE WHEN s.on_day > s.class_size_norm THEN 1 ELSE 0 END, 0, 0
    FROM sized s
)
SELECT s.school, s.year, s.stage_no, s.stage, s.grade_level, s.class_id, s.size_day, a.classes_n, a.on_day, a.boys, a.girls,
    a.on_day - a.boys - a.girls AS sex_unknown, a.norm, a.on_day - a.norm AS deviation, a.over_norm, a.on_start, a.on_end,
    a.unit_kind, a.student_id, t.full_name, s.from_date, s.to_date
FROM part a
JOIN sized s ON s.school = a.school AND s.year = a.year AND s.class_id = a.class_id
LEFT JOIN student t ON t.school = a.school AND t.year = a.year AND t.student_id = a.student_id
