-- title.ru: Откуда часы программы
-- title.en: What stands behind the hours of the programme
-- grain: figure, unit, source row
-- by: class_subject
-- params: as_of, class, grade
-- needs: planned_lesson, curriculum, lesson
-- answers: G-1 G-2
-- clause: S0 6.2, S2 4.4
-- kind: trace
-- A unit is a row of planned_lesson, curriculum or lesson; a figure of programme_completion is the sum of its amounts (hundredths of an
-- hour; undated_rows counts). lag has no units of its own: it is planned_to_date less given.
WITH entry AS (
    SELECT l.school, l.year, l.class_id, l.group_id, l.subject_id, 'planned_hours_hundredths' AS figure, l.hours_hundredths AS amount,
        'planned_lesson' AS table_name, CAST(l.seq AS STRING) AS number, l.source_id, l.src_loc, l.topic AS said
    FROM planned_lesson l
    UNION ALL
    SELECT l.school, l.year, l.class_id, l.group_id, l.subject_id, 'planned_to_date_hundredths', l.hours_hundredths, 'planned_lesson',
        CAST(l.seq AS STRING), l.source_id, l.src_loc, l.topic
    FROM planned_lesson l CROSS JOIN params p
    WHERE l.planned_date <= p.as_of
    UNION ALL
    SELECT l.school, l.year, l.class_id, l.group_id, l.subject_id, 'undated_rows', 1, 'planned_lesson', CAST(l.seq AS STRING),
        l.source_id, l.src_loc, l.topic
    FROM planned_lesson l
    WHERE l.planned_date IS NULL
    UNION ALL
    SELECT u.school, u.year, u.class_id, u.group_id, u.subject_id, 'curriculum_hours_hundredths', u.hours_year_hundredths, 'curriculum', '1',
        u.source_id, u.src_loc, CAST(NULL AS STRING)
    FROM curriculum u
    WHERE u.hours_year_hundredths IS NOT NULL
    UNION ALL
    SELECT l.school, l.year, l.class_id, l.group_id, l.subject_id, 'given_hours_hundredths', COALESCE(l.hours_hundredths, 100), 'lesson',
        CAST(l.date AS STRING) || COALESCE(' · ' || CAST(l.lesson_number AS STRING), ''), l.source_id, l.src_loc, l.topic
    FROM lesson l CROSS JOIN params p
    WHERE l.date <= p.as_of AND l.status IN ('held', 'substituted', 'remote')
    UNION ALL
    SELECT l.school, l.year, l.class_id, l.group_id, l.subject_id, 'given_with_topic_hundredths', COALESCE(l.hours_hundredths, 100), 'lesson',
        CAST(l.date AS STRING) || COALESCE(' · ' || CAST(l.lesson_number AS STRING), ''), l.source_id, l.src_loc, l.topic
    FROM lesson l CROSS JOIN params p
    WHERE l.date <= p.as_of AND l.status IN ('held', 'substituted', 'remote') AND trim(l.topic) <> ''
    UNION ALL
    SELECT l.school, l.year, l.class_id, l.group_id, l.subject_id,
        CASE WHEN l.status = 'remote' THEN 'given_remotely_hundredths' ELSE 'given_by_other_hundredths' END, COALESCE(l.hours_hundredths, 100),
        'lesson', CAST(l.date AS STRING) || COALESCE(' · ' || CAST(l.lesson_number AS STRING), ''), l.source_id, l.src_loc, l.topic
    FROM lesson l CROSS JOIN params p
    WHERE l.date <= p.as_of AND l.status IN ('substituted', 'remote')
    UNION ALL
    SELECT l.school, l.year, l.class_id, l.group_id, l.subject_id, 'missed_' || m.cause || '_hundredths', l.hours_hundredths, 'planned_lesson',
        CAST(l.planned_date AS STRING) || ' · ' || CAST(l.seq AS STRING), l.source_id, l.src_loc, l.topic
    FROM planned_lesson l
    JOIN programme_missed m ON m.school = l.school AND m.year = l.year AND m.class_id = l.class_id
        AND m.group_key = COALESCE(l.group_id, '') AND m.subject_id = l.subject_id AND m.planned_date = l.planned_date
), numbered AS (
    SELECT school, year, class_id, group_id, subject_id, figure, amount, table_name, number, source_id, src_loc, said,
        row_number() OVER (PARTITION BY school, year, class_id, group_id, subject_id, figure
            ORDER BY number ASC NULLS LAST, source_id ASC NULLS LAST, src_loc ASC NULLS LAST, amount ASC NULLS LAST, said ASC NULLS LAST) AS place
    FROM entry
)
SELECT n.school, n.year, c.grade_level, n.class_id, n.group_id, n.subject_id, n.figure,
    CAST(n.place AS STRING) AS unit, n.number AS unit_name, CAST(n.amount AS BIGINT) AS amount,
    n.table_name, n.source_id, n.src_loc, n.said
FROM numbered n
JOIN class_scope c ON c.school = n.school AND c.year = n.year AND c.class_id = n.class_id
ORDER BY n.school ASC NULLS LAST, n.year ASC NULLS LAST, c.grade_level ASC NULLS LAST, n.class_id ASC NULLS LAST,
    n.subject_id ASC NULLS LAST, n.group_id ASC NULLS LAST, n.figure ASC NULLS LAST, n.place ASC NULLS LAST
