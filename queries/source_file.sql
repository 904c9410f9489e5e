-- title.ru: Файлы, из которых взяты данные
-- title.en: Files that the data come from
-- grain: source
-- answers: trace
-- clause: domain 3.3
-- kind: view
-- One row a file that was read; the rows of all tables name it by source_id.
SELECT s.school, s.year, s.source_id, s.file, s.reader, s.as_of
FROM source s
ORDER BY s.school ASC NULLS LAST, s.year ASC NULLS LAST, s.source_id ASC NULLS LAST
