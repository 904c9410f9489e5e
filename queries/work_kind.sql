-- title.ru: Виды работ
-- title.en: Kinds of works
-- grain: kind of assignment
-- answers: D-3 D-4
-- clause: S0 4.5, S2 4.4
-- kind: view
-- What a kind of assignment is to a rule: work_kind is control, laboratory, practical, independent, homework, written or oral, the
-- first that its flags and its name say. is_written: its marks have the deadline of written works.
SELECT k.school, k.year, k.assignment_kind,
    CASE WHEN COALESCE(k.is_control, FALSE) OR LOWER(k.name) LIKE 'контрольн%' THEN 'control'
        WHEN LOWER(k.name) LIKE 'лабораторн%' THEN 'laboratory'
        WHEN LOWER(k.name) LIKE 'практическ%' THEN 'practical'
        WHEN LOWER(k.name) LIKE 'самостоятельн%' THEN 'independent'
        WHEN COALESCE(k.is_homework, FALSE) THEN 'homework'
        WHEN COALESCE(k.is_written, FALSE) THEN 'written'
        ELSE 'oral' END AS work_kind,
    CASE WHEN COALESCE(k.is_written, FALSE) OR COALESCE(k.is_control, FALSE) THEN 1 ELSE 0 END AS is_written
FROM assignment_kind k
