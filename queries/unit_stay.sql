-- title.ru: Пребывание в школе, на уровне образования, в параллели
-- title.en: Stays in the school, the stage, the grade level
-- grain: level of unit, student, from date
-- answers: M-1
-- clause: domain 1.7 M-1
-- kind: view
-- Stays in the classes of a unit that touch or overlap are one stay in the unit; so are two with a gap inside which, or at whose end, an order
-- moves the student from class to class. A return after a gap without such an order is a new stay. level: grade_level, stage, school; where a
-- class or grade level is asked for also asked_grade_level, asked_stage, asked_school: the same of the classes asked for alone.
WITH class_of AS (
    SELECT s.school, s.year, s.student_id, s.from_date, s.to_date, c.grade_level, c.stage, '' AS prefix
    FROM class_stay s
    JOIN class_period c ON c.school = s.school AND c.year = s.year AND c.class_id = s.class_id
    WHERE COALESCE(c.asked_id, '') <> 'previous'
    UNION ALL
    SELECT s.school, s.year, s.student_id, s.from_date, s.to_date, c.grade_level, c.stage, 'asked_' AS prefix
    FROM class_stay s
    JOIN class_scope c ON c.school = s.school AND c.year = s.year AND c.class_id = s.class_id
    CROSS JOIN params p
    WHERE COALESCE(c.asked_id, '') <> 'previous' AND (p.class_id IS NOT NULL OR p.grade_level IS NOT NULL)
), placed AS (
    SELECT DISTINCT school, year, prefix || 'school' AS level, '' AS unit, student_id, from_date, to_date FROM class_of
    UNION ALL
    SELECT DISTINCT school, year, prefix || 'stage' AS level, COALESCE(stage, '') AS unit, student_id, from_date, to_date FROM class_of
    UNION ALL
    SELECT DISTINCT school, year, prefix || 'grade_level' AS level, COALESCE(CAST(grade_level AS STRING), '') AS unit, student_id, from_date, to_date FROM class_of
), ordered AS (
    SELECT school, year, level, unit, student_id, from_date, to_date,
        MAX(to_date) OVER (PARTITION BY school, year, level, unit, student_id ORDER BY from_date ASC NULLS LAST, to_date ASC NULLS LAST
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before_date
    FROM placed
), bridged AS (
    SELECT o.school, o.year, o.level, o.unit, o.student_id, o.from_date, o.to_date, o.before_date, MAX(m.date) AS moved
    FROM ordered o
    LEFT JOIN student_movement m ON m.school = o.school AND m.year = o.year AND m.student_id = o.student_id AND m.kind = 'class_transfer'
        AND m.date > o.before_date AND m.date <= o.from_date
    GROUP BY o.school, o.year, o.level, o.unit, o.student_id, o.from_date, o.to_date, o.before_date
), numbered AS (
    SELECT school, year, level, unit, student_id, from_date, to_date,
        SUM(CASE WHEN before_date IS NULL OR (from_date > before_date + 1 AND moved IS NULL) THEN 1 ELSE 0 END)
            OVER (PARTITION BY school, year, level, unit, student_id ORDER BY from_date ASC NULLS LAST, to_date ASC NULLS LAST
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS stay
    FROM bridged
)
SELECT school, year, level, unit, student_id, MIN(from_date) AS from_date, MAX(to_date) AS to_date
FROM numbered
GROUP BY school, year, level, unit, student_id, stay
