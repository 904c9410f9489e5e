-- title.ru: Отметки за период, которых ждут
-- title.en: Period marks that are due
-- grain: class, student, subject, period
-- params: period, from, to, class, grade
-- answers: D-6
-- clause: S0 4.5
-- kind: view
-- For each period of the class whose last day lies in the dates: the members on that day × the assessed subjects with a lesson or a mark of
-- the class in the period or a period mark; where the class has groups in the subject, only for the members of a group on that
-- day. Below marks_from_grade nothing is due. filled: a mark, «н/а», «осв», зачёт or незачёт stands there; entered_at: its first stamp.
-- Where nobody told the days of a period (date NULL), its marks are listed only when no dates are asked for. teacher_id: of the
-- mark, else of the student's group, else of the class.
WITH own_period AS (
    SELECT DISTINCT c.school, c.year, c.class_id, c.grade_level, c.from_date, c.to_date, g.period_id,
        CASE WHEN g.period_id = 'year' THEN 'year' ELSE 'period' END AS mark_kind
    FROM class_scope c
    JOIN class k ON k.school = c.school AND k.year = c.year AND k.class_id = c.class_id
    JOIN regulation r ON r.school = c.school AND r.year = c.year
    JOIN (
        SELECT school, year, period_id FROM grading_period
        UNION
        SELECT school, year, period_id FROM period_mark WHERE kind IN ('period', 'year')
    ) g ON g.school = c.school AND g.year = c.year
    WHERE COALESCE(c.grade_level, r.marks_from_grade) >= r.marks_from_grade
        AND (g.period_id = 'year' OR substr(g.period_id, 1, 1) = CASE COALESCE(k.period_kind, 'quarter') WHEN 'quarter' THEN 'q'
            WHEN 'half_year' THEN 'h' WHEN 'trimester' THEN 't' WHEN 'semester' THEN 's' WHEN 'module' THEN 'm' END)
), level_bound AS (
    SELECT school, year, period_id, COALESCE(grade_level, -2) AS grade_key, MIN(start_date) AS start_date, MAX(end_date) AS end_date
    FROM grading_period
    GROUP BY school, year, period_id, COALESCE(grade_level, -2)
), any_bound AS (
    SELECT school, year, period_id, MIN(start_date) AS start_date, MAX(end_date) AS end_date
    FROM level_bound
    GROUP BY school, year, period_id
), bounded AS (
    SELECT o.school, o.year, o.class_id, o.grade_level, o.period_id, o.mark_kind, o.from_date, o.to_date,
        COALESCE(l.start_date, w.start_date, n.start_date) AS start_date, COALESCE(l.end_date, w.end_date, n.end_date) AS end_date
    FROM own_period o
    LEFT JOIN level_bound l ON l.school = o.school AND l.year = o.year AND l.period_id = o.period_id
        AND l.grade_key = COALESCE(o.grade_level, -1)
    LEFT JOIN level_bound w ON w.school = o.school AND w.year = o.year AND w.period_id = o.period_id AND w.grade_key = -2
    LEFT JOIN any_bound n ON n.school = o.school AND n.year = o.year AND n.period_id = o.period_id
), due_period AS (
    SELECT b.school, b.year, b.class_id, b.grade_level, b.period_id, b.mark_kind, b.start_date, b.end_date
    FROM bounded b CROSS JOIN params p
    WHERE b.end_date BETWEEN b.from_date AND b.to_date
        OR (b.end_date IS NULL AND p.from_date IS NULL AND p.to_date IS NULL)
), shown AS (
    SELECT f.school, f.year, f.student_id, f.class_id, f.subject_id, f.period_id, f.kind, MIN(f.set_at) AS entered_at,
        MIN(f.teacher_id) AS teacher_id
    FROM period_mark f
    WHERE f.status <> 'empty' AND (f.status <> 'set' OR f.value IS NOT NULL)
    GROUP BY f.school, f.year, f.student_id, f.class_id, f.subject_id, f.period_id, f.kind
), standing_mark AS (
    SELECT school, year, student_id, subject_id, period_id, kind, MIN(entered_at) AS entered_at, MIN(teacher_id) AS teacher_id
    FROM shown
    GROUP BY school, year, student_id, subject_id, period_id, kind
), taught AS (
    SELECT d.school, d.year, d.class_id, d.period_id, l.subject_id
    FROM due_period d
    JOIN lesson_seen l ON l.school = d.school AND l.year = d.year AND l.class_id = d.class_id AND l.date BETWEEN d.start_date AND d.end_date
    UNION
    SELECT d.school, d.year, d.class_id, d.period_id, m.subject_id
    FROM due_period d
    JOIN mark m ON m.school = d.school AND m.year = d.year AND m.class_id = d.class_id AND m.date BETWEEN d.start_date AND d.end_date
    UNION
    SELECT d.school, d.year, d.class_id, d.period_id, f.subject_id
    FROM due_period d
    JOIN shown f ON f.school = d.school AND f.year = d.year AND f.class_id = d.class_id AND f.period_id = d.period_id
        AND f.kind = d.mark_kind
), group_seat AS (
    SELECT DISTINCT s.school, s.year, m.class_id, g.subject_id, s.student_id, s.group_id, s.from_date, s.to_date
    FROM group_span s
    JOIN study_group g ON g.school = s.school AND g.year = s.year AND g.group_id = s.group_id
    JOIN class_span m ON m.school = s.school AND m.year = s.year AND m.student_id = s.student_id
    WHERE g.class_id IS NULL OR g.class_id = m.class_id
), split AS (
    SELECT DISTINCT school, year, class_id, subject_id FROM group_seat
), cell AS (
    SELECT d.school, d.year, d.class_id, d.grade_level, d.period_id, d.mark_kind, d.start_date, d.end_date, t.subject_id, m.student_id,
        MIN(s.group_id) AS group_id
    FROM due_period d
    JOIN taught t ON t.school = d.school AND t.year = d.year AND t.class_id = d.class_id AND t.period_id = d.period_id
    JOIN class_span m ON m.school = d.school AND m.year = d.year AND m.class_id = d.class_id
        AND m.from_date <= COALESCE(d.end_date, DATE '2999-12-31') AND m.to_date >= COALESCE(d.end_date, DATE '1900-01-01')
    LEFT JOIN student u ON u.school = m.school AND u.year = m.year AND u.student_id = m.student_id
    LEFT JOIN subject n ON n.school = t.school AND n.year = t.year AND n.subject_id = t.subject_id
    LEFT JOIN split x ON x.school = t.school AND x.year = t.year AND x.class_id = t.class_id AND x.subject_id = t.subject_id
    LEFT JOIN group_seat s ON s.school = t.school AND s.year = t.year AND s.class_id = t.class_id AND s.subject_id = t.subject_id
        AND s.student_id = m.student_id AND s.from_date <= COALESCE(d.end_date, DATE '2999-12-31')
        AND s.to_date >= COALESCE(d.end_date, DATE '1900-01-01')
    WHERE COALESCE(n.assessed, TRUE) AND (x.class_id IS NULL OR s.student_id IS NOT NULL)
        AND (d.end_date IS NULL OR u.left_date IS NULL OR u.left_date > d.end_date)
    GROUP BY d.school, d.year, d.class_id, d.grade_level, d.period_id, d.mark_kind, d.start_date, d.end_date, t.subject_id, m.student_id
), course AS (
    SELECT e.school, e.year, e.class_id, e.subject_id, e.period_id, e.student_id,
        COALESCE(MIN(CASE WHEN t.group_key = e.group_id THEN t.teacher_id END), MIN(CASE WHEN t.group_key = '' THEN t.teacher_id END))
            AS teacher_id
    FROM cell e
    JOIN course_teacher t ON t.school = e.school AND t.year = e.year AND t.class_id = e.class_id AND t.subject_id = e.subject_id
        AND t.from_date <= COALESCE(e.end_date, DATE '2999-12-31') AND t.to_date >= COALESCE(e.end_date, DATE '1900-01-01')
    GROUP BY e.school, e.year, e.class_id, e.subject_id, e.period_id, e.student_id
)
SELECT e.school, e.year, e.class_id, e.grade_level, COALESCE(e.grade_level, -1) AS grade_key, e.group_id, e.subject_id, e.student_id,
    COALESCE(f.teacher_id, c.teacher_id) AS teacher_id, e.period_id, e.start_date, e.end_date,
    CASE WHEN f.student_id IS NULL THEN 0 ELSE 1 END AS filled, f.entered_at
FROM cell e
LEFT JOIN standing_mark f ON f.school = e.school AND f.year = e.year AND f.student_id = e.student_id AND f.subject_id = e.subject_id
    AND f.period_id = e.period_id AND f.kind = e.mark_kind
LEFT JOIN course c ON c.school = e.school AND c.year = e.year AND c.class_id = e.class_id AND c.subject_id = e.subject_id
    AND c.period_id = e.period_id AND c.student_id = e.student_id
WHERE e.end_date IS NOT NULL OR f.student_id IS NOT NULL
