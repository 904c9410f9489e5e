//! What a report says, before it is dressed as HTML: the cells of one student by subject and day.

use std::collections::BTreeSet;

use super::super::Year;
use super::super::calendar::{self, Period};
use super::super::day::Day;
use super::super::journal::MarkValue;
use super::super::lessons;
use super::super::results::PeriodMark;
use super::super::school::Student;
use super::super::subjects::SUBJECTS;

pub const TITLE: &str = "Отчет об успеваемости и посещаемости ученика";

pub struct Report {
    pub student: usize,
    pub class_index: usize,
    pub school: String,
    pub class: String,
    pub short_name: String,
    pub full_name: String,
    /// Nobody else of the class has the same surname and first name.
    pub short_is_enough: bool,
    /// «1 четверть».
    pub period_name: &'static str,
    pub columns: Vec<Day>,
    pub rows: Vec<Row>,
}

pub struct Row {
    pub subject: &'static str,
    /// By column.
    pub cells: Vec<Cell>,
    pub average: String,
    pub total: String,
}

#[derive(Clone, Default)]
pub struct Cell {
    pub codes: Vec<&'static str>,
    pub marks: Vec<String>,
}

impl Cell {
    pub fn is_empty(&self) -> bool {
        self.codes.is_empty() && self.marks.is_empty()
    }
}

/// A mark or a code at one lesson.
struct Entry {
    subject: usize,
    day: Day,
    number: u8,
    token: Token,
}

enum Token {
    Code(&'static str),
    Mark(MarkValue),
}

/// The quarter of the reports.
pub fn quarter() -> &'static Period {
    &calendar::periods(1)[0]
}

/// The reports of all students who were there in the quarter, class by class.
pub fn all(year: &Year) -> Vec<Report> {
    let entries = entries(year);
    let students = year.school.students.iter().enumerate().zip(&entries);
    let mut reports: Vec<Report> = students.filter_map(|((index, student), own)| report(year, index, student, own)).collect();
    reports.sort_by_key(|report| report.class_index);
    let names: Vec<(usize, String)> = reports.iter().map(|report| (report.class_index, report.short_name.clone())).collect();
    for report in &mut reports {
        report.short_is_enough = names.iter().filter(|name| name.0 == report.class_index && name.1 == report.short_name).count() == 1;
    }
    reports
}

fn entries(year: &Year) -> Vec<Vec<Entry>> {
    let mut entries: Vec<Vec<Entry>> = year.school.students.iter().map(|_| Vec::new()).collect();
    let mut add = |student: usize, lesson: usize, token: Token| {
        let lesson = &year.lessons[lesson];
        if lesson.day <= quarter().to {
            let subject = year.school.courses[lesson.course].subject;
            entries[student].push(Entry { subject, day: lesson.day, number: lesson.number, token });
        }
    };
    for absence in &year.journal.absences {
        add(absence.student, absence.lesson, Token::Code(absence.reason.code()));
    }
    for mark in &year.journal.marks {
        add(mark.student, mark.lesson, Token::Mark(mark.value));
    }
    for own in &mut entries {
        own.sort_by_key(|entry| (entry.day, entry.number));
    }
    entries
}

fn report(year: &Year, index: usize, student: &Student, entries: &[Entry]) -> Option<Report> {
    let stay = student.memberships.iter().rfind(|stay| stay.from <= quarter().to)?;
    let class = &year.school.classes[stay.class];
    let columns: BTreeSet<Day> = entries.iter().map(|entry| entry.day).collect();
    let columns: Vec<Day> = columns.into_iter().collect();
    let courses = year.school.courses.iter().filter(|course| course.class == stay.class);
    let mut subjects: Vec<usize> = courses.map(|course| course.subject).collect();
    subjects.dedup();
    let results = year.period_marks.iter();
    let own_results: Vec<&PeriodMark> = results.filter(|mark| mark.student == index && mark.period == quarter().id).collect();
    let rows = subjects.into_iter().map(|subject| row(subject, &columns, entries, &own_results)).collect();
    Some(Report {
        student: index,
        class_index: stay.class,
        school: year.school.name.clone(),
        class: class.name.clone(),
        short_name: student.short_name(),
        full_name: student.full_name(),
        short_is_enough: false,
        period_name: calendar::periods(class.grade_level)[0].name,
        columns,
        rows,
    })
}

fn row(subject: usize, columns: &[Day], entries: &[Entry], results: &[&PeriodMark]) -> Row {
    let mut cells = vec![Cell::default(); columns.len()];
    let (mut sum, mut count) = (0, 0);
    for entry in entries.iter().filter(|entry| entry.subject == subject) {
        let Ok(column) = columns.binary_search(&entry.day) else { continue };
        match entry.token {
            Token::Code(code) => cells[column].codes.push(code),
            Token::Mark(mark) => {
                cells[column].marks.push(mark.raw());
                sum += mark.score().map_or(0, usize::from);
                count += usize::from(mark.score().is_some());
            }
        }
    }
    let known_at = lessons::last_minute(quarter().to);
    let result = results.iter().find(|mark| mark.subject == subject && mark.set_at <= known_at);
    let total = result.map_or_else(String::new, |mark| mark.verdict.raw());
    Row { subject: SUBJECTS[subject].name, cells, average: mean_text(sum, count), total }
}

/// The mean rounded half up to two places, decimal comma, no zeros at the end; nothing without marks.
fn mean_text(sum: usize, count: usize) -> String {
    if count == 0 {
        return String::new();
    }
    let hundredths = (200 * sum + count) / (2 * count);
    let text = format!("{},{:02}", hundredths / 100, hundredths % 100);
    text.trim_end_matches('0').trim_end_matches(',').to_owned()
}

/// Month names over the day columns with their widths.
pub fn months(columns: &[Day]) -> Vec<(&'static str, usize)> {
    let mut months: Vec<(&str, usize)> = Vec::new();
    for day in columns {
        let name = if day.parts().1 == 9 { "Сентябрь" } else { "Октябрь" };
        match months.last_mut() {
            Some(last) if last.0 == name => last.1 += 1,
            _ => months.push((name, 1)),
        }
    }
    months
}

pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::mean_text;

    #[test]
    fn means_are_printed_as_the_vendor_does() {
        assert_eq!(mean_text(13, 3), "4,33");
        assert_eq!(mean_text(5, 2), "2,5");
        assert_eq!(mean_text(8, 2), "4");
        assert_eq!(mean_text(33, 8), "4,13");
        assert_eq!(mean_text(0, 0), "");
    }
}
