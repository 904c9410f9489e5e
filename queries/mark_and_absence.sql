-- title.ru: Отметка и пропуск на одном уроке
-- title.en: A mark and an absence in one lesson
-- grain: student, subject, date, lesson number
-- params: period, from, to, class, grade
-- needs: attendance
-- answers: A-06
-- clause: domain 1.3 A-06
-- kind: indicator
-- rows: mark class_id student_id subject_id date lesson_number kind='score'; attendance student_id date subject_id? lesson_number? reason='unexcused,unset,illness,excused'
-- A warning, not a mistake: a mark may be given for a work handed in later. Numeric marks in the dates beside an absence (excused, illness,
-- unexcused, unset) of the student in the subject on the date, of the same lesson number or where either has none, or of the whole day.
-- marks: the values in ascending order, apart by spaces. reason of the absence: the gravest (unexcused, unset, illness, excused).
-- Ordered by grade_level, class_id, student_id, date, lesson_number, subject_id.
WITH missed AS (
    SELECT e.school, e.year, e.student_id, e.subject_id, e.date, e.lesson_number, e.gravity, e.whole_day
    FROM absence_entry e
    WHERE e.gravity > 0
), both_there AS (
    SELECT m.school, m.year, c.grade_level, m.class_id, m.student_id, m.subject_id, m.date, m.lesson_number, m.seq, m.value,
        MAX(a.gravity) AS gravity
    FROM mark m
    JOIN class_scope c ON c.school = m.school AND c.year = m.year AND c.class_id = m.class_id AND m.date BETWEEN c.from_date AND c.to_date
    JOIN missed a ON a.school = m.school AND a.year = m.year AND a.student_id = m.student_id AND a.date = m.date
        AND (a.whole_day = 1 OR (a.subject_id = m.subject_id
            AND (a.lesson_number IS NULL OR m.lesson_number IS NULL OR a.lesson_number = m.lesson_number)))
    WHERE m.kind = 'score' AND m.value IS NOT NULL
    GROUP BY m.school, m.year, c.grade_level, m.class_id, m.student_id, m.subject_id, m.date, m.lesson_number, m.seq, m.value
), cell AS (
    SELECT school, year, grade_level, class_id, student_id, subject_id, date, lesson_number, MAX(gravity) AS gravity,
        array_join(array_sort(collect_list(CAST(value AS STRING))), ' ') AS marks
    FROM both_there
    GROUP BY school, year, grade_level, class_id, student_id, subject_id, date, lesson_number
)
SELECT l.school, l.year, l.grade_level, l.class_id, l.student_id, u.full_name, l.subject_id, COALESCE(n.name, l.subject_id) AS subject, l.date,
    l.lesson_number, l.marks, CASE l.gravity WHEN 4 THEN 'unexcused' WHEN 3 THEN 'unset' WHEN 2 THEN 'illness' ELSE 'excused' END AS reason
FROM cell l
LEFT JOIN student u ON u.school = l.school AND u.year = l.year AND u.student_id = l.student_id
LEFT JOIN subject n ON n.school = l.school AND n.year = l.year AND n.subject_id = l.subject_id
ORDER BY l.school ASC NULLS LAST, l.year ASC NULLS LAST, l.grade_level ASC NULLS LAST, l.class_id ASC NULLS LAST,
    l.student_id ASC NULLS LAST, l.date ASC NULLS LAST, l.lesson_number ASC NULLS LAST, l.subject_id ASC NULLS LAST
