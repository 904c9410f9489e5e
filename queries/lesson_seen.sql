-- title.ru: Уроки, о которых известно
-- title.en: Lessons known of
-- grain: class, group, subject, date, lesson number
-- answers: J-2 J-3
-- clause: S0 6.1
-- kind: view
-- Lessons of status held, substituted, remote or unknown. For a class without a single row of lesson in the year: one
-- lesson of the whole class, without number, for each subject and day with a mark or an attendance row of the class.
WITH listed AS (
    SELECT school, year, class_id FROM lesson GROUP BY school, year, class_id
), entry AS (
    SELECT school, year, class_id, subject_id, date FROM mark
    GROUP BY school, year, class_id, subject_id, date
    UNION
    SELECT school, year, class_id, subject_id, date FROM attendance WHERE subject_id IS NOT NULL
    GROUP BY school, year, class_id, subject_id, date
)
SELECT school, year, class_id, group_id, subject_id, date, lesson_number
FROM lesson
WHERE status IN ('held', 'substituted', 'remote', 'unknown')
UNION ALL
SELECT e.school, e.year, e.class_id, CAST(NULL AS STRING) AS group_id, e.subject_id, e.date, CAST(NULL AS BIGINT) AS lesson_number
FROM entry e
LEFT JOIN listed l ON l.school = e.school AND l.year = e.year AND l.class_id = e.class_id
WHERE l.class_id IS NULL
