-- title.ru: Поимённо: с одной и двумя «4», с одной и двумя «3», неуспевающие, не аттестованные — предмет, учитель, текущий средний балл
-- title.en: By name: one or two fours, one or two threes, failing, not certified, with subject, teacher and current mean
-- grain: student, subject
-- params: period, as_of, class, grade
-- requires: period
-- needs: period_mark
-- answers: C-3 C-4 C-6 C-7
-- clause: S0 6.1
-- kind: indicator
-- rows: period_mark student_id subject_id period_id:own; mark student_id subject_id date:own kind='score,debt'
-- note: one_four, two_fours (the «4» of fours_and_fives with one or two of them) · one_three, two_threes (the marks below quality_from of
-- one_three and of with_threes with two) · failing (marks below pass_from and no_credit) · not_assessed. A student with a «2» and a
-- «н/а» has a row for each, once in the partition. cause: of not_assessed, see not_certified_cause (NULL where the student is failing too).
-- current mean = weighted_sum / weight_sum of recommended_mark, NULL without marks.
WITH tally AS (
    SELECT c.school, c.year, c.asked_id, c.student_id, SUM(CASE WHEN c.value < g.quality_from THEN 1 ELSE 0 END) AS n_low
    FROM period_cell c
    JOIN regulation g ON g.school = c.school AND g.year = c.year
    GROUP BY c.school, c.year, c.asked_id, c.student_id
), noted AS (
    SELECT c.school, c.year, c.asked_id, c.stage_no, c.grade_level, c.class_id, c.student_id, t.full_name, t.standing, c.subject_id, c.status,
        c.value,
        CASE
            WHEN c.value < g.pass_from OR c.status = 'no_credit' THEN 'failing'
            WHEN c.status = 'not_assessed' THEN 'not_assessed'
            WHEN t.standing = 'fours_and_fives' AND c.value = 4 AND t.n4 = 1 THEN 'one_four'
            WHEN t.standing = 'fours_and_fives' AND c.value = 4 AND t.n4 = 2 THEN 'two_fours'
            WHEN t.standing = 'one_three' AND c.value < g.quality_from THEN 'one_three'
            WHEN t.standing = 'with_threes' AND c.value < g.quality_from AND n.n_low = 2 THEN 'two_threes'
        END AS note
    FROM period_cell c
    JOIN regulation g ON g.school = c.school AND g.year = c.year
    JOIN standing t ON t.school = c.school AND t.year = c.year AND t.period_id = c.asked_id AND t.student_id = c.student_id
    JOIN tally n ON n.school = c.school AND n.year = c.year AND n.asked_id = c.asked_id AND n.student_id = c.student_id
    WHERE t.standing <> 'not_applicable'
)
SELECT n.school, n.year, n.asked_id AS period_id, n.grade_level, n.class_id, n.student_id, n.full_name, n.standing, n.note, n.subject_id,
    COALESCE(s.name, n.subject_id) AS subject, n.status, n.value, o.teachers, m.mark_count,
    CASE WHEN m.weight_sum > 0 THEN m.weighted_sum END AS weighted_sum, CASE WHEN m.weight_sum > 0 THEN m.weight_sum END AS weight_sum,
    CASE WHEN n.note = 'not_assessed' THEN a.cause END AS cause
FROM noted n
LEFT JOIN subject s ON s.school = n.school AND s.year = n.year AND s.subject_id = n.subject_id
LEFT JOIN own_teacher o ON o.school = n.school AND o.year = n.year AND o.asked_id = n.asked_id AND o.student_id = n.student_id
    AND o.subject_id = n.subject_id
LEFT JOIN recommended_mark m ON m.school = n.school AND m.year = n.year AND m.period_id = n.asked_id AND m.student_id = n.student_id
    AND m.subject_id = n.subject_id
LEFT JOIN not_certified_cause a ON a.school = n.school AND a.year = n.year AND a.asked_id = n.asked_id AND a.student_id = n.student_id
WHERE n.note IS NOT NULL
ORDER BY n.school ASC NULLS LAST, n.year ASC NULLS LAST, n.stage_no ASC NULLS LAST, n.grade_level ASC NULLS LAST,
    n.class_id ASC NULLS LAST, n.student_id ASC NULLS LAST, n.subject_id ASC NULLS LAST
