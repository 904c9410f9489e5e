-- title.ru: Школы муниципалитета: показатели и места
-- title.en: Schools of the municipality: indicators and ranks
-- grain: school, indicator
-- by: school
-- params: period, as_of, class, grade
-- requires: period
-- needs: period_mark, mark, attendance, lesson
-- answers: P-01 P-02 P-03 P-05 P-06 A-03 G-1 G-2 M-3
-- clause: S1 1.5, S4 5.6 (F20)
-- kind: indicator
-- compares: schools
-- traced by: performance, mark_mean, attendance_by_cause, objectivity, mark_sufficiency, programme_summary, plan_hours, class_size
-- Every school in scope and every indicator: numerator / denominator of the query of that name at grain school, NULL with reason no_data where it says nothing. No names of
-- students. best: high or low; rank: place among the schools with a value, equal values share the better place; compared in millionths, rounded down.
-- reporting of schools: how many have a value. data_as_of: newest source of the school's data.
-- pass_rate, quality_rate, learning_index, mark_mean, students_pass, students_quality: performance · current_mean: mark_mean · attendance: share of lessons attended
-- (attendance_by_cause; no_data where the days of the asked period are not known) · unexcused: share of lessons missed without cause · raised, lowered: shares of period marks unlike the recommended (objectivity) ·
-- too_few_marks: mark_sufficiency, of the cells that can be judged · programme: given with topic of planned to date · behind: courses behind (programme_summary) ·
-- plan_equal: plans whose hours are the curriculum's, of those with both (plan_hours) · class_size: average class (class_size).
WITH named AS (
    SELECT 'pass_rate' AS indicator, 'high' AS best, 1 AS place UNION ALL SELECT 'quality_rate', 'high', 2 UNION ALL SELECT 'learning_index', 'high', 3
    UNION ALL SELECT 'mark_mean', 'high', 4 UNION ALL SELECT 'students_pass', 'high', 5 UNION ALL SELECT 'students_quality', 'high', 6
    UNION ALL SELECT 'current_mean', 'high', 7 UNION ALL SELECT 'attendance', 'high', 8 UNION ALL SELECT 'unexcused', 'low', 9
    UNION ALL SELECT 'raised', 'low', 10 UNION ALL SELECT 'lowered', 'low', 11 UNION ALL SELECT 'too_few_marks', 'low', 12
    UNION ALL SELECT 'programme', 'high', 13 UNION ALL SELECT 'behind', 'low', 14 UNION ALL SELECT 'plan_equal', 'high', 15
    UNION ALL SELECT 'class_size', 'low', 16
), measured AS (
    SELECT s.school, s.year, i.indicator, i.best, i.place,
        CASE i.indicator WHEN 'pass_rate' THEN f.pass_n
            WHEN 'quality_rate' THEN f.quality_n
            WHEN 'learning_index' THEN f.learning_index_n
            WHEN 'mark_mean' THEN f.mark_sum
            WHEN 'students_pass' THEN f.students_pass
            WHEN 'students_quality' THEN f.students_quality
            WHEN 'current_mean' THEN c.mean_n
            WHEN 'attendance' THEN CASE WHEN s.days_known = 1 THEN a.lessons_held - a.absent_held END
            WHEN 'unexcused' THEN CASE WHEN s.days_known = 1 THEN a.unexcused_held END
            WHEN 'raised' THEN o.raised
            WHEN 'lowered' THEN o.lowered
            WHEN 'too_few_marks' THEN k.too_few
            WHEN 'programme' THEN g.given_with_topic_hundredths
            WHEN 'behind' THEN g.behind
            WHEN 'plan_equal' THEN h.equal
            WHEN 'class_size' THEN z.on_day END AS n,
        CASE i.indicator WHEN 'pass_rate' THEN f.assessed
            WHEN 'quality_rate' THEN f.assessed
            WHEN 'learning_index' THEN 100 * f.assessed
            WHEN 'mark_mean' THEN f.mark_count
            WHEN 'students_pass' THEN f.students_base
            WHEN 'students_quality' THEN f.students_base
            WHEN 'current_mean' THEN c.mean_d
            WHEN 'attendance' THEN a.lessons_held
            WHEN 'unexcused' THEN a.lessons_held
            WHEN 'raised' THEN o.compared
            WHEN 'lowered' THEN o.compared
            WHEN 'too_few_marks' THEN k.enough + k.too_few
            WHEN 'programme' THEN g.planned_to_date_hundredths
            WHEN 'behind' THEN g.behind + g.on_plan
            WHEN 'plan_equal' THEN h.equal + h.more + h.less
            WHEN 'class_size' THEN z.classes_n END AS d
    FROM newest_year s
    CROSS JOIN named i
    -- The deepest last: the plan of a join is as deep as what it stands on.
    LEFT JOIN performance f ON f.school = s.school AND f.year = s.year
    LEFT JOIN mark_sufficiency k ON k.school = s.school AND k.year = s.year
    LEFT JOIN objectivity o ON o.school = s.school AND o.year = s.year
    LEFT JOIN programme_summary g ON g.school = s.school AND g.year = s.year
    LEFT JOIN class_size z ON z.school = s.school AND z.year = s.year
    LEFT JOIN plan_hours h ON h.school = s.school AND h.year = s.year
    LEFT JOIN attendance_by_cause a ON a.school = s.school AND a.year = s.year
    LEFT JOIN mark_mean c ON c.school = s.school AND c.year = s.year
), grid AS (
    SELECT school, year, indicator, best, place, CASE WHEN d > 0 THEN n END AS n, CASE WHEN d > 0 AND n IS NOT NULL THEN d END AS d,
        CASE WHEN d > 0 THEN CAST((1000000 * n - (1000000 * n) % d) / NULLIF(d, 0) AS BIGINT) END AS millionths
    FROM measured
), ranked AS (
    SELECT school, year, indicator, best, place, n, d,
        rank() OVER (PARTITION BY indicator ORDER BY CASE WHEN best = 'high' THEN 0 - millionths ELSE millionths END ASC NULLS LAST) AS rank_no,
        COUNT(n) OVER (PARTITION BY indicator) AS reporting, COUNT(n) OVER () AS known, COUNT(*) OVER (PARTITION BY indicator) AS schools
    FROM grid
)
SELECT r.school, r.year, r.indicator, r.best, CAST(r.n AS BIGINT) AS n, CAST(r.d AS BIGINT) AS d,
    CASE WHEN r.n IS NOT NULL THEN CAST(r.rank_no AS BIGINT) END AS rank, CAST(r.reporting AS BIGINT) AS reporting, CAST(r.schools AS BIGINT) AS schools,
    v.as_of AS data_as_of, CASE WHEN r.n IS NULL THEN 'no_data' END AS reason
FROM ranked r
LEFT JOIN provenance v ON v.school = r.school AND v.year = r.year
WHERE r.known > 0
ORDER BY r.place ASC NULLS LAST, CASE WHEN r.n IS NULL THEN 1 ELSE 0 END ASC NULLS LAST, r.rank_no ASC NULLS LAST, r.school ASC NULLS LAST
