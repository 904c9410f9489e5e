-- title.ru: Состав классов на последний день периода
-- title.en: Rosters on the last day of the period
-- grain: student
-- params: period, class, grade
-- answers: C-1
-- clause: domain 0.3 (roster rule), P-01
-- kind: view
-- host: table
-- The day is the period's last day; where it is not known, the last day with a mark, an attendance row or a lesson that took
-- place (held, substituted, remote, unknown) of the class in the year; where there is none, all members of the year.
-- Students who left (student.left_date) on that day or before are out. One row a student: a class before a group of additional education
-- (extra_group),
-- then the later from_date, then class_id.
-- The choice is made among all classes of the school that have the period, before class and grade level are looked at.
WITH open_class AS (
    SELECT DISTINCT school, year, class_id FROM class_period WHERE period_id IS NOT NULL AND period_end IS NULL
), last_entry AS (
    SELECT e.school, e.year, e.class_id, MAX(e.last_date) AS last_date
    FROM (
        SELECT m.school, m.year, m.class_id, MAX(m.date) AS last_date FROM mark m
        JOIN open_class o ON o.school = m.school AND o.year = m.year AND o.class_id = m.class_id
        GROUP BY m.school, m.year, m.class_id
        UNION ALL
        SELECT a.school, a.year, a.class_id, MAX(a.date) AS last_date FROM attendance a
        JOIN open_class o ON o.school = a.school AND o.year = a.year AND o.class_id = a.class_id
        GROUP BY a.school, a.year, a.class_id
        UNION ALL
        SELECT l.school, l.year, l.class_id, MAX(l.date) AS last_date FROM lesson l
        JOIN open_class o ON o.school = l.school AND o.year = l.year AND o.class_id = l.class_id
        WHERE l.status IN ('held', 'substituted', 'remote', 'unknown')
        GROUP BY l.school, l.year, l.class_id
    ) e
    GROUP BY e.school, e.year, e.class_id
), class_day AS (
    SELECT c.school, c.year, c.class_id, c.grade_level, c.stage_no, c.stage, c.asked_id, c.period_id,
        COALESCE(c.period_end, e.last_date) AS roster_date
    FROM class_period c
    LEFT JOIN last_entry e ON e.school = c.school AND e.year = c.year AND e.class_id = c.class_id
    WHERE c.period_id IS NOT NULL
), member AS (
    SELECT c.school, c.year, c.class_id, c.grade_level, c.stage_no, c.stage, c.asked_id, c.period_id, c.roster_date, m.student_id, m.from_date AS member_from,
        row_number() OVER (PARTITION BY m.school, m.year, c.asked_id, m.student_id
            ORDER BY CASE WHEN x.class_id IS NULL THEN 0 ELSE 1 END ASC NULLS LAST, m.from_date DESC NULLS LAST, m.class_id ASC NULLS LAST) AS choice
    FROM class_day c
    JOIN class_span m ON m.school = c.school AND m.year = c.year AND m.class_id = c.class_id
    LEFT JOIN extra_group x ON x.school = c.school AND x.year = c.year AND x.class_id = c.class_id
    WHERE c.roster_date IS NULL OR c.roster_date BETWEEN m.from_date AND m.to_date
)
SELECT m.school, m.year, m.class_id, m.grade_level, m.stage_no, m.stage, m.asked_id, m.period_id, m.roster_date, m.student_id, s.full_name,
    m.member_from, c.own_from, c.own_to
FROM member m
JOIN class_scope c ON c.school = m.school AND c.year = m.year AND c.class_id = m.class_id
    AND COALESCE(c.asked_id, '') = COALESCE(m.asked_id, '')
LEFT JOIN student s ON s.school = m.school AND s.year = m.year AND s.student_id = m.student_id
WHERE m.choice = 1 AND (s.left_date IS NULL OR m.roster_date IS NULL OR s.left_date > m.roster_date)
