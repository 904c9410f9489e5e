-- title.ru: Результаты учеников учителя по классам и предметам
-- title.en: Results of a teacher's students by class and subject
-- grain: teacher, class, group, subject
-- params: period, as_of, class, grade
-- requires: period
-- needs: period_mark
-- answers: P-01 P-02 P-03 G-2
-- clause: S0 4.5, S2 4.4; domain 2 F12
-- kind: view
-- rows: period_mark class_id subject_id period_id:own; teaching_assignment class_id group_id? subject_id teacher_id
-- Students of the roster whom a teacher teaches the subject on the roster's day: by the teaching assignments of the class and of the student's
-- groups; where no assignment of the subject reaches the student, by who set his period mark. Counts and rates as in performance over their
-- cells; students: all of them, with a cell or without. planned, given: hours of the course in the class's own period (programme_by_period), NULL
-- where nothing tells; two teachers of one course both have all its hours. others: of the hours given those whose lessons name another teacher:
-- who taught before or after, in another group's place, as a substitute.
WITH assigned AS (
    SELECT r.school, r.year, r.class_id, r.grade_level, r.stage_no, r.period_id, r.roster_date, r.student_id, a.subject_id, a.teacher_id, a.group_id
    FROM roster r
    JOIN course_teacher t ON t.school = r.school AND t.year = r.year AND t.class_id = r.class_id
        AND (r.roster_date IS NULL OR r.roster_date BETWEEN t.from_date AND t.to_date)
    JOIN teaching_assignment a ON a.school = t.school AND a.year = t.year AND a.class_id = t.class_id AND a.subject_id = t.subject_id
        AND a.teacher_id = t.teacher_id AND COALESCE(a.group_id, '') = t.group_key
), named AS (
    SELECT a.school, a.year, a.class_id, a.grade_level, a.stage_no, a.period_id, a.student_id, a.subject_id, a.teacher_id, '' AS group_key, 0 AS source
    FROM assigned a
    WHERE a.group_id IS NULL
    UNION ALL
    SELECT a.school, a.year, a.class_id, a.grade_level, a.stage_no, a.period_id, a.student_id, a.subject_id, a.teacher_id, a.group_id, 0
    FROM assigned a
    JOIN group_span m ON m.school = a.school AND m.year = a.year AND m.student_id = a.student_id AND m.group_id = a.group_id
        AND (a.roster_date IS NULL OR a.roster_date BETWEEN m.from_date AND m.to_date)
    UNION ALL
    SELECT r.school, r.year, r.class_id, r.grade_level, r.stage_no, r.period_id, r.student_id, f.subject_id, f.teacher_id, '' AS group_key, 1 AS source
    FROM roster r
    JOIN period_mark f ON f.school = r.school AND f.year = r.year AND f.student_id = r.student_id AND f.period_id = r.period_id
    WHERE f.kind = CASE WHEN r.period_id = 'year' THEN 'year' ELSE 'period' END AND f.teacher_id IS NOT NULL
), best AS (
    SELECT school, year, student_id, subject_id, MIN(source) AS source FROM named GROUP BY school, year, student_id, subject_id
), taught AS (
    SELECT DISTINCT n.school, n.year, n.class_id, n.grade_level, n.stage_no, n.period_id, n.student_id, n.subject_id, n.teacher_id, n.group_key
    FROM named n
    JOIN best b ON b.school = n.school AND b.year = n.year AND b.student_id = n.student_id AND b.subject_id = n.subject_id AND b.source = n.source
), total AS (
    SELECT t.school, t.year, t.teacher_id, t.stage_no, t.grade_level, t.class_id, t.group_key, t.subject_id, MAX(t.period_id) AS period_id,
        COUNT(DISTINCT t.student_id) AS students,
        SUM(CASE WHEN c.value = 5 THEN 1 ELSE 0 END) AS n5, SUM(CASE WHEN c.value = 4 THEN 1 ELSE 0 END) AS n4,
        SUM(CASE WHEN c.value = 3 THEN 1 ELSE 0 END) AS n3, SUM(CASE WHEN c.value = 2 THEN 1 ELSE 0 END) AS n2,
        SUM(CASE WHEN c.value = 1 THEN 1 ELSE 0 END) AS n1,
        SUM(CASE WHEN c.status = 'not_assessed' THEN 1 ELSE 0 END) AS not_assessed,
        SUM(CASE WHEN c.status = 'exempt' THEN 1 ELSE 0 END) AS exempt,
        SUM(CASE WHEN c.status = 'empty' THEN 1 ELSE 0 END) AS no_mark,
        SUM(CASE WHEN c.status IN ('credit', 'no_credit') THEN 1 ELSE 0 END) AS credit,
        SUM(CASE WHEN c.value IS NOT NULL OR (c.status = 'not_assessed' AND g.na_in_denominator = 1) THEN 1 ELSE 0 END) AS assessed,
        SUM(CASE WHEN c.value >= g.pass_from THEN 1 ELSE 0 END) AS pass_n,
        SUM(CASE WHEN c.value >= g.quality_from THEN 1 ELSE 0 END) AS quality_n,
        SUM(CASE WHEN c.value = 5 THEN g.sou_weight_5 WHEN c.value = 4 THEN g.sou_weight_4 WHEN c.value = 3 THEN g.sou_weight_3
            WHEN c.value <= 2 THEN g.sou_weight_2 WHEN c.status = 'not_assessed' AND g.na_in_denominator = 1 THEN g.sou_weight_na ELSE 0 END) AS learning_index_n,
        SUM(COALESCE(c.value, 0)) AS mark_sum, COUNT(c.value) AS mark_count
    FROM taught t
    JOIN regulation g ON g.school = t.school AND g.year = t.year
    LEFT JOIN period_cell c ON c.school = t.school AND c.year = t.year AND c.student_id = t.student_id AND c.subject_id = t.subject_id
    GROUP BY t.school, t.year, t.teacher_id, t.stage_no, t.grade_level, t.class_id, t.group_key, t.subject_id
), course AS (
    SELECT DISTINCT school, year, class_id, group_key, subject_id, period_id FROM total
), given_by AS (
    SELECT c.school, c.year, c.class_id, c.group_key, c.subject_id, c.period_id, l.teacher_id, SUM(COALESCE(l.hours_hundredths, 100)) AS hours
    FROM course c
    JOIN lesson l ON l.school = c.school AND l.year = c.year AND l.class_id = c.class_id AND l.subject_id = c.subject_id
        AND COALESCE(l.group_id, '') = c.group_key
    LEFT JOIN period_bound b ON b.school = c.school AND b.year = c.year AND b.class_id = c.class_id AND b.period_id = c.period_id
    CROSS JOIN params p
    WHERE l.status IN ('held', 'substituted', 'remote') AND l.teacher_id IS NOT NULL AND l.date <= p.as_of
        AND (c.period_id = 'year' OR l.date BETWEEN b.start_date AND b.end_date)
    GROUP BY c.school, c.year, c.class_id, c.group_key, c.subject_id, c.period_id, l.teacher_id
), by_others AS (
    SELECT t.school, t.year, t.class_id, t.group_key, t.subject_id, t.teacher_id, SUM(g.hours) AS hours
    FROM total t
    JOIN given_by g ON g.school = t.school AND g.year = t.year AND g.class_id = t.class_id AND g.group_key = t.group_key
        AND g.subject_id = t.subject_id AND g.period_id = t.period_id
    WHERE g.teacher_id <> t.teacher_id
    GROUP BY t.school, t.year, t.class_id, t.group_key, t.subject_id, t.teacher_id
)
SELECT t.school, t.year, t.teacher_id, n.full_name, t.grade_level, t.class_id, t.period_id, NULLIF(t.group_key, '') AS group_id, t.subject_id,
    COALESCE(s.name, t.subject_id) AS subject, CAST(t.students AS BIGINT) AS students, CAST(t.n5 AS BIGINT) AS n5, CAST(t.n4 AS BIGINT) AS n4,
    CAST(t.n3 AS BIGINT) AS n3, CAST(t.n2 AS BIGINT) AS n2, CAST(t.n1 AS BIGINT) AS n1, CAST(t.not_assessed AS BIGINT) AS not_assessed,
    CAST(t.exempt AS BIGINT) AS exempt, CAST(t.no_mark AS BIGINT) AS no_mark, CAST(t.credit AS BIGINT) AS credit,
    CAST(t.assessed AS BIGINT) AS assessed, CAST(t.pass_n AS BIGINT) AS pass_n, CAST(t.quality_n AS BIGINT) AS quality_n,
    CAST(t.learning_index_n AS BIGINT) AS learning_index_n, CAST(t.mark_sum AS BIGINT) AS mark_sum, CAST(t.mark_count AS BIGINT) AS mark_count,
    h.planned_hours_hundredths, h.given_hours_hundredths,
    CASE WHEN h.given_hours_hundredths IS NOT NULL THEN CAST(COALESCE(o.hours, 0) AS BIGINT) END AS others_hours_hundredths
FROM total t
LEFT JOIN teacher n ON n.school = t.school AND n.year = t.year AND n.teacher_id = t.teacher_id
LEFT JOIN subject s ON s.school = t.school AND s.year = t.year AND s.subject_id = t.subject_id
LEFT JOIN by_others o ON o.school = t.school AND o.year = t.year AND o.class_id = t.class_id AND o.group_key = t.group_key
    AND o.subject_id = t.subject_id AND o.teacher_id = t.teacher_id
LEFT JOIN programme_by_period h ON h.school = t.school AND h.year = t.year AND h.class_id = t.class_id AND COALESCE(h.group_id, '') = t.group_key
    AND h.subject_id = t.subject_id AND h.period_id = t.period_id
ORDER BY t.school ASC NULLS LAST, t.year ASC NULLS LAST, t.teacher_id ASC NULLS LAST, t.stage_no ASC NULLS LAST, t.grade_level ASC NULLS LAST,
    t.class_id ASC NULLS LAST, t.subject_id ASC NULLS LAST, t.group_key ASC NULLS LAST
