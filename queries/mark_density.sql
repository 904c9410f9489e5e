-- title.ru: Наполняемость отметок: на ученика и на урок
-- title.en: Mark density: marks per student and per lesson
-- grain: class, subject
-- by: class_subject, teacher_class_subject, class, subject, grade_level, school
-- params: period, from, to, class, grade
-- needs: mark
-- answers: P-06
-- clause: S2 4.3, S3 3.6
-- kind: indicator
-- figures: marks students lessons
-- unit: class_subject, teacher_class_subject
-- rows: mark class_id subject_id teacher_id? date:days kind='score'; lesson class_id subject_id date:days status='held,substituted,remote'; class_membership class_id
-- In the dates: marks = numeric marks, of the class that they name; students = members of the class on one of the dates at least, with a
-- study group only its members (of every course counted, so a student of ten subjects counts ten times at grain class); lessons = lessons
-- held (NULL where the class has no lesson held in the dates). Density = marks / students; per lesson = marks / lessons.
-- Courses: class_subject of grade levels with marks; a course without a single mark has a row. teacher_class_subject: the marks by the teacher
-- who gave them, the lessons by who answers for them; students as for the subject. Ordered by grade_level, class_id, subject_id, teacher_id.
WITH course AS (
    SELECT c.school, c.year, c.class_id, c.grade_level, c.from_date, c.to_date, s.subject_id
    FROM class_scope c
    JOIN class_subject s ON s.school = c.school AND s.year = c.year AND s.class_id = c.class_id
    JOIN regulation g ON g.school = c.school AND g.year = c.year
    WHERE COALESCE(c.grade_level, g.marks_from_grade) >= g.marks_from_grade
), given AS (
    SELECT m.school, m.year, m.class_id, m.subject_id, m.teacher_id, COUNT(*) AS marks
    FROM course c
    JOIN mark m ON m.school = c.school AND m.year = c.year AND m.class_id = c.class_id AND m.subject_id = c.subject_id
        AND m.date BETWEEN c.from_date AND c.to_date AND m.kind = 'score'
    GROUP BY m.school, m.year, m.class_id, m.subject_id, m.teacher_id
), lesson_count AS (
    SELECT c.school, c.year, c.class_id, c.subject_id, t.teacher_id, COUNT(*) AS lessons
    FROM course c
    JOIN lesson_teacher t ON t.school = c.school AND t.year = c.year AND t.class_id = c.class_id AND t.subject_id = c.subject_id
        AND t.date BETWEEN c.from_date AND c.to_date AND t.status IN ('held', 'substituted', 'remote')
    GROUP BY c.school, c.year, c.class_id, c.subject_id, t.teacher_id
), known AS (
    SELECT school, year, class_id FROM lesson_count GROUP BY school, year, class_id
), group_seat AS (
    SELECT DISTINCT c.school, c.year, c.class_id, c.subject_id, m.student_id
    FROM course c
    JOIN class_span m ON m.school = c.school AND m.year = c.year AND m.class_id = c.class_id
    JOIN group_span s ON s.school = m.school AND s.year = m.year AND s.student_id = m.student_id
        AND s.from_date <= c.to_date AND s.to_date >= c.from_date
    JOIN study_group g ON g.school = s.school AND g.year = s.year AND g.group_id = s.group_id AND g.subject_id = c.subject_id
        AND (g.class_id IS NULL OR g.class_id = c.class_id)
    WHERE m.from_date <= c.to_date AND m.to_date >= c.from_date
), split AS (
    SELECT school, year, class_id, subject_id FROM group_seat GROUP BY school, year, class_id, subject_id
), seat AS (
    SELECT school, year, class_id, subject_id, student_id FROM group_seat
    UNION
    SELECT c.school, c.year, c.class_id, c.subject_id, m.student_id
    FROM course c
    JOIN class_span m ON m.school = c.school AND m.year = c.year AND m.class_id = c.class_id
        AND m.from_date <= c.to_date AND m.to_date >= c.from_date
    WHERE NOT EXISTS (SELECT 1 FROM split x WHERE x.school = c.school AND x.year = c.year AND x.class_id = c.class_id
        AND x.subject_id = c.subject_id)
), seat_count AS (
    SELECT school, year, class_id, subject_id, COUNT(*) AS students FROM seat GROUP BY school, year, class_id, subject_id
), teacher_seen AS (
    SELECT school, year, class_id, subject_id, teacher_id FROM given
    UNION
    SELECT school, year, class_id, subject_id, teacher_id FROM lesson_count
), part AS (
    SELECT school, year, class_id, subject_id, teacher_id, marks, 0 AS lessons, 0 AS students FROM given
    UNION ALL
    SELECT school, year, class_id, subject_id, teacher_id, 0, lessons, 0 FROM lesson_count
    UNION ALL
    SELECT s.school, s.year, s.class_id, s.subject_id, CAST(NULL AS STRING), 0, 0, s.students
    FROM seat_count s CROSS JOIN params p
    WHERE p.grain <> 'teacher_class_subject'
    UNION ALL
    SELECT c.school, c.year, c.class_id, c.subject_id, CAST(NULL AS STRING), 0, 0, 0
    FROM course c CROSS JOIN params p
    WHERE p.grain <> 'teacher_class_subject' OR NOT EXISTS (SELECT 1 FROM teacher_seen t WHERE t.school = c.school AND t.year = c.year
        AND t.class_id = c.class_id AND t.subject_id = c.subject_id)
    UNION ALL
    SELECT t.school, t.year, t.class_id, t.subject_id, t.teacher_id, 0, 0, COALESCE(s.students, 0)
    FROM teacher_seen t
    LEFT JOIN seat_count s ON s.school = t.school AND s.year = t.year AND s.class_id = t.class_id AND s.subject_id = t.subject_id
    CROSS JOIN params p
    WHERE p.grain = 'teacher_class_subject'
), keyed AS (
    SELECT a.school, a.year,
        CASE WHEN p.grain NOT IN ('subject', 'school') THEN c.grade_level END AS grade_level,
        CASE WHEN p.grain IN ('class_subject', 'teacher_class_subject', 'class') THEN a.class_id END AS class_id,
        CASE WHEN p.grain IN ('class_subject', 'teacher_class_subject', 'subject') THEN a.subject_id END AS subject_id,
        CASE WHEN p.grain = 'teacher_class_subject' THEN a.teacher_id END AS teacher_id,
        a.marks, a.lessons, a.students, CASE WHEN k.class_id IS NULL THEN 1 ELSE 0 END AS lessons_unknown
    FROM part a
    JOIN class_scope c ON c.school = a.school AND c.year = a.year AND c.class_id = a.class_id
    LEFT JOIN known k ON k.school = a.school AND k.year = a.year AND k.class_id = a.class_id
    CROSS JOIN params p
), total AS (
    SELECT school, year, grade_level, class_id, subject_id, teacher_id, SUM(marks) AS marks, SUM(students) AS students, SUM(lessons) AS lessons,
        MAX(lessons_unknown) AS lessons_unknown
    FROM keyed
    GROUP BY school, year, grade_level, class_id, subject_id, teacher_id
)
SELECT t.school, t.year, t.grade_level, t.class_id, t.subject_id, COALESCE(n.name, t.subject_id) AS subject, t.teacher_id, w.full_name AS teacher,
    CAST(t.marks AS BIGINT) AS marks, CAST(t.students AS BIGINT) AS students,
    CASE WHEN t.lessons_unknown = 0 THEN CAST(t.lessons AS BIGINT) END AS lessons,
    CASE WHEN t.lessons_unknown = 1 THEN 'no_lessons' END AS reason
FROM total t
LEFT JOIN subject n ON n.school = t.school AND n.year = t.year AND n.subject_id = t.subject_id
LEFT JOIN teacher w ON w.school = t.school AND w.year = t.year AND w.teacher_id = t.teacher_id
ORDER BY t.school ASC NULLS LAST, t.year ASC NULLS LAST, t.grade_level ASC NULLS LAST, t.class_id ASC NULLS LAST,
    t.subject_id ASC NULLS LAST, t.teacher_id ASC NULLS LAST
