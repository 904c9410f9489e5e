-- title.ru: Замечания и их состояние
-- title.en: Remarks and their state
-- grain: remark
-- params: as_of, period, from, to, class, grade
-- answers: J-6
-- clause: S0 4.5
-- kind: view
-- Remarks given by to_date and not closed before from_date. state: closed_in_time (closed on the due day or before) ·
-- closed_late · closed (no due day) · overdue (not closed, the due day is over at the end of as_of) · open. days_late: from the due day to
-- the closing, or to as_of. A remark without a class, or with one that is not in the list of classes, is the whole school's.
SELECT r.school, r.year, r.remark_id, c.class_id, c.grade_level, r.subject_id, COALESCE(n.name, r.subject_id) AS subject, r.teacher_id,
    r.date, r.due_date, r.closed_date, r.text AS words,
    CASE WHEN r.closed_date IS NOT NULL AND r.due_date IS NULL THEN 'closed'
        WHEN r.closed_date <= r.due_date THEN 'closed_in_time'
        WHEN r.closed_date > r.due_date THEN 'closed_late'
        WHEN r.due_date <= p.as_of THEN 'overdue' ELSE 'open' END AS state,
    CAST(CASE WHEN r.closed_date > r.due_date THEN unix_date(r.closed_date) - unix_date(r.due_date)
        WHEN r.closed_date IS NULL AND r.due_date <= p.as_of THEN unix_date(p.as_of) - unix_date(r.due_date) END AS BIGINT) AS days_late
FROM remark r
JOIN (SELECT school, year, MIN(from_date) AS from_date, MAX(to_date) AS to_date FROM class_scope GROUP BY school, year) s
    ON s.school = r.school AND s.year = r.year
LEFT JOIN class_scope c ON c.school = r.school AND c.year = r.year AND c.class_id = r.class_id
LEFT JOIN subject n ON n.school = r.school AND n.year = r.year AND n.subject_id = r.subject_id
CROSS JOIN params p
WHERE r.date <= s.to_date AND (r.closed_date IS NULL OR r.closed_date >= s.from_date)
    AND (c.class_id IS NOT NULL OR (p.class_id IS NULL AND p.grade_level IS NULL))
