//! The indicators once more: slow, plain loops over the rows of a school, to hold the SQL to.
//!
//! Each file states its rule from the contract; they share nothing but the roster.

/// The columns of a result, by their names.
macro_rules! columns {
    ($($name:ident)*) => { &[$(stringify!($name)),*] };
}

pub mod activity;
pub mod attendance_by_cause;
pub mod attendance_hours;
pub mod completeness;
pub mod control;
pub mod deadline_record;
pub mod dynamics;
pub mod forecast;
#[cfg(test)]
pub mod hand_made;
pub mod mark_mean;
pub mod mark_sufficiency;
pub mod movement;
pub mod movement_list;
pub mod municipal_ranks;
pub mod municipal_summary;
pub mod notification_due;
pub mod objectivity;
pub mod parents_without_access;
pub mod performance;
pub mod place;
pub mod plan_hours;
pub mod plan_rows;
pub mod practical_part;
pub mod preliminary_standing;
pub mod programme_by_period;
pub mod programme_completion;
pub mod programme_summary;
pub mod recommended_mark;
pub mod seats;
pub mod standing;
pub mod standing_detail;
pub mod standings;
pub mod students_without_marks;
pub mod timetable_gaps;
pub mod unexcused_absences;
pub mod year_dates;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde_json::{Value, json};

use crate::random_school::{Class, ClassMember, School, YEAR, day};

/// One row of a result, by column. `student_id` is left out: the importer makes it.
pub type Row = BTreeMap<String, Value>;

/// The parameters of a query.
#[derive(Clone, Debug, Default)]
pub struct Ask {
    pub by: Option<&'static str>,
    pub period: Option<&'static str>,
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
    pub as_of: Option<NaiveDate>,
    pub class: Option<String>,
    pub grade: Option<i64>,
}

impl Ask {
    /// Is the class inside `--class` and `--grade`?
    pub fn wants(&self, class: &Class) -> bool {
        self.class.as_ref().is_none_or(|name| *name == class.id) && self.grade.is_none_or(|grade| grade == class.grade_level)
    }

    /// From and to: each as asked, else the bounds of the period, else the school year.
    pub fn dates(&self, school: &School) -> (NaiveDate, NaiveDate) {
        let period = self.period.and_then(|id| bounds(school, id, None));
        let from = self.from.or(period.map(|period| period.0)).unwrap_or_else(|| day(9, 1));
        let to = self.to.or(period.map(|period| period.1)).unwrap_or_else(|| day(8, 31));
        (from, to)
    }

    /// The day the data is seen from: as asked, else the last day with an entry.
    pub fn as_of(&self, school: &School) -> Option<NaiveDate> {
        let lessons = school.lessons.iter().filter(|lesson| took_place(lesson.status)).map(|lesson| lesson.date);
        let marks = school.marks.iter().map(|mark| mark.date);
        self.as_of.or(lessons.chain(marks).chain(school.absences.iter().map(|absence| absence.date)).max())
    }
}

/// The four reasons that are absences, the gravest first.
pub const CAUSES: [&str; 4] = ["unexcused", "unset", "illness", "excused"];

pub fn class_of<'school>(school: &'school School, id: &str) -> &'school Class {
    school.classes.iter().find(|class| class.id == id).expect("a class of the school")
}

/// First and last day of a period: of the grade level, else of the whole school, else over all levels that have it.
pub fn bounds(school: &School, period: &str, grade_level: Option<i64>) -> Option<(NaiveDate, NaiveDate)> {
    let rows: Vec<_> = school.periods.iter().filter(|one| one.id == period).collect();
    let own = rows.iter().find(|one| one.grade_level.is_some() && one.grade_level == grade_level);
    if let Some(row) = own.or(rows.iter().find(|one| one.grade_level.is_none())) {
        return Some((row.start, row.end));
    }
    Some((rows.iter().map(|row| row.start).min()?, rows.iter().map(|row| row.end).max()?))
}

/// A circle of additional education, by its name no class of a school, whose members (half of them or more) are in a class all the while.
pub fn is_extra(school: &School, class: &Class) -> bool {
    let is_class = |id: &str| {
        let rest = id.trim_start_matches(|c: char| c.is_ascii_digit());
        (1..=2).contains(&(id.len() - rest.len())) && rest.chars().count() <= 4 && rest.chars().all(char::is_alphanumeric)
    };
    if is_class(&class.id) {
        return false;
    }
    let mut members: Vec<(&str, bool)> = Vec::new();
    for own in school.class_members.iter().filter(|one| one.class == class.id) {
        let meets = |other: &&ClassMember| {
            let before = |end: Option<NaiveDate>, start: Option<NaiveDate>| end.zip(start).is_some_and(|(end, start)| end < start);
            other.student == own.student && is_class(&other.class) && !before(own.to, other.from) && !before(other.to, own.from)
        };
        let elsewhere = school.class_members.iter().find(meets).is_some();
        match members.iter_mut().find(|(student, _)| *student == own.student) {
            Some((_, is_elsewhere)) => *is_elsewhere |= elsewhere,
            None => members.push((&own.student, elsewhere)),
        }
    }
    !members.is_empty() && 2 * members.iter().filter(|(_, elsewhere)| *elsewhere).count() >= members.len()
}

/// The one class of a student: of those he is in on the class's day a class before a circle, the one entered last, then the first by name.
pub fn one_class<'school>(school: &'school School, student: &str, day_of: impl Fn(&Class) -> Option<NaiveDate>) -> Option<&'school Class> {
    let mut best: Option<(bool, Option<NaiveDate>, &Class)> = None;
    for member in school.class_members.iter().filter(|member| member.student == student) {
        let class = class_of(school, &member.class);
        let covers = day_of(class).is_some_and(|day| member.from.is_none_or(|from| from <= day) && member.to.is_none_or(|to| day <= to));
        let first = !is_extra(school, class);
        let better = best.is_none_or(|(is_first, from, other)| {
            (first && !is_first) || (first == is_first && (member.from > from || member.from == from && class.id < other.id))
        });
        if covers && better {
            best = Some((first, member.from, class));
        }
    }
    best.map(|(_, _, class)| class)
}

/// Is the student in the class on the day?
pub fn in_class(school: &School, student: &str, class: &str, date: NaiveDate) -> bool {
    school.class_members.iter().any(|member| {
        member.student == student
            && member.class == class
            && member.from.is_none_or(|from| from <= date)
            && member.to.is_none_or(|to| date <= to)
    })
}

/// Is the student in the group on the day? A lesson without a group is for everybody.
pub fn in_group(school: &School, student: &str, group: Option<&String>, date: NaiveDate) -> bool {
    group.is_none_or(|group| {
        school.group_members.iter().any(|member| {
            member.student == student
                && member.group == *group
                && member.from.is_none_or(|from| from <= date)
                && member.to.is_none_or(|to| date <= to)
        })
    })
}

/// Lessons given: what attendance and hours are counted on.
pub fn was_held(status: &str) -> bool {
    matches!(status, "held" | "substituted" | "remote")
}

/// Lessons given, and those known only from entries.
pub fn took_place(status: &str) -> bool {
    was_held(status) || status == "unknown"
}

pub fn full_name<'school>(school: &'school School, student: &str) -> &'school str {
    &school.students.iter().find(|one| one.id == student).expect("a student of the school").full_name
}

pub fn subject_name<'school>(school: &'school School, subject: &str) -> &'school str {
    &school.subjects.iter().find(|one| one.id == subject).expect("a subject of the school").name
}

/// A row with the school and year in front.
pub fn row<const N: usize>(cells: [(&str, Value); N]) -> Row {
    let mut row = Row::new();
    fill(&mut row, [("school", json!(crate::random_school::SCHOOL_ID)), ("year", json!(YEAR))]);
    fill(&mut row, cells);
    row
}

/// Further cells of a row.
pub fn fill<const N: usize>(row: &mut Row, cells: [(&str, Value); N]) {
    row.extend(cells.map(|(column, value)| (column.to_owned(), value)));
}
