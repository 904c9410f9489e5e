-- title.ru: Пропуски без уважительной причины
-- title.en: Unexcused absences
-- grain: student
-- params: period, from, to, class, grade
-- needs: attendance
-- answers: A-04
-- clause: S0 4.5, S0 6.1, S2 4.4
-- kind: indicator
-- Students with at least unexcused_threshold lessons missed without excuse in the dates (lessons of missed_lesson whose gravest cause
-- is unexcused; a whole day without known lessons counts as one), with the full days of missed_day so missed and the last date.
-- Ordered by grade_level, class_id, student_id.
WITH lesson_count AS (
    SELECT school, year, class_id, student_id, COUNT(*) AS lessons, MAX(date) AS last_date
    FROM missed_lesson
    WHERE gravity = 4
    GROUP BY school, year, class_id, student_id
), day_count AS (
    SELECT school, year, class_id, student_id, COUNT(*) AS days, MAX(date) AS last_date
    FROM missed_day
    WHERE gravity = 4
    GROUP BY school, year, class_id, student_id
), seen AS (
    SELECT school, year, class_id, student_id FROM lesson_count
    UNION
    SELECT school, year, class_id, student_id FROM day_count
)
SELECT s.school, s.year, c.grade_level, s.class_id, s.student_id, u.full_name, CAST(COALESCE(l.lessons, 0) AS BIGINT) AS lessons,
    CAST(COALESCE(d.days, 0) AS BIGINT) AS full_days, GREATEST(COALESCE(l.last_date, d.last_date), COALESCE(d.last_date, l.last_date))
        AS last_date
FROM seen s
JOIN class_scope c ON c.school = s.school AND c.year = s.year AND c.class_id = s.class_id
JOIN regulation g ON g.school = s.school AND g.year = s.year
LEFT JOIN lesson_count l ON l.school = s.school AND l.year = s.year AND l.class_id = s.class_id AND l.student_id = s.student_id
LEFT JOIN day_count d ON d.school = s.school AND d.year = s.year AND d.class_id = s.class_id AND d.student_id = s.student_id
LEFT JOIN student u ON u.school = s.school AND u.year = s.year AND u.student_id = s.student_id
WHERE GREATEST(COALESCE(l.lessons, 0), COALESCE(d.days, 0)) >= g.unexcused_threshold
ORDER BY s.school ASC NULLS LAST, s.year ASC NULLS LAST, c.grade_level ASC NULLS LAST, s.class_id ASC NULLS LAST,
    s.student_id ASC NULLS LAST
