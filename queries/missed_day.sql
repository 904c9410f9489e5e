-- title.ru: Пропущенные полные дни
-- title.en: Full days missed
-- grain: class, student, date
-- params: period, from, to, class, grade
-- answers: A-02
-- clause: domain 1.3 A-02
-- kind: view
-- A day on which the student missed every lesson held in his class and groups, or which has an entry of absence for the whole day.
-- A missed row without lesson number covers all the student's lessons of that subject and day; a lesson without number is covered by any
-- missed row of its subject and day. gravity: that of all missed lessons (of the whole-day entry where no lesson is known) when they are of
-- one cause, else 5 (mixed); with absence_mixed = 'gravest' the gravest.
WITH missed AS (
    SELECT school, year, class_id, student_id, subject_id, date, lesson_number, gravity FROM missed_lesson WHERE gravity > 0
), missed_subject AS (
    SELECT school, year, class_id, student_id, subject_id, date,
        MAX(CASE WHEN lesson_number IS NULL THEN 1 ELSE 0 END) AS all_lessons
    FROM missed
    WHERE subject_id IS NOT NULL
    GROUP BY school, year, class_id, student_id, subject_id, date
), missed_date AS (
    SELECT school, year, class_id, student_id, date, MIN(gravity) AS low, MAX(gravity) AS high
    FROM missed
    GROUP BY school, year, class_id, student_id, date
), held AS (
    SELECT d.school, d.year, d.class_id, d.student_id, d.date,
        MIN(CASE WHEN n.student_id IS NOT NULL OR s.all_lessons = 1 OR (l.lesson_number IS NULL AND s.student_id IS NOT NULL)
            THEN 1 ELSE 0 END) AS all_missed
    FROM missed_date d
    JOIN learner r ON r.school = d.school AND r.year = d.year AND r.class_id = d.class_id AND r.student_id = d.student_id
    JOIN learner_lesson l ON l.school = r.school AND l.year = r.year AND l.class_id = r.class_id
        AND l.like_student_id = r.like_student_id AND l.date = d.date
    LEFT JOIN missed n ON n.school = d.school AND n.year = d.year AND n.class_id = d.class_id AND n.student_id = d.student_id
        AND n.date = d.date AND n.subject_id = l.subject_id AND n.lesson_number = l.lesson_number
    LEFT JOIN missed_subject s ON s.school = d.school AND s.year = d.year AND s.class_id = d.class_id
        AND s.student_id = d.student_id AND s.date = d.date AND s.subject_id = l.subject_id
    GROUP BY d.school, d.year, d.class_id, d.student_id, d.date
), day_entry AS (
    SELECT school, year, class_id, student_id, date, MAX(gravity) AS gravity
    FROM absence_entry
    WHERE whole_day = 1 AND gravity > 0
    GROUP BY school, year, class_id, student_id, date
), full_day AS (
    SELECT h.school, h.year, h.class_id, h.student_id, h.date, m.low, m.high
    FROM held h
    JOIN missed_date m ON m.school = h.school AND m.year = h.year AND m.class_id = h.class_id AND m.student_id = h.student_id
        AND m.date = h.date
    LEFT JOIN day_entry d ON d.school = h.school AND d.year = h.year AND d.class_id = h.class_id AND d.student_id = h.student_id
        AND d.date = h.date
    WHERE h.all_missed = 1 OR d.student_id IS NOT NULL
    UNION ALL
    SELECT d.school, d.year, d.class_id, d.student_id, d.date,
        LEAST(d.gravity, COALESCE(m.low, d.gravity)) AS low, GREATEST(d.gravity, COALESCE(m.high, d.gravity)) AS high
    FROM day_entry d
    LEFT JOIN held h ON h.school = d.school AND h.year = d.year AND h.class_id = d.class_id AND h.student_id = d.student_id
        AND h.date = d.date
    LEFT JOIN missed_date m ON m.school = d.school AND m.year = d.year AND m.class_id = d.class_id AND m.student_id = d.student_id
        AND m.date = d.date
    WHERE h.student_id IS NULL
)
SELECT f.school, f.year, f.class_id, f.student_id, f.date,
    CASE WHEN f.low = f.high OR g.absence_mixed = 'gravest' THEN f.high ELSE 5 END AS gravity
FROM full_day f
JOIN regulation g ON g.school = f.school AND g.year = f.year
