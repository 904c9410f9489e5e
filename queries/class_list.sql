-- title.ru: Список класса за год
-- title.en: Everybody who was in the class during the year
-- grain: student
-- params: class, grade
-- answers: F1, M-2
-- clause: S2 4.3
-- kind: view
-- rows: class_membership class_id student_id
-- needs: class_membership
-- One row a student and class: first and last day of membership (NULL = open), the class he is in at the end of the year when it is
-- another one, the decision of the council. `derived` tells that the list was made from single reports.
WITH span AS (
    SELECT m.school, m.year, m.class_id, m.student_id, MIN(COALESCE(m.from_date, DATE '1900-01-01')) AS from_day,
        MAX(COALESCE(m.to_date, DATE '9999-12-31')) AS to_day, MAX(CASE WHEN m.derived THEN 1 ELSE 0 END) AS derived
    FROM class_membership m
    GROUP BY m.school, m.year, m.class_id, m.student_id
), last_class AS (
    SELECT school, year, student_id, class_id, to_day,
        row_number() OVER (PARTITION BY school, year, student_id ORDER BY to_day DESC NULLS LAST, from_day DESC NULLS LAST, class_id NULLS LAST) AS place
    FROM span
), decision AS (
    SELECT school, year, student_id, decision, date, order_no,
        row_number() OVER (PARTITION BY school, year, student_id ORDER BY date DESC NULLS LAST, decision NULLS LAST) AS place
    FROM council_decision
)
SELECT s.school, s.year, c.grade_level, s.class_id, COALESCE(c.period_kind, 'quarter') AS period_kind, t.full_name AS class_teacher,
    s.student_id, st.full_name, NULLIF(s.from_day, DATE '1900-01-01') AS from_date, NULLIF(s.to_day, DATE '9999-12-31') AS to_date,
    CASE WHEN l.class_id <> s.class_id AND l.to_day > s.to_day THEN l.class_id END AS moved_to, s.derived,
    d.decision, d.date AS decision_date, d.order_no
FROM span s
JOIN class c ON c.school = s.school AND c.year = s.year AND c.class_id = s.class_id
JOIN student st ON st.school = s.school AND st.year = s.year AND st.student_id = s.student_id
LEFT JOIN last_class l ON l.school = s.school AND l.year = s.year AND l.student_id = s.student_id AND l.place = 1
LEFT JOIN teacher t ON t.school = c.school AND t.year = c.year AND t.teacher_id = c.class_teacher_id
LEFT JOIN decision d ON d.school = s.school AND d.year = s.year AND d.student_id = s.student_id AND d.place = 1
CROSS JOIN params p
WHERE (p.class_id IS NULL OR p.class_id = s.class_id) AND (p.grade_level IS NULL OR p.grade_level = c.grade_level)
ORDER BY s.school NULLS LAST, s.year NULLS LAST, c.grade_level NULLS LAST, s.class_id NULLS LAST, s.student_id NULLS LAST
