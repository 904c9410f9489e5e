//! A school of one class written by hand, for the worked examples of the twins. Dates are days of September.

use crate::random_school::{
    Absence, Class, ClassMember, GradingPeriod, GroupMember, Lesson, Mark, PeriodMark, PlannedLesson, School, Student, StudyGroup, Subject,
    day,
};

pub struct HandMade(pub School);

impl HandMade {
    pub fn new(class: &str, students: &[&str]) -> Self {
        let mut school = School::default();
        for name in ["Алгебра", "Физика"] {
            school.subjects.push(Subject { id: name.to_lowercase(), name: name.to_owned(), assessed: None });
        }
        school.classes.push(Class { id: class.to_owned(), grade_level: 9, period_kind: Some("quarter"), ..Class::default() });
        school.periods.push(GradingPeriod { id: "q1", kind: "quarter", seq: 1, grade_level: None, start: day(9, 1), end: day(10, 26) });
        for name in students {
            school.students.push(Student { id: (*name).to_owned(), full_name: (*name).to_owned(), left_date: None, ..Student::default() });
            school.class_members.push(ClassMember { student: (*name).to_owned(), class: class.to_owned(), from: None, to: None });
        }
        Self(school)
    }

    fn class(&self) -> String {
        self.0.classes[0].id.clone()
    }

    pub fn group(&mut self, subject: &str, name: &str, students: &[&str]) {
        let (class, id) = (self.class(), format!("{}|{subject}|{name}", self.class()));
        self.0.groups.push(StudyGroup { id: id.clone(), class, subject: subject.to_owned(), name: name.to_owned() });
        for student in students {
            self.0.group_members.push(GroupMember { student: (*student).to_owned(), group: id.clone(), from: None, to: None });
        }
    }

    pub fn lesson(&mut self, group: Option<&str>, subject: &str, date: u32, number: Option<i64>) {
        let (class, group, subject) = (self.class(), group.map(str::to_owned), subject.to_owned());
        self.0.lessons.push(Lesson {
            class,
            group,
            subject,
            date: day(9, date),
            number,
            status: "held",
            hours: None,
            topic: None,
            ..Lesson::default()
        });
    }

    pub fn absence(&mut self, student: &str, subject: &str, date: u32, number: i64, reason: &'static str) {
        let (student, class, subject) = (student.to_owned(), self.class(), Some(subject.to_owned()));
        self.0.absences.push(Absence {
            student,
            class,
            subject,
            date: day(9, date),
            number: Some(number),
            granularity: "lesson",
            reason,
            ..Absence::default()
        });
    }

    pub fn day_absence(&mut self, student: &str, date: u32, reason: &'static str) {
        let (student, class) = (student.to_owned(), self.class());
        self.0.absences.push(Absence {
            student,
            class,
            subject: None,
            date: day(9, date),
            number: None,
            granularity: "day",
            reason,
            ..Absence::default()
        });
    }

    pub fn mark(&mut self, student: &str, subject: &str, date: u32, value: i64) {
        let (student, class, subject) = (student.to_owned(), self.class(), subject.to_owned());
        self.0.marks.push(Mark {
            student,
            class,
            subject,
            date: day(9, date),
            number: Some(1),
            kind: "score",
            value: Some(value),
            ..Mark::default()
        });
    }

    pub fn period_mark(&mut self, student: &str, subject: &str, period: &'static str, status: &'static str, value: Option<i64>) {
        let (student, class, subject) = (student.to_owned(), self.class(), subject.to_owned());
        self.0.period_marks.push(PeriodMark { student, class, subject, period, kind: "period", status, value, ..PeriodMark::default() });
    }

    pub fn planned(&mut self, subject: &str, seq: i64, date: Option<u32>) {
        let (class, subject) = (self.class(), subject.to_owned());
        self.0.plan.push(PlannedLesson {
            class,
            group: None,
            subject,
            seq,
            hours: 100,
            date: date.map(|date| day(9, date)),
            ..PlannedLesson::default()
        });
    }
}
