-- title.ru: Категория каждого ученика по итогам периода
-- title.en: Standing of each student in the period
-- grain: student
-- params: period, class, grade
-- requires: period
-- needs: period_mark
-- answers: C-1 C-2 C-3 C-4 C-5 C-6 C-7 C-8
-- clause: S0 6.1
-- kind: indicator
-- rows: period_mark student_id period_id:own; class_membership student_id class_id
-- host: table
-- Tests in this order: not_applicable (grade level below the one from which marks are given; a class none of whose subjects is
-- assessed, as in additional education) · no_data (no mark, no not_assessed,
-- no no_credit: nothing but empty, exempt, credit) · failing_one / failing_two / failing_many (marks below pass_from and no_credit)
-- · not_certified (any not_assessed) · incomplete (any empty expected cell) · all_fives · fours_and_fives (none below
-- quality_from) · one_three (one below quality_from) · with_threes. n2 counts 2, 1 and no_credit.
-- subject_one: name of the subject of the one «4» (rest «5»), of the one «3», or of the first failing one (by subject_id).
-- Where the regulation sets failing_over_na to 0, not_certified comes before failing_*.
-- period_id is the asked one. Ordered by stage, grade_level, class_id, student_id.
WITH tally AS (
    SELECT c.school, c.year, c.asked_id, c.student_id,
        CAST(SUM(CASE WHEN c.value = 5 THEN 1 ELSE 0 END) AS BIGINT) AS n5,
        CAST(SUM(CASE WHEN c.value = 4 THEN 1 ELSE 0 END) AS BIGINT) AS n4,
        CAST(SUM(CASE WHEN c.value = 3 THEN 1 ELSE 0 END) AS BIGINT) AS n3,
        CAST(SUM(CASE WHEN c.value <= 2 OR c.status = 'no_credit' THEN 1 ELSE 0 END) AS BIGINT) AS n2,
        CAST(COUNT(c.value) AS BIGINT) AS n_mark,
        CAST(SUM(CASE WHEN c.value < g.pass_from OR c.status = 'no_credit' THEN 1 ELSE 0 END) AS BIGINT) AS n_fail,
        CAST(SUM(CASE WHEN c.value < g.quality_from THEN 1 ELSE 0 END) AS BIGINT) AS n_low,
        CAST(SUM(CASE WHEN c.status = 'not_assessed' THEN 1 ELSE 0 END) AS BIGINT) AS not_assessed,
        CAST(SUM(CASE WHEN c.status = 'exempt' THEN 1 ELSE 0 END) AS BIGINT) AS exempt,
        CAST(SUM(CASE WHEN c.status = 'credit' THEN 1 ELSE 0 END) AS BIGINT) AS credit,
        CAST(SUM(CASE WHEN c.status = 'empty' THEN 1 ELSE 0 END) AS BIGINT) AS n_empty,
        MIN(CASE WHEN c.value = 4 THEN c.subject_id END) AS four_id,
        MIN(CASE WHEN c.value < g.quality_from THEN c.subject_id END) AS low_id,
        MIN(CASE WHEN c.value < g.pass_from OR c.status = 'no_credit' THEN c.subject_id END) AS fail_id
    FROM period_cell c
    JOIN regulation g ON g.school = c.school AND g.year = c.year
    GROUP BY c.school, c.year, c.asked_id, c.student_id
), filled AS (
    SELECT r.school, r.year, r.asked_id, r.stage_no, r.grade_level, r.class_id, r.student_id, r.full_name,
        COALESCE(r.grade_level, g.marks_from_grade) < g.marks_from_grade OR u.class_id IS NOT NULL AS too_young, g.failing_over_na,
        COALESCE(t.n5, 0) AS n5, COALESCE(t.n4, 0) AS n4, COALESCE(t.n3, 0) AS n3, COALESCE(t.n2, 0) AS n2,
        COALESCE(t.n_mark, 0) AS n_mark, COALESCE(t.n_fail, 0) AS n_fail, COALESCE(t.n_low, 0) AS n_low,
        COALESCE(t.not_assessed, 0) AS not_assessed, COALESCE(t.exempt, 0) AS exempt, COALESCE(t.credit, 0) AS credit,
        COALESCE(t.n_empty, 0) AS n_empty, t.four_id, t.low_id, t.fail_id
    FROM roster r
    JOIN regulation g ON g.school = r.school AND g.year = r.year
    LEFT JOIN tally t ON t.school = r.school AND t.year = r.year AND t.asked_id = r.asked_id AND t.student_id = r.student_id
    LEFT JOIN unassessed_class u ON u.school = r.school AND u.year = r.year AND u.class_id = r.class_id
), judged AS (
    SELECT f.school, f.year, f.asked_id, f.stage_no, f.grade_level, f.class_id, f.student_id, f.full_name,
        f.n5, f.n4, f.n3, f.n2, f.not_assessed, f.exempt, f.credit, f.n_empty, f.n_mark, f.four_id, f.low_id, f.fail_id,
        CASE
            WHEN f.too_young THEN 'not_applicable'
            WHEN f.n_mark = 0 AND f.n_fail = 0 AND f.not_assessed = 0 THEN 'no_data'
            WHEN f.not_assessed > 0 AND f.failing_over_na = 0 THEN 'not_certified'
            WHEN f.n_fail = 1 THEN 'failing_one'
            WHEN f.n_fail = 2 THEN 'failing_two'
            WHEN f.n_fail > 2 THEN 'failing_many'
            WHEN f.not_assessed > 0 THEN 'not_certified'
            WHEN f.n_empty > 0 THEN 'incomplete'
            WHEN f.n5 = f.n_mark THEN 'all_fives'
            WHEN f.n_low = 0 THEN 'fours_and_fives'
            WHEN f.n_low = 1 THEN 'one_three'
            ELSE 'with_threes'
        END AS standing
    FROM filled f
), pointed AS (
    SELECT j.school, j.year, j.asked_id, j.stage_no, j.grade_level, j.class_id, j.student_id, j.full_name, j.standing,
        j.n5, j.n4, j.n3, j.n2, j.not_assessed, j.exempt, j.credit, j.n_empty,
        CASE
            WHEN j.standing IN ('failing_one', 'failing_two', 'failing_many') THEN j.fail_id
            WHEN j.standing = 'one_three' THEN j.low_id
            WHEN j.standing = 'fours_and_fives' AND j.n4 = 1 AND j.n5 + j.n4 = j.n_mark THEN j.four_id
        END AS one_id
    FROM judged j
)
SELECT p.school, p.year, p.asked_id AS period_id, p.grade_level, p.class_id, p.student_id, p.full_name, p.standing,
    p.n5, p.n4, p.n3, p.n2, p.not_assessed, p.exempt, p.credit, p.n_empty AS empty,
    COALESCE(s.name, p.one_id) AS subject_one
FROM pointed p
LEFT JOIN subject s ON s.school = p.school AND s.year = p.year AND s.subject_id = p.one_id
ORDER BY p.school ASC NULLS LAST, p.year ASC NULLS LAST, p.stage_no ASC NULLS LAST, p.grade_level ASC NULLS LAST,
    p.class_id ASC NULLS LAST, p.student_id ASC NULLS LAST
