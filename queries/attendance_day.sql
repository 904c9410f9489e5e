-- title.ru: Пропуски учеников по дням и дни занятий класса
-- title.en: Absences by student and day, and the days of the class
-- grain: class, student, date
-- params: period, from, to, class, grade
-- answers: F6
-- clause: S2 4.3, S2 4.5
-- kind: view
-- needs: attendance, lesson
-- Rows with a student: lessons of missed_lesson by cause, latenesses, and gravity of missed_day (1 excused, 2 illness, 3 unset, 4 unexcused,
-- 5 mixed; NULL where the day was not missed whole). Rows without: days on which the class had a lesson, as far as absences of
-- the day are told (told_day), or an entry of absence.
WITH part AS (
    SELECT school, year, class_id, student_id, date, gravity, CAST(NULL AS BIGINT) AS day_gravity FROM missed_lesson
    UNION ALL
    SELECT school, year, class_id, student_id, date, CAST(NULL AS BIGINT), gravity FROM missed_day
), taught AS (
    SELECT l.school, l.year, l.class_id, l.date
    FROM lesson_seen l
    JOIN told_day y ON y.school = l.school AND y.year = l.year AND y.class_id = l.class_id AND y.date = l.date
    JOIN class_scope c ON c.school = l.school AND c.year = l.year AND c.class_id = l.class_id AND l.date BETWEEN c.from_date AND c.to_date
    UNION ALL
    SELECT school, year, class_id, date FROM part
), both_kinds AS (
    SELECT school, year, class_id, student_id, date, MAX(day_gravity) AS day_gravity,
        CAST(SUM(CASE WHEN gravity = 1 THEN 1 ELSE 0 END) AS BIGINT) AS excused,
        CAST(SUM(CASE WHEN gravity = 2 THEN 1 ELSE 0 END) AS BIGINT) AS illness,
        CAST(SUM(CASE WHEN gravity = 3 THEN 1 ELSE 0 END) AS BIGINT) AS unset,
        CAST(SUM(CASE WHEN gravity = 4 THEN 1 ELSE 0 END) AS BIGINT) AS unexcused,
        CAST(SUM(CASE WHEN gravity = 0 THEN 1 ELSE 0 END) AS BIGINT) AS late
    FROM part
    GROUP BY school, year, class_id, student_id, date
    UNION ALL
    SELECT DISTINCT school, year, class_id, CAST(NULL AS STRING) AS student_id, date, CAST(NULL AS BIGINT) AS day_gravity,
        CAST(NULL AS BIGINT) AS excused, CAST(NULL AS BIGINT) AS illness, CAST(NULL AS BIGINT) AS unset,
        CAST(NULL AS BIGINT) AS unexcused, CAST(NULL AS BIGINT) AS late
    FROM taught
)
SELECT school, year, class_id, student_id, date, day_gravity, excused, illness, unset, unexcused, late
FROM both_kinds
ORDER BY school NULLS LAST, year NULLS LAST, class_id NULLS LAST, student_id NULLS LAST, date NULLS LAST
