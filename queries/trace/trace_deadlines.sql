-- title.ru: Откуда числа о сроках
-- title.en: What stands behind the numbers of deadlines
-- grain: figure, unit, source row
-- by: teacher, class, subject, grade_level, stage, school, week, class_subject, teacher_class_subject
-- params: as_of, period, from, to, class, grade
-- answers: D-1 D-2 D-3 D-4 D-5 D-6 D-7 D-9
-- clause: S0 4.5, S0 6.1, S2 4.4, S3 3.4, S4 6
-- kind: trace
-- A unit is a record of deadline_record. Source rows: the row itself; of homework its rows and the lessons of the day, of a period mark its
-- rows, of a correction the absence as it stands. What is missing altogether has no row: that is why it is missing.
WITH record AS (
    SELECT d.school, d.year, d.record, d.class_id, d.group_id, d.subject_id, d.student_id, d.teacher_id, d.date, d.lesson_number, d.period_id,
        d.verdict, d.source_id, d.src_loc, d.entered_at,
        row_number() OVER (PARTITION BY d.school, d.year
            ORDER BY d.record ASC NULLS LAST, d.class_id ASC NULLS LAST, d.date ASC NULLS LAST, d.subject_id ASC NULLS LAST,
                d.group_id ASC NULLS LAST, d.student_id ASC NULLS LAST, d.lesson_number ASC NULLS LAST, d.period_id ASC NULLS LAST,
                d.work_kind ASC NULLS LAST, d.source_id ASC NULLS LAST, d.src_loc ASC NULLS LAST, d.entered_at ASC NULLS LAST,
                d.teacher_id ASC NULLS LAST) AS number
    FROM deadline_record d
), origin AS (
    SELECT r.school, r.year, r.number,
        CASE r.record WHEN 'lesson_record' THEN 'lesson' WHEN 'absence' THEN 'attendance' WHEN 'movement' THEN 'student_movement'
            ELSE CASE WHEN r.student_id IS NULL THEN 'assignment' ELSE 'mark' END END AS table_name,
        r.source_id, r.src_loc, r.entered_at AS said
    FROM record r
    WHERE r.source_id IS NOT NULL
    UNION ALL
    SELECT r.school, r.year, r.number, 'homework', h.source_id, h.src_loc, h.text
    FROM record r
    JOIN homework h ON h.school = r.school AND h.year = r.year AND h.class_id = r.class_id AND h.subject_id = r.subject_id
        AND h.date = r.date AND (h.group_id IS NULL OR h.group_id = r.group_id)
    WHERE r.record = 'homework'
    UNION ALL
    SELECT r.school, r.year, r.number, 'lesson', l.source_id, l.src_loc, l.topic
    FROM record r
    JOIN lesson l ON l.school = r.school AND l.year = r.year AND l.class_id = r.class_id AND l.subject_id = r.subject_id
        AND l.date = r.date AND COALESCE(l.group_id, '') = COALESCE(r.group_id, '')
    WHERE r.record = 'homework'
    UNION ALL
    SELECT r.school, r.year, r.number, 'period_mark', f.source_id, f.src_loc, COALESCE(f.raw, CAST(f.value AS STRING), f.status)
    FROM record r
    JOIN period_mark f ON f.school = r.school AND f.year = r.year AND f.student_id = r.student_id AND f.subject_id = r.subject_id
        AND f.period_id = r.period_id AND f.kind = CASE WHEN r.period_id = 'year' THEN 'year' ELSE 'period' END
    WHERE r.record = 'period_mark'
    UNION ALL
    SELECT r.school, r.year, r.number, 'attendance', a.source_id, a.src_loc, COALESCE(a.raw, a.reason)
    FROM record r
    JOIN attendance a ON a.school = r.school AND a.year = r.year AND a.student_id = r.student_id AND a.date = r.date
        AND COALESCE(a.subject_id, '') = COALESCE(r.subject_id, '') AND COALESCE(a.lesson_number, -1) = COALESCE(r.lesson_number, -1)
    WHERE r.record = 'absence_correction'
), counted AS (
    SELECT school, year, number, 'records' AS figure FROM record
    UNION ALL
    SELECT school, year, number, verdict FROM record
    UNION ALL
    SELECT school, year, number, 'judged' FROM record WHERE verdict IN ('in_time', 'late', 'missing')
)
SELECT r.school, r.year,
    CASE WHEN p.grain = 'week' THEN r.date - CAST((unix_date(r.date) + 3) % 7 AS INT) END AS week_start,
    CASE WHEN p.grain IN ('class', 'grade_level', 'stage', 'class_subject', 'teacher_class_subject') THEN c.stage END AS stage,
    CASE WHEN p.grain IN ('class', 'grade_level', 'class_subject', 'teacher_class_subject') THEN c.grade_level END AS grade_level,
    CASE WHEN p.grain IN ('class', 'class_subject', 'teacher_class_subject') THEN r.class_id END AS class_id,
    CASE WHEN p.grain IN ('subject', 'class_subject', 'teacher_class_subject') THEN r.subject_id END AS subject_id,
    CASE WHEN p.grain IN ('teacher', 'teacher_class_subject') THEN r.teacher_id END AS teacher_id,
    r.record, n.figure, CAST(r.number AS STRING) AS unit,
    r.class_id || COALESCE(' · ' || CAST(r.date AS STRING), '') || COALESCE(' · ' || b.name, '') || COALESCE(' · ' || s.full_name, '')
        AS unit_name,
    CAST(1 AS BIGINT) AS amount, o.table_name, o.source_id, o.src_loc, o.said
FROM counted n
JOIN record r ON r.school = n.school AND r.year = n.year AND r.number = n.number
JOIN class_scope c ON c.school = r.school AND c.year = r.year AND c.class_id = r.class_id
LEFT JOIN origin o ON o.school = n.school AND o.year = n.year AND o.number = n.number
LEFT JOIN student s ON s.school = r.school AND s.year = r.year AND s.student_id = r.student_id
LEFT JOIN subject b ON b.school = r.school AND b.year = r.year AND b.subject_id = r.subject_id
CROSS JOIN params p
ORDER BY r.school ASC NULLS LAST, r.year ASC NULLS LAST, n.figure ASC NULLS LAST, r.number ASC NULLS LAST, o.table_name ASC NULLS LAST,
    o.source_id ASC NULLS LAST, o.src_loc ASC NULLS LAST, o.said ASC NULLS LAST
