-- title.ru: Предметы класса, которых ученик не изучает
-- title.en: Subjects of the class that are not the student's own
-- grain: student, subject
-- params: period, class, grade
-- answers: C-1
-- clause: domain 1.2 (assessed subjects of the student), S0 4.5, S1 3.9
-- kind: view
-- host: table
-- Where the class has study groups with members in a subject: everybody who is in none of them on the roster's day.
-- In the classes of grades 10-11 and in classes with a profile, whose electives come without lists of members: a subject in which the
-- student has no trace in the whole year (no mark, no absence, no period mark of any period) while others of the class have. A
-- student without a trace in any subject keeps them all; and who is the only one without a trace in a subject keeps it: he may as well
-- have been forgotten, and an empty cell is seen where a missing one is not.
WITH group_member AS (
    SELECT r.school, r.year, r.asked_id, r.class_id, g.subject_id, r.student_id,
        MAX(CASE WHEN r.roster_date IS NULL OR r.roster_date BETWEEN m.from_date AND m.to_date THEN 1 ELSE 0 END) AS is_member
    FROM roster r
    JOIN group_span m ON m.school = r.school AND m.year = r.year AND m.student_id = r.student_id
    JOIN study_group g ON g.school = m.school AND g.year = m.year AND g.group_id = m.group_id
    WHERE g.class_id IS NULL OR g.class_id = r.class_id
    GROUP BY r.school, r.year, r.asked_id, r.class_id, g.subject_id, r.student_id
), split_subject AS (
    SELECT school, year, asked_id, class_id, subject_id FROM group_member GROUP BY school, year, asked_id, class_id, subject_id
), profiled AS (
    SELECT r.school, r.year, r.asked_id, r.class_id, r.student_id
    FROM roster r
    JOIN class c ON c.school = r.school AND c.year = r.year AND c.class_id = r.class_id
    WHERE r.stage = '10-11' OR c.profile IS NOT NULL
), chosen AS (
    SELECT DISTINCT school, year, student_id FROM profiled
), trace AS (
    SELECT m.school, m.year, m.student_id, m.subject_id FROM mark m
    JOIN chosen c ON c.school = m.school AND c.year = m.year AND c.student_id = m.student_id
    UNION
    SELECT a.school, a.year, a.student_id, a.subject_id FROM attendance a
    JOIN chosen c ON c.school = a.school AND c.year = a.year AND c.student_id = a.student_id
    WHERE a.subject_id IS NOT NULL
    UNION
    SELECT f.school, f.year, f.student_id, f.subject_id FROM period_mark f
    JOIN chosen c ON c.school = f.school AND c.year = f.year AND c.student_id = f.student_id
    WHERE f.status <> 'empty' AND (f.status <> 'set' OR f.value IS NOT NULL)
), class_trace AS (
    SELECT p.school, p.year, p.asked_id, p.class_id, t.subject_id
    FROM profiled p
    JOIN trace t ON t.school = p.school AND t.year = p.year AND t.student_id = p.student_id
    GROUP BY p.school, p.year, p.asked_id, p.class_id, t.subject_id
), traced AS (
    SELECT DISTINCT school, year, student_id FROM trace
), untraced AS (
    SELECT p.school, p.year, p.asked_id, p.class_id, p.student_id, c.subject_id,
        COUNT(*) OVER (PARTITION BY p.school, p.year, p.asked_id, p.class_id, c.subject_id) AS students
    FROM profiled p
    JOIN traced d ON d.school = p.school AND d.year = p.year AND d.student_id = p.student_id
    JOIN class_trace c ON c.school = p.school AND c.year = p.year AND c.asked_id = p.asked_id AND c.class_id = p.class_id
    LEFT JOIN trace t ON t.school = p.school AND t.year = p.year AND t.student_id = p.student_id AND t.subject_id = c.subject_id
    LEFT JOIN split_subject x ON x.school = p.school AND x.year = p.year AND x.asked_id = p.asked_id AND x.class_id = p.class_id
        AND x.subject_id = c.subject_id
    WHERE t.student_id IS NULL AND x.subject_id IS NULL
)
SELECT r.school, r.year, r.asked_id, r.class_id, r.student_id, x.subject_id
FROM roster r
JOIN split_subject x ON x.school = r.school AND x.year = r.year AND x.asked_id = r.asked_id AND x.class_id = r.class_id
LEFT JOIN group_member m ON m.school = r.school AND m.year = r.year AND m.asked_id = r.asked_id AND m.class_id = r.class_id
    AND m.student_id = r.student_id AND m.subject_id = x.subject_id
WHERE COALESCE(m.is_member, 0) = 0
UNION ALL
SELECT school, year, asked_id, class_id, student_id, subject_id
FROM untraced
WHERE students > 1
