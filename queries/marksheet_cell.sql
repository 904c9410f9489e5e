-- title.ru: Отметки сводной ведомости класса
-- title.en: Cells of the class marksheet
-- grain: student, subject, period
-- params: class, grade
-- answers: F1
-- clause: S2 4.3, S2 4.4, S4-Р 3.2
-- kind: view
-- rows: period_mark student_id subject_id period_id kind
-- needs: period_mark
-- Every period, year, exam and final mark of the students who were members of the class in the year, whatever class the mark
-- names; of two rows of one cell the class's own first, then the one that says something, then the later set.
WITH member AS (
    SELECT m.school, m.year, m.class_id, m.student_id
    FROM class_membership m
    JOIN class c ON c.school = m.school AND c.year = m.year AND c.class_id = m.class_id
    CROSS JOIN params p
    WHERE (p.class_id IS NULL OR p.class_id = m.class_id) AND (p.grade_level IS NULL OR p.grade_level = c.grade_level)
    GROUP BY m.school, m.year, m.class_id, m.student_id
), ranked AS (
    SELECT m.school, m.year, m.class_id, m.student_id, pm.subject_id, pm.period_id, pm.kind, pm.status, pm.value,
        row_number() OVER (
            PARTITION BY m.school, m.year, m.class_id, m.student_id, pm.subject_id, pm.period_id, pm.kind
            ORDER BY CASE WHEN pm.class_id = m.class_id THEN 0 ELSE 1 END NULLS LAST,
                CASE WHEN pm.status = 'empty' THEN 1 ELSE 0 END NULLS LAST,
                pm.set_at DESC NULLS LAST, pm.class_id NULLS LAST, pm.status NULLS LAST, pm.value NULLS LAST
        ) AS place
    FROM member m
    JOIN period_mark pm ON pm.school = m.school AND pm.year = m.year AND pm.student_id = m.student_id
)
SELECT r.school, r.year, r.class_id, r.student_id, r.subject_id, COALESCE(s.name, r.subject_id) AS subject, r.period_id, r.kind, r.status,
    r.value
FROM ranked r
LEFT JOIN subject s ON s.school = r.school AND s.year = r.year AND s.subject_id = r.subject_id
WHERE r.place = 1
ORDER BY r.school NULLS LAST, r.year NULLS LAST, r.class_id NULLS LAST, r.student_id NULLS LAST, r.subject_id NULLS LAST,
    r.kind NULLS LAST, r.period_id NULLS LAST
