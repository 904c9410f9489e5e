//! Subjects, teachers, classes, students and study groups.

use super::maker::Writes;
use super::{Class, ClassMember, GroupMember, Lesson, Maker, Scenario, Student, StudyGroup, Subject, day, plus};

impl Maker {
    pub(super) fn subjects_and_teachers(&mut self) {
        let names = ["Алгебра", "Русский язык", "Физика", "Английский язык", "Физическая культура", "Разговоры о важном"];
        let count = 2 + self.dice.below(5);
        for name in &names[..count] {
            let assessed =
                if *name == "Разговоры о важном" { Some(false) } else { self.dice.pick(&[None, Some(true), Some(true)]) };
            self.school.subjects.push(Subject { id: name.to_lowercase(), name: (*name).to_owned(), assessed });
        }
        self.school.teachers = vec!["Ёлкина Анна Ивановна".to_owned(), "Громов Пётр Ильич".to_owned()];
    }

    pub(super) fn classes(&mut self) {
        let grades: Vec<(i64, &str)> = match self.scenario {
            Scenario::GradeOneOnly => vec![(1, "А"), (1, "Б")],
            Scenario::HalfYears => vec![(9, "А"), (10, "А"), (11, "А")],
            Scenario::TwoClasses | Scenario::ClassChange => vec![(6, "А"), (6, "Б"), (9, "В")],
            _ => self
                .dice
                .pick(&[
                    &[(5, "А"), (5, "Б"), (10, "А")][..],
                    &[(1, "А"), (4, "Б")],
                    &[(7, "В")],
                    &[(2, "А"), (5, "А"), (9, "Б"), (11, "А")],
                ])
                .to_vec(),
        };
        for (grade_level, letter) in grades {
            let period_kind = match (grade_level, self.scenario) {
                (10.., _) => Some("half_year"),
                (_, Scenario::Trimesters) => Some("trimester"),
                _ => self.dice.pick(&[Some("quarter"), Some("quarter"), None]),
            };
            self.school.classes.push(Class { id: format!("{grade_level}{letter}"), grade_level, period_kind, ..Class::default() });
            let writes = match self.scenario {
                Scenario::DayAbsences => self.dice.pick(&[Writes::Days, Writes::Mixed]),
                _ => self.dice.pick(&[Writes::Lessons, Writes::Lessons, Writes::SubjectDays, Writes::Days, Writes::Mixed]),
            };
            self.attendance.push(writes);
        }
    }

    pub(super) fn students(&mut self) {
        for class in 0..self.school.classes.len() {
            let count = match self.scenario {
                Scenario::OneStudentClasses => 1,
                _ => self.dice.pick(&[0, 2, 3, 4, 5, 6]),
            };
            for _ in 0..count {
                self.student(class);
            }
        }
    }

    pub(super) fn student(&mut self, class: usize) {
        let number = self.school.students.len();
        let id = format!("p{number}");
        let full_name = self.full_name(number);
        let name = self.school.classes[class].id.clone();
        let next_class = self.school.classes.get(class + 1).filter(|next| next.grade_level == self.school.classes[class].grade_level);
        let next_class = next_class.map(|next| next.id.clone());
        let (first, last) = (self.school.first_day, self.school.last_day);
        let inside = self.dice.between(first, last);
        let start = self.dice.pick(&[Some(day(9, 1)), Some(day(9, 1)), None]);
        let mut left_date = None;
        let mut add = |class: &str, from, to| {
            self.school.class_members.push(ClassMember { student: id.clone(), class: class.to_owned(), from, to });
        };
        let kind = match self.scenario {
            Scenario::AllLeft => 1,
            Scenario::ArrivalsAndDepartures => self.dice.below(4),
            Scenario::ClassChange => 3 + self.dice.below(2),
            Scenario::TwoClasses => 5,
            _ => self.dice.below(40),
        };
        match (kind, next_class) {
            // Admission inside the span.
            (0, _) => add(&name, Some(inside), None),
            // Departure; sometimes the last day itself is still a day of the class.
            (1, _) => {
                left_date = Some(inside);
                add(&name, start, Some(if self.dice.chance(50) { inside } else { plus(inside, -1).max(day(9, 1)) }));
            }
            // Dated to the end of the year, but gone by the student's own card.
            (2, _) => {
                left_date = Some(inside);
                add(&name, Some(day(9, 1)), Some(day(5, 31)));
            }
            (3, Some(next)) => {
                let from = inside.max(day(9, 3));
                add(&name, start, Some(plus(from, -1)));
                add(&next, Some(from), None);
            }
            (5, Some(next)) => {
                let second = self.dice.pick(&[start, Some(inside), Some(day(9, 1))]);
                add(&name, start, None);
                add(&next, second, None);
            }
            _ => add(&name, start, None),
        }
        self.school.students.push(Student { id: id.clone(), full_name, left_date, ..Student::default() });
    }

    pub(super) fn full_name(&mut self, number: usize) -> String {
        let last = ["Артёмов", "Берёзкин", "Волков", "Григорьев", "Дроздов", "Ёлкин", "Жаров"];
        let first = ["Иван", "Пётр", "Семён", "Лев", "Фёдор"];
        let number = if self.scenario == Scenario::Namesakes && number % 3 == 2 { number - 1 } else { number };
        format!("{} {} {}ович", last[number % 7], first[number / 7 % 5], ["Иван", "Антон", "Роман"][number % 3])
    }

    /// «Английский язык» is taught in groups; some students are in none and some in both.
    pub(super) fn groups(&mut self) {
        let Some(english) = self.school.subjects.iter().find(|subject| subject.id == "английский язык").cloned() else {
            return;
        };
        for class in self.school.classes.clone() {
            if self.scenario != Scenario::GroupsOverlap && self.dice.chance(40) {
                continue;
            }
            for name in ["группа 1", "группа 2"] {
                let id = format!("{}|{}|{name}", class.id, english.id);
                self.school.groups.push(StudyGroup { id, class: class.id.clone(), subject: english.id.clone(), name: name.to_owned() });
            }
            let members: Vec<_> = self.school.class_members.iter().filter(|member| member.class == class.id).cloned().collect();
            for member in members {
                let overlap = if self.scenario == Scenario::GroupsOverlap { 50 } else { 8 };
                let which = if self.dice.chance(overlap) { 2 } else { self.dice.pick(&[0, 0, 0, 1, 1, 1, 3]) };
                for (index, name) in ["группа 1", "группа 2"].iter().enumerate() {
                    if which == 2 || which == index {
                        let from =
                            if self.dice.chance(15) { Some(self.dice.between(self.school.first_day, self.school.last_day)) } else { None };
                        let group = format!("{}|{}|{name}", class.id, english.id);
                        self.school.group_members.push(GroupMember { student: member.student.clone(), group, from, to: None });
                    }
                }
            }
        }
    }

    /// A chess circle of the students of all classes: no class of theirs.
    pub(super) fn extra_group(&mut self) {
        if !matches!(self.scenario, Scenario::Ordinary | Scenario::ArrivalsAndDepartures | Scenario::GroupsOverlap) {
            return;
        }
        let Some(grade_level) = self.school.classes.first().map(|class| class.grade_level) else { return };
        let class = Class { id: "Шахматы 2 год".to_owned(), grade_level, ..Class::default() };
        self.school.subjects.push(Subject { id: "шахматы".to_owned(), name: "Шахматы".to_owned(), assessed: Some(false) });
        let there = self.school.students.iter().filter(|student| student.left_date.is_none());
        let students: Vec<String> = there.map(|student| student.id.clone()).collect();
        let (first, last) = (self.school.first_day, self.school.last_day);
        for student in students {
            if self.dice.chance(60) {
                let from = self.dice.pick(&[Some(day(9, 2)), Some(plus(last, -1))]);
                self.school.class_members.push(ClassMember { student, class: class.id.clone(), from, to: None });
            }
        }
        for date in [plus(first, 1), plus(first, 8)] {
            let subject = "шахматы".to_owned();
            self.school.lessons.push(Lesson {
                class: class.id.clone(),
                subject,
                date,
                number: Some(9),
                status: "held",
                ..Lesson::default()
            });
        }
        self.school.classes.push(class);
    }
}
