-- title.ru: Дни, за которые есть записи
-- title.en: Days with entries
-- grain: class, date
-- answers: J-2
-- clause: domain 1.4 J-2
-- kind: view
-- An entry is a mark, an attendance row or a lesson that took place (held, substituted, remote, unknown).
SELECT school, year, class_id, date FROM mark GROUP BY school, year, class_id, date
UNION
SELECT school, year, class_id, date FROM attendance GROUP BY school, year, class_id, date
UNION
SELECT school, year, class_id, date FROM lesson WHERE status IN ('held', 'substituted', 'remote', 'unknown')
GROUP BY school, year, class_id, date
