-- title.ru: Участие учителей в ведении журнала
-- title.en: Teachers who keep the gradebook
-- grain: month
-- by: school, teacher
-- params: period, from, to
-- needs: lesson
-- answers: U-1
-- clause: S2 4.3, S2 8.1, S3 3.6
-- kind: indicator
-- figures: teachers active lessons writes
-- unit: teacher
-- rows: lesson teacher_id date:month status='held,substituted,remote,unknown'; mark teacher_id set_at:month; attendance teacher_id set_at:month; period_mark teacher_id set_at:month; gradebook_access teacher_id at:month
-- Months with a lesson that took place (held, substituted, remote, unknown) in the days. teachers: with at least one such lesson in the month (teacher of the
-- lesson); active: those of them with at least one write in the month; a login is none. Writes: gradebook_access of an action other than view,
-- and times of entry of marks, absences, topics and period marks under the teacher's name (topics: of his lesson). active is NULL where the
-- school year has no time of entry and no access row at all (reason no_entry_time). Months by the day of the write, in local time.
-- Days: the asked ones, else the whole school year. At teacher: active 0 or 1, lessons and writes; at school also their sums.
WITH days AS (
    SELECT g.school, g.year, MIN(c.from_date) AS from_date, MAX(c.to_date) AS to_date
    FROM regulation g
    JOIN class_period c ON c.school = g.school AND c.year = g.year
    GROUP BY g.school, g.year
), taught AS (
    SELECT l.school, l.year, substr(CAST(l.date AS STRING), 1, 7) AS month, l.teacher_id, COUNT(*) AS lessons
    FROM lesson l
    JOIN days d ON d.school = l.school AND d.year = l.year AND l.date BETWEEN d.from_date AND d.to_date
    WHERE l.teacher_id IS NOT NULL AND l.status IN ('held', 'substituted', 'remote', 'unknown')
    GROUP BY l.school, l.year, substr(CAST(l.date AS STRING), 1, 7), l.teacher_id
), written AS (
    SELECT a.school, a.year, a.teacher_id, a.at AS stamp FROM gradebook_access a WHERE a.action <> 'view'
    UNION ALL
    SELECT school, year, teacher_id, set_at FROM mark WHERE set_at IS NOT NULL
    UNION ALL
    SELECT school, year, teacher_id, set_at FROM attendance WHERE set_at IS NOT NULL
    UNION ALL
    SELECT school, year, teacher_id, topic_set_at FROM lesson WHERE topic_set_at IS NOT NULL
    UNION ALL
    SELECT school, year, teacher_id, set_at FROM period_mark WHERE set_at IS NOT NULL
), any_write AS (
    SELECT DISTINCT school, year FROM written
), writes AS (
    SELECT w.school, w.year, substr(w.stamp, 1, 7) AS month, w.teacher_id, COUNT(*) AS writes
    FROM written w
    JOIN days d ON d.school = w.school AND d.year = w.year
    WHERE w.teacher_id IS NOT NULL AND substr(w.stamp, 1, 10) BETWEEN CAST(d.from_date AS STRING) AND CAST(d.to_date AS STRING)
    GROUP BY w.school, w.year, substr(w.stamp, 1, 7), w.teacher_id
), keyed AS (
    SELECT t.school, t.year, t.month, CASE WHEN p.grain = 'teacher' THEN t.teacher_id END AS teacher_id, t.lessons, COALESCE(w.writes, 0) AS writes,
        CASE WHEN w.writes > 0 THEN 1 ELSE 0 END AS active, CASE WHEN a.school IS NULL THEN 1 ELSE 0 END AS unknown
    FROM taught t
    LEFT JOIN writes w ON w.school = t.school AND w.year = t.year AND w.month = t.month AND w.teacher_id = t.teacher_id
    LEFT JOIN any_write a ON a.school = t.school AND a.year = t.year
    CROSS JOIN params p
), total AS (
    SELECT school, year, month, teacher_id, COUNT(*) AS teachers, SUM(active) AS active, SUM(lessons) AS lessons, SUM(writes) AS writes, MAX(unknown) AS unknown
    FROM keyed
    GROUP BY school, year, month, teacher_id
)
SELECT t.school, t.year, t.month, t.teacher_id, n.full_name, CAST(t.teachers AS BIGINT) AS teachers,
    CASE WHEN t.unknown = 0 THEN CAST(t.active AS BIGINT) END AS active, CAST(t.lessons AS BIGINT) AS lessons,
    CASE WHEN t.unknown = 0 THEN CAST(t.writes AS BIGINT) END AS writes, CASE WHEN t.unknown = 1 THEN 'no_entry_time' END AS reason
FROM total t
LEFT JOIN teacher n ON n.school = t.school AND n.year = t.year AND n.teacher_id = t.teacher_id
ORDER BY t.school ASC NULLS LAST, t.year ASC NULLS LAST, t.month ASC NULLS LAST, n.full_name ASC NULLS LAST, t.teacher_id ASC NULLS LAST
