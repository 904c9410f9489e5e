-- title.ru: Членство в классах с датами
-- title.en: Class memberships with dates
-- grain: student, class, from date
-- answers: A-03
-- clause: domain 0.3 (roster rule)
-- kind: view
-- An open end of a membership is far away.
SELECT school, year, student_id, class_id,
    COALESCE(from_date, DATE '1900-01-01') AS from_date, COALESCE(to_date, DATE '2999-12-31') AS to_date
FROM class_membership
