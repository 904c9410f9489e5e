-- title.ru: Почему ученик не аттестован
-- title.en: Why a student is not certified
-- grain: student
-- params: period, class, grade
-- answers: C-7
-- clause: S0 6.1; domain 1.2 C-7
-- kind: view
-- Students of standing not_certified. cause: that of most of their absences in the subjects of the not assessed cells in the days of the class's
-- period (distinct days and lesson numbers, whole days count for every such subject; of equals the gravest: unexcused, unset,
-- illness, excused) · none (there are attendance rows of the school year, not his) · unknown (no attendance row at all, or the
-- period's days are not known).
WITH cell AS (
    SELECT t.school, t.year, t.period_id AS asked_id, t.student_id, c.subject_id, r.own_from, r.own_to
    FROM standing t
    JOIN period_cell c ON c.school = t.school AND c.year = t.year AND c.asked_id = t.period_id AND c.student_id = t.student_id
    JOIN roster r ON r.school = t.school AND r.year = t.year AND r.asked_id = t.period_id AND r.student_id = t.student_id
    WHERE t.standing = 'not_certified' AND c.status = 'not_assessed'
), away AS (
    SELECT DISTINCT c.school, c.year, c.asked_id, c.student_id, c.subject_id, a.date, COALESCE(a.lesson_number, -1) AS lesson_key,
        CASE a.reason WHEN 'unexcused' THEN 4 WHEN 'unset' THEN 3 WHEN 'illness' THEN 2 ELSE 1 END AS gravity
    FROM cell c
    JOIN attendance a ON a.school = c.school AND a.year = c.year AND a.student_id = c.student_id
        AND a.date BETWEEN c.own_from AND c.own_to AND COALESCE(a.subject_id, c.subject_id) = c.subject_id
    WHERE a.reason IN ('unexcused', 'unset', 'illness', 'excused')
), counted AS (
    SELECT school, year, asked_id, student_id, gravity, COUNT(*) AS lessons
    FROM away
    GROUP BY school, year, asked_id, student_id, gravity
), first_cause AS (
    SELECT school, year, asked_id, student_id, gravity,
        row_number() OVER (PARTITION BY school, year, asked_id, student_id ORDER BY lessons DESC NULLS LAST, gravity DESC NULLS LAST) AS place
    FROM counted
), recorded AS (
    SELECT DISTINCT school, year FROM attendance
)
SELECT DISTINCT c.school, c.year, c.asked_id, c.student_id,
    CASE WHEN f.gravity = 4 THEN 'unexcused' WHEN f.gravity = 3 THEN 'unset' WHEN f.gravity = 2 THEN 'illness' WHEN f.gravity = 1 THEN 'excused'
        WHEN d.school IS NULL OR c.own_from IS NULL OR (w.school IS NOT NULL AND o.student_id IS NULL) THEN 'unknown' ELSE 'none' END AS cause
FROM cell c
LEFT JOIN first_cause f ON f.school = c.school AND f.year = c.year AND f.asked_id = c.asked_id AND f.student_id = c.student_id AND f.place = 1
LEFT JOIN recorded d ON d.school = c.school AND d.year = c.year
LEFT JOIN (SELECT DISTINCT school, year FROM covered_student WHERE table_name = 'attendance') w ON w.school = c.school AND w.year = c.year
LEFT JOIN covered_student o ON o.school = c.school AND o.year = c.year AND o.table_name = 'attendance' AND o.student_id = c.student_id
    AND o.from_date <= c.own_to AND o.to_date >= c.own_from
