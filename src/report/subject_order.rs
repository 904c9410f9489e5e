//! The order in which a school lists its subjects: as in the federal curriculum, the rest by the alphabet.

use std::cmp::Ordering;

use crate::model::collate::Russian;

/// Beginnings of names, in the order of the areas of the federal curriculum.
const STEMS: &[&str] = &[
    "русский",
    "рус.",
    "литератур",
    "чтение",
    "родной",
    "родная",
    "иностранный",
    "ин.яз",
    "англ",
    "немецк",
    "француз",
    "китайск",
    "второй иностр",
    "математик",
    "алгебр",
    "геометри",
    "вероятност",
    "информатик",
    "инф",
    "икт",
    "истори",
    "всеобщ",
    "обществ",
    "географ",
    "экономик",
    "право",
    "окружающ",
    "природ",
    "физика",
    "хими",
    "биолог",
    "астроном",
    "основы религ",
    "орксэ",
    "однкнр",
    "основы духовн",
    "изо",
    "изобраз",
    "музык",
    "искусств",
    "технолог",
    "труд",
    "физкульт",
    "физическ",
    "обж",
    "обзр",
    "основы безопас",
    "индивид",
    "проект",
];

/// Compares two subjects by name.
pub fn compare(order: &Russian, left: &str, right: &str) -> Ordering {
    rank(left).cmp(&rank(right)).then_with(|| order.compare(left, right))
}

fn rank(name: &str) -> usize {
    let name = name.to_lowercase();
    STEMS.iter().position(|stem| name.starts_with(stem)).unwrap_or(STEMS.len())
}

#[cfg(test)]
mod tests {
    use super::compare;
    use crate::model::collate::Russian;

    #[test]
    fn as_a_school_lists_them() {
        let order = Russian::default();
        let mut names = vec!["Шахматы", "Физкультура", "Алгебра", "Литература", "Кубановедение", "Русский язык"];
        names.sort_by(|a, b| compare(&order, a, b));
        assert_eq!(names, ["Русский язык", "Литература", "Алгебра", "Физкультура", "Кубановедение", "Шахматы"]);
    }
}
