-- title.ru: Проведённые уроки классов, чьи ученики на них учатся
-- title.en: Lessons held, by the classes whose students they are for
-- grain: class, group, subject, date, lesson number
-- answers: A-03
-- clause: domain 1.3 A-03
-- kind: view
-- lesson_held of the class that the lesson names; those of a group once more for each class with guests in it (group_guest), is_guest = 1.
SELECT school, year, class_id, group_id, subject_id, date, lesson_number, hours_hundredths, topic, source_id, src_loc, 0 AS is_guest
FROM lesson_held
UNION ALL
SELECT l.school, l.year, u.class_id, l.group_id, l.subject_id, l.date, l.lesson_number, l.hours_hundredths, l.topic, l.source_id, l.src_loc, 1 AS is_guest
FROM lesson_held l
JOIN (SELECT DISTINCT school, year, group_id, class_id, host_class_id FROM group_guest) u
    ON u.school = l.school AND u.year = l.year AND u.group_id = l.group_id AND u.host_class_id = l.class_id
