//! What teachers enter, and when: lessons, homework, works, marks, absences, period marks, remarks.

use chrono::{Datelike, NaiveDate};

use super::super::{day, plus};
use super::{
    Absence, Assignment, Correction, Homework, Lesson, Maker, Mark, Movement, PeriodMark, Remark, SUBJECTS, TEACHERS, WORKS, first_day,
    last_day,
};

impl Maker {
    /// A stamp around a day: mostly that day, of any precision, often on the minute that counts.
    pub(super) fn stamp(&mut self, date: NaiveDate) -> Option<String> {
        let days = self.dice.pick(&[0, 0, 0, 0, 0, 1, 1, 2, 3, 4, 6, 7, 8, 9, 12, -1, -3]);
        let date = plus(date, days);
        match self.dice.below(12) {
            0 => None,
            1 | 2 => Some(date.to_string()),
            _ => {
                let time =
                    self.dice.pick(&["00:00", "09:15", "12:00", "15:59", "16:00", "16:01", "17:00", "17:01", "20:00", "20:01", "23:59"]);
                Some(format!("{date} {time}"))
            }
        }
    }

    pub(super) fn lessons(&mut self) {
        let empty_class = self.dice.chance(15).then(|| self.dice.below(3));
        let mut date = first_day();
        while date <= last_day() {
            let weekday = date.weekday().number_from_monday();
            for class in 0..self.journal.classes.len() {
                let taught = if weekday > 5 { 5 } else { 70 };
                if Some(class) == empty_class || !self.dice.chance(taught) {
                    continue;
                }
                for number in 1..=1 + i64::try_from(self.dice.below(2)).expect("small") {
                    let subject = self.dice.pick(&SUBJECTS);
                    for group in self.groups_of(class, subject) {
                        self.lesson(class, group, subject, date, number);
                    }
                }
            }
            date = plus(date, 1);
        }
    }

    pub(super) fn lesson(&mut self, class: usize, group: Option<&'static str>, subject: &'static str, date: NaiveDate, number: i64) {
        let status = self.dice.pick(&["held", "held", "held", "held", "substituted", "remote", "cancelled", "planned", "unknown"]);
        let planned = self.dice.pick(&[Some("t1"), Some("t2"), None]);
        let teacher = self.dice.pick(&[planned, planned, Some("t3"), None]);
        let topic = self.dice.pick(&[Some("Тема"), Some("Тема"), Some("  "), None]);
        let topic_at = self.stamp(date);
        let number = if self.dice.chance(90) { Some(number) } else { None };
        self.journal.lessons.push(Lesson { class, group, subject, date, number, status, teacher, planned, topic, topic_at });
        for _ in 0..self.dice.pick(&[0, 1, 1, 1, 2]) {
            let group = if self.dice.chance(20) { None } else { group };
            let text = self.dice.pick(&[Some("§ 1"), Some("§ 2"), Some("Не задано"), Some(" "), None]);
            let set_at = self.stamp(date);
            self.journal.homework.push(Homework { class, group, subject, date, text, set_at });
        }
        if self.dice.chance(25) {
            let id = format!("a{}", self.journal.assignments.len());
            let work = self.dice.pick(&[Some("КР"), Some("ЛР"), Some("СР"), Some("О"), None]);
            self.journal.assignments.push(Assignment { id, class, group, subject, date: plus(date, self.dice.pick(&[0, 0, 0, 1])), work });
        }
    }

    pub(super) fn marks(&mut self) {
        let kinds: Vec<Option<&'static str>> = WORKS.iter().map(|work| Some(work.0)).chain([None]).collect();
        for lesson in self.journal.lessons.clone() {
            let students: Vec<String> =
                self.journal.students.iter().filter(|student| student.class == lesson.class).map(|student| student.id.clone()).collect();
            for student in students {
                let teacher = self.dice.pick(&[Some("t1"), Some("t2"), None]);
                if self.dice.chance(25) {
                    let own: Vec<String> = self
                        .journal
                        .assignments
                        .iter()
                        .filter(|one| one.class == lesson.class && one.subject == lesson.subject && one.date == lesson.date)
                        .map(|one| one.id.clone())
                        .collect();
                    let assignment =
                        if own.is_empty() || self.dice.chance(40) { None } else { Some(own[self.dice.below(own.len())].clone()) };
                    let work = if assignment.is_some() && self.dice.chance(70) { None } else { self.dice.pick(&kinds) };
                    let kind = self.dice.pick(&["score", "score", "score", "credit", "debt"]);
                    let set_at = self.stamp(lesson.date);
                    let edited_at = if self.dice.chance(20) { self.stamp(plus(lesson.date, 4)) } else { None };
                    let (student, class, subject, date) = (student.clone(), lesson.class, lesson.subject, lesson.date);
                    let number = if self.dice.chance(85) { lesson.number } else { None };
                    self.journal.marks.push(Mark {
                        student,
                        class,
                        subject,
                        date,
                        number,
                        kind,
                        work,
                        assignment,
                        teacher,
                        set_at,
                        edited_at,
                    });
                }
                if self.dice.chance(12) {
                    let reason = self.dice.pick(&["unexcused", "unset", "illness", "excused", "late", "exempt", "remote"]);
                    let subject = if self.dice.chance(15) { None } else { Some(lesson.subject) };
                    let number = if subject.is_some() && self.dice.chance(85) { lesson.number } else { None };
                    let set_at = self.stamp(lesson.date);
                    self.journal.absences.push(Absence {
                        student,
                        class: lesson.class,
                        subject,
                        date: lesson.date,
                        number,
                        reason,
                        teacher,
                        set_at,
                    });
                }
            }
        }
    }

    pub(super) fn rest(&mut self) {
        for student in self.journal.students.clone() {
            for subject in SUBJECTS {
                if self.dice.chance(60) {
                    let status = self.dice.pick(&["set", "set", "set", "not_assessed", "exempt", "empty"]);
                    let set_at = self.stamp(day(10, 23));
                    let (class, teacher) = (student.class, self.dice.pick(&[Some("t1"), None]));
                    let student = student.id.clone();
                    self.journal.period_marks.push(PeriodMark { student, class, subject, period: "q1", status, teacher, set_at });
                }
            }
            if self.dice.chance(15) {
                let date = plus(first_day(), i64::try_from(self.dice.below(30)).expect("small"));
                let entered_at = self.stamp(date);
                self.journal.movements.push(Movement { student: student.id.clone(), class: student.class, date, entered_at });
            }
        }
        self.corrections();
        for _ in 0..self.dice.below(6) {
            let date = plus(first_day(), i64::try_from(self.dice.below(30)).expect("small"));
            let due = if self.dice.chance(80) { Some(plus(date, 3)) } else { None };
            let closed = if self.dice.chance(60) { Some(plus(date, i64::try_from(self.dice.below(7)).expect("small"))) } else { None };
            let (class, teacher) = (self.dice.below(3), self.dice.pick(&TEACHERS));
            self.journal.remarks.push(Remark { class, teacher, date, due, closed });
        }
    }

    /// The earlier export some days after the lesson, the later one a week on.
    pub(super) fn corrections(&mut self) {
        for student in self.journal.students.clone() {
            if self.dice.chance(40) {
                let date = plus(first_day(), i64::try_from(self.dice.below(30)).expect("small"));
                let earlier = plus(date, self.dice.pick(&[0, 1, 2, 3, 4, 5, 12, 21]));
                let time = self.dice.pick(&["", "", " 00:00", " 16:00", " 23:59"]);
                let (before, after) = (format!("{earlier}{time}"), format!("{}{time}", plus(earlier, self.dice.pick(&[0, 1, 7]))));
                let (class, subject) = (student.class, self.dice.pick(&SUBJECTS));
                self.journal.corrections.push(Correction { student: student.id, class, subject, date, before, after });
            }
        }
    }
}
