-- title.ru: Накопляемость отметок: достаточно ли их для аттестации
-- title.en: Are there enough marks to certify the students
-- grain: class, subject
-- by: class_subject, student_subject, student, class, subject, grade_level, stage, school
-- params: period, as_of, class, grade
-- requires: period
-- needs: mark
-- answers: P-06
-- clause: S1 3.9, S2 4.3, S2 6.2, S3 3.6
-- kind: indicator
-- figures: cells marks (lessons) enough too_few excluded not_determinable no_rule required written_enough written_missing written_excluded written_unknown (hours_week_hundredths) (needed_hundredths)
-- unit: student_subject
-- rows: mark student_id subject_id date:own kind='score'; curriculum class_id subject_id; class_membership student_id class_id
-- Counts of sufficiency_cell. cells = enough + too_few + excluded + not_determinable + no_rule. density: marks / cells; marks a lesson:
-- marks / lessons (lessons summed over the students). required = written_enough + written_missing + written_excluded +
-- written_unknown. verdict, reason, written_verdict, hours_week_hundredths and needed_hundredths (100 * the least number of marks) at grain
-- student_subject only. Every class and level with a roster has a row.
WITH part AS (
    SELECT school, year, asked_id, stage_no, stage, grade_level, class_id, student_id, full_name, subject_id, subject,
        1 AS cells, marks, lessons, hours_week_hundredths, needed_hundredths, verdict, reason, written_verdict
    FROM sufficiency_cell
    UNION ALL
    SELECT r.school, r.year, r.asked_id, r.stage_no, r.stage, r.grade_level, r.class_id, r.student_id, r.full_name, CAST(NULL AS STRING),
        CAST(NULL AS STRING), 0, 0, 0, CAST(NULL AS BIGINT), CAST(NULL AS BIGINT), CAST(NULL AS STRING), CAST(NULL AS STRING), CAST(NULL AS STRING)
    FROM roster r CROSS JOIN params p
    WHERE p.grain IN ('student', 'class', 'grade_level', 'stage', 'school')
), keyed AS (
    SELECT a.school, a.year, a.asked_id, p.grain,
        CASE WHEN p.grain NOT IN ('subject', 'school') THEN a.stage_no END AS stage_no,
        CASE WHEN p.grain NOT IN ('subject', 'school') THEN a.stage END AS stage,
        CASE WHEN p.grain NOT IN ('subject', 'stage', 'school') THEN a.grade_level END AS grade_level,
        CASE WHEN p.grain IN ('class_subject', 'student_subject', 'student', 'class') THEN a.class_id END AS class_id,
        CASE WHEN p.grain IN ('student_subject', 'student') THEN a.student_id END AS student_id,
        CASE WHEN p.grain IN ('student_subject', 'student') THEN a.full_name END AS full_name,
        CASE WHEN p.grain IN ('class_subject', 'student_subject', 'subject') THEN a.subject_id END AS subject_id,
        CASE WHEN p.grain IN ('class_subject', 'student_subject', 'subject') THEN a.subject END AS subject,
        a.cells, a.marks, a.lessons, a.hours_week_hundredths, a.needed_hundredths, a.verdict, a.reason, a.written_verdict
    FROM part a CROSS JOIN params p
)
SELECT k.school, k.year, k.asked_id AS period_id, k.stage, k.grade_level, k.class_id, k.student_id, MAX(k.full_name) AS full_name, k.subject_id,
    MAX(k.subject) AS subject, CAST(SUM(k.cells) AS BIGINT) AS cells, CAST(SUM(k.marks) AS BIGINT) AS marks,
    CAST(SUM(k.lessons) AS BIGINT) AS lessons,
    CAST(SUM(CASE WHEN k.verdict = 'enough' THEN 1 ELSE 0 END) AS BIGINT) AS enough,
    CAST(SUM(CASE WHEN k.verdict = 'too_few' THEN 1 ELSE 0 END) AS BIGINT) AS too_few,
    CAST(SUM(CASE WHEN k.verdict = 'excluded' THEN 1 ELSE 0 END) AS BIGINT) AS excluded,
    CAST(SUM(CASE WHEN k.verdict = 'not_determinable' THEN 1 ELSE 0 END) AS BIGINT) AS not_determinable,
    CAST(SUM(CASE WHEN k.verdict = 'no_rule' THEN 1 ELSE 0 END) AS BIGINT) AS no_rule,
    CAST(SUM(CASE WHEN k.written_verdict IN ('enough', 'missing', 'excluded', 'not_determinable') THEN 1 ELSE 0 END) AS BIGINT) AS required,
    CAST(SUM(CASE WHEN k.written_verdict = 'enough' THEN 1 ELSE 0 END) AS BIGINT) AS written_enough,
    CAST(SUM(CASE WHEN k.written_verdict = 'missing' THEN 1 ELSE 0 END) AS BIGINT) AS written_missing,
    CAST(SUM(CASE WHEN k.written_verdict = 'excluded' THEN 1 ELSE 0 END) AS BIGINT) AS written_excluded,
    CAST(SUM(CASE WHEN k.written_verdict = 'not_determinable' THEN 1 ELSE 0 END) AS BIGINT) AS written_unknown,
    MAX(CASE WHEN k.grain = 'student_subject' THEN k.hours_week_hundredths END) AS hours_week_hundredths,
    MAX(CASE WHEN k.grain = 'student_subject' THEN k.needed_hundredths END) AS needed_hundredths,
    MAX(CASE WHEN k.grain = 'student_subject' THEN k.verdict END) AS verdict,
    MAX(CASE WHEN k.grain = 'student_subject' THEN k.reason END) AS reason,
    MAX(CASE WHEN k.grain = 'student_subject' THEN k.written_verdict END) AS written_verdict
FROM keyed k
GROUP BY k.school, k.year, k.asked_id, k.stage_no, k.stage, k.grade_level, k.class_id, k.student_id, k.subject_id
ORDER BY k.school ASC NULLS LAST, k.year ASC NULLS LAST, k.stage_no ASC NULLS LAST, k.grade_level ASC NULLS LAST,
    k.class_id ASC NULLS LAST, k.student_id ASC NULLS LAST, k.subject_id ASC NULLS LAST
