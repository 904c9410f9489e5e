//! A region: many schools of very different sizes, each with its own seed, id and name, one at a time.

use super::dice::Dice;
use super::shares::Shares;
use super::{Options, Profile, STUDENTS_MAX, STUDENTS_MIN};

pub const SCHOOLS_MAX: usize = 1000;

/// Sizes of twenty schools in per mille of the mean, as a log-normal law with σ = 0.8 gives them: a few large ones and
/// many small ones.
const SIZES: [usize; 20] = [156, 236, 297, 353, 408, 462, 519, 578, 641, 709, 784, 868, 963, 1072, 1203, 1365, 1575, 1872, 2360, 3579];
/// Every so many schools one is a college, where colleges are asked for.
const COLLEGE_EVERY: usize = 12;

/// What is asked for.
#[derive(Clone, Debug)]
pub struct Region {
    pub seed: u64,
    /// 1 to [`SCHOOLS_MAX`].
    pub schools: usize,
    /// Mean number of students of a school.
    pub students: usize,
    pub colleges: bool,
    pub shares: Shares,
}

/// One school of a region.
#[derive(Clone, Debug)]
pub struct Member {
    /// From 1.
    pub number: usize,
    pub id: String,
    pub options: Options,
}

impl Region {
    /// The school of this number, from 1.
    #[must_use]
    pub fn member(&self, number: usize) -> Member {
        let mut roll = Dice::new(self.seed, &self.shares).roll("school", [number, 0, 0]);
        let seed = roll.below(usize::MAX) as u64;
        // Twenty neighbours have all twenty sizes, in an order that the seed begins.
        let place = (number * 7 + self.seed as usize % SIZES.len()) % SIZES.len();
        let per_mille = SIZES.get(place).copied().unwrap_or(1000) * roll.between(90, 110) / 100;
        let is_college = self.colleges && number.is_multiple_of(COLLEGE_EVERY);
        let options = Options {
            seed,
            students: (self.students * per_mille / 1000).clamp(STUDENTS_MIN, STUDENTS_MAX),
            profile: if is_college { Profile::Vocational } else { Profile::School },
            shares: self.shares.clone(),
            number: Some(number),
            edits: None,
            is_of_region: true,
        };
        Member { number, id: format!("school-{number:04}"), options }
    }
}

#[cfg(test)]
mod tests {
    use super::{Region, SIZES, Shares};

    #[test]
    fn sizes_are_skewed_round_their_mean() {
        assert_eq!(SIZES.iter().sum::<usize>(), 20_000);
        let region = Region { seed: 3, schools: 1000, students: 300, colleges: false, shares: Shares::default() };
        let mut sizes: Vec<usize> = (1..=1000).map(|number| region.member(number).options.students).collect();
        sizes.sort_unstable();
        let mean = sizes.iter().sum::<usize>() / 1000;
        assert!((290..=310).contains(&mean), "{mean}");
        assert!(sizes[500] * 10 < mean * 9, "{}", sizes[500]);
        assert!(sizes[999] > 2 * mean && sizes[0] < mean / 5);
    }

    #[test]
    fn schools_differ_and_repeat() {
        let region = Region { seed: 3, schools: 40, students: 300, colleges: true, shares: Shares::default() };
        assert_ne!(region.member(1).options.seed, region.member(2).options.seed);
        assert_eq!(region.member(7).options.seed, region.member(7).options.seed);
        assert_eq!(region.member(7).id, "school-0007");
    }
}
