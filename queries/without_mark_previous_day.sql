-- title.ru: Учащиеся без отметки за прошлый день и уроки без отметок
-- title.en: Students without a mark on the day before, lessons without marks
-- grain: teacher, class, subject
-- by: teacher_class_subject, teacher, class, school
-- params: as_of, class, grade
-- needs: mark, lesson
-- answers: J-2
-- clause: S0 6.1
-- kind: indicator
-- figures: (date) lessons lessons_without_marks (students_present) (students_without_mark)
-- unit: teacher_class_subject
-- rows: lesson class_id subject_id date; mark class_id subject_id date kind='score'
-- d = previous_day of the grade level. students_present: who was at one lesson of the row on d at least (no absence, no exemption; entries
-- as in students_without_marks). students_without_mark: of these, who has no numeric mark dated d in a subject of the row. lessons: of
-- lesson_seen on d; lessons_without_marks: nobody of its students has a numeric mark in the subject, dated d and of this lesson number or
-- none. Below marks_from_grade nothing is asked. date: the latest d of the row. At grain class every class: reason not_applicable
-- (below marks_from_grade), no_data (no d, or no export tells marks: covered_span; of whom no single report tells stays out: covered_student), no_lessons (none on d). Ordered by grade_level, class_id, subject_id, teacher_id.
WITH class_day AS (
    SELECT c.school, c.year, c.class_id, c.grade_level, d.date,
        CASE WHEN c.grade_level < g.marks_from_grade THEN 'not_applicable' WHEN d.date IS NULL OR y.school IS NULL THEN 'no_data' END AS reason
    FROM class_scope c
    JOIN regulation g ON g.school = c.school AND g.year = c.year
    LEFT JOIN previous_day d ON d.school = c.school AND d.year = c.year AND d.grade_key = COALESCE(c.grade_level, -1)
    LEFT JOIN (SELECT DISTINCT school, year FROM covered_span WHERE table_name = 'mark') y ON y.school = c.school AND y.year = c.year
), taken AS (
    SELECT d.school, d.year, d.class_id, d.grade_level, d.date, l.group_id, l.subject_id, l.lesson_number, MIN(t.teacher_id) AS teacher_id
    FROM class_day d
    JOIN lesson_seen l ON l.school = d.school AND l.year = d.year AND l.class_id = d.class_id AND l.date = d.date
    LEFT JOIN subject s ON s.school = l.school AND s.year = l.year AND s.subject_id = l.subject_id
    LEFT JOIN lesson_teacher t ON t.school = l.school AND t.year = l.year AND t.class_id = l.class_id AND t.subject_id = l.subject_id
        AND t.date = l.date AND COALESCE(t.group_id, '') = COALESCE(l.group_id, '')
        AND COALESCE(t.lesson_number, -1) = COALESCE(l.lesson_number, -1)
    WHERE d.reason IS NULL AND COALESCE(s.assessed, TRUE)
    GROUP BY d.school, d.year, d.class_id, d.grade_level, d.date, l.group_id, l.subject_id, l.lesson_number
), seat AS (
    SELECT DISTINCT t.school, t.year, t.class_id, t.date, t.group_id, t.subject_id, t.lesson_number, m.student_id
    FROM taken t
    JOIN class_span m ON m.school = t.school AND m.year = t.year AND m.class_id = t.class_id AND t.date BETWEEN m.from_date AND m.to_date
    LEFT JOIN group_span g ON g.school = m.school AND g.year = m.year AND g.student_id = m.student_id AND g.group_id = t.group_id
        AND t.date BETWEEN g.from_date AND g.to_date
    LEFT JOIN (SELECT DISTINCT school, year FROM covered_student WHERE table_name = 'mark') w ON w.school = m.school AND w.year = m.year
    LEFT JOIN covered_student o ON o.school = m.school AND o.year = m.year AND o.table_name = 'mark' AND o.student_id = m.student_id
        AND t.date BETWEEN o.from_date AND o.to_date
    WHERE (t.group_id IS NULL OR g.group_id IS NOT NULL) AND (w.school IS NULL OR o.student_id IS NOT NULL)
), entry AS (
    SELECT a.school, a.year, a.student_id, a.subject_id, a.date, a.lesson_number,
        CASE WHEN a.granularity = 'day' OR (a.subject_id IS NULL AND a.lesson_number IS NULL) THEN 1 ELSE 0 END AS whole_day,
        CASE WHEN a.reason IN ('unexcused', 'unset', 'illness', 'excused', 'exempt') THEN 1 ELSE 0 END AS away
    FROM attendance a
    JOIN (SELECT DISTINCT school, year, date FROM class_day) d ON d.school = a.school AND d.year = a.year AND d.date = a.date
    WHERE a.reason IN ('unexcused', 'unset', 'illness', 'excused', 'late', 'exempt')
), lesson_entry AS (
    SELECT school, year, student_id, subject_id, date, lesson_number, MAX(away) AS away
    FROM entry
    WHERE whole_day = 0 AND subject_id IS NOT NULL AND lesson_number IS NOT NULL
    GROUP BY school, year, student_id, subject_id, date, lesson_number
), subject_entry AS (
    SELECT school, year, student_id, subject_id, date, MAX(away) AS away, COUNT(lesson_number) AS numbered
    FROM entry
    WHERE whole_day = 0 AND subject_id IS NOT NULL
    GROUP BY school, year, student_id, subject_id, date
), day_entry AS (
    SELECT school, year, student_id, date, MAX(away) AS away FROM entry WHERE whole_day = 1 GROUP BY school, year, student_id, date
), scored AS (
    SELECT DISTINCT m.school, m.year, m.student_id, m.subject_id, m.date, m.lesson_number
    FROM mark m
    JOIN (SELECT DISTINCT school, year, date FROM class_day) d ON d.school = m.school AND d.year = m.year AND d.date = m.date
    WHERE m.kind = 'score'
), present AS (
    SELECT s.school, s.year, s.class_id, s.date, s.group_id, s.subject_id, s.lesson_number, s.student_id,
        MAX(CASE WHEN l.away = 1 OR d.away = 1 OR (u.away = 1 AND (u.numbered = 0 OR s.lesson_number IS NULL)) THEN 0 ELSE 1 END) AS is_present,
        MAX(CASE WHEN k.student_id IS NOT NULL THEN 1 ELSE 0 END) AS has_mark,
        MAX(CASE WHEN k.student_id IS NOT NULL AND (k.lesson_number IS NULL OR s.lesson_number IS NULL OR k.lesson_number = s.lesson_number)
            THEN 1 ELSE 0 END) AS has_lesson_mark
    FROM seat s
    LEFT JOIN lesson_entry l ON l.school = s.school AND l.year = s.year AND l.student_id = s.student_id AND l.subject_id = s.subject_id
        AND l.date = s.date AND l.lesson_number = s.lesson_number
    LEFT JOIN subject_entry u ON u.school = s.school AND u.year = s.year AND u.student_id = s.student_id AND u.subject_id = s.subject_id
        AND u.date = s.date
    LEFT JOIN day_entry d ON d.school = s.school AND d.year = s.year AND d.student_id = s.student_id AND d.date = s.date
    LEFT JOIN scored k ON k.school = s.school AND k.year = s.year AND k.student_id = s.student_id AND k.subject_id = s.subject_id
        AND k.date = s.date
    GROUP BY s.school, s.year, s.class_id, s.date, s.group_id, s.subject_id, s.lesson_number, s.student_id
), keyed AS (
    SELECT t.school, t.year, t.date, t.grade_level AS level, t.class_id AS lesson_class, t.group_id, t.subject_id AS lesson_subject, t.lesson_number,
        CASE WHEN p.grain IN ('teacher_class_subject', 'class') THEN t.grade_level END AS grade_level,
        CASE WHEN p.grain IN ('teacher_class_subject', 'class') THEN t.class_id END AS class_id,
        CASE WHEN p.grain = 'teacher_class_subject' THEN t.subject_id END AS subject_id,
        CASE WHEN p.grain IN ('teacher_class_subject', 'teacher') THEN t.teacher_id END AS teacher_id
    FROM taken t CROSS JOIN params p
), seated AS (
    SELECT k.school, k.year, k.grade_level, k.class_id, k.subject_id, k.teacher_id, s.student_id, MAX(s.is_present) AS is_present,
        MAX(s.has_mark) AS has_mark
    FROM keyed k
    JOIN present s ON s.school = k.school AND s.year = k.year AND s.class_id = k.lesson_class AND s.date = k.date
        AND s.subject_id = k.lesson_subject AND COALESCE(s.group_id, '') = COALESCE(k.group_id, '')
        AND COALESCE(s.lesson_number, -1) = COALESCE(k.lesson_number, -1)
    GROUP BY k.school, k.year, k.grade_level, k.class_id, k.subject_id, k.teacher_id, s.student_id
), student_count AS (
    SELECT school, year, grade_level, class_id, subject_id, teacher_id, SUM(is_present) AS students_present,
        SUM(CASE WHEN is_present = 1 AND has_mark = 0 THEN 1 ELSE 0 END) AS students_without_mark
    FROM seated
    GROUP BY school, year, grade_level, class_id, subject_id, teacher_id
), lesson_mark AS (
    SELECT school, year, class_id, date, COALESCE(group_id, '') AS group_key, subject_id, COALESCE(lesson_number, -1) AS number_key,
        MAX(has_lesson_mark) AS has_mark
    FROM present
    GROUP BY school, year, class_id, date, COALESCE(group_id, ''), subject_id, COALESCE(lesson_number, -1)
), lesson_count AS (
    SELECT k.school, k.year, k.grade_level, k.class_id, k.subject_id, k.teacher_id, MAX(k.date) AS date, COUNT(*) AS lessons,
        SUM(CASE WHEN m.has_mark = 1 THEN 0 ELSE 1 END) AS lessons_without_marks
    FROM keyed k
    LEFT JOIN lesson_mark m ON m.school = k.school AND m.year = k.year AND m.class_id = k.lesson_class AND m.date = k.date
        AND m.group_key = COALESCE(k.group_id, '') AND m.subject_id = k.lesson_subject AND m.number_key = COALESCE(k.lesson_number, -1)
    GROUP BY k.school, k.year, k.grade_level, k.class_id, k.subject_id, k.teacher_id
), result AS (
    SELECT l.school, l.year, l.date, l.grade_level, l.class_id, l.subject_id, l.teacher_id, l.lessons, l.lessons_without_marks,
        COALESCE(s.students_present, 0) AS students_present, COALESCE(s.students_without_mark, 0) AS students_without_mark,
        CAST(NULL AS STRING) AS reason
    FROM lesson_count l
    LEFT JOIN student_count s ON s.school = l.school AND s.year = l.year AND COALESCE(s.grade_level, -1) = COALESCE(l.grade_level, -1)
        AND COALESCE(s.class_id, '') = COALESCE(l.class_id, '') AND COALESCE(s.subject_id, '') = COALESCE(l.subject_id, '')
        AND COALESCE(s.teacher_id, '') = COALESCE(l.teacher_id, '')
    UNION ALL
    SELECT d.school, d.year, d.date, d.grade_level, d.class_id, CAST(NULL AS STRING), CAST(NULL AS STRING), 0, 0, 0, 0,
        COALESCE(d.reason, 'no_lessons')
    FROM class_day d CROSS JOIN params p
    WHERE p.grain = 'class' AND NOT EXISTS (SELECT 1 FROM taken t WHERE t.school = d.school AND t.year = d.year AND t.class_id = d.class_id)
)
SELECT r.school, r.year, r.date, r.grade_level, r.class_id, r.subject_id, COALESCE(n.name, r.subject_id) AS subject, r.teacher_id,
    t.full_name AS teacher, CAST(r.lessons AS BIGINT) AS lessons, CAST(r.lessons_without_marks AS BIGINT) AS lessons_without_marks,
    CAST(r.students_present AS BIGINT) AS students_present, CAST(r.students_without_mark AS BIGINT) AS students_without_mark, r.reason
FROM result r
LEFT JOIN subject n ON n.school = r.school AND n.year = r.year AND n.subject_id = r.subject_id
LEFT JOIN teacher t ON t.school = r.school AND t.year = r.year AND t.teacher_id = r.teacher_id
ORDER BY r.school ASC NULLS LAST, r.year ASC NULLS LAST, r.grade_level ASC NULLS LAST, r.class_id ASC NULLS LAST,
    r.subject_id ASC NULLS LAST, r.teacher_id ASC NULLS LAST
