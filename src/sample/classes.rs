//! Which classes a school of this size has.

use super::random::Random;
use super::school::{Class, FIRST_COURSE};

/// Grade levels in the order in which a growing school opens classes: all three stages and a parallel first.
const FIRST_LEVELS: [usize; 12] = [9, 3, 10, 3, 6, 1, 11, 8, 2, 5, 4, 7];
const LETTERS: &[char] = &[
    'А', 'Б', 'В', 'Г', 'Д', 'Е', 'Ж', 'З', 'И', 'К', 'Л', 'М', 'Н', 'О', 'П', 'Р', 'С', 'Т', 'У', 'Ф', 'Х', 'Ц', 'Ч', 'Ш', 'Щ', 'Э', 'Ю',
    'Я',
];
const COURSES: usize = 4;
const SPECIALTIES: &[(&str, &str)] = &[
    ("ИС", "09.02.07 Информационные системы и программирование"),
    ("ТП", "15.02.16 Технология машиностроения"),
    ("ЭБ", "38.02.01 Экономика и бухгалтерский учёт"),
];
/// From this size on every class has 20 to 28 students.
const FULL_SCHOOL: usize = 80;

/// Classes in the order of grade level and letter, with their sizes.
pub fn divide(seed: u64, student_count: usize) -> Vec<Class> {
    let sizes = if student_count < FULL_SCHOOL { village_sizes(student_count) } else { full_sizes(seed, student_count) };
    let mut opened: Vec<(usize, usize, usize)> = Vec::new();
    for (grade_level, size) in levels(sizes.len()).into_iter().zip(sizes) {
        let place = opened.iter().filter(|one| one.0 == grade_level).count();
        opened.push((grade_level, place, size));
    }
    let only_ninth = opened.iter().filter(|one| one.0 == 9).count() == 1;
    opened.sort_unstable();
    let mut classes = Vec::new();
    for (index, (grade_level, place, size)) in opened.into_iter().enumerate() {
        // A school with one ninth class calls it 9Б (9А was joined to it): letters need not begin with «А».
        let letter = LETTERS[if grade_level == 9 && only_ninth { 1 } else { place }];
        let strength = Random::new(seed, "class", index).spread() / 6;
        let profile = if grade_level >= 10 { "технологический" } else { "" };
        let name = format!("{grade_level}{letter}");
        classes.push(Class { grade_level, letter, name, profile, size, strength, class_teacher: 0, distance: None });
    }
    classes
}

/// Groups of a college: «ИС-21» is the first group of the second course of its specialty.
pub fn divide_college(seed: u64, student_count: usize) -> Vec<Class> {
    let sizes = shares(student_count, ((student_count + 12) / 25).max(1));
    let mut groups: Vec<(usize, usize, usize, usize)> = Vec::new();
    for (index, size) in sizes.into_iter().enumerate() {
        let (specialty, course) = (index / COURSES % SPECIALTIES.len(), index % COURSES);
        let place = groups.iter().filter(|one| one.0 == course && one.1 == specialty).count() + 1;
        groups.push((course, specialty, place, size));
    }
    groups.sort_unstable();
    let class = |(index, (course, specialty, place, size)): (usize, (usize, usize, usize, usize))| {
        let (code, profile) = SPECIALTIES[specialty];
        let strength = Random::new(seed, "class", index).spread() / 6;
        let name = format!("{code}-{}{place}", course + 1);
        Class { grade_level: FIRST_COURSE + course, letter: ' ', name, profile, size, strength, class_teacher: 0, distance: None }
    };
    groups.into_iter().enumerate().map(class).collect()
}

/// A small school has small classes, but one of 20 where the foreign language is taught in groups.
fn village_sizes(student_count: usize) -> Vec<usize> {
    let classes = (student_count.saturating_sub(20) / 6 + 1).clamp(1, 4);
    let first = if classes == 1 { student_count } else { 20 };
    let mut sizes = vec![first];
    sizes.extend(shares(student_count - first, classes - 1));
    sizes
}

/// Equal classes, then some students moved from one to the next so that sizes differ.
fn full_sizes(seed: u64, student_count: usize) -> Vec<usize> {
    let mut sizes = shares(student_count, ((student_count + 12) / 24).max(4));
    let mut random = Random::new(seed, "class sizes", 0);
    for index in 1..sizes.len() {
        let moved = random.below(4).min(sizes[index - 1].saturating_sub(20)).min(28_usize.saturating_sub(sizes[index]));
        sizes[index - 1] -= moved;
        sizes[index] += moved;
    }
    sizes
}

/// A number in equal whole parts, the larger ones first.
fn shares(total: usize, parts: usize) -> Vec<usize> {
    (0..parts).map(|part| total / parts + usize::from(part < total % parts)).collect()
}

fn levels(count: usize) -> Vec<usize> {
    let mut levels: Vec<usize> = FIRST_LEVELS.into_iter().take(count).collect();
    let mut parallel = 2;
    while levels.len() < count {
        // Half of the students go on to grade levels 10 and 11.
        let highest = if parallel % 2 == 0 { 11 } else { 9 };
        for level in 1..=highest {
            let wanted = if level >= 10 { parallel / 2 + 1 } else { parallel };
            if levels.len() < count && levels.iter().filter(|one| **one == level).count() < wanted {
                levels.push(level);
            }
        }
        parallel += 1;
    }
    levels
}

#[cfg(test)]
mod tests {
    use super::divide;

    #[test]
    fn all_students_have_a_place() {
        for count in [10, 20, 25, 26, 44, 48, 79, 80, 100, 107, 300, 1000, 5000] {
            let classes = divide(1, count);
            assert_eq!(classes.iter().map(|class| class.size).sum::<usize>(), count);
            assert!(classes.iter().all(|class| class.size >= 6));
            if count >= 100 {
                assert!(classes.iter().all(|class| (20..=28).contains(&class.size)), "{count}");
            }
        }
    }

    #[test]
    fn a_hundred_students_are_enough_for_all_stages() {
        let levels: Vec<usize> = divide(1, 100).iter().map(|class| class.grade_level).collect();
        assert_eq!(levels, [3, 3, 9, 10]);
    }
}
