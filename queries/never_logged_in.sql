-- title.ru: Кто ни разу не входил в журнал
-- title.en: Who never used the gradebook
-- grain: role
-- by: school, account
-- params: class, grade
-- needs: account
-- answers: U-4
-- clause: S2 8.1
-- kind: indicator
-- figures: (accounts) (used) never (unknown)
-- unit: account
-- rows: account account_id
-- Accounts of the school year. never: the export marks the account as not active; or, of staff whose account says nothing, no write and no access of the teacher is known though the
-- year has some. used: active, or a write or access of the teacher. unknown: the export says nothing and nothing else tells. accounts = used + never + unknown.
-- At account the never ones by name. With a class or grade level asked: accounts of students and parents of its members of the year only.
WITH act AS (
    SELECT school, year, teacher_id FROM gradebook_access
    UNION
    SELECT school, year, teacher_id FROM mark WHERE set_at IS NOT NULL
    UNION
    SELECT school, year, teacher_id FROM attendance WHERE set_at IS NOT NULL
    UNION
    SELECT school, year, teacher_id FROM lesson WHERE topic_set_at IS NOT NULL
    UNION
    SELECT school, year, teacher_id FROM period_mark WHERE set_at IS NOT NULL
), any_act AS (
    SELECT DISTINCT school, year FROM act
), member AS (
    SELECT m.school, m.year, m.student_id, MIN(m.class_id) AS class_id
    FROM class_membership m
    JOIN class_scope c ON c.school = m.school AND c.year = m.year AND c.class_id = m.class_id
    GROUP BY m.school, m.year, m.student_id
), judged AS (
    SELECT a.school, a.year, a.role, a.account_id, a.student_id, a.teacher_id, m.class_id,
        CASE WHEN a.active THEN 'used' WHEN NOT a.active THEN 'never' WHEN a.teacher_id IS NULL THEN 'unknown' WHEN t.teacher_id IS NOT NULL THEN 'used'
            WHEN y.school IS NOT NULL THEN 'never' ELSE 'unknown' END AS verdict
    FROM account a
    CROSS JOIN params p
    LEFT JOIN member m ON m.school = a.school AND m.year = a.year AND m.student_id = a.student_id
    LEFT JOIN act t ON t.school = a.school AND t.year = a.year AND t.teacher_id = a.teacher_id
    LEFT JOIN any_act y ON y.school = a.school AND y.year = a.year
    WHERE (p.class_id IS NULL AND p.grade_level IS NULL) OR m.class_id IS NOT NULL
)
SELECT j.school, j.year, j.role, CASE WHEN p.grain = 'account' THEN j.account_id END AS account_id,
    MAX(CASE WHEN p.grain = 'account' THEN j.class_id END) AS class_id,
    MAX(CASE WHEN p.grain = 'account' THEN COALESCE(s.full_name, t.full_name) END) AS full_name,
    CAST(COUNT(*) AS BIGINT) AS accounts, CAST(SUM(CASE WHEN j.verdict = 'used' THEN 1 ELSE 0 END) AS BIGINT) AS used,
    CAST(SUM(CASE WHEN j.verdict = 'never' THEN 1 ELSE 0 END) AS BIGINT) AS never,
    CAST(SUM(CASE WHEN j.verdict = 'unknown' THEN 1 ELSE 0 END) AS BIGINT) AS unknown
FROM judged j
CROSS JOIN params p
LEFT JOIN student s ON s.school = j.school AND s.year = j.year AND s.student_id = j.student_id
LEFT JOIN teacher t ON t.school = j.school AND t.year = j.year AND t.teacher_id = j.teacher_id
WHERE p.grain <> 'account' OR j.verdict = 'never'
GROUP BY j.school, j.year, j.role, CASE WHEN p.grain = 'account' THEN j.account_id END
ORDER BY school ASC NULLS LAST, year ASC NULLS LAST, role ASC NULLS LAST, account_id ASC NULLS LAST
