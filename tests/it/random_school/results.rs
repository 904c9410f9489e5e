//! Marks of periods and of the year.

use super::{Class, Maker, PeriodMark, Scenario};

impl Maker {
    pub(super) fn period_marks(&mut self) {
        if self.scenario == Scenario::NobodyHasMarks {
            return;
        }
        for class in self.school.classes.clone() {
            if class.grade_level == 1 {
                continue;
            }
            let periods: &[&'static str] = match class.period_kind {
                Some("half_year") => &["h1", "h2"],
                Some("trimester") => &["t1", "t2", "t3"],
                _ => &["q1", "q2", "q3"],
            };
            for period in periods {
                if self.dice.chance(75) {
                    self.marks_of(&class, period, "period");
                }
            }
            if self.dice.chance(60) {
                self.marks_of(&class, "year", "year");
            }
            if self.dice.chance(30) {
                self.marks_of(&class, "year", self.dice_kind());
            }
        }
    }

    pub(super) fn dice_kind(&self) -> &'static str {
        if self.school.seed.is_multiple_of(2) { "exam" } else { "final" }
    }

    pub(super) fn marks_of(&mut self, class: &Class, period: &'static str, kind: &'static str) {
        // A whole subject may be missing in a period, or stand there with empty cells only.
        let subjects: Vec<String> = self.school.subjects.iter().map(|subject| subject.id.clone()).collect();
        let fate: Vec<usize> = subjects.iter().map(|_| self.dice.below(10)).collect();
        let mut students: Vec<String> =
            self.school.class_members.iter().filter(|member| member.class == class.id).map(|member| member.student.clone()).collect();
        students.dedup();
        for student in students {
            let taste = self.dice.below(8);
            for (subject, fate) in subjects.iter().zip(&fate) {
                let grouped = self.school.groups.iter().any(|group| group.class == class.id && group.subject == *subject);
                let own = self.school.group_members.iter().any(|member| {
                    member.student == student && member.group.starts_with(&format!("{}|{subject}|", class.id)) && member.from.is_none()
                });
                let key =
                    |mark: &PeriodMark| mark.student == student && mark.subject == *subject && mark.period == period && mark.kind == kind;
                // Sometimes a mark stands in a group subject of somebody who is in no group.
                let stray = self.dice.chance(8);
                if *fate == 0 || grouped && !own && !stray || self.school.period_marks.iter().any(key) {
                    continue;
                }
                let status = if *fate == 1 { "empty" } else { self.status(taste) };
                let Some(status) = (if status == "missing" { None } else { Some(status) }) else { continue };
                let value = if status == "set" { Some(self.value(taste)) } else { None };
                let (student, subject) = (student.clone(), subject.clone());
                self.school.period_marks.push(PeriodMark {
                    student,
                    class: class.id.clone(),
                    subject,
                    period,
                    kind,
                    status,
                    value,
                    ..PeriodMark::default()
                });
            }
        }
    }

    pub(super) fn status(&mut self, taste: usize) -> &'static str {
        let odd = if taste == 7 { 60 } else { 14 };
        if !self.dice.chance(odd) {
            return "set";
        }
        self.dice.pick(&["missing", "empty", "exempt", "not_assessed", "credit", "no_credit"])
    }

    pub(super) fn value(&mut self, taste: usize) -> i64 {
        match taste {
            0 | 1 => 5,
            2 => self.dice.pick(&[5, 5, 5, 4]),
            3 => self.dice.pick(&[5, 4]),
            4 => self.dice.pick(&[5, 4, 4, 4, 3]),
            5 => self.dice.pick(&[3, 3, 4]),
            _ => self.dice.pick(&[1, 2, 2, 3, 3, 4, 5]),
        }
    }
}
