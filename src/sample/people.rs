//! Students and teachers with invented names that agree in gender.

use std::collections::BTreeSet;

use super::day::Day;
use super::dice::Dice;
use super::names::{MEN, PATRONYMICS, SURNAMES, WOMEN};
use super::random::Random;
use super::school::{Class, Habits, Membership, Student};
use super::shares::Feature;
use super::subjects::SUBJECTS;

struct Name {
    is_male: bool,
    last: String,
    first: &'static str,
    middle: &'static str,
}

/// The students of all classes on 1 September, class by class in alphabetical order.
pub fn enrol(seed: u64, dice: &Dice, classes: &[Class]) -> Vec<Student> {
    let mut taken = BTreeSet::new();
    let mut students: Vec<Student> = Vec::new();
    for (index, class) in classes.iter().enumerate() {
        let mut random = Random::new(seed, "people", index);
        let mut new: Vec<Student> = (0..class.size).map(|place| student(&mut random, &mut taken, class, (index, place))).collect();
        new.sort_by_cached_key(|student| student.full_name().replace('ё', "е"));
        for (place, student) in new.iter_mut().enumerate() {
            student.half = usize::from(place * 2 >= class.size);
            give_nature(dice, students.len() + place, class, student);
            set_character(student, index, place);
        }
        students.append(&mut new);
    }
    make_namesakes(dice, &mut students);
    students
}

/// Ability, habits and what a student likes.
fn give_nature(dice: &Dice, index: usize, class: &Class, student: &mut Student) {
    let mut roll = dice.roll("nature", [index, 0, 0]);
    student.ability = roll.spread() * 62 / 100 + class.strength;
    student.affinity = SUBJECTS.iter().map(|_| roll.spread() / 4).collect();
    student.habits = habits(dice, index);
}

/// Pairs of full names, most of them in different classes; the first student has one in every sample.
fn make_namesakes(dice: &Dice, students: &mut [Student]) {
    let mut taken = vec![false; students.len()];
    for pair in 0..dice.shares().count(Feature::Namesakes, students.len()) {
        let mut roll = dice.of(Feature::Namesakes, [pair, 0, 0]);
        let model = if pair == 0 { 0 } else { roll.below(students.len()) };
        let start = roll.below(students.len());
        let free = |index: &usize| {
            let (one, other) = (&students[model], &students[*index]);
            !taken[*index] && *index != model && one.is_male == other.is_male && one.full_name() != other.full_name() && !is_special(other)
        };
        let Some(index) = (0..students.len()).map(|step| (start + step) % students.len()).find(free) else { continue };
        if taken[model] {
            continue;
        }
        (taken[model], taken[index]) = (true, true);
        let (last, first, middle) = (students[model].last_name.clone(), students[model].first_name, students[model].middle_name);
        let namesake = &mut students[index];
        (namesake.last_name, namesake.first_name, namesake.middle_name) = (last, first, middle);
    }
}

/// A form of name that every sample must keep.
fn is_special(student: &Student) -> bool {
    student.middle_name.is_none() || student.last_name.contains(['ё', '-'])
}

fn student(random: &mut Random, taken: &mut BTreeSet<String>, class: &Class, (class_index, place): (usize, usize)) -> Student {
    let mut name = unique_name(random, taken, 500);
    // A few forms that readers stumble over stand in every sample, however small.
    if class_index == 0 && place == 2 {
        name.last = surname("Соловьёв", name.is_male);
    }
    if random.chance(15) || (class_index == 0 && place == 3) {
        name.last = format!("{}-{}", name.last, surname(random.pick(SURNAMES), name.is_male));
    }
    let no_middle_name = random.chance(8) || (class_index == 0 && place == 4);
    // The first course of a college comes after grade level 9.
    let years = if class.is_of_college() { class.grade_level - 3 } else { class.grade_level - 1 };
    let born = 2018 - years - usize::from(random.chance(80));
    Student {
        last_name: name.last,
        first_name: name.first,
        middle_name: (!no_middle_name).then_some(name.middle),
        is_male: name.is_male,
        birth: (born, random.between(1, 12), random.between(1, 28)),
        ability: 0,
        affinity: Vec::new(),
        habits: Habits::default(),
        half: 0,
        memberships: vec![Membership { class: class_index, from: Day::FIRST, to: None }],
        movements: Vec::new(),
        entered: None,
        left: None,
    }
}

fn habits(dice: &Dice, index: usize) -> Habits {
    let place = [index, 0, 0];
    let mut roll = dice.roll("habits", place);
    let long_illness = dice.falls(Feature::LongIllnesses, place).then(|| {
        let mut roll = dice.of(Feature::LongIllnesses, [index, 1, 0]);
        let from = Day::of(9, 15).plus(roll.below(200));
        (from, from.plus(roll.between(25, 45)))
    });
    let is_truant = dice.falls(Feature::Truants, place);
    let is_late_comer = dice.falls(Feature::LateComers, place);
    Habits {
        illnesses: roll.below(4),
        truancy_permille: if is_truant { roll.between(15, 60) } else { roll.below(3) },
        late_permille: if is_late_comer { roll.between(15, 40) } else { roll.below(5) },
        long_illness,
        exempt_from_sport: dice.falls(Feature::SportExemptions, place),
    }
}

/// Some characters without which an indicator would have nothing to show.
fn set_character(student: &mut Student, class: usize, place: usize) {
    match (class, place) {
        (0, 1) => student.habits.long_illness = Some((Day::of(1, 14), Day::of(3, 24))),
        (2, 2) => student.habits.long_illness = Some((Day::of(9, 4), Day::of(10, 24))),
        (_, 1) if class % 4 == 1 => student.habits.exempt_from_sport = true,
        (_, 3) if class.is_multiple_of(4) => student.habits.truancy_permille = 70,
        (_, 4) => student.ability = student.ability.max(175),
        (_, 5) => student.ability = student.ability.min(-150),
        _ => {}
    }
}

/// The full name of a new teacher.
pub fn teacher_name(random: &mut Random, taken: &mut BTreeSet<String>) -> String {
    let name = unique_name(random, taken, 150);
    format!("{} {} {}", name.last, name.first, name.middle)
}

fn unique_name(random: &mut Random, taken: &mut BTreeSet<String>, male_permille: usize) -> Name {
    loop {
        let is_male = random.chance(male_permille);
        let last = surname(random.pick(SURNAMES), is_male);
        let first = random.pick(if is_male { MEN } else { WOMEN });
        let (of_man, of_woman) = random.pick(PATRONYMICS);
        let middle = if is_male { of_man } else { of_woman };
        if taken.insert(format!("{last} {first} {middle}")) {
            return Name { is_male, last, first, middle };
        }
    }
}

/// «Орлов» → «Орлова», «Новицкий» → «Новицкая»; «Седых», «Мельник» do not change.
fn surname(male: &str, is_male: bool) -> String {
    if is_male {
        return male.to_owned();
    }
    if let Some(stem) = male.strip_suffix("ий") {
        return format!("{stem}ая");
    }
    let changes = ["ов", "ев", "ёв", "ин", "ын"].iter().any(|ending| male.ends_with(ending));
    if changes { format!("{male}а") } else { male.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::surname;

    #[test]
    fn surnames_agree_in_gender() {
        assert_eq!(surname("Соловьёв", false), "Соловьёва");
        assert_eq!(surname("Новицкий", false), "Новицкая");
        assert_eq!(surname("Лисицын", false), "Лисицына");
        assert_eq!(surname("Черных", false), "Черных");
        assert_eq!(surname("Орлов", true), "Орлов");
    }
}
