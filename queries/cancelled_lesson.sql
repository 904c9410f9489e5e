-- title.ru: Отменённые уроки
-- title.en: Cancelled lessons
-- grain: class, subject, date, lesson number
-- answers: A-01
-- clause: domain 1.3 A-01 (a missed lesson is one that was held)
-- kind: view
-- Of class, subject, date and number (number_key −1: without a number) nothing but cancelled lessons. Who stands absent at one missed none.
SELECT school, year, class_id, subject_id, date, COALESCE(lesson_number, -1) AS number_key
FROM lesson
GROUP BY school, year, class_id, subject_id, date, COALESCE(lesson_number, -1)
HAVING MIN(CASE WHEN status = 'cancelled' THEN 1 ELSE 0 END) = 1
