-- title.ru: Отличники, хорошисты, с одной «4», с одной «3», неуспевающие, не аттестованные
-- title.en: Numbers of students by standing
-- grain: class
-- by: class, grade_level, stage, school
-- params: period, class, grade
-- requires: period
-- needs: period_mark
-- answers: C-1 C-2 C-3 C-4 C-5 C-6 C-7 C-8
-- clause: S0 6.1
-- kind: indicator
-- Counts of standing. one_four = fours_and_fives with exactly one «4» and the rest «5»: a part of fours_and_fives, or beside it
-- where the regulation sets one_four_inside_good to 0. roster = sum of the others (one_four only when it stands beside).
-- Stage and grade level stand also where they follow from a finer grain. Ordered by stage, grade_level, class_id.
WITH one AS (
    SELECT t.school, t.year, t.period_id, t.class_id, t.grade_level, t.standing, g.one_four_inside_good,
        CASE WHEN t.standing = 'fours_and_fives' AND t.n4 = 1 AND t.n3 = 0 AND t.n2 = 0 THEN 1 ELSE 0 END AS one_four
    FROM standing t
    JOIN regulation g ON g.school = t.school AND g.year = t.year
), keyed AS (
    SELECT o.school, o.year, o.period_id, o.standing, o.one_four, o.one_four_inside_good,
        CASE WHEN p.grain <> 'school' THEN c.stage_no END AS stage_no,
        CASE WHEN p.grain <> 'school' THEN c.stage END AS stage,
        CASE WHEN p.grain IN ('class', 'grade_level') THEN o.grade_level END AS grade_level,
        CASE WHEN p.grain = 'class' THEN o.class_id END AS class_id
    FROM one o
    JOIN class_scope c ON c.school = o.school AND c.year = o.year AND c.class_id = o.class_id AND c.asked_id = o.period_id
    CROSS JOIN params p
), counted AS (
    SELECT school, year, period_id, stage_no, stage, grade_level, class_id,
        CAST(COUNT(*) AS BIGINT) AS roster,
        CAST(SUM(CASE WHEN standing = 'all_fives' THEN 1 ELSE 0 END) AS BIGINT) AS all_fives,
        CAST(SUM(CASE WHEN standing = 'fours_and_fives' AND (one_four = 0 OR one_four_inside_good = 1) THEN 1 ELSE 0 END) AS BIGINT)
            AS fours_and_fives,
        CAST(SUM(one_four) AS BIGINT) AS one_four,
        CAST(SUM(CASE WHEN standing = 'one_three' THEN 1 ELSE 0 END) AS BIGINT) AS one_three,
        CAST(SUM(CASE WHEN standing = 'with_threes' THEN 1 ELSE 0 END) AS BIGINT) AS with_threes,
        CAST(SUM(CASE WHEN standing = 'failing_one' THEN 1 ELSE 0 END) AS BIGINT) AS failing_one,
        CAST(SUM(CASE WHEN standing = 'failing_two' THEN 1 ELSE 0 END) AS BIGINT) AS failing_two,
        CAST(SUM(CASE WHEN standing = 'failing_many' THEN 1 ELSE 0 END) AS BIGINT) AS failing_many,
        CAST(SUM(CASE WHEN standing = 'not_certified' THEN 1 ELSE 0 END) AS BIGINT) AS not_certified,
        CAST(SUM(CASE WHEN standing = 'incomplete' THEN 1 ELSE 0 END) AS BIGINT) AS incomplete,
        CAST(SUM(CASE WHEN standing = 'no_data' THEN 1 ELSE 0 END) AS BIGINT) AS no_data,
        CAST(SUM(CASE WHEN standing = 'not_applicable' THEN 1 ELSE 0 END) AS BIGINT) AS not_applicable
    FROM keyed
    GROUP BY school, year, period_id, stage_no, stage, grade_level, class_id
)
SELECT c.school, c.year, c.period_id, c.stage, c.grade_level, c.class_id, c.roster, c.all_fives, c.fours_and_fives, c.one_four,
    c.one_three, c.with_threes, c.failing_one, c.failing_two, c.failing_many, c.not_certified, c.incomplete, c.no_data,
    c.not_applicable
FROM counted c
ORDER BY c.school ASC NULLS LAST, c.year ASC NULLS LAST, c.stage_no ASC NULLS LAST, c.grade_level ASC NULLS LAST,
    c.class_id ASC NULLS LAST
