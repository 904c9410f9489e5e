//! Marks and absences of the days.

use chrono::NaiveDate;

use super::calendar::is_school_day;
use super::maker::Writes;
use super::{Absence, Lesson, Maker, Mark, Scenario, plus};

impl Maker {
    /// Marks and absences of those who are in the class, and in the group, on the day.
    pub(super) fn entries(&mut self) {
        if self.scenario == Scenario::NothingEntered {
            return;
        }
        let reasons = ["excused", "illness", "unexcused", "unset"];
        for student in 0..self.school.students.len() {
            let id = self.school.students[student].id.clone();
            let classes = self.school.class_members.iter().filter(|member| member.student == id).count();
            let stretch = if self.dice.chance(40) {
                let from = self.dice.between(self.school.first_day, self.school.last_day);
                let reason = if self.dice.chance(12) { "exempt" } else { self.dice.pick(&reasons) };
                Some((from, plus(from, i64::try_from(self.dice.below(12)).expect("small")), reason))
            } else {
                None
            };
            for date in self.school.calendar.iter().map(|entry| entry.date).collect::<Vec<_>>() {
                let away = stretch.filter(|(from, to, _)| *from <= date && date <= *to).map(|(_, _, reason)| reason);
                self.day_of(&id, date, away, classes > 1);
            }
        }
    }

    pub(super) fn day_of(&mut self, student: &str, date: NaiveDate, away: Option<&'static str>, two_classes: bool) {
        for class in 0..self.school.classes.len() {
            let writes = self.attendance[class];
            let class = self.school.classes[class].id.clone();
            let lessons: Vec<Lesson> =
                self.school.lessons.iter().filter(|lesson| lesson.class == class && lesson.date == date).cloned().collect();
            let enrolled = self.school.class_members.iter().any(|member| {
                member.student == student
                    && member.class == class
                    && member.from.is_none_or(|from| from <= date)
                    && member.to.is_none_or(|to| date <= to)
            });
            if !enrolled {
                continue;
            }
            let mut whole_day = false;
            if let Some(reason) = away
                // Whether a `day` row of one class speaks for the other class too is not said.
                && !two_classes && is_school_day(date) && matches!(writes, Writes::Days | Writes::Mixed)
                && (writes == Writes::Days || self.dice.chance(50))
            {
                whole_day = true;
                for _ in 0..=usize::from(self.dice.chance(10)) {
                    self.absence(student, &class, None, date, None, "day", reason);
                }
            }
            for lesson in lessons {
                let mine = lesson.group.as_ref().is_none_or(|group| {
                    self.school
                        .group_members
                        .iter()
                        .any(|member| member.student == student && member.group == *group && member.from.is_none_or(|from| from <= date))
                });
                if mine && (!matches!(lesson.status, "planned" | "cancelled") || self.dice.chance(5)) {
                    self.entries_of(student, &lesson, away, writes, whole_day);
                }
            }
        }
    }

    pub(super) fn entries_of(&mut self, student: &str, lesson: &Lesson, away: Option<&'static str>, writes: Writes, whole_day: bool) {
        let number = match writes {
            Writes::SubjectDays => None,
            Writes::Mixed if self.dice.chance(40) => None,
            _ => lesson.number,
        };
        let granularity = if number.is_some() { "lesson" } else { "subject_day" };
        let absent = away.is_some() && !whole_day || self.dice.chance(8);
        // A `day` row beside an absence from a subject without a number: which of them speaks is not said.
        if absent && !(whole_day && number.is_none()) {
            let stray = ["excused", "illness", "unexcused", "unset", "late", "late", "exempt", "remote"];
            let reason = away.unwrap_or_else(|| self.dice.pick(&stray));
            let subject = Some(lesson.subject.clone());
            self.absence(student, &lesson.class, subject.clone(), lesson.date, number, granularity, reason);
            if self.dice.chance(12) {
                // The same cell again, or a second cause beside the first.
                let again = if self.dice.chance(40) { reason } else { self.dice.pick(&stray) };
                self.absence(student, &lesson.class, subject.clone(), lesson.date, number, granularity, again);
            }
            if number.is_some() && !whole_day && self.dice.chance(8) {
                self.absence(student, &lesson.class, subject, lesson.date, None, "subject_day", "unexcused");
            }
        }
        if self.scenario == Scenario::NobodyHasMarks || lesson.class.starts_with("1А") || lesson.class.starts_with("1Б") {
            return;
        }
        let marks = if self.dice.chance(if absent || away.is_some() { 8 } else { 22 }) { 1 + usize::from(self.dice.chance(20)) } else { 0 };
        for _ in 0..marks {
            let kind =
                if self.dice.chance(85) { "score" } else { self.dice.pick(&["credit", "no_credit", "not_assessed", "exempt", "debt"]) };
            let value = if kind == "score" { Some(self.dice.pick(&[5, 5, 4, 4, 3, 3, 2, 1])) } else { None };
            let (student, class, subject) = (student.to_owned(), lesson.class.clone(), lesson.subject.clone());
            self.school.marks.push(Mark {
                student,
                class,
                subject,
                date: lesson.date,
                number: lesson.number,
                kind,
                value,
                ..Mark::default()
            });
        }
    }

    #[expect(clippy::too_many_arguments, reason = "the columns of the row")]
    pub(super) fn absence(
        &mut self,
        student: &str,
        class: &str,
        subject: Option<String>,
        date: NaiveDate,
        number: Option<i64>,
        granularity: &'static str,
        reason: &'static str,
    ) {
        // One class speaks for a (student, subject, date) without a number.
        let other = self
            .school
            .absences
            .iter()
            .any(|one| one.student == student && one.subject == subject && one.date == date && one.class != class);
        if !other {
            let (student, class) = (student.to_owned(), class.to_owned());
            self.school.absences.push(Absence { student, class, subject, date, number, granularity, reason, ..Absence::default() });
        }
    }
}
