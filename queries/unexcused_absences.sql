-- title.ru: Пропуски без уважительной причины
-- title.en: Unexcused absences
-- grain: student
-- params: period, from, to, class, grade
-- needs: attendance
-- answers: A-04
-- clause: S0 4.5, S0 6.1, S2 4.4
-- kind: indicator
-- rows: attendance class_id student_id date:days reason='unexcused'
-- Students with at least unexcused_threshold lessons missed without excuse in the dates (unexcused_day). full_days: days of missed_day so
-- missed; last_date: the last day with such a lesson. Ordered by grade_level, class_id, student_id.
WITH seen AS (
    SELECT school, year, class_id, student_id, SUM(lessons) AS lessons, MAX(date) AS last_date
    FROM unexcused_day
    GROUP BY school, year, class_id, student_id
), day_count AS (
    SELECT school, year, class_id, student_id, COUNT(*) AS days
    FROM missed_day
    WHERE gravity = 4
    GROUP BY school, year, class_id, student_id
)
SELECT s.school, s.year, c.grade_level, s.class_id, s.student_id, u.full_name, CAST(s.lessons AS BIGINT) AS lessons,
    CAST(COALESCE(d.days, 0) AS BIGINT) AS full_days, s.last_date
FROM seen s
JOIN class_scope c ON c.school = s.school AND c.year = s.year AND c.class_id = s.class_id
JOIN regulation g ON g.school = s.school AND g.year = s.year
LEFT JOIN day_count d ON d.school = s.school AND d.year = s.year AND d.class_id = s.class_id AND d.student_id = s.student_id
LEFT JOIN student u ON u.school = s.school AND u.year = s.year AND u.student_id = s.student_id
WHERE s.lessons >= g.unexcused_threshold
ORDER BY s.school ASC NULLS LAST, s.year ASC NULLS LAST, c.grade_level ASC NULLS LAST, s.class_id ASC NULLS LAST,
    s.student_id ASC NULLS LAST
