-- title.ru: Предварительная категория каждого ученика
-- title.en: Preliminary standing of each student
-- grain: student
-- params: period, as_of, class, grade
-- requires: period
-- answers: F4
-- clause: S2 4.4, S2 4.5
-- kind: view
-- needs: mark, period_mark
-- standing as in the query of that name, over preliminary_cell: forecast marks where no mark is set. The order of tests stands in both: one
-- view of the cells of either kind would make standing wait for the current marks; tests hold the two to one rule. forecast: how many of the cells are
-- forecast. *_subjects: names joined, an asterisk at a forecast mark. students_base, students_pass, students_quality: of the class, as in
-- performance.
WITH tally AS (
    SELECT c.school, c.year, c.period_id, c.student_id, CAST(SUM(c.forecast) AS BIGINT) AS forecast,
        CAST(SUM(CASE WHEN c.value = 5 THEN 1 ELSE 0 END) AS BIGINT) AS n5, CAST(SUM(CASE WHEN c.value = 4 THEN 1 ELSE 0 END) AS BIGINT) AS n4,
        CAST(COUNT(c.value) AS BIGINT) AS n_mark,
        CAST(SUM(CASE WHEN c.value < g.pass_from OR c.status = 'no_credit' THEN 1 ELSE 0 END) AS BIGINT) AS n_fail,
        CAST(SUM(CASE WHEN c.value < g.quality_from THEN 1 ELSE 0 END) AS BIGINT) AS n_low,
        CAST(SUM(CASE WHEN c.status = 'not_assessed' THEN 1 ELSE 0 END) AS BIGINT) AS not_assessed,
        CAST(SUM(CASE WHEN c.status = 'empty' THEN 1 ELSE 0 END) AS BIGINT) AS n_empty,
        MIN(CASE WHEN c.value = 4 THEN c.subject || CASE WHEN c.forecast = 1 THEN '*' ELSE '' END END) AS four_name,
        MIN(CASE WHEN c.value < g.quality_from THEN c.subject || CASE WHEN c.forecast = 1 THEN '*' ELSE '' END END) AS low_name,
        NULLIF(array_join(array_sort(collect_list(CASE WHEN c.value < g.pass_from OR c.status = 'no_credit'
            THEN c.subject || CASE WHEN c.forecast = 1 THEN '*' ELSE '' END END)), ', '), '') AS failing_subjects,
        NULLIF(array_join(array_sort(collect_list(CASE WHEN c.status = 'not_assessed' THEN c.subject END)), ', '), '') AS uncertified_subjects,
        NULLIF(array_join(array_sort(collect_list(CASE WHEN c.status = 'empty' THEN c.subject END)), ', '), '') AS empty_subjects
    FROM preliminary_cell c
    JOIN regulation g ON g.school = c.school AND g.year = c.year
    GROUP BY c.school, c.year, c.period_id, c.student_id
), judged AS (
    SELECT r.school, r.year, r.asked_id, r.grade_level, r.class_id, r.student_id, r.full_name, g.class_rate_denominator,
        COALESCE(t.forecast, 0) AS forecast, t.four_name, t.low_name, t.n4, t.n5, t.n_mark, t.failing_subjects, t.uncertified_subjects,
        t.empty_subjects,
        CASE
            WHEN COALESCE(r.grade_level, g.marks_from_grade) < g.marks_from_grade OR u.class_id IS NOT NULL THEN 'not_applicable'
            WHEN COALESCE(t.n_mark, 0) = 0 AND COALESCE(t.n_fail, 0) = 0 AND COALESCE(t.not_assessed, 0) = 0 THEN 'no_data'
            WHEN t.not_assessed > 0 AND g.failing_over_na = 0 THEN 'not_certified'
            WHEN t.n_fail = 1 THEN 'failing_one'
            WHEN t.n_fail = 2 THEN 'failing_two'
            WHEN t.n_fail > 2 THEN 'failing_many'
            WHEN t.not_assessed > 0 THEN 'not_certified'
            WHEN t.n_empty > 0 THEN 'incomplete'
            WHEN t.n5 = t.n_mark THEN 'all_fives'
            WHEN t.n_low = 0 THEN 'fours_and_fives'
            WHEN t.n_low = 1 THEN 'one_three'
            ELSE 'with_threes'
        END AS standing
    FROM roster r
    JOIN regulation g ON g.school = r.school AND g.year = r.year
    LEFT JOIN tally t ON t.school = r.school AND t.year = r.year AND t.period_id = r.asked_id AND t.student_id = r.student_id
    LEFT JOIN unassessed_class u ON u.school = r.school AND u.year = r.year AND u.class_id = r.class_id
), rated AS (
    SELECT j.school, j.year, j.class_id,
        CAST(SUM(CASE WHEN j.standing = 'not_applicable' THEN 0
            WHEN j.standing IN ('no_data', 'incomplete') AND j.class_rate_denominator = 'assessed' THEN 0 ELSE 1 END) AS BIGINT) AS students_base,
        CAST(SUM(CASE WHEN j.standing IN ('failing_one', 'failing_two', 'failing_many', 'not_certified') THEN 1 ELSE 0 END) AS BIGINT) AS students_low,
        CAST(SUM(CASE WHEN j.standing IN ('all_fives', 'fours_and_fives') THEN 1 ELSE 0 END) AS BIGINT) AS students_quality
    FROM judged j
    GROUP BY j.school, j.year, j.class_id
)
SELECT j.school, j.year, j.asked_id AS period_id, j.grade_level, j.class_id, j.student_id, j.full_name, j.standing, j.forecast,
    CASE WHEN j.standing = 'one_three' THEN j.low_name
        WHEN j.standing = 'fours_and_fives' AND j.n4 = 1 AND j.n5 + j.n4 = j.n_mark THEN j.four_name END AS subject_one,
    j.failing_subjects, j.uncertified_subjects, j.empty_subjects,
    r.students_base, r.students_base - r.students_low AS students_pass, r.students_quality
FROM judged j
JOIN rated r ON r.school = j.school AND r.year = j.year AND r.class_id = j.class_id
ORDER BY j.school NULLS LAST, j.year NULLS LAST, j.class_id NULLS LAST, j.student_id NULLS LAST
