-- title.ru: Заданные домашние задания
-- title.en: Homework that was set
-- grain: class, group, subject, date
-- answers: J-1 J-4 D-2
-- clause: S0 4.5, S2 4.4
-- kind: view
-- A homework row with a text. «Не задано» counts as a record only where the regulation makes homework optional. entered_at: the first stamp
-- of the rows of the day, NULL where none has one. group_key is '' for the whole class.
SELECT h.school, h.year, h.class_id, COALESCE(h.group_id, '') AS group_key, h.subject_id, h.date, MIN(h.set_at) AS entered_at
FROM homework h
JOIN regulation g ON g.school = h.school AND g.year = h.year
WHERE NULLIF(TRIM(h.text), '') IS NOT NULL
    AND (g.homework_optional = 1 OR NOT (LOWER(TRIM(h.text)) LIKE 'не зада%' OR LOWER(TRIM(h.text)) LIKE 'нет задани%'
        OR LOWER(TRIM(h.text)) LIKE 'без задани%'))
GROUP BY h.school, h.year, h.class_id, COALESCE(h.group_id, ''), h.subject_id, h.date
