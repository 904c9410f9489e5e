-- title.ru: Достаточно ли отметок у ученика по предмету
-- title.en: Has the student enough marks in the subject
-- grain: student, subject
-- params: period, as_of, class, grade
-- answers: P-06
-- clause: S1 3.9, S2 6.2, S3 3.6
-- kind: view
-- host: table
-- Students of the roster (grade levels with marks) x subjects of the class that are their own. hours_week: curriculum of the student's group or of the
-- class, else the teaching assignments (the largest of several). needed_hundredths = hours_week * the regulation's number for a
-- weekly hour: min_marks_quarter… in quarters, trimesters and modules, min_marks_half_year… in half-years and semesters.
-- lessons: of the whole class and of the student's group with most of them (lesson_held, own_from .. own_to, not after as_of).
-- verdict, first that fits: no_rule (the year) · not_determinable (reason no_data: no export tells marks of him, see covered_span and covered_student; no_period_bounds;
-- no_curriculum: weekly hours are not known)
-- · enough · excluded (reason exempt: the period's cell says so; enrolled: fewer days than min_marks_enrolled_days; absent: every
-- lesson missed through illness or for a good cause) · too_few.
-- written_verdict: not_required (the subject is not in the list obligatory_works) · not_determinable (nothing is told of his marks, or no
-- kind of work of them is known) · enough · excluded · missing.
WITH hours AS (
    SELECT school, year, class_id, COALESCE(group_id, '') AS group_key, subject_id, 0 AS source, MAX(hours_week_hundredths) AS hours_week
    FROM curriculum
    WHERE hours_week_hundredths IS NOT NULL
    GROUP BY school, year, class_id, COALESCE(group_id, ''), subject_id
    UNION ALL
    SELECT school, year, class_id, COALESCE(group_id, '') AS group_key, subject_id, 1 AS source, MAX(hours_week_hundredths) AS hours_week
    FROM teaching_assignment
    WHERE hours_week_hundredths IS NOT NULL
    GROUP BY school, year, class_id, COALESCE(group_id, ''), subject_id
), own_group AS (
    SELECT r.school, r.year, r.asked_id, r.class_id, r.student_id, m.group_id
    FROM roster r
    JOIN group_span m ON m.school = r.school AND m.year = r.year AND m.student_id = r.student_id
    WHERE r.roster_date IS NULL OR r.roster_date BETWEEN m.from_date AND m.to_date
    GROUP BY r.school, r.year, r.asked_id, r.class_id, r.student_id, m.group_id
    UNION ALL
    SELECT school, year, asked_id, class_id, student_id, '' AS group_id FROM roster
), own_hours AS (
    SELECT o.school, o.year, o.asked_id, o.student_id, h.subject_id,
        COALESCE(MAX(CASE WHEN h.source = 0 THEN h.hours_week END), MAX(CASE WHEN h.source = 1 THEN h.hours_week END)) AS hours_week
    FROM own_group o
    JOIN hours h ON h.school = o.school AND h.year = o.year AND h.class_id = o.class_id AND h.group_key = o.group_id
    GROUP BY o.school, o.year, o.asked_id, o.student_id, h.subject_id
), taken AS (
    SELECT DISTINCT c.school, c.year, c.asked_id, c.class_id, COALESCE(l.group_id, '') AS group_key, l.subject_id, l.date, l.lesson_number
    FROM class_scope c
    JOIN lesson_held l ON l.school = c.school AND l.year = c.year AND l.class_id = c.class_id
    CROSS JOIN params p
    WHERE l.date BETWEEN c.own_from AND c.own_to AND l.date <= p.as_of
), lesson_count AS (
    SELECT school, year, asked_id, class_id, group_key, subject_id, COUNT(*) AS lessons
    FROM taken
    GROUP BY school, year, asked_id, class_id, group_key, subject_id
), own_lessons AS (
    SELECT o.school, o.year, o.asked_id, o.student_id, l.subject_id,
        COALESCE(MAX(CASE WHEN l.group_key = '' THEN l.lessons END), 0) + COALESCE(MAX(CASE WHEN l.group_key <> '' THEN l.lessons END), 0)
            AS lessons
    FROM own_group o
    JOIN lesson_count l ON l.school = o.school AND l.year = o.year AND l.asked_id = o.asked_id AND l.class_id = o.class_id
        AND l.group_key = o.group_id
    GROUP BY o.school, o.year, o.asked_id, o.student_id, l.subject_id
), away AS (
    SELECT DISTINCT o.school, o.year, o.asked_id, o.student_id, t.subject_id, t.date, t.lesson_number
    FROM own_group o
    JOIN attendance a ON a.school = o.school AND a.year = o.year AND a.student_id = o.student_id AND a.reason IN ('illness', 'excused')
    JOIN taken t ON t.school = o.school AND t.year = o.year AND t.asked_id = o.asked_id AND t.class_id = o.class_id
        AND t.group_key = o.group_id AND t.date = a.date AND t.subject_id = COALESCE(a.subject_id, t.subject_id)
        AND COALESCE(t.lesson_number, -1) = COALESCE(a.lesson_number, t.lesson_number, -1)
), away_count AS (
    SELECT school, year, asked_id, student_id, subject_id, COUNT(*) AS lessons_away
    FROM away
    GROUP BY school, year, asked_id, student_id, subject_id
), obliged AS (
    SELECT DISTINCT school, year, value FROM regulation_scope WHERE name = 'obligatory_works'
), exempted AS (
    SELECT school, year, asked_id, student_id, subject_id FROM period_cell WHERE status = 'exempt'
), grid AS (
    SELECT r.school, r.year, r.asked_id, r.period_id, r.stage_no, r.stage, r.grade_level, r.class_id, r.student_id, r.full_name,
        s.subject_id, s.subject, r.own_from, r.own_to,
        unix_date(r.own_to) - unix_date(GREATEST(r.own_from, r.member_from)) + 1 AS enrolled_days, g.min_marks_enrolled_days,
        CASE WHEN substr(r.period_id, 1, 1) IN ('q', 't', 'm') THEN g.min_marks_quarter_per_weekly_hour
            WHEN substr(r.period_id, 1, 1) IN ('h', 's') THEN g.min_marks_half_year_per_weekly_hour END AS per_hour
    FROM roster r
    JOIN regulation g ON g.school = r.school AND g.year = r.year
    JOIN class_subject s ON s.school = r.school AND s.year = r.year AND s.class_id = r.class_id
    LEFT JOIN not_own_subject n ON n.school = r.school AND n.year = r.year AND n.asked_id = r.asked_id AND n.student_id = r.student_id
        AND n.subject_id = s.subject_id
    WHERE n.student_id IS NULL AND COALESCE(r.grade_level, g.marks_from_grade) >= g.marks_from_grade
), known AS (
    SELECT g.school, g.year, g.asked_id, g.period_id, g.stage_no, g.stage, g.grade_level, g.class_id, g.student_id, g.full_name,
        g.subject_id, g.subject, g.per_hour, g.own_from, h.hours_week, h.hours_week * g.per_hour AS needed_hundredths,
        COALESCE(t.score_count, 0) AS marks, COALESCE(t.written_count, 0) AS written_marks, COALESCE(t.kind_count, 0) AS kind_marks,
        COALESCE(l.lessons, 0) AS lessons,
        CASE WHEN o.value IS NOT NULL THEN 1 ELSE 0 END AS obligatory, CASE WHEN y.school IS NULL OR (w.school IS NOT NULL AND d.student_id IS NULL) THEN 1 ELSE 0 END AS untold,
        CASE WHEN x.student_id IS NOT NULL THEN 'exempt'
            WHEN g.enrolled_days < g.min_marks_enrolled_days THEN 'enrolled'
            WHEN l.lessons > 0 AND a.lessons_away >= l.lessons THEN 'absent' END AS excuse
    FROM grid g
    LEFT JOIN own_hours h ON h.school = g.school AND h.year = g.year AND h.asked_id = g.asked_id AND h.student_id = g.student_id
        AND h.subject_id = g.subject_id
    LEFT JOIN mark_tally t ON t.school = g.school AND t.year = g.year AND t.asked_id = g.asked_id AND t.student_id = g.student_id
        AND t.subject_id = g.subject_id
    LEFT JOIN own_lessons l ON l.school = g.school AND l.year = g.year AND l.asked_id = g.asked_id AND l.student_id = g.student_id
        AND l.subject_id = g.subject_id
    LEFT JOIN away_count a ON a.school = g.school AND a.year = g.year AND a.asked_id = g.asked_id AND a.student_id = g.student_id
        AND a.subject_id = g.subject_id
    LEFT JOIN exempted x ON x.school = g.school AND x.year = g.year AND x.asked_id = g.asked_id AND x.student_id = g.student_id
        AND x.subject_id = g.subject_id
    LEFT JOIN (SELECT DISTINCT school, year FROM covered_span WHERE table_name = 'mark') y ON y.school = g.school AND y.year = g.year
    LEFT JOIN (SELECT DISTINCT school, year FROM covered_student WHERE table_name = 'mark') w ON w.school = g.school AND w.year = g.year
    LEFT JOIN (
        SELECT DISTINCT r.school, r.year, r.asked_id, r.student_id
        FROM roster r
        JOIN covered_student s ON s.school = r.school AND s.year = r.year AND s.table_name = 'mark' AND s.student_id = r.student_id
            AND s.from_date <= r.own_to AND s.to_date >= r.own_from
    ) d ON d.school = g.school AND d.year = g.year AND d.asked_id = g.asked_id AND d.student_id = g.student_id
    LEFT JOIN obliged o ON o.school = g.school AND o.year = g.year AND o.value = lower(g.subject)
), judged AS (
    SELECT k.school, k.year, k.asked_id, k.stage_no, k.stage, k.grade_level, k.class_id, k.student_id, k.full_name, k.subject_id, k.subject,
        k.hours_week, k.needed_hundredths, k.marks, k.written_marks, k.kind_marks, k.lessons, k.obligatory, k.excuse, k.own_from, k.untold,
        CASE WHEN k.per_hour IS NULL THEN 'no_rule'
            WHEN k.untold = 1 OR k.own_from IS NULL OR k.hours_week IS NULL THEN 'not_determinable'
            WHEN 100 * k.marks >= k.needed_hundredths THEN 'enough'
            WHEN k.excuse IS NOT NULL THEN 'excluded'
            ELSE 'too_few' END AS verdict
    FROM known k
)
SELECT j.school, j.year, j.asked_id, j.stage_no, j.stage, j.grade_level, j.class_id, j.student_id, j.full_name, j.subject_id, j.subject,
    CAST(j.marks AS BIGINT) AS marks, CAST(j.lessons AS BIGINT) AS lessons, CAST(j.hours_week AS BIGINT) AS hours_week_hundredths,
    CAST(j.needed_hundredths AS BIGINT) AS needed_hundredths, j.verdict,
    CASE WHEN j.verdict = 'not_determinable' AND j.untold = 1 THEN 'no_data'
        WHEN j.verdict = 'not_determinable' AND j.own_from IS NULL THEN 'no_period_bounds'
        WHEN j.verdict = 'not_determinable' THEN 'no_curriculum'
        WHEN j.verdict = 'excluded' THEN j.excuse END AS reason,
    CAST(j.written_marks AS BIGINT) AS written_marks,
    CASE WHEN j.verdict = 'no_rule' THEN 'no_rule'
        WHEN j.obligatory = 0 THEN 'not_required'
        WHEN j.untold = 1 OR j.own_from IS NULL OR (j.marks > 0 AND j.kind_marks = 0) THEN 'not_determinable'
        WHEN j.written_marks > 0 THEN 'enough'
        WHEN j.excuse IS NOT NULL THEN 'excluded'
        ELSE 'missing' END AS written_verdict
FROM judged j
