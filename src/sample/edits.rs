//! The same school some weeks later: seeded changes in what an earlier export had said, each known exactly.
//!
//! A place (student, lesson or period) is changed once, so every edit is one line of the store's ledger.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::bundle::ids;
use super::day::{Day, Stamp};
use super::dice::{Dice, Roll};
use super::journal::{Absence, Mark, MarkValue};
use super::lessons::Status;
use super::presence::{REASONS, Reason};
use super::results::Verdict;
use super::shares::Shares;
use super::subjects::SUBJECTS;
use super::works::WorkKind;
use super::{Edits, SampleError, Year};

/// What was changed, in the words of the ledger: sorted values of a place, apart by spaces.
pub struct Edit {
    what: &'static str,
    place: Place,
    old: String,
    new: String,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Mark {
        student: usize,
        lesson: usize,
    },
    Attendance {
        student: usize,
        lesson: usize,
    },
    /// The place in the list of period marks.
    PeriodMark(usize),
}

/// Draws before giving up: a school of ten cannot have thousands of edits.
const TRIES_PER_EDIT: usize = 200;
/// When the changes were made: between the two exports.
const EDITED_AT: Stamp = Stamp { day: Day::LAST, minute: 18 * 60 + 30 };

/// Changes the year; the edits stand in the order of their places.
pub fn make(year: &mut Year, wish: &Edits) -> Result<Vec<Edit>, SampleError> {
    let dice = Dice::new(wish.seed, &Shares::default());
    let mut desk = Desk { taken: BTreeSet::new(), added: Vec::new(), away: Vec::new(), gone_marks: BTreeSet::new(), gone: BTreeSet::new() };
    let mut edits = Vec::new();
    for turn in 0..wish.count * TRIES_PER_EDIT {
        if edits.len() == wish.count {
            break;
        }
        edits.extend(desk.edit(year, &mut dice.roll("edit", [turn, 0, 0])));
    }
    if edits.len() < wish.count {
        return Err(SampleError::Edits { found: edits.len(), wanted: wish.count });
    }
    desk.settle(year);
    edits.sort_by_key(|edit| edit.place);
    Ok(edits)
}

/// Changes under way. Rows come and go only at the end, so that places in the lists stay.
struct Desk {
    taken: BTreeSet<Place>,
    added: Vec<Mark>,
    away: Vec<Absence>,
    gone_marks: BTreeSet<usize>,
    gone: BTreeSet<usize>,
}

impl Desk {
    fn edit(&mut self, year: &mut Year, roll: &mut Roll) -> Option<Edit> {
        match roll.below(20) {
            0..8 => self.change_mark(year, roll),
            8..10 => self.remove_mark(year, roll),
            10..13 => self.add_mark(year, roll),
            13..15 => self.change_reason(year, roll),
            15 => self.remove_absence(year, roll),
            16 => self.add_absence(year, roll),
            _ => change_result(self, year, roll),
        }
    }

    /// Takes the place of an existing mark, with all marks of its cell.
    fn cell(&mut self, year: &Year, roll: &mut Roll) -> Option<(Place, std::ops::Range<usize>, usize)> {
        let marks = &year.journal.marks;
        let one = roll.below(marks.len());
        let mark = marks.get(one)?;
        let place = Place::Mark { student: mark.student, lesson: mark.lesson };
        let key = (mark.lesson, mark.student);
        let first = marks.partition_point(|other| (other.lesson, other.student) < key);
        let end = marks.partition_point(|other| (other.lesson, other.student) <= key);
        self.taken.insert(place).then_some((place, first..end, one))
    }

    fn change_mark(&mut self, year: &mut Year, roll: &mut Roll) -> Option<Edit> {
        let (place, cell, one) = self.cell(year, roll)?;
        let old = words(&year.journal.marks[cell.clone()]);
        let mark = year.journal.marks.get_mut(one)?;
        let value = match mark.value.score() {
            Some(score) => u8::try_from((usize::from(score) - 1 + roll.between(1, 4)) % 5 + 1).ok()?.max(2),
            None => 4,
        };
        if Some(value) == mark.value.score() {
            self.taken.remove(&place);
            return None;
        }
        mark.value = MarkValue::Score(value);
        mark.edited_at = Some(EDITED_AT);
        Some(Edit { what: "mark_changed", place, old, new: words(&year.journal.marks[cell]) })
    }

    fn remove_mark(&mut self, year: &Year, roll: &mut Roll) -> Option<Edit> {
        let (place, cell, one) = self.cell(year, roll)?;
        let rest: Vec<Mark> = cell.clone().filter(|index| *index != one).map(|index| year.journal.marks[index]).collect();
        self.gone_marks.insert(one);
        Some(Edit { what: "mark_removed", place, old: words(&year.journal.marks[cell]), new: words(&rest) })
    }

    /// A mark dated back: into a cell with marks or an empty one.
    fn add_mark(&mut self, year: &Year, roll: &mut Roll) -> Option<Edit> {
        let (student, lesson) = seat(year, roll)?;
        let course = &year.school.courses[year.lessons[lesson].course];
        let place = Place::Mark { student, lesson };
        if !course.subject().is_marked(year.school.grade_level(course)) || !self.taken.insert(place) {
            return None;
        }
        let marks = &year.journal.marks;
        let first = marks.partition_point(|other| (other.lesson, other.student) < (lesson, student));
        let cell: Vec<Mark> =
            marks[first..].iter().take_while(|other| (other.lesson, other.student) == (lesson, student)).copied().collect();
        let value = MarkValue::Score(u8::try_from(roll.between(2, 5)).ok()?);
        let added = Mark { student, lesson, seq: 1, value, kind: WorkKind::Answer, set_at: EDITED_AT, edited_at: None };
        self.added.push(added);
        let after: Vec<Mark> = cell.iter().copied().chain([added]).collect();
        Some(Edit { what: "mark_added", place, old: words(&cell), new: words(&after) })
    }

    fn absence(&mut self, year: &Year, roll: &mut Roll) -> Option<(Place, usize)> {
        let one = roll.below(year.journal.absences.len());
        let absence = year.journal.absences.get(one)?;
        let place = Place::Attendance { student: absence.student, lesson: absence.lesson };
        self.taken.insert(place).then_some((place, one))
    }

    fn change_reason(&mut self, year: &mut Year, roll: &mut Roll) -> Option<Edit> {
        let (place, one) = self.absence(year, roll)?;
        let absence = year.journal.absences.get_mut(one)?;
        let old = absence.reason;
        let others: Vec<Reason> = REASONS.into_iter().filter(|reason| *reason != old && reason.is_absence()).collect();
        absence.reason = roll.pick(&others);
        absence.set_at = EDITED_AT;
        Some(Edit { what: "reason_changed", place, old: old.name().to_owned(), new: absence.reason.name().to_owned() })
    }

    fn remove_absence(&mut self, year: &Year, roll: &mut Roll) -> Option<Edit> {
        let (place, one) = self.absence(year, roll)?;
        self.gone.insert(one);
        Some(Edit { what: "absence_removed", place, old: year.journal.absences[one].reason.name().to_owned(), new: String::new() })
    }

    fn add_absence(&mut self, year: &Year, roll: &mut Roll) -> Option<Edit> {
        let (student, lesson) = seat(year, roll)?;
        let place = Place::Attendance { student, lesson };
        let is_away = year.journal.absences.iter().any(|one| (one.student, one.lesson) == (student, lesson));
        if is_away || !self.taken.insert(place) {
            return None;
        }
        self.away.push(Absence { student, lesson, reason: Reason::Excused, set_at: EDITED_AT });
        Some(Edit { what: "absence_added", place, old: String::new(), new: Reason::Excused.name().to_owned() })
    }

    /// Puts rows in and out.
    fn settle(self, year: &mut Year) {
        let journal = &mut year.journal;
        let mut index = 0;
        journal.marks.retain(|_| {
            index += 1;
            !self.gone_marks.contains(&(index - 1))
        });
        journal.marks.extend(self.added);
        journal.number_marks();
        let mut index = 0;
        journal.absences.retain(|_| {
            index += 1;
            !self.gone.contains(&(index - 1))
        });
        journal.absences.extend(self.away);
        journal.absences.sort_by_key(|one| (one.lesson, one.student));
    }
}

/// A student at a lesson that was given.
fn seat(year: &Year, roll: &mut Roll) -> Option<(usize, usize)> {
    let index = roll.below(year.lessons.len());
    let lesson = year.lessons.get(index)?;
    let course = &year.school.courses[lesson.course];
    let there = |student: &usize| year.school.students[*student].takes(course, &year.school.groups, lesson.day);
    let students: Vec<usize> = (0..year.school.students.len()).filter(there).collect();
    (lesson.status != Status::Cancelled && !students.is_empty()).then(|| (roll.pick(&students), index))
}

fn change_result(desk: &mut Desk, year: &mut Year, roll: &mut Roll) -> Option<Edit> {
    let one = roll.below(year.period_marks.len());
    let mark = year.period_marks.get_mut(one)?;
    let (old, new) = match mark.verdict {
        Verdict::Set(value) => (value.to_string(), if value == 5 { 4 } else { value + 1 }),
        Verdict::NotAssessed | Verdict::Empty => (mark.verdict.status().to_owned(), 3),
        Verdict::Exempt | Verdict::Credit | Verdict::NoCredit => return None,
    };
    let place = Place::PeriodMark(one);
    if !desk.taken.insert(place) {
        return None;
    }
    mark.verdict = Verdict::Set(new);
    mark.set_at = EDITED_AT;
    // The ledger says of which kind a mark is that is not of a period.
    let of_kind = |value: String| if mark.kind == "period" { value } else { format!("{}:{value}", mark.kind) };
    Some(Edit { what: "result_changed", place, old: of_kind(old), new: of_kind(new.to_string()) })
}

/// Marks of a cell as the ledger writes them.
fn words(marks: &[Mark]) -> String {
    let mut words: Vec<String> = marks.iter().map(word).collect();
    words.sort();
    words.join(" ")
}

fn word(mark: &Mark) -> String {
    match (mark.value.score(), mark.kind.weight()) {
        (None, _) => mark.value.kind().to_owned(),
        (Some(score), 100) => score.to_string(),
        (Some(score), weight) => format!("{score}*{weight}"),
    }
}

impl Edit {
    pub fn json(&self, year: &Year) -> Value {
        let of_lesson = |table: &str, student: usize, lesson: usize| {
            let lesson = &year.lessons[lesson];
            let course = &year.school.courses[lesson.course];
            json!({ "kind": self.what, "table": table, "student": ids::student(student).to_string(),
                "class": year.school.classes[course.class].name, "subject": course.subject().name, "period": null,
                "date": lesson.day.to_string(), "lesson_number": lesson.number, "old": self.old, "new": self.new })
        };
        match self.place {
            Place::Mark { student, lesson } => of_lesson("mark", student, lesson),
            Place::Attendance { student, lesson } => of_lesson("attendance", student, lesson),
            Place::PeriodMark(index) => {
                let mark = &year.period_marks[index];
                json!({ "kind": self.what, "table": "period_mark", "student": ids::student(mark.student).to_string(),
                    "class": year.school.classes[mark.class].name, "subject": SUBJECTS[mark.subject].name, "period": mark.period,
                    "date": null, "lesson_number": null, "old": self.old, "new": self.new })
            }
        }
    }
}
