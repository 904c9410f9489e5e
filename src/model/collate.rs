//! Russian order of names (CLDR collation): ё beside е, Ё not before А; numbers inside a text by their value.

use std::cmp::Ordering;

use icu_collator::options::CollatorOptions;
use icu_collator::preferences::CollationNumericOrdering;
use icu_collator::{Collator, CollatorBorrowed, CollatorPreferences};
use icu_locale_core::locale;

/// Compares texts as a Russian reader expects; ties by code points, so the order is total.
pub struct Russian(Option<CollatorBorrowed<'static>>);

impl Default for Russian {
    fn default() -> Self {
        let mut preferences: CollatorPreferences = locale!("ru").into();
        preferences.numeric_ordering = Some(CollationNumericOrdering::True);
        Self(Collator::try_new(preferences, CollatorOptions::default()).ok())
    }
}

impl Russian {
    #[must_use]
    pub fn compare(&self, left: &str, right: &str) -> Ordering {
        let by_language = self.0.as_ref().map_or(Ordering::Equal, |collator| collator.compare(left, right));
        by_language.then_with(|| left.cmp(right))
    }
}

/// Natural order of classes: 2А before 10А, then the letter; groups without a grade level last.
#[must_use]
pub fn compare_classes(order: &Russian, left: &str, right: &str) -> Ordering {
    let level = |name: &str| super::class_name::parse(name).and_then(|class| class.grade_level).unwrap_or(i64::MAX);
    level(left).cmp(&level(right)).then_with(|| order.compare(left, right))
}

#[cfg(test)]
mod tests {
    use super::{Russian, compare_classes};

    #[test]
    fn yo_stands_beside_ye() {
        let order = Russian::default();
        let mut names = vec!["Жуков", "Ёлкин", "Абрамов", "Ежов", "Елкин"];
        names.sort_by(|a, b| order.compare(a, b));
        assert_eq!(names, ["Абрамов", "Ежов", "Елкин", "Ёлкин", "Жуков"]);
        let mut numbered = vec!["Обучающийся 10", "Обучающийся 9", "Обучающийся 100"];
        numbered.sort_by(|a, b| order.compare(a, b));
        assert_eq!(numbered, ["Обучающийся 9", "Обучающийся 10", "Обучающийся 100"]);
        let mut classes = vec!["10А", "2Б", "ИС-21", "2А"];
        classes.sort_by(|a, b| compare_classes(&order, a, b));
        assert_eq!(classes, ["2А", "2Б", "10А", "ИС-21"]);
    }
}
