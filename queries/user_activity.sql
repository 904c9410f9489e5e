-- title.ru: Активность пользователей по месяцам
-- title.en: Activity of users by month
-- grain: month, role
-- by: school
-- params: period, from, to
-- needs: account, login_day
-- answers: U-2 U-3
-- clause: S2 8.1, S3 3.6
-- kind: indicator
-- figures: accounts students login_days visits (users_min) (users_max)
-- rows: account role; login_day role date:month
-- Every role for every month of the days with a login count, and every role with accounts where there is none. accounts: of the role; students: with at least one
-- account of the role that is not closed (active not false), for student and parent: the second base of the share. The exports count unique users a day: who came on several days
-- is in each, so the users of a month lie between users_min (the busiest day) and users_max (the sum of the days, not more than accounts where these are known).
-- reason, where NULL: no_table:login_day, no_table:account (no account of the role is known). One user with two roles is counted in both.
WITH days AS (
    SELECT school, year, MIN(from_date) AS from_date, MAX(to_date) AS to_date FROM class_period GROUP BY school, year
), login AS (
    SELECT l.school, l.year, l.role, substr(CAST(l.date AS STRING), 1, 7) AS month, COUNT(*) AS login_days, SUM(l.unique_users) AS visits,
        MAX(l.unique_users) AS busiest
    FROM login_day l
    JOIN days d ON d.school = l.school AND d.year = l.year AND l.date BETWEEN d.from_date AND d.to_date
    GROUP BY l.school, l.year, l.role, substr(CAST(l.date AS STRING), 1, 7)
), owned AS (
    SELECT school, year, role, COUNT(*) AS accounts,
        COUNT(DISTINCT CASE WHEN role IN ('student', 'parent') AND COALESCE(active, TRUE) THEN student_id END) AS students
    FROM account
    GROUP BY school, year, role
), known AS (
    SELECT school, year, MAX(has_logins) AS has_logins
    FROM (
        SELECT school, year, 0 AS has_logins FROM owned
        UNION ALL
        SELECT school, year, 1 FROM login_day
    ) k
    GROUP BY school, year
), grid AS (
    SELECT school, year, role, month FROM login
    UNION ALL
    SELECT o.school, o.year, o.role, CAST(NULL AS STRING)
    FROM owned o
    LEFT JOIN (SELECT DISTINCT school, year, role FROM login) l ON l.school = o.school AND l.year = o.year AND l.role = o.role
    WHERE l.role IS NULL
)
SELECT g.school, g.year, g.month, g.role, o.accounts,
    CASE WHEN g.role IN ('student', 'parent') THEN o.students END AS students,
    CASE WHEN k.has_logins = 1 THEN COALESCE(l.login_days, 0) END AS login_days,
    CASE WHEN k.has_logins = 1 THEN CAST(COALESCE(l.visits, 0) AS BIGINT) END AS visits,
    CASE WHEN k.has_logins = 1 THEN COALESCE(l.busiest, 0) END AS users_min,
    CASE WHEN k.has_logins = 1 THEN CAST(LEAST(COALESCE(l.visits, 0), CASE WHEN o.accounts IS NULL THEN COALESCE(l.visits, 0)
        ELSE GREATEST(o.accounts, COALESCE(l.busiest, 0)) END) AS BIGINT) END AS users_max,
    CASE WHEN k.has_logins = 0 THEN 'no_table:login_day' WHEN o.accounts IS NULL THEN 'no_table:account' END AS reason
FROM grid g
JOIN known k ON k.school = g.school AND k.year = g.year
LEFT JOIN login l ON l.school = g.school AND l.year = g.year AND l.role = g.role AND l.month = g.month
LEFT JOIN owned o ON o.school = g.school AND o.year = g.year AND o.role = g.role
ORDER BY g.school ASC NULLS LAST, g.year ASC NULLS LAST, g.month ASC NULLS LAST, g.role ASC NULLS LAST
