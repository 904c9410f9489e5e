-- title.ru: Пропущенные уроки и опоздания
-- title.en: Lessons missed or come late to
-- grain: class, student, subject, date, lesson number
-- params: period, from, to, class, grade
-- answers: A-01
-- clause: S0 6.1, domain 1.3 A-01
-- kind: view
-- host: table
-- One row a lesson with the gravest of its entries (gravity as in absence_entry). An absence of a whole day is every lesson of
-- the student's day where lessons are known, else no row here. A row without a lesson number stands for one lesson, and only where the
-- student has no numbered row in that subject on that day. A lateness for a whole day is one row without subject.
-- held: 1 where the lesson is one of the student's that were held on a day of which absences are told (learner_lesson, told_day; an entry or a
-- lesson without number is any of the subject that day, a lesson without number stands for one entry, the gravest), 0 where it is known by the entry
-- alone.
-- An entry at a lesson that was cancelled (cancelled_lesson) is no lesson missed.
WITH entry AS (
    SELECT e.school, e.year, e.class_id, e.student_id, CASE WHEN e.whole_day = 1 THEN NULL ELSE e.subject_id END AS subject_id, e.date,
        CASE WHEN e.whole_day = 1 THEN NULL ELSE e.lesson_number END AS lesson_number, e.gravity
    FROM absence_entry e
    LEFT JOIN cancelled_lesson k ON k.school = e.school AND k.year = e.year AND k.class_id = e.class_id AND k.subject_id = e.subject_id
        AND k.date = e.date AND k.number_key = COALESCE(e.lesson_number, -1)
    WHERE (e.whole_day = 0 OR e.gravity = 0) AND k.class_id IS NULL
    UNION ALL
    SELECT e.school, e.year, e.class_id, e.student_id, l.subject_id, e.date, l.lesson_number, e.gravity
    FROM absence_entry e
    JOIN learner r ON r.school = e.school AND r.year = e.year AND r.class_id = e.class_id AND r.student_id = e.student_id
    JOIN learner_lesson l ON l.school = r.school AND l.year = r.year AND l.class_id = r.class_id
        AND l.like_student_id = r.like_student_id AND l.date = e.date
    WHERE e.whole_day = 1 AND e.gravity > 0
), unit AS (
    SELECT school, year, class_id, student_id, subject_id, date, lesson_number, MAX(gravity) AS gravity
    FROM entry
    GROUP BY school, year, class_id, student_id, subject_id, date, lesson_number
), taught AS (
    SELECT l.school, l.year, l.class_id, l.like_student_id, l.subject_id, l.date, l.lesson_number
    FROM learner_lesson l
    JOIN told_day y ON y.school = l.school AND y.year = l.year AND y.class_id = l.class_id AND y.date = l.date
), taught_day AS (
    SELECT school, year, class_id, like_student_id, subject_id, date, SUM(CASE WHEN lesson_number IS NULL THEN 1 ELSE 0 END) AS unnumbered
    FROM taught
    GROUP BY school, year, class_id, like_student_id, subject_id, date
), numbered AS (
    SELECT DISTINCT school, year, student_id, subject_id, date
    FROM unit
    WHERE lesson_number IS NOT NULL
), kept AS (
    SELECT school, year, class_id, student_id, subject_id, date, lesson_number, gravity
    FROM unit
    WHERE lesson_number IS NOT NULL
    UNION ALL
    SELECT u.school, u.year, u.class_id, u.student_id, u.subject_id, u.date, u.lesson_number, u.gravity
    FROM unit u
    LEFT JOIN numbered n ON n.school = u.school AND n.year = u.year AND n.student_id = u.student_id AND n.subject_id = u.subject_id
        AND n.date = u.date
    WHERE u.lesson_number IS NULL AND n.student_id IS NULL
), matched AS (
    SELECT k.school, k.year, k.class_id, k.student_id, k.subject_id, k.date, k.lesson_number, k.gravity, d.unnumbered,
        CASE WHEN t.class_id IS NOT NULL OR (d.class_id IS NOT NULL AND k.lesson_number IS NULL) THEN 1 ELSE 0 END AS exact,
        row_number() OVER (PARTITION BY k.school, k.year, k.class_id, k.student_id, k.subject_id, k.date, CASE WHEN t.class_id IS NULL THEN 0 ELSE 1 END
            ORDER BY k.gravity DESC NULLS LAST, k.lesson_number ASC NULLS LAST) AS place
    FROM kept k
    LEFT JOIN learner r ON r.school = k.school AND r.year = k.year AND r.class_id = k.class_id AND r.student_id = k.student_id
    LEFT JOIN taught t ON t.school = r.school AND t.year = r.year AND t.class_id = r.class_id AND t.like_student_id = r.like_student_id
        AND t.subject_id = k.subject_id AND t.date = k.date AND t.lesson_number = k.lesson_number
    LEFT JOIN taught_day d ON d.school = r.school AND d.year = r.year AND d.class_id = r.class_id AND d.like_student_id = r.like_student_id
        AND d.subject_id = k.subject_id AND d.date = k.date
)
SELECT school, year, class_id, student_id, subject_id, date, lesson_number, gravity,
    CASE WHEN exact = 1 OR place <= unnumbered THEN 1 ELSE 0 END AS held
FROM matched
