//! Values that cannot hold together: each alone is possible, both at once are not.

use chrono::NaiveDate;

use super::error::{Impossible, RegulationError};
use super::key::Setting;
use super::pack::{Pack, Stated};

/// The first may not be above the second, nor equal to it where that is said.
const ORDER: &[(&str, &str, bool)] = &[
    ("pass_from", "quality_from", true),
    ("mark_3_from_hundredths", "mark_4_from_hundredths", false),
    ("mark_4_from_hundredths", "mark_5_from_hundredths", false),
    ("sou_weight_2", "sou_weight_3", true),
    ("sou_weight_3", "sou_weight_4", true),
    ("sou_weight_4", "sou_weight_5", true),
];

/// What a line of packs, nearest first, says about a key on a day.
pub(super) fn in_line<'a>(line: &[&'a Pack], key: &str, day: NaiveDate) -> Option<(&'a Pack, &'a Stated)> {
    let stated = line.iter().filter_map(|pack| Some((*pack, pack.values.get(key)?)));
    stated.into_iter().find(|(_, stated)| stated.valid_from.is_none_or(|from| from <= day))
}

/// The contradictions to which the first pack of the line adds its own word; those among what it inherits are said of its parent.
pub(super) fn contradictions(line: &[&Pack]) -> Vec<RegulationError> {
    let Some(own) = line.first() else { return Vec::new() };
    let mut errors = Vec::new();
    for (low, high, equal) in ORDER {
        let both = line.iter().flat_map(|pack| [pack.values.get(*low), pack.values.get(*high)]).flatten();
        let mut days: Vec<NaiveDate> = both.filter_map(|stated| stated.valid_from).collect();
        days.push(NaiveDate::MIN);
        for day in days {
            let (Some(left), Some(right)) = (in_line(line, low, day), in_line(line, high, day)) else { continue };
            let (Setting::Int(least), Setting::Int(most)) = (&left.1.value, &right.1.value) else { continue };
            if least < most || *equal && least == most {
                continue;
            }
            let sign = |sign: &str| if *equal { format!("{sign}=") } else { sign.to_owned() };
            let error = if right.0.id == own.id {
                fault(own, high, right.1, &sign(">"), low, left.1)
            } else if left.0.id == own.id {
                fault(own, low, left.1, &sign("<"), high, right.1)
            } else {
                continue;
            };
            if !errors.contains(&error) {
                errors.push(error);
            }
        }
    }
    errors
}

fn fault(pack: &Pack, key: &str, stated: &Stated, sign: &str, other: &str, than: &Stated) -> RegulationError {
    RegulationError::Impossible(Box::new(Impossible {
        file: pack.file.clone(),
        line: stated.line,
        clause: stated.clause.clone(),
        key: key.to_owned(),
        found: stated.value.to_string(),
        expected: format!("{sign} {other} = {} ({})", than.value, than.clause),
    }))
}
