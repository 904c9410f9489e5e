-- title.ru: Движение учащихся: на начало, прибыло, выбыло, на конец
-- title.en: Movement of students: at the beginning, in, out, at the end
-- grain: class
-- by: class, grade_level, stage, school
-- params: period, from, to, class, grade
-- needs: class_membership
-- answers: M-1
-- clause: S0 4.2, S0 4.6, S2 4.3, S2 4.5
-- kind: indicator
-- figures: start_n arrived moved_in departed moved_out end_n
-- unit: movement_stay
-- rows: class_membership student_id; student_movement student_id
-- Stays (class_stay, unit_stay) in the unit of the row: start_n on from_date, end_n on to_date; in: stays that begin after from_date, not
-- after to_date; out: stays whose last day is from_date or later, before to_date. start_n + arrived + moved_in - departed - moved_out =
-- end_n. moved_in, moved_out: from or to another class, grade level or stage of the school (at grain school always 0
-- but where a class or grade level is asked for; a move inside the unit is none); arrived, departed: from and to outside. Who comes back after a gap arrives anew.
-- Dates: movement_span (of a grading period since the end of the one before) of the classes of the unit, the earliest and the latest. Every
-- class of the scope has a row; without figures where the days are not known.
SELECT m.school, m.year, m.stage, m.grade_level, m.class_id, m.from_date, m.to_date,
    CASE WHEN m.from_date IS NOT NULL THEN CAST(SUM(m.start_n) AS BIGINT) END AS start_n,
    CASE WHEN m.from_date IS NOT NULL THEN CAST(SUM(m.arrived) AS BIGINT) END AS arrived,
    CASE WHEN m.from_date IS NOT NULL THEN CAST(SUM(m.moved_in) AS BIGINT) END AS moved_in,
    CASE WHEN m.from_date IS NOT NULL THEN CAST(SUM(m.departed) AS BIGINT) END AS departed,
    CASE WHEN m.from_date IS NOT NULL THEN CAST(SUM(m.moved_out) AS BIGINT) END AS moved_out,
    CASE WHEN m.from_date IS NOT NULL THEN CAST(SUM(m.end_n) AS BIGINT) END AS end_n
FROM movement_stay m
GROUP BY m.school, m.year, m.stage_no, m.stage, m.grade_level, m.class_id, m.from_date, m.to_date
ORDER BY m.school ASC NULLS LAST, m.year ASC NULLS LAST, m.stage_no ASC NULLS LAST, m.grade_level ASC NULLS LAST, m.class_id ASC NULLS LAST
