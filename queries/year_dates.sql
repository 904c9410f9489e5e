-- title.ru: Сроки учебного года: настройка, планы, учётные записи, перевод, печать, контроль
-- title.en: Dates of the school year: set-up, plans, accounts, moving up, print, control
-- grain: school, record
-- params: as_of
-- answers: D-10 D-11 D-12 D-13
-- clause: S0 4.2, S0 4.4, S0 6.1, S1 3.2, S1 3.4, S2 4.4, S2 4.5, S2 7.3, S3 3.2, S3 3.7, S4 5.4, S4 §6
-- kind: indicator
-- figures: units done
-- unit: year_unit
-- rows: class class_id @record='set_up'; class_membership class_id @record='set_up'; curriculum class_id subject_id @record='plans'; teaching_assignment class_id subject_id @basis='taught'; lesson class_id subject_id @basis='taught'; planned_lesson class_id subject_id @record='plans'; class_membership student_id @record='accounts,transfer'; account student_id role='student' @record='accounts'; student_movement student_id kind='promotion,retention,graduation' @record='transfer'; calendar_day date=date..to_date kind='school,remote' @record='control,director_control'; remark date=date..to_date @record='control'
-- A row for each record, with the day of the regulation (year_due) or every how many days; units: how many there should be of what year_unit
-- counts; done: how many of them there are, of transfer in time. No export tells the day of entry. So what is all there is in_time only where the exports
-- that the rows stand in are as of a day not after deadline_date; of year_open where any export of the year is (else not_exported: an export that comes later says
-- nothing about its opening). verdict: in_time · late (transfer: all have orders, some dated later) · missing (some have nothing though the day is over at the end of as_of) · open (it is not) ·
-- no_rule (the regulation says nothing) · not_determinable with a reason: not_exported (whether the year is closed, the journal printed, stitched and put away, whether
-- class teachers look through absences, which S0 4.4 wants daily, S2 4.5 and S4 5.4 weekly: no export and no key of the regulations tells) · no_entry_time · no_order_date (in force later, the order itself may be older) · no_author (nobody
-- tells who made a remark, so the head's own control is not seen) · cycle_without_remark (a remark shows that the journal was looked into; that there
-- is none is no proof that nobody looked, so control is never missing) · no_student_accounts · no_table:… · no_calendar · no_data.
-- S2 7.3 wants a print after each quarter too; S0 6.2, S2 8.2 a review after each period: results, not days.
WITH counted AS (
    SELECT school, year, record, SUM(units) AS units, SUM(done) AS done, SUM(is_there) AS is_there, SUM(is_late) AS late,
        SUM(CASE WHEN day <= due_date THEN 1 ELSE 0 END) AS proven
    FROM year_unit
    GROUP BY school, year, record
), told AS (
    SELECT school, year, 'set_up' AS record FROM class
    UNION
    SELECT school, year, 'plans' FROM planned_lesson
    UNION
    SELECT school, year, 'accounts' FROM account WHERE role = 'student' AND student_id IS NOT NULL
    UNION
    SELECT school, year, 'transfer' FROM student_movement WHERE kind IN ('promotion', 'retention', 'graduation')
    UNION
    SELECT school, year, 'control' FROM remark
), known AS (
    SELECT school, year, 1 AS has_calendar FROM calendar_day WHERE kind IN ('school', 'remote') GROUP BY school, year
), exported AS (
    SELECT school, year, MIN(CAST(substr(CAST(as_of AS STRING), 1, 10) AS DATE)) AS day FROM source WHERE rows_kept > 0 GROUP BY school, year
), one AS (
    SELECT d.school, d.year, d.step, d.record, d.due_date, d.every_days, COALESCE(c.units, 0) AS units, COALESCE(c.done, 0) AS done,
        COALESCE(c.is_there, 0) AS is_there, COALESCE(c.proven, 0) AS proven, COALESCE(c.late, 0) AS late, CASE WHEN t.record IS NULL THEN 0 ELSE 1 END AS is_told,
        CASE WHEN d.record IN ('set_up', 'plans', 'accounts', 'transfer', 'control', 'director_control')
            AND (d.due_date IS NOT NULL OR d.every_days IS NOT NULL) THEN 1 ELSE 0 END AS is_counted,
        CASE WHEN e.day <= d.due_date THEN 1 ELSE 0 END AS is_exported,
        CASE WHEN d.due_date IS NOT NULL AND COALESCE(d.due_date > p.as_of, TRUE) THEN 1
            WHEN d.every_days IS NOT NULL AND k.has_calendar = 1 AND c.record IS NULL THEN 1 ELSE 0 END AS is_open,
        CASE WHEN d.record IN ('year_open', 'absence_check', 'print', 'year_close') THEN 'not_exported'
            WHEN d.record IN ('transfer', 'control', 'director_control') AND k.has_calendar IS NULL THEN 'no_calendar'
            WHEN t.record IS NULL AND d.record = 'plans' THEN 'no_table:planned_lesson'
            WHEN t.record IS NULL AND d.record = 'accounts' THEN 'no_student_accounts'
            WHEN t.record IS NULL AND d.record = 'transfer' THEN 'no_table:student_movement'
            WHEN t.record IS NULL AND d.record IN ('control', 'director_control') THEN 'no_table:remark'
            WHEN c.record IS NULL THEN 'no_data' END AS lack
    FROM year_due d
    CROSS JOIN params p
    LEFT JOIN counted c ON c.school = d.school AND c.year = d.year AND c.record = d.record
    LEFT JOIN told t ON t.school = d.school AND t.year = d.year AND t.record = CASE WHEN d.record = 'director_control' THEN 'control' ELSE d.record END
    LEFT JOIN known k ON k.school = d.school AND k.year = d.year
    LEFT JOIN exported e ON e.school = d.school AND e.year = d.year
), judged AS (
    SELECT o.school, o.year, o.step, o.record, o.due_date, o.every_days, o.units, o.done, o.is_told, o.is_counted, o.lack,
        CASE WHEN o.record = 'absence_check' THEN 'not_determinable'
            WHEN o.due_date IS NULL AND o.every_days IS NULL THEN 'no_rule'
            WHEN o.record = 'year_open' AND o.is_exported = 1 THEN 'in_time'
            WHEN o.record IN ('set_up', 'plans', 'accounts') AND o.units > 0 AND o.proven = o.units THEN 'in_time'
            WHEN o.record IN ('transfer', 'control') AND o.units > 0 AND o.done = o.units THEN 'in_time'
            WHEN o.is_open = 1 THEN 'open'
            WHEN o.lack IS NOT NULL THEN 'not_determinable'
            WHEN o.is_there < o.units THEN 'missing'
            WHEN o.late > 0 THEN 'late'
            ELSE 'not_determinable' END AS verdict
    FROM one o
)
SELECT j.school, j.year, j.record, j.due_date AS deadline_date, j.every_days,
    CASE WHEN j.is_counted = 1 AND COALESCE(j.lack, '') <> 'no_calendar' THEN CAST(j.units AS BIGINT) END AS units,
    CASE WHEN j.is_counted = 1 AND COALESCE(j.lack, '') <> 'no_calendar' AND j.is_told = 1 AND j.record <> 'director_control' THEN CAST(j.done AS BIGINT) END
        AS done,
    j.verdict,
    CASE WHEN j.verdict = 'not_determinable' THEN COALESCE(j.lack, CASE j.record WHEN 'control' THEN 'cycle_without_remark'
        WHEN 'director_control' THEN 'no_author' WHEN 'transfer' THEN 'no_order_date' ELSE 'no_entry_time' END) END AS reason
FROM judged j
ORDER BY j.school ASC NULLS LAST, j.year ASC NULLS LAST, j.step ASC NULLS LAST
