//! What the first generation leaves open: weights, kinds of work, teachers, times of entry, the timetable, movement, accounts.
//!
//! Made from dice of its own, so that a new detail does not change the schools that a seed gives.

use chrono::{Datelike, NaiveDate};

use super::{Access, Account, Dice, LoginDay, Maker, Movement, Notice, School, TimetableSlot, Work, WorkKind, day, plus};

const TEACHERS: [Option<&str>; 4] = [Some("t0"), Some("t0"), Some("t1"), None];
const SEXES: [Option<&str>; 5] = [Some("m"), Some("m"), Some("f"), Some("f"), None];

impl Maker {
    pub(super) fn details(&mut self) {
        let dice = &mut Dice::new(self.school.seed ^ 0xDE7A);
        let slots: Vec<_> = self.timetable.iter().map(|slot| (slot.class, slot.weekday, slot.number, slot.subject)).collect();
        cards(&mut self.school, dice);
        works(&mut self.school, dice);
        lessons(&mut self.school, dice);
        hours(&mut self.school, dice);
        timetable(&mut self.school, dice, &slots);
        movements(&mut self.school, dice);
        activity(&mut self.school, dice);
        let dice = &mut Dice::new(self.school.seed ^ 0x0DD5);
        at_odds(&mut self.school, dice);
    }
}

/// What the calendar and the timetable say otherwise than the journal; results given out on paper.
fn at_odds(school: &mut School, dice: &mut Dice) {
    for entry in &mut school.calendar {
        if entry.kind == "school" && dice.chance(4) {
            entry.kind = dice.pick(&["cancelled", "holiday", "remote"]);
        }
    }
    if dice.chance(20) {
        let hole = dice.between(school.first_day, school.last_day);
        school.calendar.retain(|entry| entry.date != hole);
    }
    let subjects: Vec<String> = school.subjects.iter().map(|subject| subject.id.clone()).collect();
    for slot in school.slots.iter_mut().filter(|slot| slot.group.is_none()) {
        if dice.chance(15) {
            slot.subject.clone_from(&subjects[dice.below(subjects.len())]);
        }
    }
    let papers = ["Распечатка отметок", "выписка за период", "Результаты выданы на руки"];
    for student in &school.students {
        if !school.notices.is_empty() && dice.chance(40) {
            let date = dice.between(plus(school.first_day, -20), school.last_day);
            school.notices.push(Notice { student: student.id.clone(), date, reason: dice.pick(&papers), subject: None });
        }
    }
}

fn cards(school: &mut School, dice: &mut Dice) {
    for class in &mut school.classes {
        class.profile = if dice.chance(20) { Some("Естественно-научный") } else { None };
        class.teacher = dice.pick(&TEACHERS);
    }
    for student in &mut school.students {
        student.sex = dice.pick(&SEXES);
        let year = i32::try_from(2008 + dice.below(10)).expect("a year");
        student.birth_date = if dice.chance(80) { NaiveDate::from_ymd_opt(year, 5, 17) } else { None };
    }
}

/// Kinds and weights of marks, works and who gave them.
fn works(school: &mut School, dice: &mut Dice) {
    if dice.chance(80) {
        school.work_kinds = vec![
            WorkKind { id: "КР", name: "Контрольная работа", is_control: Some(true), is_written: Some(true) },
            WorkKind { id: "ПР", name: "Практическая работа", is_control: None, is_written: None },
            WorkKind { id: "ДЗ", name: "Домашнее задание", is_control: Some(false), is_written: Some(true) },
            WorkKind { id: "О", name: "Ответ на уроке", is_control: Some(false), is_written: Some(false) },
        ];
    }
    let kinds: Vec<Option<&'static str>> = school.work_kinds.iter().map(|kind| Some(kind.id)).chain([None]).collect();
    let weighted = dice.chance(50);
    let mut given: Vec<Work> = Vec::new();
    for mark in &mut school.marks {
        mark.teacher = dice.pick(&TEACHERS);
        mark.work_kind = dice.pick(&kinds);
        if weighted {
            mark.weight = dice.pick(&[None, Some(100), Some(200), Some(150), Some(0), Some(10)]);
        }
        mark.set_at = stamp(dice, mark.date);
        if dice.chance(30) {
            let id = format!("w{}", given.len());
            let (class, subject, kind) = (mark.class.clone(), mark.subject.clone(), dice.pick(&kinds));
            given.push(Work { id: id.clone(), class, group: None, subject, date: mark.date, kind });
            (mark.work, mark.work_kind) = (Some(id), if dice.chance(50) { None } else { mark.work_kind });
        }
    }
    school.works = given;
    for absence in &mut school.absences {
        absence.set_at = stamp(dice, absence.date);
    }
    for mark in &mut school.period_marks {
        mark.teacher = dice.pick(&TEACHERS);
        mark.set_at = stamp(dice, day(10, 24));
    }
}

/// When it was entered: not told, the day, or the minute.
fn stamp(dice: &mut Dice, date: NaiveDate) -> Option<String> {
    let entered = plus(date, i64::from(dice.pick(&[0, 0, 0, 1, 3, 9])));
    match dice.below(4) {
        0 => None,
        1 => Some(entered.to_string()),
        _ => Some(format!("{entered} {:02}:{:02}", 8 + dice.below(14), dice.below(60))),
    }
}

/// Rows of the plan get topics and kinds; lessons teachers, and sometimes the row that they give.
fn lessons(school: &mut School, dice: &mut Dice) {
    let topics = ["Тема урока", "Тема урока", "Дроби", "Повторение"];
    for row in &mut school.plan {
        row.topic = if dice.chance(90) { Some(dice.pick(&topics)) } else { None };
        row.kind =
            dice.pick(&[None, Some("lesson"), Some("lesson"), Some("control"), Some("practical"), Some("laboratory"), Some("reserve")]);
    }
    let numbered = dice.chance(60);
    for lesson in &mut school.lessons {
        lesson.planned_teacher = dice.pick(&TEACHERS);
        lesson.teacher = if lesson.status == "substituted" { dice.pick(&TEACHERS) } else { lesson.planned_teacher };
        lesson.topic_set_at = lesson.topic.as_ref().and_then(|_| stamp(dice, lesson.date));
        if numbered && dice.chance(60) {
            lesson.planned_seq = Some(i64::try_from(1 + dice.below(9)).expect("small"));
        }
    }
}

fn hours(school: &mut School, dice: &mut Dice) {
    let hours = [None, Some(100), Some(100), Some(200), Some(50), Some(300)];
    for row in &mut school.curriculum {
        row.hours_week = dice.pick(&hours);
    }
    for row in &mut school.assignments {
        row.hours_week = dice.pick(&hours);
    }
}

fn timetable(school: &mut School, dice: &mut Dice, slots: &[(usize, u32, i64, usize)]) {
    if dice.chance(25) {
        return;
    }
    for (class, weekday, number, subject) in slots {
        let (class, subject) = (school.classes[*class].id.clone(), school.subjects[*subject].id.clone());
        let mut groups: Vec<Option<String>> = school
            .groups
            .iter()
            .filter(|group| group.class == class && group.subject == subject)
            .map(|group| Some(group.id.clone()))
            .collect();
        if groups.is_empty() {
            groups.push(None);
        }
        for group in groups {
            let (class, subject) = (class.clone(), subject.clone());
            let (from, to) =
                (dice.pick(&[None, Some(day(9, 1)), Some(day(9, 20))]), dice.pick(&[None, Some(day(5, 25)), Some(day(10, 1))]));
            school.slots.push(TimetableSlot { class, group, subject, weekday: i64::from(*weekday), number: *number, from, to });
        }
    }
}

/// Orders for most of what the memberships say, and dates in the students' cards.
fn movements(school: &mut School, dice: &mut Dice) {
    let members = school.class_members.clone();
    for (number, member) in members.iter().enumerate() {
        let other = |at: Option<NaiveDate>, first: bool| {
            let touches = |one: &super::ClassMember| {
                one.student == member.student && one.class != member.class && if first { one.to == at } else { one.from == at }
            };
            members.iter().find(|one| at.is_some() && touches(one)).map(|one| one.class.clone())
        };
        let order_no = if dice.chance(80) { Some(format!("{number}-у")) } else { None };
        let student = member.student.clone();
        if let Some(from) = member.from.filter(|from| *from > day(9, 1) && dice.chance(75)) {
            let before = other(Some(plus(from, -1)), true);
            let kind = if before.is_some() { "class_transfer" } else { dice.pick(&["transfer_in", "admission"]) };
            let org = if before.is_some() { None } else { Some("Школа № 2") };
            school.movements.push(Movement {
                student: student.clone(),
                kind,
                date: from,
                from_class: before,
                to_class: Some(member.class.clone()),
                from_org: org,
                order_no: order_no.clone(),
                entered_at: stamp(dice, from),
                ..Movement::default()
            });
        }
        if let Some(to) = member.to.filter(|to| *to < day(5, 31) && dice.chance(75))
            && other(Some(plus(to, 1)), false).is_none()
        {
            school.movements.push(Movement {
                student,
                kind: dice.pick(&["transfer_out", "withdrawal"]),
                date: plus(to, 1),
                from_class: Some(member.class.clone()),
                to_org: Some("Гимназия"),
                order_no,
                entered_at: stamp(dice, to),
                ..Movement::default()
            });
        }
    }
    let mut seen: Vec<(String, &str, NaiveDate)> = Vec::new();
    school.movements.retain(|one| {
        let key = (one.student.clone(), one.kind, one.date);
        let new = !seen.contains(&key);
        seen.push(key);
        new
    });
    for student in &mut school.students {
        let first = members.iter().filter(|member| member.student == student.id).map(|member| member.from).min().flatten();
        student.entered_date = if dice.chance(50) { first } else { None };
    }
}

fn activity(school: &mut School, dice: &mut Dice) {
    if dice.chance(70) {
        for (number, student) in school.students.iter().enumerate() {
            for role in ["student", "parent"] {
                let active = dice.pick(&[Some(true), Some(true), Some(false), None]);
                if dice.chance(80) {
                    let (id, student) = (format!("{role}{number}"), Some(student.id.clone()));
                    school.accounts.push(Account { id, student, role, active, ..Account::default() });
                }
            }
        }
        for teacher in ["t0", "t1"] {
            let active = dice.pick(&[Some(true), Some(false), None]);
            school.accounts.push(Account {
                id: format!("a-{teacher}"),
                teacher: Some(teacher),
                role: "staff",
                active,
                ..Account::default()
            });
        }
    }
    for entry in &school.calendar {
        for role in ["staff", "student", "parent"] {
            if entry.date.weekday().number_from_monday() < 6 && dice.chance(60) {
                school.logins.push(LoginDay { date: entry.date, role, users: i64::try_from(dice.below(9)).expect("small") });
            }
        }
    }
    if dice.chance(40) {
        school.logins.clear();
    }
    if dice.chance(50) {
        let lessons: Vec<_> = school.lessons.iter().filter(|_| dice.chance(15)).cloned().collect();
        for lesson in lessons {
            let at = format!("{} {:02}:15", plus(lesson.date, i64::try_from(dice.below(30)).expect("small")), 8 + dice.below(12));
            let action = dice.pick(&["view", "mark_set", "mark_changed", "topic_set", "homework_set"]);
            let teacher = dice.pick(&TEACHERS);
            let (class, subject, lesson_date) = (lesson.class, Some(lesson.subject), Some(lesson.date));
            school.accesses.push(Access { class, subject, teacher, at, action, lesson_date });
        }
    }
    let reasons = ["пропуск без уважительной причины", "неуспеваемость за период", "мало отметок"];
    if dice.chance(60) {
        for student in &school.students {
            if dice.chance(50) {
                let date = dice.between(school.first_day, school.last_day);
                let subject = if dice.chance(50) { Some(school.subjects[dice.below(school.subjects.len())].id.clone()) } else { None };
                school.notices.push(Notice { student: student.id.clone(), date, reason: dice.pick(&reasons), subject });
            }
        }
    }
}
