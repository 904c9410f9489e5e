//! Numbers so small that they tell of persons: what leaves the school must not show them, neither as such nor as a difference.
//!
//! A sheet with such a number is refused as a whole. To blank single cells would be no protection as long as it is not proved that
//! no sum of the sheet gives them back.

use super::Refusal;

/// A number of students on a sheet, or one that follows from the sheet, and where it stands.
#[derive(Clone, Debug)]
pub struct Figure {
    pub place: String,
    pub value: i64,
}

/// Places of a refusal that are told one by one; more are counted.
const PLACES_MOST: usize = 12;

/// Why a sheet with these figures is refused. Nobody (0) is no person; the values themselves are not told.
pub fn refusal(figures: &[Figure], limit: i64) -> Option<Refusal> {
    let small: Vec<&str> =
        figures.iter().filter(|figure| 0 < figure.value && figure.value < limit).map(|figure| figure.place.as_str()).collect();
    if small.is_empty() {
        return None;
    }
    let places = small.iter().take(PLACES_MOST).map(|place| (*place).to_owned()).collect();
    Some(Refusal { limit, count: small.len(), places })
}

#[cfg(test)]
mod tests {
    use super::{Figure, refusal};

    #[test]
    fn from_one_to_below_the_limit() {
        let of = |values: &[i64]| {
            let figures: Vec<Figure> = values.iter().map(|value| Figure { place: format!("место {value}"), value: *value }).collect();
            refusal(&figures, 5).map(|refusal| (refusal.count, refusal.places.join(", ")))
        };
        assert_eq!(of(&[0, 5, 100]), None);
        assert_eq!(of(&[0, 1, 4, 5]), Some((2, "место 1, место 4".to_owned())));
        assert_eq!(refusal(&[Figure { place: String::new(), value: 1 }], 0).map(|refusal| refusal.count), None);
    }
}
