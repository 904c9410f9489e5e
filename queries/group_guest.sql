-- title.ru: Ученики других классов в учебных группах
-- title.en: Students of other classes in study groups
-- grain: student, group, class
-- answers: A-03
-- clause: domain 1.3 A-03 (lessons held for the pupil's own groups)
-- kind: view
-- host: table
-- host_class_id: the class that lessons of the group name; class_id: another class of the student while he belongs to the group. Who was in the
-- host class at any time of the year is no guest: his membership of the group may have been left open when he changed his class. Groups of
-- additional education (extra_group) send no guests.
WITH host AS (
    SELECT DISTINCT school, year, group_id, class_id FROM lesson WHERE group_id IS NOT NULL
)
SELECT DISTINCT g.school, g.year, g.student_id, g.group_id, m.class_id, h.class_id AS host_class_id
FROM group_span g
JOIN host h ON h.school = g.school AND h.year = g.year AND h.group_id = g.group_id
JOIN class_span m ON m.school = g.school AND m.year = g.year AND m.student_id = g.student_id
    AND m.from_date <= g.to_date AND m.to_date >= g.from_date
LEFT JOIN class_span o ON o.school = g.school AND o.year = g.year AND o.student_id = g.student_id AND o.class_id = h.class_id
LEFT JOIN extra_group x ON x.school = m.school AND x.year = m.year AND x.class_id = m.class_id
WHERE o.student_id IS NULL AND x.class_id IS NULL
