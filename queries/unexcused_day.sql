-- title.ru: Уроки, пропущенные без уважительной причины, по дням
-- title.en: Lessons missed without excuse by day
-- grain: class, student, date
-- params: period, from, to, class, grade
-- answers: A-04
-- clause: S0 4.5, S0 6.1, S2 4.4
-- kind: view
-- lessons: those of missed_lesson whose gravest cause is unexcused; an unexcused entry for a whole day that leaves no such lesson on that
-- day counts as one.
WITH told AS (
    SELECT school, year, class_id, student_id, date, COUNT(*) AS lessons
    FROM missed_lesson
    WHERE gravity = 4
    GROUP BY school, year, class_id, student_id, date
    UNION ALL
    SELECT school, year, class_id, student_id, date, 1 AS lessons
    FROM absence_entry
    WHERE whole_day = 1 AND gravity = 4
)
SELECT school, year, class_id, student_id, date, CAST(MAX(lessons) AS BIGINT) AS lessons
FROM told
GROUP BY school, year, class_id, student_id, date
