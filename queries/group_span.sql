-- title.ru: Членство в группах с датами
-- title.en: Group memberships with dates
-- grain: student, group, from date
-- answers: A-03
-- clause: S1 3.9
-- kind: view
-- An open end of a membership is far away.
SELECT school, year, student_id, group_id,
    COALESCE(from_date, DATE '1900-01-01') AS from_date, COALESCE(to_date, DATE '2999-12-31') AS to_date
FROM group_membership
