-- title.ru: Полнота записей журнала
-- title.en: Completeness of the journal's records
-- grain: finding
-- params: as_of, period, from, to, class, grade
-- needs: lesson, mark, homework
-- answers: J-1
-- clause: S0 4.5, S1 2.3, S1 3.9, S2 4.4, S2 4.5, S4-Р 2.1
-- kind: indicator
-- rows: mark @check_name='work_type_missing' class_id student_id subject_id date lesson_number; lesson @check_name='topic_of_work_missing,not_in_russian,substitution_without_teacher' class_id group_id subject_id date lesson_number; homework @check_name='not_in_russian,homework_without_pages' class_id group_id subject_id date lesson_number; attendance @check_name='remote_day_absence' class_id student_id subject_id date lesson_number; group_membership @check_name='group_overlap' student_id; class_membership @check_name='group_overlap,outside_groups' class_id student_id
-- In the dates, by check_name. work_type_missing: a mark without kind of work (where no mark of the school has one: one row, not determinable,
-- reason no_table:assignment_kind). topic_of_work_missing: a lesson held whose planned row is a control, laboratory or practical work and
-- whose topic is empty or only says that it is such a work. not_in_russian: a topic or homework with more Latin than Cyrillic letters, not in
-- lessons of a foreign language. homework_without_pages: a homework without a digit or «§» (heuristic = 1: a poem by heart has none).
-- substitution_without_teacher: a substituted lesson that names nobody but the planned teacher. remote_day_absence: an absence at a
-- remote lesson or on a remote day of the calendar. group_overlap, outside_groups: on the last of the dates up to as_of, a member of a
-- class with groups in a subject who is in several of them, or in none. Ordered by check_name, grade_level, class_id, date, lesson_number,
-- subject_id, group_id, student_id, found.
WITH taught AS (
    SELECT t.school, t.year, t.grade_level, t.grade_key, t.class_id, t.group_id, t.subject_id, t.teacher_id, t.date, t.lesson_number, t.status,
        t.topic, t.planned_seq, t.substitute_unknown,
        CASE WHEN LOWER(COALESCE(s.name, t.subject_id)) LIKE '%иностран%' OR LOWER(COALESCE(s.name, t.subject_id)) LIKE '%английск%'
            OR LOWER(COALESCE(s.name, t.subject_id)) LIKE '%немецк%' OR LOWER(COALESCE(s.name, t.subject_id)) LIKE '%французск%'
            OR LOWER(COALESCE(s.name, t.subject_id)) LIKE '%китайск%' OR LOWER(COALESCE(s.name, t.subject_id)) LIKE '%испанск%'
            THEN 1 ELSE 0 END AS foreign_language
    FROM lesson_teacher t
    JOIN class_scope c ON c.school = t.school AND c.year = t.year AND c.class_id = t.class_id AND t.date BETWEEN c.from_date AND c.to_date
    LEFT JOIN subject s ON s.school = t.school AND s.year = t.year AND s.subject_id = t.subject_id
    WHERE t.status IN ('held', 'substituted', 'remote')
), day_of AS (
    SELECT school, year, class_id, subject_id, date, MIN(teacher_id) AS teacher_id, MAX(foreign_language) AS foreign_language,
        MAX(CASE WHEN status = 'remote' THEN 1 ELSE 0 END) AS any_remote, MIN(CASE WHEN status = 'remote' THEN 1 ELSE 0 END) AS all_remote
    FROM taught
    GROUP BY school, year, class_id, subject_id, date
), kind_known AS (
    SELECT m.school, m.year, MAX(CASE WHEN m.assignment_kind IS NOT NULL OR a.assignment_kind IS NOT NULL THEN 1 ELSE 0 END) AS is_known
    FROM mark m
    LEFT JOIN assignment a ON a.school = m.school AND a.year = m.year AND a.assignment_id = m.assignment_id
    GROUP BY m.school, m.year
), words AS (
    SELECT school, year, class_id, group_id, subject_id, date, lesson_number, teacher_id, 'topic' AS place, topic AS words, foreign_language
    FROM taught
    WHERE topic IS NOT NULL
    UNION ALL
    SELECT h.school, h.year, h.class_id, h.group_id, h.subject_id, h.date, h.lesson_number, d.teacher_id, 'homework', TRIM(h.text),
        COALESCE(d.foreign_language, CASE WHEN h.subject_id LIKE '%язык%' AND h.subject_id NOT LIKE 'русск%' THEN 1 ELSE 0 END)
    FROM homework h
    JOIN class_scope c ON c.school = h.school AND c.year = h.year AND c.class_id = h.class_id AND h.date BETWEEN c.from_date AND c.to_date
    LEFT JOIN day_of d ON d.school = h.school AND d.year = h.year AND d.class_id = h.class_id AND d.subject_id = h.subject_id AND d.date = h.date
    WHERE NULLIF(TRIM(h.text), '') IS NOT NULL
), last_day AS (
    SELECT c.school, c.year, c.class_id, LEAST(c.to_date, p.as_of) AS date FROM class_scope c CROSS JOIN params p
), seat AS (
    SELECT m.school, m.year, m.class_id, m.student_id, g.subject_id, COUNT(DISTINCT s.group_id) AS groups_of_student
    FROM last_day l
    JOIN class_span m ON m.school = l.school AND m.year = l.year AND m.class_id = l.class_id AND l.date BETWEEN m.from_date AND m.to_date
    JOIN group_span s ON s.school = m.school AND s.year = m.year AND s.student_id = m.student_id AND l.date BETWEEN s.from_date AND s.to_date
    JOIN study_group g ON g.school = s.school AND g.year = s.year AND g.group_id = s.group_id AND (g.class_id IS NULL OR g.class_id = m.class_id)
    GROUP BY m.school, m.year, m.class_id, m.student_id, g.subject_id
), split AS (
    SELECT DISTINCT school, year, class_id, subject_id FROM seat
), found AS (
    SELECT m.school, m.year, 'work_type_missing' AS check_name, m.class_id, CAST(NULL AS STRING) AS group_id, m.subject_id,
        COALESCE(m.teacher_id, d.teacher_id) AS teacher_id, m.student_id, m.date, m.lesson_number, COALESCE(CAST(m.value AS STRING), m.kind) AS found,
        CAST(NULL AS STRING) AS reason
    FROM mark m
    JOIN class_scope c ON c.school = m.school AND c.year = m.year AND c.class_id = m.class_id AND m.date BETWEEN c.from_date AND c.to_date
    JOIN kind_known k ON k.school = m.school AND k.year = m.year AND k.is_known = 1
    LEFT JOIN assignment a ON a.school = m.school AND a.year = m.year AND a.assignment_id = m.assignment_id
    LEFT JOIN day_of d ON d.school = m.school AND d.year = m.year AND d.class_id = m.class_id AND d.subject_id = m.subject_id AND d.date = m.date
    WHERE m.assignment_kind IS NULL AND a.assignment_kind IS NULL
    UNION ALL
    SELECT k.school, k.year, 'work_type_missing', CAST(NULL AS STRING), CAST(NULL AS STRING), CAST(NULL AS STRING), CAST(NULL AS STRING),
        CAST(NULL AS STRING), CAST(NULL AS DATE), CAST(NULL AS BIGINT), CAST(NULL AS STRING), 'no_table:assignment_kind'
    FROM kind_known k
    WHERE k.is_known = 0
    UNION ALL
    SELECT t.school, t.year, 'topic_of_work_missing', t.class_id, t.group_id, t.subject_id, t.teacher_id, CAST(NULL AS STRING), t.date,
        t.lesson_number, COALESCE(t.topic, w.kind), CAST(NULL AS STRING)
    FROM taught t
    JOIN planned_lesson w ON w.school = t.school AND w.year = t.year AND w.class_id = t.class_id AND w.subject_id = t.subject_id
        AND COALESCE(w.group_id, '') = COALESCE(t.group_id, '') AND w.seq = t.planned_seq AND w.kind IN ('control', 'laboratory', 'practical')
    WHERE t.topic IS NULL
        OR regexp_like(LOWER(t.topic), '^(контрольная|лабораторная|практическая|проверочная) работа *(№? *[0-9]*)?[. ]*$')
        OR regexp_like(LOWER(t.topic), '^(к/р|л/р|п/р|кр|лр|пр) *(№? *[0-9]*)?[. ]*$')
    UNION ALL
    SELECT w.school, w.year, 'not_in_russian', w.class_id, w.group_id, w.subject_id, w.teacher_id, CAST(NULL AS STRING), w.date, w.lesson_number,
        w.words, CAST(NULL AS STRING)
    FROM words w
    WHERE w.foreign_language = 0 AND regexp_like(w.words, '[A-Za-z]')
        AND length(w.words) - length(translate(LOWER(w.words), 'abcdefghijklmnopqrstuvwxyz', ''))
            > length(w.words) - length(translate(LOWER(w.words), 'абвгдеёжзийклмнопрстуфхцчшщъыьэюя', ''))
    UNION ALL
    SELECT w.school, w.year, 'homework_without_pages', w.class_id, w.group_id, w.subject_id, w.teacher_id, CAST(NULL AS STRING), w.date,
        w.lesson_number, w.words, CAST(NULL AS STRING)
    FROM words w
    WHERE w.place = 'homework' AND NOT regexp_like(w.words, '[0-9§]') AND NOT LOWER(w.words) LIKE 'не зада%'
        AND NOT LOWER(w.words) LIKE 'нет задани%' AND NOT LOWER(w.words) LIKE 'без задани%'
    UNION ALL
    SELECT t.school, t.year, 'substitution_without_teacher', t.class_id, t.group_id, t.subject_id, t.teacher_id, CAST(NULL AS STRING), t.date,
        t.lesson_number, CAST(NULL AS STRING), CAST(NULL AS STRING)
    FROM taught t
    WHERE t.substitute_unknown = 1
    UNION ALL
    SELECT DISTINCT a.school, a.year, 'remote_day_absence', a.class_id, CAST(NULL AS STRING), a.subject_id, COALESCE(a.teacher_id, d.teacher_id),
        a.student_id, a.date, a.lesson_number, a.reason, CAST(NULL AS STRING)
    FROM attendance a
    JOIN class_scope c ON c.school = a.school AND c.year = a.year AND c.class_id = a.class_id AND a.date BETWEEN c.from_date AND c.to_date
    LEFT JOIN school_calendar y ON y.school = a.school AND y.year = a.year AND y.grade_key = COALESCE(c.grade_level, -1) AND y.date = a.date
    LEFT JOIN day_of d ON d.school = a.school AND d.year = a.year AND d.class_id = a.class_id AND d.subject_id = a.subject_id AND d.date = a.date
    LEFT JOIN taught t ON t.school = a.school AND t.year = a.year AND t.class_id = a.class_id AND t.subject_id = a.subject_id AND t.date = a.date
        AND t.lesson_number = a.lesson_number AND t.status = 'remote'
    WHERE a.reason IN ('unexcused', 'unset', 'illness', 'excused')
        AND (y.kind = 'remote' OR t.class_id IS NOT NULL OR (a.lesson_number IS NULL AND d.all_remote = 1))
    UNION ALL
    SELECT s.school, s.year, 'group_overlap', s.class_id, CAST(NULL AS STRING), s.subject_id, CAST(NULL AS STRING), s.student_id, l.date,
        CAST(NULL AS BIGINT), CAST(s.groups_of_student AS STRING), CAST(NULL AS STRING)
    FROM seat s
    JOIN last_day l ON l.school = s.school AND l.year = s.year AND l.class_id = s.class_id
    WHERE s.groups_of_student > 1
    UNION ALL
    SELECT DISTINCT m.school, m.year, 'outside_groups', m.class_id, CAST(NULL AS STRING), x.subject_id, CAST(NULL AS STRING), m.student_id, l.date,
        CAST(NULL AS BIGINT), CAST(NULL AS STRING), CAST(NULL AS STRING)
    FROM last_day l
    JOIN class_span m ON m.school = l.school AND m.year = l.year AND m.class_id = l.class_id AND l.date BETWEEN m.from_date AND m.to_date
    JOIN split x ON x.school = m.school AND x.year = m.year AND x.class_id = m.class_id
    LEFT JOIN seat s ON s.school = m.school AND s.year = m.year AND s.class_id = m.class_id AND s.student_id = m.student_id
        AND s.subject_id = x.subject_id
    WHERE s.student_id IS NULL
)
SELECT f.school, f.year, f.check_name, CAST(CASE WHEN f.check_name = 'homework_without_pages' THEN 1 ELSE 0 END AS BIGINT) AS heuristic,
    c.grade_level, f.class_id, f.group_id, f.subject_id, COALESCE(n.name, f.subject_id) AS subject, f.teacher_id, t.full_name AS teacher,
    f.student_id, u.full_name, f.date, f.lesson_number, f.found, f.reason
FROM found f
LEFT JOIN class_scope c ON c.school = f.school AND c.year = f.year AND c.class_id = f.class_id
LEFT JOIN subject n ON n.school = f.school AND n.year = f.year AND n.subject_id = f.subject_id
LEFT JOIN teacher t ON t.school = f.school AND t.year = f.year AND t.teacher_id = f.teacher_id
LEFT JOIN student u ON u.school = f.school AND u.year = f.year AND u.student_id = f.student_id
ORDER BY f.school ASC NULLS LAST, f.year ASC NULLS LAST, f.check_name ASC NULLS LAST, c.grade_level ASC NULLS LAST,
    f.class_id ASC NULLS LAST, f.date ASC NULLS LAST, f.lesson_number ASC NULLS LAST, f.subject_id ASC NULLS LAST,
    f.group_id ASC NULLS LAST, f.student_id ASC NULLS LAST, f.found ASC NULLS LAST, f.teacher_id ASC NULLS LAST
