-- title.ru: Практическая часть программы: контрольные, практические, лабораторные
-- title.en: The practical part: control, practical and laboratory works planned and held
-- grain: class, group, subject
-- by: course, class, subject, grade_level, stage, school
-- params: period, from, to, as_of, class, grade
-- needs: planned_lesson, assignment
-- answers: G-4
-- clause: S0 4.5, S2 7.1; domain 1.6 G-4
-- kind: indicator
-- figures: courses control_planned control_held practical_planned practical_held laboratory_planned laboratory_held control_works courses_without_control
-- unit: course
-- rows: planned_lesson class_id group_id subject_id; lesson class_id group_id subject_id; assignment class_id group_id subject_id date:days
-- Rows of the plan of kind control, practical, laboratory dated in the days and not after as_of: *_planned. Held, of these: the course has a lesson held not
-- after as_of that names the row (planned_seq), or, where no lesson of the course names a row, one on the row's date. control_works: works given (assignment) in
-- the days whose kind is a control work; NULL where no kind of work is known to the school. courses: with a plan, a lesson held or a work in the
-- days; courses_without_control: those without a control work, held or given, in the days (presence of control works each period); NULL where
-- neither a kind of work nor the kind of a row of any plan is known to the school.
WITH scoped AS (
    SELECT c.school, c.year, c.class_id, c.stage_no, c.stage, c.grade_level, c.from_date, c.to_date, p.as_of, p.grain
    FROM class_scope c CROSS JOIN params p
), held AS (
    SELECT l.school, l.year, l.class_id, COALESCE(l.group_id, '') AS group_key, l.subject_id, l.date, l.planned_seq
    FROM lesson l
    JOIN scoped c ON c.school = l.school AND c.year = l.year AND c.class_id = l.class_id
    WHERE l.status IN ('held', 'substituted', 'remote') AND l.date <= c.as_of
), naming AS (
    SELECT school, year, class_id, group_key, subject_id, MAX(CASE WHEN planned_seq IS NOT NULL THEN 1 ELSE 0 END) AS names_rows
    FROM held
    GROUP BY school, year, class_id, group_key, subject_id
), by_row AS (
    SELECT DISTINCT school, year, class_id, group_key, subject_id, planned_seq FROM held WHERE planned_seq IS NOT NULL
), by_date AS (
    SELECT DISTINCT school, year, class_id, group_key, subject_id, date FROM held
), planned AS (
    SELECT l.school, l.year, l.class_id, COALESCE(l.group_id, '') AS group_key, l.subject_id, l.seq, l.kind, l.planned_date
    FROM planned_lesson l
    JOIN scoped c ON c.school = l.school AND c.year = l.year AND c.class_id = l.class_id
    WHERE l.kind IN ('control', 'practical', 'laboratory') AND l.planned_date BETWEEN c.from_date AND c.to_date AND l.planned_date <= c.as_of
), judged AS (
    SELECT w.school, w.year, w.class_id, w.group_key, w.subject_id, w.kind,
        CASE WHEN COALESCE(n.names_rows, 0) = 1 THEN CASE WHEN r.planned_seq IS NOT NULL THEN 1 ELSE 0 END
            WHEN d.date IS NOT NULL THEN 1 ELSE 0 END AS is_held
    FROM planned w
    LEFT JOIN naming n ON n.school = w.school AND n.year = w.year AND n.class_id = w.class_id AND n.group_key = w.group_key AND n.subject_id = w.subject_id
    LEFT JOIN by_row r ON r.school = w.school AND r.year = w.year AND r.class_id = w.class_id AND r.group_key = w.group_key
        AND r.subject_id = w.subject_id AND r.planned_seq = w.seq
    LEFT JOIN by_date d ON d.school = w.school AND d.year = w.year AND d.class_id = w.class_id AND d.group_key = w.group_key
        AND d.subject_id = w.subject_id AND d.date = w.planned_date
), work AS (
    SELECT a.school, a.year, a.class_id, COALESCE(a.group_id, '') AS group_key, a.subject_id,
        SUM(CASE WHEN COALESCE(k.is_control, FALSE) THEN 1 ELSE 0 END) AS control_works
    FROM assignment a
    JOIN scoped c ON c.school = a.school AND c.year = a.year AND c.class_id = a.class_id
    LEFT JOIN assignment_kind k ON k.school = a.school AND k.year = a.year AND k.assignment_kind = a.assignment_kind
    WHERE a.date BETWEEN c.from_date AND c.to_date AND a.date <= c.as_of
    GROUP BY a.school, a.year, a.class_id, COALESCE(a.group_id, ''), a.subject_id
), kinds AS (
    SELECT DISTINCT school, year FROM assignment_kind
), plan_kinds AS (
    SELECT DISTINCT school, year FROM planned_lesson WHERE kind IS NOT NULL
), in_days AS (
    SELECT DISTINCT h.school, h.year, h.class_id, h.group_key, h.subject_id
    FROM held h
    JOIN scoped c ON c.school = h.school AND c.year = h.year AND c.class_id = h.class_id
    WHERE h.date BETWEEN c.from_date AND c.to_date
), course AS (
    SELECT l.school, l.year, l.class_id, COALESCE(l.group_id, '') AS group_key, l.subject_id
    FROM planned_lesson l
    JOIN scoped c ON c.school = l.school AND c.year = l.year AND c.class_id = l.class_id
    UNION
    SELECT school, year, class_id, group_key, subject_id FROM in_days
    UNION
    SELECT school, year, class_id, group_key, subject_id FROM work
), summed AS (
    SELECT school, year, class_id, group_key, subject_id,
        SUM(CASE WHEN kind = 'control' THEN 1 ELSE 0 END) AS control_planned, SUM(CASE WHEN kind = 'control' THEN is_held ELSE 0 END) AS control_held,
        SUM(CASE WHEN kind = 'practical' THEN 1 ELSE 0 END) AS practical_planned,
        SUM(CASE WHEN kind = 'practical' THEN is_held ELSE 0 END) AS practical_held,
        SUM(CASE WHEN kind = 'laboratory' THEN 1 ELSE 0 END) AS laboratory_planned,
        SUM(CASE WHEN kind = 'laboratory' THEN is_held ELSE 0 END) AS laboratory_held
    FROM judged
    GROUP BY school, year, class_id, group_key, subject_id
), keyed AS (
    SELECT o.school, o.year,
        CASE WHEN c.grain NOT IN ('subject', 'school') THEN c.stage_no END AS stage_no, CASE WHEN c.grain NOT IN ('subject', 'school') THEN c.stage END AS stage,
        CASE WHEN c.grain NOT IN ('subject', 'stage', 'school') THEN c.grade_level END AS grade_level,
        CASE WHEN c.grain IN ('course', 'class') THEN o.class_id END AS class_id, CASE WHEN c.grain = 'course' THEN o.group_key END AS group_key,
        CASE WHEN c.grain IN ('course', 'subject') THEN o.subject_id END AS subject_id,
        COALESCE(s.control_planned, 0) AS control_planned, COALESCE(s.control_held, 0) AS control_held,
        COALESCE(s.practical_planned, 0) AS practical_planned, COALESCE(s.practical_held, 0) AS practical_held,
        COALESCE(s.laboratory_planned, 0) AS laboratory_planned, COALESCE(s.laboratory_held, 0) AS laboratory_held,
        COALESCE(w.control_works, 0) AS control_works, CASE WHEN k.school IS NULL THEN 1 ELSE 0 END AS kinds_unknown,
        CASE WHEN k.school IS NULL AND n.school IS NULL THEN 1 ELSE 0 END AS control_unknown
    FROM course o
    JOIN scoped c ON c.school = o.school AND c.year = o.year AND c.class_id = o.class_id
    LEFT JOIN summed s ON s.school = o.school AND s.year = o.year AND s.class_id = o.class_id AND s.group_key = o.group_key AND s.subject_id = o.subject_id
    LEFT JOIN work w ON w.school = o.school AND w.year = o.year AND w.class_id = o.class_id AND w.group_key = o.group_key AND w.subject_id = o.subject_id
    LEFT JOIN kinds k ON k.school = o.school AND k.year = o.year
    LEFT JOIN plan_kinds n ON n.school = o.school AND n.year = o.year
), total AS (
    SELECT school, year, stage_no, stage, grade_level, class_id, group_key, subject_id, COUNT(*) AS courses,
        SUM(control_planned) AS control_planned, SUM(control_held) AS control_held, SUM(practical_planned) AS practical_planned,
        SUM(practical_held) AS practical_held, SUM(laboratory_planned) AS laboratory_planned, SUM(laboratory_held) AS laboratory_held,
        SUM(control_works) AS control_works, MAX(kinds_unknown) AS kinds_unknown, MAX(control_unknown) AS control_unknown,
        SUM(CASE WHEN control_held = 0 AND control_works = 0 THEN 1 ELSE 0 END) AS courses_without_control
    FROM keyed
    GROUP BY school, year, stage_no, stage, grade_level, class_id, group_key, subject_id
)
SELECT t.school, t.year, t.stage, t.grade_level, t.class_id, NULLIF(t.group_key, '') AS group_id, t.subject_id, COALESCE(s.name, t.subject_id) AS subject,
    CAST(t.courses AS BIGINT) AS courses, CAST(t.control_planned AS BIGINT) AS control_planned, CAST(t.control_held AS BIGINT) AS control_held,
    CAST(t.practical_planned AS BIGINT) AS practical_planned, CAST(t.practical_held AS BIGINT) AS practical_held,
    CAST(t.laboratory_planned AS BIGINT) AS laboratory_planned, CAST(t.laboratory_held AS BIGINT) AS laboratory_held,
    CASE WHEN t.kinds_unknown = 0 THEN CAST(t.control_works AS BIGINT) END AS control_works,
    CASE WHEN t.control_unknown = 0 THEN CAST(t.courses_without_control AS BIGINT) END AS courses_without_control
FROM total t
LEFT JOIN subject s ON s.school = t.school AND s.year = t.year AND s.subject_id = t.subject_id
ORDER BY t.school ASC NULLS LAST, t.year ASC NULLS LAST, t.stage_no ASC NULLS LAST, t.grade_level ASC NULLS LAST, t.class_id ASC NULLS LAST,
    t.subject_id ASC NULLS LAST, t.group_key ASC NULLS LAST
