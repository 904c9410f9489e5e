-- title.ru: Контингент по годам рождения
-- title.en: Students on roll by year of birth
-- grain: stage, year of birth
-- by: stage, school
-- params: period, from, to, as_of, class, grade
-- needs: class_membership
-- answers: M-1
-- clause: S2 4.3
-- kind: view
-- Students of contingent_day by year of birth (NULL: no date of birth is known), each once a row.
WITH keyed AS (
    SELECT d.school, d.year, CASE WHEN p.grain = 'stage' THEN d.stage_no END AS stage_no, CASE WHEN p.grain = 'stage' THEN d.stage END AS stage,
        d.birth_year, d.student_id, d.sex
    FROM contingent_day d CROSS JOIN params p
    WHERE d.student_id IS NOT NULL
)
SELECT k.school, k.year, k.stage, k.birth_year, CAST(COUNT(DISTINCT k.student_id) AS BIGINT) AS students,
    CAST(COUNT(DISTINCT CASE WHEN k.sex = 'm' THEN k.student_id END) AS BIGINT) AS boys,
    CAST(COUNT(DISTINCT CASE WHEN k.sex = 'f' THEN k.student_id END) AS BIGINT) AS girls
FROM keyed k
GROUP BY k.school, k.year, k.stage_no, k.stage, k.birth_year
ORDER BY k.school ASC NULLS LAST, k.year ASC NULLS LAST, k.stage_no ASC NULLS LAST, k.birth_year ASC NULLS LAST
