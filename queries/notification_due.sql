-- title.ru: Журнал уведомлений: о ком учитель должен сообщить
-- title.en: Notifications due: failing students, absences without cause, too few marks
-- grain: student, cause, subject
-- params: period, as_of, class, grade
-- requires: period
-- needs: mark, period_mark, attendance
-- answers: N-1
-- clause: S0 4.5, S2 4.4
-- kind: indicator
-- rows: period_mark @cause='failing' student_id subject_id period_id:own; mark @cause='too_few_marks' student_id subject_id date:own; attendance @cause='unexcused' class_id student_id date:days reason='unexcused'; notification student_id
-- Causes: failing (a failing mark of the period, by subject) · unexcused (lessons of unexcused_day in that class reach unexcused_threshold, as in unexcused_absences; amount =
-- lessons; NULL subject) · too_few_marks (verdict too_few of sufficiency_cell, by subject; amount = marks). verdict: sent
-- (there is a notification of the student of that kind dated from own_from of the class on; of a subject, or of none) with its first date · not_sent ·
-- not_determinable (reason no_table:notification: the school year has none at all). The kind of a notification is told by its words: «пропуск», «прогул», «посещ» absences; «накопляем», «мало отметок»
-- too few marks; results given out on paper («распечат», «выписк», «результат», without «неусп», «неуд») none of these; all others failing.
WITH absent AS (
    SELECT r.school, r.year, r.asked_id, r.class_id, r.student_id, SUM(u.lessons) AS lessons
    FROM roster r
    JOIN unexcused_day u ON u.school = r.school AND u.year = r.year AND u.class_id = r.class_id AND u.student_id = r.student_id
    CROSS JOIN params p
    WHERE u.date <= p.as_of
    GROUP BY r.school, r.year, r.asked_id, r.class_id, r.student_id
), due AS (
    SELECT c.school, c.year, c.asked_id, CAST(NULL AS STRING) AS class_id, c.student_id, 'failing' AS cause, c.subject_id, CAST(NULL AS BIGINT) AS amount
    FROM period_cell c
    JOIN regulation g ON g.school = c.school AND g.year = c.year
    WHERE c.value < g.pass_from OR c.status = 'no_credit'
    UNION ALL
    SELECT a.school, a.year, a.asked_id, a.class_id, a.student_id, 'unexcused' AS cause, CAST(NULL AS STRING) AS subject_id, CAST(a.lessons AS BIGINT) AS amount
    FROM absent a
    JOIN regulation g ON g.school = a.school AND g.year = a.year
    WHERE a.lessons >= g.unexcused_threshold
    UNION ALL
    SELECT school, year, asked_id, CAST(NULL AS STRING) AS class_id, student_id, 'too_few_marks' AS cause, subject_id, marks AS amount
    FROM sufficiency_cell
    WHERE verdict = 'too_few'
), told AS (
    SELECT school, year, student_id, date, subject_id,
        CASE WHEN regexp_like(lower(reason), '(пропуск|прогул|посещ)') THEN 'unexcused'
            WHEN regexp_like(lower(reason), '(накопляем|мало отметок)') THEN 'too_few_marks'
            WHEN regexp_like(lower(reason), '(неусп|неуд)') OR reason IS NULL OR NOT regexp_like(lower(reason), '(распечат|выписк|результат)')
            THEN 'failing' END AS cause
    FROM notification
), any_told AS (
    SELECT DISTINCT school, year FROM notification
), sent AS (
    SELECT d.school, d.year, d.asked_id, d.student_id, d.cause, COALESCE(d.subject_id, '') AS subject_key, MIN(t.date) AS date
    FROM due d
    JOIN roster r ON r.school = d.school AND r.year = d.year AND r.asked_id = d.asked_id AND r.student_id = d.student_id
    JOIN told t ON t.school = d.school AND t.year = d.year AND t.student_id = d.student_id AND t.cause = d.cause
    WHERE (t.subject_id IS NULL OR d.subject_id IS NULL OR t.subject_id = d.subject_id) AND t.date >= COALESCE(r.own_from, t.date)
    GROUP BY d.school, d.year, d.asked_id, d.student_id, d.cause, COALESCE(d.subject_id, '')
), matched AS (
    SELECT DISTINCT d.school, d.year, d.asked_id, r.stage_no, r.grade_level, r.class_id, d.student_id, r.full_name, d.cause, d.subject_id,
        d.amount, t.date AS sent_date
    FROM due d
    JOIN roster r ON r.school = d.school AND r.year = d.year AND r.asked_id = d.asked_id AND r.student_id = d.student_id
        AND r.class_id = COALESCE(d.class_id, r.class_id)
    LEFT JOIN sent t ON t.school = d.school AND t.year = d.year AND t.asked_id = d.asked_id AND t.student_id = d.student_id
        AND t.cause = d.cause AND t.subject_key = COALESCE(d.subject_id, '')
)
SELECT m.school, m.year, m.asked_id AS period_id, m.grade_level, m.class_id, m.student_id, m.full_name, m.cause, m.subject_id,
    COALESCE(s.name, m.subject_id) AS subject, m.amount, m.sent_date,
    CASE WHEN n.school IS NULL THEN 'not_determinable' WHEN m.sent_date IS NOT NULL THEN 'sent' ELSE 'not_sent' END AS verdict,
    CASE WHEN n.school IS NULL THEN 'no_table:notification' END AS reason
FROM matched m
LEFT JOIN any_told n ON n.school = m.school AND n.year = m.year
LEFT JOIN subject s ON s.school = m.school AND s.year = m.year AND s.subject_id = m.subject_id
ORDER BY m.school ASC NULLS LAST, m.year ASC NULLS LAST, m.stage_no ASC NULLS LAST, m.grade_level ASC NULLS LAST, m.class_id ASC NULLS LAST,
    m.student_id ASC NULLS LAST, m.cause ASC NULLS LAST, m.subject_id ASC NULLS LAST
