//! What is asked of each indicator: periods, days, grains and filters.

use crate::random_school::{Dice, School, plus};
use crate::twins::{Ask, Row};

/// The first grain and the whole school, for the same period.
pub fn both_ends(dice: &mut Dice) -> Vec<Ask> {
    let [period, other] = periods(dice);
    let asked = Ask { period: Some(period), ..Ask::default() };
    vec![asked.clone(), Ask { by: Some("school"), ..asked }, Ask { period: Some(other), by: Some("grade_level"), ..Ask::default() }]
}

/// Questions about a period: two ends of the grains for the same one, a further grain, a filter.
pub fn of_periods(school: &School, dice: &mut Dice, grains: &[&'static str]) -> Vec<Ask> {
    let [period, other] = periods(dice);
    let seed = usize::try_from(school.seed).expect("small");
    let asked = Ask { period: Some(period), ..Ask::default() };
    let grain = |step: usize| if grains.is_empty() { None } else { Some(grains[(seed + step) % grains.len()]) };
    let whole = if grains.is_empty() { None } else { Some("school") };
    vec![
        asked.clone(),
        Ask { by: whole, ..asked.clone() },
        Ask { by: grain(0), period: Some(other), ..Ask::default() },
        with_filter(school, dice, Ask { by: grain(1), ..asked }),
        Ask { by: grain(3), period: Some("year"), ..Ask::default() },
    ]
}

/// The same about days; without any the whole year.
pub fn of_days(school: &School, dice: &mut Dice, grains: &[&'static str]) -> Vec<Ask> {
    let seed = usize::try_from(school.seed).expect("small");
    let grain = |step: usize| if grains.is_empty() { None } else { Some(grains[(seed + step) % grains.len()]) };
    let as_of = Some(plus(school.first_day, i64::try_from(dice.below(40)).expect("small")));
    let whole = if grains.is_empty() { None } else { Some("school") };
    vec![
        Ask { as_of, ..Ask::default() },
        Ask { by: whole, as_of, ..Ask::default() },
        with_dates(school, dice, Ask { by: grain(0), ..Ask::default() }),
        with_dates(school, dice, Ask { by: grain(2), as_of, ..Ask::default() }),
        with_filter(school, dice, Ask { by: grain(1), ..Ask::default() }),
    ]
}

pub fn periods(dice: &mut Dice) -> [&'static str; 2] {
    [dice.pick(&["q1", "q2", "h1", "year"]), dice.pick(&["q1", "q2", "q3", "q4", "h1", "h2", "t1", "t2", "year"])]
}

pub fn with_dates(school: &School, dice: &mut Dice, ask: Ask) -> Ask {
    let from = plus(school.first_day, i64::try_from(dice.below(20)).expect("small") - 3);
    Ask { from: Some(from), to: Some(plus(from, i64::try_from(dice.below(15)).expect("small"))), ..ask }
}

pub fn with_filter(school: &School, dice: &mut Dice, ask: Ask) -> Ask {
    let class = &school.classes[dice.below(school.classes.len())];
    match dice.below(3) {
        0 => Ask { grade: Some(class.grade_level), ..ask },
        _ => Ask { class: Some(class.id.clone()), ..ask },
    }
}

pub fn sum(row: &Row, columns: &[&str]) -> Option<i64> {
    columns.iter().map(|column| row[*column].as_i64()).sum()
}
