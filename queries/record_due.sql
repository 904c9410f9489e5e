-- title.ru: Записи журнала, у которых бывает срок
-- title.en: Records of the journal that can have a deadline
-- grain: record
-- params: period, from, to, class, grade
-- answers: D-1 D-2 D-3 D-4 D-5 D-6 D-9
-- clause: domain 1.5
-- kind: view
-- host: table
-- One row a record, on dates from_date .. to_date, whatever the regulation says about it. record = the rule of its deadline:
-- lesson_record (topic of a lesson held), homework (of a class or group, subject and day with a lesson held), current_mark and
-- written_work (a mark by work_kind; also a written work for which nobody has a mark, student_id NULL), absence (absences and
-- latenesses), period_mark (of a period that ends in the dates), movement (in the dates), absence_correction (two exports differ in an
-- absence: it was changed after entered_from and at entered_at or before). filled: 1 where the record is there; entered_at: its stamp,
-- NULL where not known. date: the day that the deadline counts from (lesson, work, end of the period, event), start_date: first day of
-- the period. teacher_id: who answers: of a lesson as in lesson_teacher, of a mark or absence who entered it, else the lesson's teacher;
-- of an absence of a whole day and of a correction the class teacher.
-- source_id, src_loc: of the row itself; NULL for homework, period_mark and absence_correction, which may stand on several rows.
WITH taught AS (
    SELECT t.school, t.year, t.class_id, t.grade_level, t.grade_key, t.group_id, t.subject_id, t.date, t.lesson_number, t.teacher_id,
        t.topic, t.topic_set_at, t.source_id, t.src_loc
    FROM lesson_teacher t
    JOIN class_scope c ON c.school = t.school AND c.year = t.year AND c.class_id = t.class_id
    WHERE t.status IN ('held', 'substituted', 'remote') AND t.date BETWEEN c.from_date AND c.to_date
), lesson_of AS (
    SELECT school, year, class_id, subject_id, date, lesson_number, MIN(teacher_id) AS teacher_id
    FROM taught
    GROUP BY school, year, class_id, subject_id, date, lesson_number
), day_of AS (
    SELECT school, year, class_id, subject_id, date, MIN(teacher_id) AS teacher_id
    FROM taught
    GROUP BY school, year, class_id, subject_id, date
), scored AS (
    SELECT m.school, m.year, m.class_id, c.grade_level, COALESCE(c.grade_level, -1) AS grade_key, m.subject_id, m.student_id, m.lesson_number,
        m.date AS lesson_date, COALESCE(a.date, m.date) AS work_date, m.set_at, m.teacher_id, a.group_id, m.source_id, m.src_loc,
        COALESCE(k.work_kind, 'oral') AS work_kind, COALESCE(k.is_written, 0) AS is_written
    FROM mark m
    JOIN class_scope c ON c.school = m.school AND c.year = m.year AND c.class_id = m.class_id
    LEFT JOIN assignment a ON a.school = m.school AND a.year = m.year AND a.assignment_id = m.assignment_id
    LEFT JOIN work_kind k ON k.school = m.school AND k.year = m.year AND k.assignment_kind = COALESCE(m.assignment_kind, a.assignment_kind)
), marked AS (
    SELECT s.school, s.year, s.class_id, s.grade_level, s.grade_key, s.group_id, s.subject_id, s.student_id, s.lesson_number, s.set_at,
        CASE WHEN s.is_written = 1 THEN 'written_work' ELSE 'current_mark' END AS record, s.work_kind, s.teacher_id,
        CASE WHEN s.is_written = 1 THEN s.work_date ELSE s.lesson_date END AS date, s.lesson_date, s.source_id, s.src_loc
    FROM scored s
), unmarked AS (
    SELECT a.school, a.year, a.class_id, c.grade_level, COALESCE(c.grade_level, -1) AS grade_key, a.group_id, a.subject_id, a.date, k.work_kind,
        a.source_id, a.src_loc
    FROM assignment a
    JOIN class_scope c ON c.school = a.school AND c.year = a.year AND c.class_id = a.class_id
    JOIN regulation g ON g.school = a.school AND g.year = a.year
    JOIN work_kind k ON k.school = a.school AND k.year = a.year AND k.assignment_kind = a.assignment_kind AND k.is_written = 1
    LEFT JOIN (SELECT DISTINCT school, year, assignment_id FROM mark WHERE assignment_id IS NOT NULL) m
        ON m.school = a.school AND m.year = a.year AND m.assignment_id = a.assignment_id
    LEFT JOIN (SELECT DISTINCT school, year, class_id, subject_id, date FROM mark WHERE assignment_id IS NULL) d
        ON d.school = a.school AND d.year = a.year AND d.class_id = a.class_id AND d.subject_id = a.subject_id AND d.date = a.date
    WHERE a.date BETWEEN c.from_date AND c.to_date AND m.assignment_id IS NULL AND d.class_id IS NULL
        AND COALESCE(c.grade_level, g.marks_from_grade) >= g.marks_from_grade
), missed AS (
    SELECT a.school, a.year, a.class_id, c.grade_level, COALESCE(c.grade_level, -1) AS grade_key, a.subject_id, a.student_id, a.date,
        a.lesson_number, a.set_at, a.teacher_id, k.class_teacher_id, a.source_id, a.src_loc
    FROM attendance a
    JOIN class_scope c ON c.school = a.school AND c.year = a.year AND c.class_id = a.class_id
    JOIN class k ON k.school = a.school AND k.year = a.year AND k.class_id = a.class_id
    WHERE a.date BETWEEN c.from_date AND c.to_date AND a.reason IN ('unexcused', 'unset', 'illness', 'excused', 'late')
), corrected AS (
    SELECT e.school, e.year, e.subject_id, e.student_id, e.date, e.lesson_number, e.previous_as_of, e.as_of, c.class_id, c.grade_level,
        k.class_teacher_id,
        row_number() OVER (PARTITION BY e.school, e.year, e.student_id, e.subject_id, e.date, e.lesson_number, e.version
            ORDER BY CASE WHEN x.class_id IS NULL THEN 0 ELSE 1 END ASC NULLS LAST, m.from_date DESC NULLS LAST, m.class_id ASC NULLS LAST) AS choice
    FROM edit e
    JOIN class_span m ON m.school = e.school AND m.year = e.year AND m.student_id = e.student_id AND e.date BETWEEN m.from_date AND m.to_date
    JOIN class_scope c ON c.school = m.school AND c.year = m.year AND c.class_id = m.class_id AND e.date BETWEEN c.from_date AND c.to_date
    JOIN class k ON k.school = m.school AND k.year = m.year AND k.class_id = m.class_id
    LEFT JOIN extra_group x ON x.school = m.school AND x.year = m.year AND x.class_id = m.class_id
    WHERE e.table_name = 'attendance'
)
SELECT school, year, 'lesson_record' AS record, class_id, grade_level, grade_key, group_id, subject_id, CAST(NULL AS STRING) AS student_id,
    teacher_id, date, CAST(NULL AS DATE) AS start_date, lesson_number, CAST(NULL AS STRING) AS work_kind, CAST(NULL AS STRING) AS period_id,
    CASE WHEN topic IS NULL THEN 0 ELSE 1 END AS filled, CASE WHEN topic IS NOT NULL THEN topic_set_at END AS entered_at,
    CAST(NULL AS STRING) AS entered_from, source_id, src_loc
FROM taught
UNION ALL
SELECT h.school, h.year, 'homework', h.class_id, h.grade_level, h.grade_key, h.group_id, h.subject_id, CAST(NULL AS STRING), h.teacher_id,
    h.date, CAST(NULL AS DATE), h.lesson_number, CAST(NULL AS STRING), CAST(NULL AS STRING), h.filled, h.entered_at,
    CAST(NULL AS STRING), CAST(NULL AS STRING), CAST(NULL AS STRING)
FROM homework_day h
JOIN class_scope c ON c.school = h.school AND c.year = h.year AND c.class_id = h.class_id
WHERE h.taught = 1 AND h.date BETWEEN c.from_date AND c.to_date
UNION ALL
SELECT m.school, m.year, m.record, m.class_id, m.grade_level, m.grade_key, m.group_id, m.subject_id, m.student_id,
    COALESCE(m.teacher_id, n.teacher_id, d.teacher_id), m.date, CAST(NULL AS DATE), m.lesson_number, m.work_kind, CAST(NULL AS STRING),
    1, m.set_at, CAST(NULL AS STRING), m.source_id, m.src_loc
FROM marked m
JOIN class_scope c ON c.school = m.school AND c.year = m.year AND c.class_id = m.class_id
LEFT JOIN lesson_of n ON n.school = m.school AND n.year = m.year AND n.class_id = m.class_id AND n.subject_id = m.subject_id
    AND n.date = m.lesson_date AND n.lesson_number = m.lesson_number
LEFT JOIN day_of d ON d.school = m.school AND d.year = m.year AND d.class_id = m.class_id AND d.subject_id = m.subject_id
    AND d.date = m.lesson_date
WHERE m.date BETWEEN c.from_date AND c.to_date
UNION ALL
SELECT u.school, u.year, 'written_work', u.class_id, u.grade_level, u.grade_key, u.group_id, u.subject_id, CAST(NULL AS STRING),
    d.teacher_id, u.date, CAST(NULL AS DATE), CAST(NULL AS BIGINT), u.work_kind, CAST(NULL AS STRING), 0, CAST(NULL AS STRING),
    CAST(NULL AS STRING), u.source_id, u.src_loc
FROM unmarked u
LEFT JOIN day_of d ON d.school = u.school AND d.year = u.year AND d.class_id = u.class_id AND d.subject_id = u.subject_id AND d.date = u.date
UNION ALL
SELECT m.school, m.year, 'absence', m.class_id, m.grade_level, m.grade_key, CAST(NULL AS STRING), m.subject_id, m.student_id,
    COALESCE(m.teacher_id, n.teacher_id, d.teacher_id, m.class_teacher_id), m.date, CAST(NULL AS DATE), m.lesson_number,
    CAST(NULL AS STRING), CAST(NULL AS STRING), 1, m.set_at, CAST(NULL AS STRING), m.source_id, m.src_loc
FROM missed m
LEFT JOIN lesson_of n ON n.school = m.school AND n.year = m.year AND n.class_id = m.class_id AND n.subject_id = m.subject_id
    AND n.date = m.date AND n.lesson_number = m.lesson_number
LEFT JOIN day_of d ON d.school = m.school AND d.year = m.year AND d.class_id = m.class_id AND d.subject_id = m.subject_id AND d.date = m.date
UNION ALL
SELECT f.school, f.year, 'period_mark', f.class_id, f.grade_level, f.grade_key, f.group_id, f.subject_id, f.student_id, f.teacher_id,
    f.end_date, f.start_date, CAST(NULL AS BIGINT), CAST(NULL AS STRING), f.period_id, f.filled, f.entered_at,
    CAST(NULL AS STRING), CAST(NULL AS STRING), CAST(NULL AS STRING)
FROM period_mark_due f
UNION ALL
SELECT v.school, v.year, 'movement', c.class_id, c.grade_level, COALESCE(c.grade_level, -1), CAST(NULL AS STRING), CAST(NULL AS STRING),
    v.student_id, CAST(NULL AS STRING), v.date, CAST(NULL AS DATE), CAST(NULL AS BIGINT), v.kind, CAST(NULL AS STRING), 1, v.entered_at,
    CAST(NULL AS STRING), v.source_id, v.src_loc
FROM student_movement v
JOIN class_scope c ON c.school = v.school AND c.year = v.year AND c.class_id = COALESCE(v.to_class_id, v.from_class_id)
WHERE v.date BETWEEN c.from_date AND c.to_date
UNION ALL
SELECT x.school, x.year, 'absence_correction', x.class_id, x.grade_level, COALESCE(x.grade_level, -1), CAST(NULL AS STRING), x.subject_id,
    x.student_id, x.class_teacher_id, x.date, CAST(NULL AS DATE), x.lesson_number, CAST(NULL AS STRING), CAST(NULL AS STRING), 1, x.as_of,
    x.previous_as_of, CAST(NULL AS STRING), CAST(NULL AS STRING)
FROM corrected x
WHERE x.choice = 1
