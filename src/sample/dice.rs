//! Chance by place: what happens at one lesson to one student is drawn from the seed and that place alone.
//!
//! So one thing more or less planted somewhere moves nothing anywhere else, unlike a stream of draws ([`super::random`]),
//! out of which people and classes are founded.

use super::shares::{Feature, SHARES, Shares, WHOLE};

/// Where something is drawn: course, lesson, student, or whatever names the place.
pub type Place = [usize; 3];

#[derive(Clone, Debug)]
pub struct Dice {
    seed: u64,
    shares: Shares,
}

impl Dice {
    pub fn new(seed: u64, shares: &Shares) -> Self {
        Self { seed, shares: shares.clone() }
    }

    /// Is the feature planted here?
    pub fn falls(&self, feature: Feature, place: Place) -> bool {
        let share = self.shares.of(feature);
        share > 0 && self.of(feature, place).below(WHOLE) < share
    }

    /// Draws that belong to a feature at a place; the first is the one of [`Self::falls`].
    pub fn of(&self, feature: Feature, place: Place) -> Roll {
        self.roll(SHARES.get(feature as usize).map_or("", |share| share.name), place)
    }

    /// Draws for a purpose at a place.
    pub fn roll(&self, purpose: &str, place: Place) -> Roll {
        let start =
            purpose.bytes().fold(self.seed ^ 0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
        Roll(place.iter().fold(start, |hash, part| mix(hash ^ (*part as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15))))
    }

    pub fn shares(&self) -> &Shares {
        &self.shares
    }
}

/// Draws at one place (SplitMix64).
pub struct Roll(u64);

impl Roll {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mix(self.0)
    }

    /// A number from 0 to `end - 1`; 0 when `end` is 0.
    pub fn below(&mut self, end: usize) -> usize {
        ((u128::from(self.next()) * end as u128) >> 64) as usize
    }

    /// A number from `low` to `high`, both included.
    pub fn between(&mut self, low: usize, high: usize) -> usize {
        low + self.below(high.saturating_sub(low) + 1)
    }

    pub fn chance(&mut self, permille: usize) -> bool {
        self.below(1000) < permille
    }

    /// One of a list that is known not to be empty.
    pub fn pick<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())]
    }

    /// A draw round 0 with a standard deviation of about 100, never beyond 346.
    pub fn spread(&mut self) -> i32 {
        let sum: usize = (0..4).map(|_| self.below(174)).sum();
        sum as i32 - 346
    }
}

const fn mix(bits: u64) -> u64 {
    let bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

#[cfg(test)]
mod tests {
    use super::{Dice, Feature, Shares};

    #[test]
    fn a_larger_share_keeps_what_a_smaller_one_planted() {
        let dice = |share: usize| {
            let mut shares = Shares::default();
            shares.set(Feature::Debts, share);
            Dice::new(7, &shares)
        };
        let (few, many) = (dice(500), dice(2000));
        let fallen = |dice: &Dice| (0..10_000).filter(|place| dice.falls(Feature::Debts, [*place, 1, 2])).collect::<Vec<usize>>();
        let (few, many) = (fallen(&few), fallen(&many));
        assert!(few.iter().all(|place| many.contains(place)));
        assert!((400..600).contains(&few.len()) && (1850..2150).contains(&many.len()), "{} {}", few.len(), many.len());
    }

    #[test]
    fn places_and_purposes_draw_apart() {
        let dice = Dice::new(7, &Shares::default());
        let draw = |purpose: &str, place| dice.roll(purpose, place).below(1_000_000);
        assert_eq!(draw("mark", [1, 2, 3]), draw("mark", [1, 2, 3]));
        assert_ne!(draw("mark", [1, 2, 3]), draw("mark", [3, 2, 1]));
        assert_ne!(draw("mark", [1, 2, 3]), draw("work", [1, 2, 3]));
        assert_ne!(draw("mark", [0, 0, 1]), draw("mark", [0, 1, 0]));
    }
}
