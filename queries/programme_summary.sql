-- title.ru: Прохождение программы: классы, параллели, школа
-- title.en: Programme completion of classes, grade levels, the school
-- grain: class, subject
-- by: class_subject, class, subject, grade_level, stage, school
-- params: as_of, class, grade
-- needs: planned_lesson, curriculum, lesson
-- answers: G-2
-- clause: S0 6.2, S1 1.4, S2 4.3
-- kind: indicator
-- figures: courses behind on_plan not_determinable planned_to_date_hundredths given_hours_hundredths given_with_topic_hundredths lag_hundredths
-- unit: class_subject
-- rows: planned_lesson class_id subject_id; lesson class_id subject_id status='held,substituted,remote'; curriculum class_id subject_id
-- One value for each class and subject from the courses of programme_completion. A subject taught in groups (courses with a group that have a plan
-- with dates): with group_programme = 'min' the group with the largest lag (of equals the first by id) speaks for the class, with 'sum' the
-- groups are added; a course of the whole class is added to it. Above that sums. Share given = given_with_topic / planned_to_date.
-- courses: class x subject = behind (lag > 0) + on_plan (lag <= 0) + not_determinable (no dated plan); hours only of the first two.
WITH course AS (
    SELECT c.school, c.year, c.grade_level, c.class_id, c.group_id, c.subject_id, c.subject, c.planned_to_date_hundredths AS planned,
        c.given_hours_hundredths AS given, c.given_with_topic_hundredths AS with_topic, c.lag_hundredths AS lag,
        CASE WHEN c.group_id IS NOT NULL AND g.group_programme = 'min'
            THEN row_number() OVER (PARTITION BY c.school, c.year, c.class_id, c.subject_id, CASE WHEN c.group_id IS NULL THEN 0 ELSE 1 END
                ORDER BY c.lag_hundredths DESC NULLS LAST, c.group_id ASC NULLS LAST) ELSE 1 END AS place
    FROM programme_completion c
    JOIN regulation g ON g.school = c.school AND g.year = c.year
), class_course AS (
    SELECT school, year, grade_level, class_id, subject_id, MAX(subject) AS subject, COUNT(lag) AS known,
        SUM(CASE WHEN place = 1 AND lag IS NOT NULL THEN planned ELSE 0 END) AS planned,
        SUM(CASE WHEN place = 1 AND lag IS NOT NULL THEN given ELSE 0 END) AS given,
        SUM(CASE WHEN place = 1 AND lag IS NOT NULL THEN with_topic ELSE 0 END) AS with_topic,
        SUM(CASE WHEN place = 1 AND lag IS NOT NULL THEN lag ELSE 0 END) AS lag
    FROM course
    GROUP BY school, year, grade_level, class_id, subject_id
), keyed AS (
    SELECT c.school, c.year,
        CASE WHEN p.grain NOT IN ('subject', 'school') THEN s.stage_no END AS stage_no,
        CASE WHEN p.grain NOT IN ('subject', 'school') THEN s.stage END AS stage,
        CASE WHEN p.grain NOT IN ('subject', 'stage', 'school') THEN s.grade_level END AS grade_level,
        CASE WHEN p.grain IN ('class_subject', 'class') THEN c.class_id END AS class_id,
        CASE WHEN p.grain IN ('class_subject', 'subject') THEN c.subject_id END AS subject_id,
        CASE WHEN p.grain IN ('class_subject', 'subject') THEN c.subject END AS subject,
        c.known, c.planned, c.given, c.with_topic, c.lag
    FROM class_course c
    JOIN class_scope s ON s.school = c.school AND s.year = c.year AND s.class_id = c.class_id
    CROSS JOIN params p
), total AS (
    SELECT school, year, stage_no, stage, grade_level, class_id, subject_id, MAX(subject) AS subject, COUNT(*) AS courses,
        SUM(CASE WHEN known > 0 AND lag > 0 THEN 1 ELSE 0 END) AS behind, SUM(CASE WHEN known > 0 AND lag <= 0 THEN 1 ELSE 0 END) AS on_plan,
        SUM(CASE WHEN known = 0 THEN 1 ELSE 0 END) AS not_determinable, SUM(known) AS known, SUM(planned) AS planned, SUM(given) AS given,
        SUM(with_topic) AS with_topic, SUM(lag) AS lag
    FROM keyed
    GROUP BY school, year, stage_no, stage, grade_level, class_id, subject_id
)
SELECT t.school, t.year, t.stage, t.grade_level, t.class_id, t.subject_id, t.subject, CAST(t.courses AS BIGINT) AS courses,
    CAST(t.behind AS BIGINT) AS behind, CAST(t.on_plan AS BIGINT) AS on_plan, CAST(t.not_determinable AS BIGINT) AS not_determinable,
    CASE WHEN t.known > 0 THEN CAST(t.planned AS BIGINT) END AS planned_to_date_hundredths,
    CASE WHEN t.known > 0 THEN CAST(t.given AS BIGINT) END AS given_hours_hundredths,
    CASE WHEN t.known > 0 THEN CAST(t.with_topic AS BIGINT) END AS given_with_topic_hundredths,
    CASE WHEN t.known > 0 THEN CAST(t.lag AS BIGINT) END AS lag_hundredths
FROM total t
ORDER BY t.school ASC NULLS LAST, t.year ASC NULLS LAST, t.stage_no ASC NULLS LAST, t.grade_level ASC NULLS LAST, t.class_id ASC NULLS LAST,
    t.subject_id ASC NULLS LAST
