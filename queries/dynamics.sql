-- title.ru: Динамика успеваемости: с прошлым периодом и с прошлым годом
-- title.en: Change of results against the period before and the same class last year
-- grain: class
-- by: class, class_subject, subject, grade_level, stage, school
-- params: period, class, grade
-- reaches: previous_period, previous_year
-- requires: period
-- needs: period_mark
-- answers: P-07
-- clause: S0 2.2, S0 6.1; domain 1.1 P-07
-- kind: indicator
-- traced by: performance
-- Rows of performance of the newest school year in scope. before_*: the class's own period before (h1 for h2, q3 for q4). last_*: the same
-- period of the school year before; of a class, its students' class of then, 8А for 9А: one grade level lower, the same
-- letter (last_class_id, NULL in grade 1); of a grade level, stage or school the same. q2 stands beside h1, q4 beside h2.
-- *_n / assessed: pass and quality rate, mark_sum / mark_count: mean; students_* as in performance (NULL at grains with a subject).
-- before_reason, last_reason, where NULL: first_period (nothing goes before) · no_marks (no mark of that period) · other_classes (some of
-- these grade levels have marks in one of the two periods only, as seniors with half-years: it would be other students) · no_year (that school
-- year is not in the store) · part_asked (only some classes of the grade level, stage or school are asked for: those of then would be other
-- students) · no_class (there was no such class).
WITH newest AS (
    SELECT school, MAX(year) AS year, MIN(year) AS first_year FROM regulation GROUP BY school
), shown AS (
    SELECT f.school, f.year, f.period_id, f.stage, f.grade_level, f.class_id, f.subject_id, f.subject, f.assessed, f.pass_n, f.quality_n,
        f.mark_sum, f.mark_count, f.students_base, f.students_pass, f.students_quality, n.first_year,
        CASE WHEN f.class_id IS NULL OR f.grade_level = 1 THEN NULL ELSE CAST(f.grade_level - 1 AS STRING) || substr(f.class_id, length(CAST(f.grade_level AS STRING)) + 1)
            END AS last_class_id,
        CASE WHEN f.class_id IS NOT NULL THEN 0 WHEN p.class_id IS NOT NULL THEN 1 WHEN p.grade_level IS NOT NULL AND f.grade_level IS NULL THEN 1
            ELSE 0 END AS is_part
    FROM performance f
    JOIN newest n ON n.school = f.school AND n.year = f.year
    CROSS JOIN params p
    WHERE f.period_id <> 'previous'
), step AS (
    SELECT school, year, class_id, MAX(period_id) AS period_id FROM class_period WHERE asked_id = 'previous' GROUP BY school, year, class_id
), school_step AS (
    SELECT school, year, MAX(period_id) AS period_id FROM step GROUP BY school, year
), marked AS (
    SELECT c.school, c.year, c.grade_level, substr(k.period_id, 1, 1) AS kind, MAX(c.stage) AS stage, MAX(p.grain) AS grain,
        CASE WHEN p.grain = 'subject' THEN c.subject_id END AS subject_id,
        MAX(CASE WHEN c.asked_id = 'previous' THEN 0 ELSE 1 END) AS is_now, MAX(CASE WHEN c.asked_id = 'previous' THEN 1 ELSE 0 END) AS is_before
    FROM period_cell c
    JOIN class_period k ON k.school = c.school AND k.year = c.year AND k.class_id = c.class_id AND k.asked_id = c.asked_id
    CROSS JOIN params p
    WHERE c.value IS NOT NULL AND p.grain NOT IN ('class', 'class_subject')
    GROUP BY c.school, c.year, c.grade_level, substr(k.period_id, 1, 1), CASE WHEN p.grain = 'subject' THEN c.subject_id END
), uneven AS (
    SELECT school, year, subject_id, CASE WHEN grain IN ('grade_level', 'stage') THEN stage END AS stage,
        CASE WHEN grain = 'grade_level' THEN grade_level END AS grade_level, COUNT(*) AS units
    FROM marked
    WHERE is_now <> is_before
    GROUP BY school, year, subject_id, CASE WHEN grain IN ('grade_level', 'stage') THEN stage END,
        CASE WHEN grain = 'grade_level' THEN grade_level END
), matched AS (
    SELECT s.school, s.year, s.period_id, s.stage, s.grade_level, s.class_id, s.subject_id, s.subject, s.assessed, s.pass_n, s.quality_n,
        s.mark_sum, s.mark_count, s.students_base, s.students_pass, s.students_quality,
        CASE WHEN u.units IS NULL THEN b.assessed END AS before_assessed, CASE WHEN u.units IS NULL THEN b.pass_n END AS before_pass_n,
        CASE WHEN u.units IS NULL THEN b.quality_n END AS before_quality_n, CASE WHEN u.units IS NULL THEN b.mark_sum END AS before_mark_sum,
        CASE WHEN u.units IS NULL THEN b.mark_count END AS before_mark_count,
        CASE WHEN u.units IS NULL THEN b.students_base END AS before_students_base,
        CASE WHEN u.units IS NULL THEN b.students_pass END AS before_students_pass,
        CASE WHEN u.units IS NULL THEN b.students_quality END AS before_students_quality,
        CASE WHEN b.mark_count > 0 AND u.units > 0 THEN 'other_classes' WHEN b.mark_count > 0 THEN NULL
            WHEN COALESCE(t.period_id, CASE WHEN s.class_id IS NULL THEN h.period_id END) IS NULL THEN 'first_period' ELSE 'no_marks'
            END AS before_reason,
        s.last_class_id, CASE WHEN l.mark_count > 0 THEN l.assessed END AS last_assessed, CASE WHEN l.mark_count > 0 THEN l.pass_n END AS last_pass_n,
        CASE WHEN l.mark_count > 0 THEN l.quality_n END AS last_quality_n, CASE WHEN l.mark_count > 0 THEN l.mark_sum END AS last_mark_sum,
        CASE WHEN l.mark_count > 0 THEN l.mark_count END AS last_mark_count,
        CASE WHEN l.mark_count > 0 THEN l.students_base END AS last_students_base,
        CASE WHEN l.mark_count > 0 THEN l.students_pass END AS last_students_pass,
        CASE WHEN l.mark_count > 0 THEN l.students_quality END AS last_students_quality,
        CASE WHEN l.mark_count > 0 THEN NULL WHEN s.first_year = s.year THEN 'no_year'
            WHEN s.is_part = 1 THEN 'part_asked'
            WHEN s.class_id IS NOT NULL AND k.class_id IS NULL THEN 'no_class' ELSE 'no_marks' END AS last_reason
    FROM shown s
    LEFT JOIN performance b ON b.mark_count > 0 AND b.school = s.school AND b.year = s.year AND b.period_id = 'previous'
        AND COALESCE(b.stage, '') = COALESCE(s.stage, '') AND COALESCE(b.grade_level, -1) = COALESCE(s.grade_level, -1) AND COALESCE(b.class_id, '') = COALESCE(s.class_id, '')
        AND COALESCE(b.subject_id, '') = COALESCE(s.subject_id, '')
    LEFT JOIN uneven u ON u.school = s.school AND u.year = s.year AND COALESCE(u.stage, '') = COALESCE(s.stage, '')
        AND COALESCE(u.grade_level, -1) = COALESCE(s.grade_level, -1) AND COALESCE(u.subject_id, '') = COALESCE(s.subject_id, '')
    LEFT JOIN step t ON t.school = s.school AND t.year = s.year AND t.class_id = s.class_id
    LEFT JOIN school_step h ON h.school = s.school AND h.year = s.year
    LEFT JOIN performance l ON s.is_part = 0 AND l.school = s.school AND l.year = s.year - 1 AND l.period_id = s.period_id
        AND COALESCE(l.class_id, '') = COALESCE(s.last_class_id, '') AND COALESCE(l.subject_id, '') = COALESCE(s.subject_id, '')
        AND (s.class_id IS NOT NULL OR (COALESCE(l.stage, '') = COALESCE(s.stage, '') AND COALESCE(l.grade_level, -1) = COALESCE(s.grade_level, -1)))
    LEFT JOIN class k ON k.school = s.school AND k.year = s.year - 1 AND k.class_id = s.last_class_id
)
SELECT m.school, m.year, m.period_id, m.stage, m.grade_level, m.class_id, m.subject_id, m.subject, m.assessed, m.pass_n, m.quality_n, m.mark_sum,
    m.mark_count, m.students_base, m.students_pass, m.students_quality, m.before_assessed, m.before_pass_n, m.before_quality_n,
    m.before_mark_sum, m.before_mark_count, m.before_students_base, m.before_students_pass, m.before_students_quality, m.before_reason,
    m.last_class_id, m.last_assessed, m.last_pass_n, m.last_quality_n, m.last_mark_sum, m.last_mark_count, m.last_students_base,
    m.last_students_pass, m.last_students_quality, m.last_reason
FROM matched m
ORDER BY m.school ASC NULLS LAST, m.year ASC NULLS LAST, CASE m.stage WHEN '1-4' THEN 1 WHEN '5-9' THEN 2 WHEN '10-11' THEN 3 END ASC NULLS LAST,
    m.grade_level ASC NULLS LAST, m.class_id ASC NULLS LAST, m.subject_id ASC NULLS LAST
