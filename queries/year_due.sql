-- title.ru: Сроки учебного года по регламенту
-- title.en: Dates of the school year by the regulation
-- grain: school, record
-- answers: D-10 D-12 D-13
-- clause: S0 4.2, S0 6.1, S1 3.2, S1 3.4, S2 4.4, S2 7.3, S3 3.2, S3 3.7, S4 §6
-- kind: view
-- Ten rows a school-year that has classes, step orders them. due_date: the month and day of the regulation in the calendar year that is meant. The year is
-- opened in the calendar year in which it begins (also on 1 July before it); it is set up, planned and given accounts in that year too, by a day
-- before July in the next one; students are moved up, the year is closed and the journal printed in the calendar year in which it ends.
-- every_days: of what is done again and again. Both NULL: the regulation says nothing.
WITH told AS (
    SELECT r.school, r.year, 1 AS step, 'year_open' AS record, 0 AS later, r.year_open_by AS month_day, CAST(0 AS BIGINT) AS every_days FROM regulation r
    UNION ALL
    SELECT r.school, r.year, 2, 'set_up', CASE WHEN r.set_up_by < '07-01' THEN 1 ELSE 0 END, r.set_up_by, 0 FROM regulation r
    UNION ALL
    SELECT r.school, r.year, 3, 'plans', CASE WHEN r.plan_by < '07-01' THEN 1 ELSE 0 END, r.plan_by, 0 FROM regulation r
    UNION ALL
    SELECT r.school, r.year, 4, 'accounts', CASE WHEN r.accounts_by < '07-01' THEN 1 ELSE 0 END, r.accounts_by, 0 FROM regulation r
    UNION ALL
    SELECT r.school, r.year, 5, 'absence_check', 0, '', 0 FROM regulation r
    UNION ALL
    SELECT r.school, r.year, 6, 'control', 0, '', r.control_every_days FROM regulation r
    UNION ALL
    SELECT r.school, r.year, 7, 'director_control', 0, '', r.director_every_days FROM regulation r
    UNION ALL
    SELECT r.school, r.year, 8, 'transfer', 1, r.transfer_by, 0 FROM regulation r
    UNION ALL
    SELECT r.school, r.year, 9, 'print', 1, r.print_by, 0 FROM regulation r
    UNION ALL
    SELECT r.school, r.year, 10, 'year_close', 1, r.year_close_by, 0 FROM regulation r
)
SELECT t.school, t.year, t.step, t.record, CAST(CAST(t.year + t.later AS STRING) || '-' || NULLIF(t.month_day, '') AS DATE) AS due_date,
    NULLIF(t.every_days, 0) AS every_days
FROM told t
JOIN (SELECT DISTINCT school, year FROM class) c ON c.school = t.school AND c.year = t.year
