-- title.ru: Соблюдение сроков: вовремя, с опозданием, не заполнено
-- title.en: Deadlines kept: in time, late, missing
-- grain: teacher
-- by: teacher, class, subject, grade_level, stage, school, week, class_subject, teacher_class_subject
-- params: as_of, period, from, to, class, grade
-- answers: D-1 D-2 D-3 D-4 D-5 D-6 D-7 D-9
-- clause: S0 4.5, S0 6.1, S2 4.4, S3 3.4, S4 6
-- kind: indicator
-- Counts of deadline_record by record (lesson_record, homework, current_mark, written_work, absence,
-- absence_correction, period_mark, movement). Share in
-- time = in_time / judged, judged = in_time + late + missing; what is open, not determinable or without a rule is beside it.
-- A teacher or class of course_list without any record has one row without record, zeros and the reason no_records. week_start: the
-- Monday of the record's date. Records without a date (period_mark of unknown days) have no week.
-- Ordered by week_start, stage, grade_level, class_id, subject_id, teacher_id, record.
WITH one AS (
    SELECT d.school, d.year, d.class_id, d.subject_id, d.teacher_id, d.record, d.verdict,
        d.date - CAST((unix_date(d.date) + 3) % 7 AS INT) AS week_start
    FROM deadline_record d
    UNION ALL
    SELECT DISTINCT l.school, l.year, l.class_id, l.subject_id, l.teacher_id, CAST(NULL AS STRING), CAST(NULL AS STRING), CAST(NULL AS DATE)
    FROM course_list l CROSS JOIN params p
    WHERE (p.grain IN ('class', 'grade_level', 'stage', 'school') AND l.subject_id IS NULL)
        OR (p.grain IN ('teacher', 'class_subject', 'teacher_class_subject') AND l.subject_id IS NOT NULL)
        OR (p.grain IN ('class_subject', 'teacher_class_subject') AND l.subject_id IS NULL AND NOT EXISTS (
            SELECT 1 FROM course_teacher t WHERE t.school = l.school AND t.year = l.year AND t.class_id = l.class_id))
), keyed AS (
    SELECT o.school, o.year,
        CASE WHEN p.grain = 'week' THEN o.week_start END AS week_start,
        CASE WHEN p.grain IN ('class', 'grade_level', 'stage', 'class_subject', 'teacher_class_subject') THEN c.stage_no END AS stage_no,
        CASE WHEN p.grain IN ('class', 'grade_level', 'stage', 'class_subject', 'teacher_class_subject') THEN c.stage END AS stage,
        CASE WHEN p.grain IN ('class', 'grade_level', 'class_subject', 'teacher_class_subject') THEN c.grade_level END AS grade_level,
        CASE WHEN p.grain IN ('class', 'class_subject', 'teacher_class_subject') THEN o.class_id END AS class_id,
        CASE WHEN p.grain IN ('subject', 'class_subject', 'teacher_class_subject') THEN o.subject_id END AS subject_id,
        CASE WHEN p.grain IN ('teacher', 'teacher_class_subject') THEN o.teacher_id END AS teacher_id,
        o.record, o.verdict
    FROM one o
    JOIN class_scope c ON c.school = o.school AND c.year = o.year AND c.class_id = o.class_id
    CROSS JOIN params p
), counted AS (
    SELECT school, year, week_start, stage_no, stage, grade_level, class_id, subject_id, teacher_id, record, COUNT(record) AS records,
        SUM(CASE WHEN verdict = 'in_time' THEN 1 ELSE 0 END) AS in_time, SUM(CASE WHEN verdict = 'late' THEN 1 ELSE 0 END) AS late,
        SUM(CASE WHEN verdict = 'missing' THEN 1 ELSE 0 END) AS missing,
        SUM(CASE WHEN verdict = 'not_determinable' THEN 1 ELSE 0 END) AS not_determinable,
        SUM(CASE WHEN verdict = 'no_rule' THEN 1 ELSE 0 END) AS no_rule, SUM(CASE WHEN verdict = 'open' THEN 1 ELSE 0 END) AS open
    FROM keyed
    GROUP BY school, year, week_start, stage_no, stage, grade_level, class_id, subject_id, teacher_id, record
), ranked AS (
    SELECT c.school, c.year, c.week_start, c.stage_no, c.stage, c.grade_level, c.class_id, c.subject_id, c.teacher_id, c.record, c.records,
        c.in_time, c.late, c.missing, c.not_determinable, c.no_rule, c.open,
        SUM(c.records) OVER (PARTITION BY c.school, c.year, c.week_start, c.stage_no, c.grade_level, c.class_id, c.subject_id, c.teacher_id)
            AS key_records
    FROM counted c
)
SELECT r.school, r.year, r.week_start, r.stage, r.grade_level, r.class_id, r.subject_id, COALESCE(s.name, r.subject_id) AS subject,
    r.teacher_id, t.full_name AS teacher, r.record, CAST(r.records AS BIGINT) AS records, CAST(r.in_time AS BIGINT) AS in_time,
    CAST(r.late AS BIGINT) AS late, CAST(r.missing AS BIGINT) AS missing, CAST(r.not_determinable AS BIGINT) AS not_determinable,
    CAST(r.no_rule AS BIGINT) AS no_rule, CAST(r.open AS BIGINT) AS open, CAST(r.in_time + r.late + r.missing AS BIGINT) AS judged,
    CASE WHEN r.record IS NULL THEN 'no_records' END AS reason
FROM ranked r
LEFT JOIN subject s ON s.school = r.school AND s.year = r.year AND s.subject_id = r.subject_id
LEFT JOIN teacher t ON t.school = r.school AND t.year = r.year AND t.teacher_id = r.teacher_id
WHERE r.record IS NOT NULL OR r.key_records = 0
ORDER BY r.school ASC NULLS LAST, r.year ASC NULLS LAST, r.week_start ASC NULLS LAST, r.stage_no ASC NULLS LAST,
    r.grade_level ASC NULLS LAST, r.class_id ASC NULLS LAST, r.subject_id ASC NULLS LAST, r.teacher_id ASC NULLS LAST,
    r.record ASC NULLS LAST
