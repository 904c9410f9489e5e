-- title.ru: Дни движения учащихся по классам
-- title.en: Days of the movement of the classes
-- grain: class
-- params: period, from, to, class, grade
-- answers: M-1
-- clause: S2 4.3, S2 4.5, domain 1.7 M-1
-- kind: view
-- The days of class_scope; of a grading period since the last day of the period of its kind before it, so that what happens in the vacations
-- and on the first day of a period is of that period, and the end of one sheet is the beginning of the next (as in movement_calendar). Of days
-- asked for since the day before the first, but not before 1 September.
SELECT c.school, c.year, c.class_id, CASE WHEN MAX(p.from_date) IS NULL THEN COALESCE(MAX(b.end_date), c.from_date)
        WHEN c.from_date > make_date(c.year, 9, 1) THEN c.from_date - 1 ELSE c.from_date END AS from_date,
    c.to_date
FROM class_scope c
CROSS JOIN params p
LEFT JOIN period_bound b ON b.school = c.school AND b.year = c.year AND b.class_id = c.class_id AND b.end_date < c.from_date
    AND b.period_id <> 'year' AND substr(b.period_id, 1, 1) = substr(CASE WHEN p.own_days = 1 THEN COALESCE(c.period_id, c.asked_id) ELSE c.asked_id END, 1, 1)
GROUP BY c.school, c.year, c.class_id, c.from_date, c.to_date
