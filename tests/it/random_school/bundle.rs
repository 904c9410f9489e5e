//! Writes a random school as a CSV bundle folder, as a journal would give it away.

use std::fs;
use std::path::Path;

use chrono::NaiveDate;
use vedomost::model::schema::{self, Type};

use super::{School, YEAR, day};

impl School {
    /// Writes `bundle.toml` and one CSV file for each table that has rows.
    pub fn write_bundle(&self, folder: &Path) {
        fs::create_dir_all(folder).expect("folder of the bundle");
        let toml = format!(
            "school = \"{}\"\nyear = {YEAR}\nas_of = \"{}\"\ncovers_from = \"{}\"\ncovers_to = \"{}\"\ncomplete = true\n",
            super::SCHOOL_ID,
            self.exported_on(),
            day(9, 1),
            day(8, 31),
        );
        fs::write(folder.join("bundle.toml"), toml).expect("bundle.toml");
        self.write_reference(folder);
        self.write_plans(folder);
        self.write_events(folder);
        self.write_details(folder);
    }

    /// The day the data of the export is of.
    pub fn exported_on(&self) -> NaiveDate {
        self.as_of.unwrap_or_else(|| day(8, 31))
    }

    fn write_reference(&self, folder: &Path) {
        let name = format!("Школа случая {}", self.seed);
        table(
            folder,
            "school",
            &["school_id", "name", "time_zone"],
            vec![vec![super::SCHOOL_ID.to_owned(), name, "Europe/Moscow".to_owned()]],
        );
        let rows = self.subjects.iter().map(|one| vec![one.id.clone(), one.name.clone(), opt(one.assessed)]);
        table(folder, "subject", &["subject_id", "name", "assessed"], rows.collect());
        let rows = self.teachers.iter().enumerate().map(|(number, name)| vec![format!("t{number}"), name.clone()]);
        table(folder, "teacher", &["teacher_id", "full_name"], rows.collect());
        let rows = self.classes.iter().map(|one| {
            vec![one.id.clone(), one.id.clone(), one.grade_level.to_string(), opt(one.period_kind), opt(one.profile), opt(one.teacher)]
        });
        table(folder, "class", &["class_id", "name", "grade_level", "period_kind", "profile", "class_teacher_id"], rows.collect());
        let rows = self.students.iter().map(|one| {
            let dates = [opt(one.birth_date), opt(one.entered_date), opt(one.left_date)];
            [one.id.clone(), one.full_name.clone(), opt(one.sex)].into_iter().chain(dates).collect()
        });
        table(folder, "student", &["student_id", "full_name", "sex", "birth_date", "entered_date", "left_date"], rows.collect());
        let rows = self.groups.iter().map(|one| vec![one.id.clone(), one.class.clone(), one.subject.clone(), one.name.clone()]);
        table(folder, "study_group", &["group_id", "class_id", "subject_id", "name"], rows.collect());
        let rows = self.class_members.iter().map(|one| vec![one.student.clone(), one.class.clone(), opt(one.from), opt(one.to)]);
        table(folder, "class_membership", &["student_id", "class_id", "from_date", "to_date"], rows.collect());
        let rows = self.group_members.iter().map(|one| vec![one.student.clone(), one.group.clone(), opt(one.from), opt(one.to)]);
        table(folder, "group_membership", &["student_id", "group_id", "from_date", "to_date"], rows.collect());
        let rows = self.calendar.iter().map(|one| vec![one.date.to_string(), one.kind.to_owned()]);
        table(folder, "calendar_day", &["date", "kind"], rows.collect());
        let rows = self.periods.iter().map(|one| {
            vec![
                one.id.to_owned(),
                one.kind.to_owned(),
                one.seq.to_string(),
                opt(one.grade_level),
                one.start.to_string(),
                one.end.to_string(),
            ]
        });
        table(folder, "grading_period", &["period_id", "kind", "seq", "grade_level", "start_date", "end_date"], rows.collect());
    }

    fn write_plans(&self, folder: &Path) {
        let rows = self
            .assignments
            .iter()
            .map(|one| vec![one.teacher.clone(), one.class.clone(), opt(one.group.clone()), one.subject.clone(), opt(one.hours_week)]);
        table(
            folder,
            "teaching_assignment",
            &["teacher_id", "class_id", "group_id", "subject_id", "hours_week_hundredths"],
            rows.collect(),
        );
        let rows = self
            .curriculum
            .iter()
            .map(|one| vec![one.class.clone(), opt(one.group.clone()), one.subject.clone(), opt(one.hours_year), opt(one.hours_week)]);
        table(
            folder,
            "curriculum",
            &["class_id", "group_id", "subject_id", "hours_year_hundredths", "hours_week_hundredths"],
            rows.collect(),
        );
        let rows = self.plan.iter().map(|one| {
            let (class, group, subject) = (one.class.clone(), opt(one.group.clone()), one.subject.clone());
            vec![class, group, subject, one.seq.to_string(), opt(one.topic), one.hours.to_string(), opt(one.date), opt(one.kind)]
        });
        let columns = ["class_id", "group_id", "subject_id", "seq", "topic", "hours_hundredths", "planned_date", "kind"];
        table(folder, "planned_lesson", &columns, rows.collect());
    }

    fn write_events(&self, folder: &Path) {
        let rows = self.lessons.iter().map(|one| {
            let (class, group, subject) = (one.class.clone(), opt(one.group.clone()), one.subject.clone());
            vec![
                class,
                group,
                subject,
                one.date.to_string(),
                opt(one.number),
                one.status.to_owned(),
                opt(one.hours),
                opt(one.topic.clone()),
                opt(one.teacher),
                opt(one.planned_teacher),
                opt(one.planned_seq),
                opt(one.topic_set_at.clone()),
            ]
        });
        let columns = [
            "class_id",
            "group_id",
            "subject_id",
            "date",
            "lesson_number",
            "status",
            "hours_hundredths",
            "topic",
            "teacher_id",
            "planned_teacher_id",
            "planned_seq",
            "topic_set_at",
        ];
        table(folder, "lesson", &columns, rows.collect());

        let mut seen: Vec<(&str, &str, NaiveDate, Option<i64>)> = Vec::new();
        let rows = self.marks.iter().map(|one| {
            let seq = next_seq(&mut seen, (&one.student, &one.subject, one.date, one.number));
            let raw = one.value.map_or_else(|| raw_of(one.kind).to_owned(), |value| value.to_string());
            let who = [one.student.clone(), one.class.clone(), one.subject.clone()];
            let what = [one.date.to_string(), opt(one.number), seq, one.kind.to_owned(), opt(one.value), raw];
            let more = [opt(one.weight), opt(one.work_kind), opt(one.work.clone()), opt(one.teacher), opt(one.set_at.clone())];
            who.into_iter().chain(what).chain(more).collect()
        });
        let columns = [
            "student_id",
            "class_id",
            "subject_id",
            "date",
            "lesson_number",
            "seq",
            "kind",
            "value",
            "raw",
            "weight_hundredths",
            "assignment_kind",
            "assignment_id",
            "teacher_id",
            "set_at",
        ];
        table(folder, "mark", &columns, rows.collect());

        let mut seen = Vec::new();
        let rows = self.absences.iter().map(|one| {
            let seq = next_seq(&mut seen, (&one.student, one.subject.as_deref().unwrap_or(""), one.date, one.number));
            let who = [one.student.clone(), one.class.clone(), opt(one.subject.clone())];
            let what =
                [one.date.to_string(), opt(one.number), seq, one.granularity.to_owned(), one.reason.to_owned(), opt(one.set_at.clone())];
            who.into_iter().chain(what).collect()
        });
        let columns = ["student_id", "class_id", "subject_id", "date", "lesson_number", "seq", "granularity", "reason", "set_at"];
        table(folder, "attendance", &columns, rows.collect());

        let rows = self.period_marks.iter().map(|one| {
            let raw = one.value.map_or_else(|| raw_of(one.status).to_owned(), |value| value.to_string());
            let who = [one.student.clone(), one.class.clone(), one.subject.clone()];
            let what = [one.period.to_owned(), one.kind.to_owned(), one.status.to_owned(), opt(one.value), raw];
            who.into_iter().chain(what).chain([opt(one.teacher), opt(one.set_at.clone())]).collect()
        });
        let columns = ["student_id", "class_id", "subject_id", "period_id", "kind", "status", "value", "raw", "teacher_id", "set_at"];
        table(folder, "period_mark", &columns, rows.collect());
    }
}

/// 1 for the first row of a key, 2 for the second, as a cell with two values gives them.
fn next_seq<'school>(
    seen: &mut Vec<(&'school str, &'school str, NaiveDate, Option<i64>)>,
    key: (&'school str, &'school str, NaiveDate, Option<i64>),
) -> String {
    seen.push(key);
    seen.iter().filter(|one| **one == key).count().to_string()
}

fn raw_of(kind: &str) -> &'static str {
    match kind {
        "credit" => "зач",
        "no_credit" => "незач",
        "not_assessed" => "н/а",
        "exempt" => "осв",
        "debt" => ".",
        _ => "",
    }
}

pub(super) fn opt<T: ToString>(value: Option<T>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}

/// One CSV file; nothing where there is no row.
pub(super) fn table(folder: &Path, name: &str, columns: &[&str], rows: Vec<Vec<String>>) {
    if rows.is_empty() {
        return;
    }
    let schema = schema::table(name).expect("a canonical table");
    let columns: Vec<_> = columns.iter().map(|column| schema.column(column).expect("a column of the table")).collect();
    let mut text = columns.iter().map(|column| column.csv_name()).collect::<Vec<_>>().join(",") + "\n";
    for row in rows {
        let cells = row.iter().zip(&columns).map(|(cell, column)| if column.ty == Type::Hundredths { decimal(cell) } else { cell.clone() });
        text += &(cells.collect::<Vec<_>>().join(",") + "\n");
    }
    fs::write(folder.join(format!("{name}.csv")), text).expect("a table of the bundle");
}

/// 150 → 1.5, without floating point.
fn decimal(hundredths: &str) -> String {
    let Ok(number) = hundredths.parse::<u64>() else { return String::new() };
    let text = format!("{}.{:02}", number / 100, number % 100);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
