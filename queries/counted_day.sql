-- title.ru: Учебные и рабочие дни по порядку
-- title.en: School days and working days by number
-- grain: grade level, unit, number
-- answers: D-1 D-2 D-3 D-4 D-5 D-6 D-7
-- clause: domain 1.5
-- kind: view
-- Of school_calendar: the day of each number, for unit 'school_day' and 'working_day'; day_no counts all days of the calendar.
SELECT school, year, grade_key, 'school_day' AS unit, school_no AS unit_no, date, day_no
FROM school_calendar
WHERE is_school = 1
UNION ALL
SELECT school, year, grade_key, 'working_day' AS unit, working_no AS unit_no, date, day_no
FROM school_calendar
WHERE is_working = 1
