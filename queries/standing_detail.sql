-- title.ru: Категории учащихся: с двумя «4», с двумя «3», средний ниже границы, причины неаттестации
-- title.en: Further standings: two fours, two threes, low mean, causes of not being certified
-- grain: class
-- by: class, student, grade_level, stage, school
-- params: period, class, grade
-- requires: period
-- needs: period_mark
-- answers: C-3 C-4 C-7
-- clause: S0 6.1; domain 1.2 (extra)
-- kind: indicator
-- figures: (roster) two_fours two_threes low_mean debtors not_certified not_certified_illness not_certified_excused not_certified_unexcused not_certified_unset not_certified_no_absence not_certified_unknown
-- unit: student
-- rows: period_mark student_id period_id:own; class_membership student_id class_id
-- two_fours: fours_and_fives with exactly two «4» · two_threes: with_threes with exactly two marks below quality_from · low_mean: the
-- mean of the student's period marks (set, of any standing but not_applicable) is below low_mean_below_hundredths, compared
-- exactly · debtors: failing or not certified · not_certified_*: parts of not_certified by not_certified_cause.
-- At student the students with at least one of these; the flags are 0 or 1.
WITH one AS (
    SELECT t.school, t.year, t.period_id, t.class_id, t.grade_level, t.student_id, t.full_name, t.standing, n.cause,
        CASE WHEN t.standing = 'fours_and_fives' AND t.n4 = 2 THEN 1 ELSE 0 END AS two_fours,
        CASE WHEN t.standing = 'with_threes' AND COALESCE(m.n_low, 0) = 2 THEN 1 ELSE 0 END AS two_threes,
        CASE WHEN t.standing <> 'not_applicable' AND 100 * m.mark_sum < g.low_mean_below_hundredths * m.mark_count THEN 1 ELSE 0 END AS low_mean,
        CASE WHEN t.standing IN ('failing_one', 'failing_two', 'failing_many', 'not_certified') THEN 1 ELSE 0 END AS debtors,
        CASE WHEN t.standing = 'not_certified' THEN 1 ELSE 0 END AS not_certified
    FROM standing t
    JOIN regulation g ON g.school = t.school AND g.year = t.year
    LEFT JOIN (
        SELECT c.school, c.year, c.asked_id, c.student_id, SUM(c.value) AS mark_sum, COUNT(c.value) AS mark_count,
            SUM(CASE WHEN c.value < q.quality_from THEN 1 ELSE 0 END) AS n_low
        FROM period_cell c
        JOIN regulation q ON q.school = c.school AND q.year = c.year
        GROUP BY c.school, c.year, c.asked_id, c.student_id
    ) m ON m.school = t.school AND m.year = t.year AND m.asked_id = t.period_id AND m.student_id = t.student_id
    LEFT JOIN not_certified_cause n ON n.school = t.school AND n.year = t.year AND n.asked_id = t.period_id AND n.student_id = t.student_id
), keyed AS (
    SELECT o.school, o.year, o.period_id, p.grain,
        CASE WHEN p.grain <> 'school' THEN c.stage_no END AS stage_no,
        CASE WHEN p.grain <> 'school' THEN c.stage END AS stage,
        CASE WHEN p.grain IN ('student', 'class', 'grade_level') THEN o.grade_level END AS grade_level,
        CASE WHEN p.grain IN ('student', 'class') THEN o.class_id END AS class_id,
        CASE WHEN p.grain = 'student' THEN o.student_id END AS student_id,
        CASE WHEN p.grain = 'student' THEN o.full_name END AS full_name,
        CASE WHEN p.grain = 'student' THEN o.standing END AS standing,
        o.two_fours, o.two_threes, o.low_mean, o.debtors, o.not_certified, o.cause
    FROM one o
    JOIN class_scope c ON c.school = o.school AND c.year = o.year AND c.class_id = o.class_id AND c.asked_id = o.period_id
    CROSS JOIN params p
    WHERE p.grain <> 'student' OR o.two_fours + o.two_threes + o.low_mean + o.debtors > 0
)
SELECT k.school, k.year, k.period_id, k.stage, k.grade_level, k.class_id, k.student_id, MAX(k.full_name) AS full_name,
    MAX(k.standing) AS standing, CAST(COUNT(*) AS BIGINT) AS roster,
    CAST(SUM(k.two_fours) AS BIGINT) AS two_fours, CAST(SUM(k.two_threes) AS BIGINT) AS two_threes,
    CAST(SUM(k.low_mean) AS BIGINT) AS low_mean, CAST(SUM(k.debtors) AS BIGINT) AS debtors,
    CAST(SUM(k.not_certified) AS BIGINT) AS not_certified,
    CAST(SUM(CASE WHEN k.cause = 'illness' THEN 1 ELSE 0 END) AS BIGINT) AS not_certified_illness,
    CAST(SUM(CASE WHEN k.cause = 'excused' THEN 1 ELSE 0 END) AS BIGINT) AS not_certified_excused,
    CAST(SUM(CASE WHEN k.cause = 'unexcused' THEN 1 ELSE 0 END) AS BIGINT) AS not_certified_unexcused,
    CAST(SUM(CASE WHEN k.cause = 'unset' THEN 1 ELSE 0 END) AS BIGINT) AS not_certified_unset,
    CAST(SUM(CASE WHEN k.cause = 'none' THEN 1 ELSE 0 END) AS BIGINT) AS not_certified_no_absence,
    CAST(SUM(CASE WHEN k.cause = 'unknown' THEN 1 ELSE 0 END) AS BIGINT) AS not_certified_unknown
FROM keyed k
GROUP BY k.school, k.year, k.period_id, k.stage_no, k.stage, k.grade_level, k.class_id, k.student_id
ORDER BY k.school ASC NULLS LAST, k.year ASC NULLS LAST, k.stage_no ASC NULLS LAST, k.grade_level ASC NULLS LAST,
    k.class_id ASC NULLS LAST, k.student_id ASC NULLS LAST
