-- title.ru: Проведённые уроки
-- title.en: Lessons held
-- grain: class, group, subject, date, lesson number
-- answers: A-03, G-2
-- clause: domain 1.3 A-03
-- kind: view
-- Lessons of status held, substituted or remote. A lesson known only through entries (unknown) is not counted as held.
SELECT school, year, class_id, group_id, subject_id, date, lesson_number, hours_hundredths, topic, source_id, src_loc
FROM lesson
WHERE status IN ('held', 'substituted', 'remote')
