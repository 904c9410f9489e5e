-- title.ru: Часы по предметам и МДК: план и факт по семестрам и за год
-- title.en: Hours of subjects and modules: planned and given by semester and in the year
-- grain: class, group, subject, period
-- params: as_of, class, grade
-- needs: planned_lesson, lesson
-- answers: G-2
-- clause: S1 1.4, S1 3.2; domain 1.6 (form of vocational schools)
-- kind: indicator
-- figures: planned_hours_hundredths given_hours_hundredths
-- rows: planned_lesson class_id group_id subject_id; lesson class_id group_id subject_id status='held,substituted,remote'
-- Every course with a plan or a lesson x the class's own periods whose days are known (quarters, half-years, semesters …), and the year (period_id
-- 'year': everything, rows of the plan without a date too). planned: rows of the plan dated in the period; NULL where the course has no plan, in a period also where
-- no row of it has a date. given: lessons held in the period and not after as_of (without hours 100 hundredths); NULL where the school year has no lesson at all. area:
-- of the subject, as the export names it: the cycle, the professional module. Rates of marks: performance --period.
WITH course AS (
    SELECT school, year, class_id, COALESCE(group_id, '') AS group_key, subject_id FROM planned_lesson
    GROUP BY school, year, class_id, COALESCE(group_id, ''), subject_id
    UNION
    SELECT school, year, class_id, COALESCE(group_id, '') AS group_key, subject_id FROM lesson
    GROUP BY school, year, class_id, COALESCE(group_id, ''), subject_id
), own_period AS (
    SELECT k.school, k.year, k.class_id, b.period_id, b.start_date, b.end_date
    FROM class k
    JOIN period_bound b ON b.school = k.school AND b.year = k.year AND b.class_id = k.class_id
    WHERE b.start_date IS NOT NULL AND b.end_date IS NOT NULL
        AND substr(b.period_id, 1, 1) = CASE COALESCE(k.period_kind, 'quarter') WHEN 'quarter' THEN 'q' WHEN 'half_year' THEN 'h'
            WHEN 'trimester' THEN 't' WHEN 'semester' THEN 's' WHEN 'module' THEN 'm' END
    UNION ALL
    SELECT school, year, class_id, 'year' AS period_id, CAST(NULL AS DATE), CAST(NULL AS DATE) FROM class
), planned AS (
    SELECT o.school, o.year, o.class_id, o.period_id, COALESCE(l.group_id, '') AS group_key, l.subject_id,
        SUM(CASE WHEN o.period_id = 'year' OR l.planned_date BETWEEN o.start_date AND o.end_date THEN l.hours_hundredths ELSE 0 END) AS hours,
        COUNT(l.planned_date) AS dated
    FROM own_period o
    JOIN planned_lesson l ON l.school = o.school AND l.year = o.year AND l.class_id = o.class_id
    GROUP BY o.school, o.year, o.class_id, o.period_id, COALESCE(l.group_id, ''), l.subject_id
), given AS (
    SELECT o.school, o.year, o.class_id, o.period_id, COALESCE(l.group_id, '') AS group_key, l.subject_id,
        SUM(COALESCE(l.hours_hundredths, 100)) AS hours
    FROM own_period o
    JOIN lesson_held l ON l.school = o.school AND l.year = o.year AND l.class_id = o.class_id
        AND (o.period_id = 'year' OR l.date BETWEEN o.start_date AND o.end_date)
    CROSS JOIN params p
    WHERE l.date <= p.as_of
    GROUP BY o.school, o.year, o.class_id, o.period_id, COALESCE(l.group_id, ''), l.subject_id
), taught AS (
    SELECT DISTINCT school, year FROM lesson
)
SELECT c.school, c.year, k.grade_level, c.class_id, NULLIF(c.group_key, '') AS group_id, c.subject_id, COALESCE(s.name, c.subject_id) AS subject, s.area,
    o.period_id, CAST(CASE WHEN o.period_id = 'year' OR p.dated > 0 THEN p.hours END AS BIGINT) AS planned_hours_hundredths,
    CASE WHEN t.school IS NOT NULL THEN CAST(COALESCE(g.hours, 0) AS BIGINT) END AS given_hours_hundredths
FROM course c
JOIN class_scope k ON k.school = c.school AND k.year = c.year AND k.class_id = c.class_id
JOIN own_period o ON o.school = c.school AND o.year = c.year AND o.class_id = c.class_id
LEFT JOIN planned p ON p.school = c.school AND p.year = c.year AND p.class_id = c.class_id AND p.group_key = c.group_key AND p.subject_id = c.subject_id
    AND p.period_id = o.period_id
LEFT JOIN given g ON g.school = c.school AND g.year = c.year AND g.class_id = c.class_id AND g.group_key = c.group_key AND g.subject_id = c.subject_id
    AND g.period_id = o.period_id
LEFT JOIN taught t ON t.school = c.school AND t.year = c.year
LEFT JOIN subject s ON s.school = c.school AND s.year = c.year AND s.subject_id = c.subject_id
ORDER BY c.school ASC NULLS LAST, c.year ASC NULLS LAST, k.grade_level ASC NULLS LAST, c.class_id ASC NULLS LAST, c.subject_id ASC NULLS LAST,
    c.group_key ASC NULLS LAST, o.period_id ASC NULLS LAST
