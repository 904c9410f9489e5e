-- title.ru: Часы КТП и учебного плана
-- title.en: Hours of the schemes of work and of the curriculum
-- grain: class, group, subject
-- by: course, class, subject, grade_level, stage, school
-- params: class, grade
-- needs: planned_lesson, curriculum
-- answers: G-1
-- clause: S0 4.5, S2 4.4
-- kind: indicator
-- figures: courses equal more less no_plan no_curriculum planned_hours_hundredths curriculum_hours_hundredths
-- unit: course
-- rows: planned_lesson class_id group_id subject_id; curriculum class_id group_id? subject_id
-- A course: (class, group, subject) with a plan or with a row of the curriculum; a row for the whole class is left out where groups of the class have
-- plans of the subject and the class has none: it speaks for the groups. planned: hours of all rows of the plan; curriculum: hours a year
-- of the course's own row, else of the class's. equal · more (planned more than the curriculum) · less · no_plan · no_curriculum (hours a
-- year are not told): counts of courses, at grain course 0 or 1. Hours only of the courses where both are known.
WITH planned AS (
    SELECT school, year, class_id, COALESCE(group_id, '') AS group_key, subject_id, SUM(hours_hundredths) AS hours
    FROM planned_lesson
    GROUP BY school, year, class_id, COALESCE(group_id, ''), subject_id
), curricular AS (
    SELECT school, year, class_id, COALESCE(group_id, '') AS group_key, subject_id, SUM(hours_year_hundredths) AS hours
    FROM curriculum
    GROUP BY school, year, class_id, COALESCE(group_id, ''), subject_id
), grouped AS (
    SELECT DISTINCT school, year, class_id, subject_id FROM planned WHERE group_key <> ''
), grid AS (
    SELECT school, year, class_id, group_key, subject_id FROM planned
    UNION
    SELECT c.school, c.year, c.class_id, c.group_key, c.subject_id
    FROM curricular c
    LEFT JOIN grouped g ON g.school = c.school AND g.year = c.year AND g.class_id = c.class_id AND g.subject_id = c.subject_id
    WHERE c.group_key <> '' OR g.class_id IS NULL
), matched AS (
    SELECT g.school, g.year, g.class_id, g.group_key, g.subject_id, p.hours AS planned, COALESCE(o.hours, w.hours) AS curricular
    FROM grid g
    LEFT JOIN planned p ON p.school = g.school AND p.year = g.year AND p.class_id = g.class_id AND p.group_key = g.group_key
        AND p.subject_id = g.subject_id
    LEFT JOIN curricular o ON o.school = g.school AND o.year = g.year AND o.class_id = g.class_id AND o.group_key = g.group_key
        AND o.subject_id = g.subject_id
    LEFT JOIN curricular w ON w.school = g.school AND w.year = g.year AND w.class_id = g.class_id AND w.group_key = '' AND w.subject_id = g.subject_id
), judged AS (
    SELECT school, year, class_id, group_key, subject_id, planned, curricular,
        CASE WHEN planned IS NULL THEN 'no_plan' WHEN curricular IS NULL THEN 'no_curriculum' WHEN planned = curricular THEN 'equal'
            WHEN planned > curricular THEN 'more' ELSE 'less' END AS verdict
    FROM matched
), keyed AS (
    SELECT j.school, j.year, p.grain,
        CASE WHEN p.grain NOT IN ('subject', 'school') THEN c.stage_no END AS stage_no,
        CASE WHEN p.grain NOT IN ('subject', 'school') THEN c.stage END AS stage,
        CASE WHEN p.grain NOT IN ('subject', 'stage', 'school') THEN c.grade_level END AS grade_level,
        CASE WHEN p.grain IN ('course', 'class') THEN j.class_id END AS class_id,
        CASE WHEN p.grain = 'course' THEN j.group_key END AS group_key,
        CASE WHEN p.grain IN ('course', 'subject') THEN j.subject_id END AS subject_id,
        j.planned, j.curricular, j.verdict
    FROM judged j
    JOIN class_scope c ON c.school = j.school AND c.year = j.year AND c.class_id = j.class_id
    CROSS JOIN params p
), counted AS (
    SELECT school, year, stage_no, stage, grade_level, class_id, group_key, subject_id, COUNT(*) AS courses,
        SUM(CASE WHEN verdict = 'equal' THEN 1 ELSE 0 END) AS n_equal, SUM(CASE WHEN verdict = 'more' THEN 1 ELSE 0 END) AS n_more,
        SUM(CASE WHEN verdict = 'less' THEN 1 ELSE 0 END) AS n_less, SUM(CASE WHEN verdict = 'no_plan' THEN 1 ELSE 0 END) AS n_no_plan,
        SUM(CASE WHEN verdict = 'no_curriculum' THEN 1 ELSE 0 END) AS n_no_curriculum,
        SUM(CASE WHEN planned IS NOT NULL AND curricular IS NOT NULL THEN planned END) AS planned,
        SUM(CASE WHEN planned IS NOT NULL AND curricular IS NOT NULL THEN curricular END) AS curricular
    FROM keyed
    GROUP BY school, year, stage_no, stage, grade_level, class_id, group_key, subject_id
)
SELECT t.school, t.year, t.stage, t.grade_level, t.class_id, NULLIF(t.group_key, '') AS group_id, t.subject_id,
    COALESCE(s.name, t.subject_id) AS subject, CAST(t.courses AS BIGINT) AS courses, CAST(t.n_equal AS BIGINT) AS equal,
    CAST(t.n_more AS BIGINT) AS more, CAST(t.n_less AS BIGINT) AS less, CAST(t.n_no_plan AS BIGINT) AS no_plan,
    CAST(t.n_no_curriculum AS BIGINT) AS no_curriculum, CAST(t.planned AS BIGINT) AS planned_hours_hundredths,
    CAST(t.curricular AS BIGINT) AS curriculum_hours_hundredths
FROM counted t
LEFT JOIN subject s ON s.school = t.school AND s.year = t.year AND s.subject_id = t.subject_id
ORDER BY t.school ASC NULLS LAST, t.year ASC NULLS LAST, t.stage_no ASC NULLS LAST, t.grade_level ASC NULLS LAST, t.class_id ASC NULLS LAST,
    t.subject_id ASC NULLS LAST, t.group_key ASC NULLS LAST
