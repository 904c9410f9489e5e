//! `truth.json`: what stands in the files by construction, so that a test of the import knows the right answer.
//!
//! Totals of everything; one by one what was planted ([`planted`]) and, in a second export, what was edited.

use std::collections::BTreeMap;
use std::io::Write;

use serde_json::{Value, json};

use super::edits::Edit;
use super::output::Output;
use super::shares::{self, SHARES};
use super::{Options, Profile, SampleError, Year, calendar, planted};

/// Of the shape of the file.
const VERSION: usize = 1;

pub fn write(options: &Options, year: &Year, edits: &[Edit], output: &mut Output) -> Result<(), SampleError> {
    let head = json!({
        "version": VERSION,
        "school": year.school.name,
        "seed": options.seed,
        "students": options.students,
        "profile": if options.profile == Profile::Vocational { "vocational" } else { "school" },
        "as_of": year.as_of,
        "shares": SHARES.iter().map(|share| (share.name, shares::text(options.shares.of(share.feature)))).collect::<BTreeMap<_, _>>(),
        "totals": totals(year, output),
    });
    let mut stream = output.plain("truth.json")?;
    let written = (|| {
        let head = serde_json::to_string_pretty(&head)?;
        // A list may be long: its things stand a line each and are never in memory together.
        write!(stream, "{}", head.trim_end_matches('}').trim_end())?;
        let mut list = List { out: &mut stream, rows: 0 };
        list.begin("planted")?;
        if !options.is_of_region {
            planted::each(year, &mut |thing| list.push(thing))?;
        }
        list.end()?;
        list.begin("edits")?;
        edits.iter().try_for_each(|edit| list.push(&edit.json(year)))?;
        list.end()?;
        writeln!(stream, "\n}}")
    })();
    written.map_err(|cause: std::io::Error| SampleError::Write { path: "truth.json".into(), cause })?;
    output.close(stream)
}

/// A JSON list, written a thing a line.
struct List<'stream, W: Write> {
    out: &'stream mut W,
    rows: usize,
}

impl<W: Write> List<'_, W> {
    fn begin(&mut self, name: &str) -> std::io::Result<()> {
        self.rows = 0;
        write!(self.out, ",\n  \"{name}\": [")
    }

    fn push(&mut self, thing: &Value) -> std::io::Result<()> {
        let comma = if self.rows == 0 { "" } else { "," };
        self.rows += 1;
        write!(self.out, "{comma}\n    {thing}")
    }

    fn end(&mut self) -> std::io::Result<()> {
        write!(self.out, "\n  ]")
    }
}

fn totals(year: &Year, output: &Output) -> Value {
    let (marks, absences) = (&year.journal.marks, &year.journal.absences);
    json!({
        "rows": output.rows,
        "marks": count(marks.iter().map(|mark| mark.value.kind().to_owned())),
        "scores": count(marks.iter().filter_map(|mark| mark.value.score()).map(|score| score.to_string())),
        "marks_by_subject": count(marks.iter().map(|mark| subject_of(year, mark.lesson))),
        "absences": count(absences.iter().map(|one| one.reason.name().to_owned())),
        "lessons": count(year.lessons.iter().map(|lesson| lesson.status.name().to_owned())),
        "period_marks": count(year.period_marks.iter().map(|mark| format!("{} {}", mark.kind, mark.verdict.status()))),
        "memberships": year.school.students.iter().map(|student| student.memberships.len()).sum::<usize>(),
        "movements": count(year.school.students.iter().flat_map(|student| &student.movements).map(|step| step.kind.to_owned())),
        "on_roll": on_roll(year),
    })
}

fn subject_of(year: &Year, lesson: usize) -> String {
    year.school.courses[year.lessons[lesson].course].subject().name.to_owned()
}

fn count(keys: impl Iterator<Item = String>) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    keys.for_each(|key| *counts.entry(key).or_default() += 1);
    counts
}

/// Students of each class on the first and last days of its periods.
fn on_roll(year: &Year) -> Vec<Value> {
    let mut rows = Vec::new();
    for (index, class) in year.school.classes.iter().enumerate() {
        for day in calendar::periods(class.grade_level).iter().flat_map(|period| [period.from, period.to]) {
            let students = year.school.students.iter().filter(|student| student.is_in(index, day)).count();
            rows.push(json!({ "class": class.name, "date": day.to_string(), "students": students }));
        }
    }
    rows
}
