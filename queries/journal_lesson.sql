-- title.ru: Уроки журнала: тема, часы, задание, вес
-- title.en: Lessons of the journal: topic, hours, homework, weight
-- grain: class, group, subject, date, lesson number
-- params: period, from, to, class, grade
-- answers: F16
-- clause: S2 7.3, S1 3.2
-- kind: view
-- rows: lesson class_id group_id subject_id date lesson_number
-- needs: lesson, mark
-- Lessons held, substituted, remote or known by entries only, in the dates. homework: the texts of the lesson, or of the day where a text names no
-- lesson; weights: weights of the day's works in hundredths, joined; teacher: whose lesson it is, not who stood in for him.
WITH spoken AS (
    SELECT l.school, l.year, l.class_id, l.group_id, l.subject_id, l.date, l.lesson_number,
        MAX(l.topic) AS topic, MAX(COALESCE(l.hours_hundredths, 100)) AS hours_hundredths, MAX(COALESCE(l.planned_teacher_id, l.teacher_id)) AS teacher_id
    FROM lesson l
    JOIN class_scope c ON c.school = l.school AND c.year = l.year AND c.class_id = l.class_id AND l.date BETWEEN c.from_date AND c.to_date
    WHERE l.status IN ('held', 'substituted', 'remote', 'unknown')
    GROUP BY l.school, l.year, l.class_id, l.group_id, l.subject_id, l.date, l.lesson_number
), task AS (
    SELECT l.school, l.year, l.class_id, COALESCE(l.group_id, '') AS group_key, l.subject_id, l.date, COALESCE(l.lesson_number, -1) AS lesson_key,
        NULLIF(array_join(array_sort(collect_set(h.text)), '; '), '') AS homework
    FROM spoken l
    JOIN homework h ON h.school = l.school AND h.year = l.year AND h.class_id = l.class_id AND h.subject_id = l.subject_id AND h.date = l.date
    WHERE COALESCE(h.group_id, COALESCE(l.group_id, '')) = COALESCE(l.group_id, '')
        AND (h.lesson_number IS NULL OR l.lesson_number IS NULL OR h.lesson_number = l.lesson_number)
    GROUP BY l.school, l.year, l.class_id, COALESCE(l.group_id, ''), l.subject_id, l.date, COALESCE(l.lesson_number, -1)
), work AS (
    SELECT school, year, class_id, COALESCE(group_id, '') AS group_key, subject_id, date,
        NULLIF(array_join(array_sort(collect_set(CAST(weight_hundredths AS STRING))), ' '), '') AS weights
    FROM assignment
    WHERE weight_hundredths IS NOT NULL
    GROUP BY school, year, class_id, COALESCE(group_id, ''), subject_id, date
)
SELECT l.school, l.year, l.class_id, l.group_id, g.name AS group_name, l.subject_id, COALESCE(s.name, l.subject_id) AS subject, l.date, l.lesson_number,
    l.hours_hundredths, l.topic, k.homework, w.weights, t.full_name AS teacher
FROM spoken l
LEFT JOIN subject s ON s.school = l.school AND s.year = l.year AND s.subject_id = l.subject_id
LEFT JOIN study_group g ON g.school = l.school AND g.year = l.year AND g.group_id = l.group_id
LEFT JOIN task k ON k.school = l.school AND k.year = l.year AND k.class_id = l.class_id AND k.group_key = COALESCE(l.group_id, '')
    AND k.subject_id = l.subject_id AND k.date = l.date AND k.lesson_key = COALESCE(l.lesson_number, -1)
LEFT JOIN work w ON w.school = l.school AND w.year = l.year AND w.class_id = l.class_id AND w.group_key = COALESCE(l.group_id, '')
    AND w.subject_id = l.subject_id AND w.date = l.date
LEFT JOIN teacher t ON t.school = l.school AND t.year = l.year AND t.teacher_id = l.teacher_id
ORDER BY l.school NULLS LAST, l.year NULLS LAST, l.class_id NULLS LAST, l.subject_id NULLS LAST, l.group_id NULLS LAST, l.date NULLS LAST,
    l.lesson_number NULLS LAST
