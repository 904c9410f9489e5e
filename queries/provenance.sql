-- title.ru: Происхождение данных
-- title.en: Where the data of a school-year come from
-- grain: school, year
-- answers: design 5
-- clause: design 5
-- kind: view
-- needs: source
-- Rows of the source files read, kept and quarantined, findings, the date of the newest data.
WITH read_rows AS (
    SELECT school, year, CAST(SUM(rows_read) AS BIGINT) AS rows_read, CAST(SUM(rows_kept) AS BIGINT) AS rows_kept,
        CAST(SUM(rows_quarantined) AS BIGINT) AS rows_quarantined, MAX(as_of) AS as_of, CAST(COUNT(*) AS BIGINT) AS files,
        MAX(CASE WHEN as_of_kind = 'import_time' THEN 1 ELSE 0 END) AS as_of_guessed
    FROM source
    GROUP BY school, year
), found AS (
    SELECT school, year, CAST(COUNT(*) AS BIGINT) AS findings FROM finding GROUP BY school, year
)
SELECT r.school, r.year, r.rows_read, r.rows_kept, r.rows_quarantined, r.as_of, r.files, r.as_of_guessed, COALESCE(f.findings, 0) AS findings
FROM read_rows r
LEFT JOIN found f ON f.school = r.school AND f.year = r.year
ORDER BY r.school NULLS LAST, r.year NULLS LAST
