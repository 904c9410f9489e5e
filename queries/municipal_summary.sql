-- title.ru: Школы муниципалитета: сеть, движение, успеваемость
-- title.en: Schools of the municipality: sizes, movement, results
-- grain: school
-- by: school
-- params: period, as_of
-- requires: period
-- needs: class_membership, period_mark
-- answers: M-1 M-3 C-1 P-02
-- clause: S1 1.5, S4 5.6 (F20)
-- kind: view
-- compares: schools
-- Every school in scope, its newest year: class_size, movement, standings and performance at grain school; NULL where the school has given
-- nothing that tells, and of movement where the days of the period are not known. No row where no school tells anything. small_cell_k: below it no number of students leaves the school. data_as_of: newest source of the school's data.
WITH titled AS (
    SELECT school, year, MAX(name) AS name FROM school GROUP BY school, year
)
SELECT n.school, n.year, COALESCE(t.name, n.school) AS name, g.small_cell_k, v.as_of AS data_as_of,
    z.size_day, z.classes_n, z.on_day, z.boys, z.girls, z.sex_unknown,
    CASE WHEN n.days_known = 1 THEN m.start_n END AS start_n, CASE WHEN n.days_known = 1 THEN m.arrived END AS arrived,
    CASE WHEN n.days_known = 1 THEN m.departed END AS departed, CASE WHEN n.days_known = 1 THEN m.end_n END AS end_n,
    s.roster, s.all_fives, s.fours_and_fives, s.one_four, s.one_three, s.with_threes, s.failing_one, s.failing_two, s.failing_many, s.not_certified,
    s.incomplete, s.no_data, s.not_applicable, f.students_base, f.students_pass, f.students_quality
FROM newest_year n
JOIN regulation g ON g.school = n.school AND g.year = n.year
LEFT JOIN titled t ON t.school = n.school AND t.year = n.year
LEFT JOIN provenance v ON v.school = n.school AND v.year = n.year
LEFT JOIN class_size z ON z.school = n.school AND z.year = n.year
LEFT JOIN movement m ON m.school = n.school AND m.year = n.year
LEFT JOIN standings s ON s.school = n.school AND s.year = n.year
LEFT JOIN performance f ON f.school = n.school AND f.year = n.year
ORDER BY n.school ASC NULLS LAST
