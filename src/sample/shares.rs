//! What a sample plants, and how much of it: one list of names and usual shares.
//!
//! A share is an integer in hundredths of a per cent. What it is a share of stands in the message catalogue (`share.NAME`).
//! Each thing is drawn at its own place ([`super::dice`]), so another share of one of them leaves the others as they were.

/// Something that is planted in a share of the places where it can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Feature {
    Namesakes,
    Arrivals,
    Departures,
    Returns,
    ClassChanges,
    LongIllnesses,
    SportExemptions,
    Truants,
    LateComers,
    UnsetCauses,
    ForgottenAbsences,
    DistanceClasses,
    RemoteCodes,
    CancelledLessons,
    Substitutions,
    TeacherGaps,
    UndatedPlans,
    MissingTopics,
    LateTopics,
    MissingHomework,
    LateHomework,
    LateAbsences,
    LateMarks,
    EditedMarks,
    SecondMarks,
    CrowdedCells,
    CaughtUpWorks,
    Debts,
    CreditMarks,
    NotAssessed,
    NoCredits,
    OpenResults,
    LateResults,
    RaisedResults,
    LoweredResults,
    SparedFailures,
}

/// The usual share of a feature.
#[derive(Clone, Copy, Debug)]
pub struct Share {
    pub feature: Feature,
    pub name: &'static str,
    /// Out of 10 000.
    pub usual: usize,
}

const fn share(feature: Feature, name: &'static str, usual: usize) -> Share {
    Share { feature, name, usual }
}

/// All features, in the order of [`Feature`].
pub const SHARES: &[Share] = &[
    share(Feature::Namesakes, "namesakes", 10),
    share(Feature::Arrivals, "arrivals", 143),
    share(Feature::Departures, "departures", 143),
    share(Feature::Returns, "returns", 25),
    share(Feature::ClassChanges, "class_changes", 143),
    share(Feature::LongIllnesses, "long_illnesses", 100),
    share(Feature::SportExemptions, "sport_exemptions", 150),
    share(Feature::Truants, "truants", 400),
    share(Feature::LateComers, "late_comers", 600),
    share(Feature::UnsetCauses, "unset_causes", 230),
    share(Feature::ForgottenAbsences, "forgotten_absences", 120),
    share(Feature::DistanceClasses, "distance_classes", 1000),
    share(Feature::RemoteCodes, "remote_codes", 2000),
    share(Feature::CancelledLessons, "cancelled_lessons", 70),
    share(Feature::Substitutions, "substitutions", 180),
    share(Feature::TeacherGaps, "teacher_gaps", 600),
    share(Feature::UndatedPlans, "undated_plans", 250),
    share(Feature::MissingTopics, "missing_topics", 180),
    share(Feature::LateTopics, "late_topics", 450),
    share(Feature::MissingHomework, "missing_homework", 1900),
    share(Feature::LateHomework, "late_homework", 400),
    share(Feature::LateAbsences, "late_absences", 600),
    share(Feature::LateMarks, "late_marks", 600),
    share(Feature::EditedMarks, "edited_marks", 70),
    share(Feature::SecondMarks, "second_marks", 300),
    share(Feature::CrowdedCells, "crowded_cells", 20),
    share(Feature::CaughtUpWorks, "caught_up_works", 1500),
    share(Feature::Debts, "debts", 300),
    share(Feature::CreditMarks, "credit_marks", 1000),
    share(Feature::NotAssessed, "not_assessed", 7500),
    share(Feature::NoCredits, "no_credits", 500),
    share(Feature::OpenResults, "open_results", 20),
    share(Feature::LateResults, "late_results", 400),
    share(Feature::RaisedResults, "raised_results", 60),
    share(Feature::LoweredResults, "lowered_results", 100),
    share(Feature::SparedFailures, "spared_failures", 7200),
];

/// The whole: 100 %.
pub const WHOLE: usize = 10_000;

/// The shares of one sample.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shares(Vec<usize>);

impl Default for Shares {
    fn default() -> Self {
        Self(SHARES.iter().map(|share| share.usual).collect())
    }
}

/// Why a wish for a share cannot be met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BadShare {
    /// The text is not `NAME=SHARE`.
    Form(String),
    Unknown(String),
    /// The text after `=` is no share from 0 to 100 %.
    Value(String),
}

impl Shares {
    pub fn of(&self, feature: Feature) -> usize {
        self.0.get(feature as usize).copied().unwrap_or_default()
    }

    pub fn set(&mut self, feature: Feature, share: usize) {
        if let Some(place) = self.0.get_mut(feature as usize) {
            *place = share.min(WHOLE);
        }
    }

    /// Takes a wish such as `late_marks=5%`, `late_marks=0,25%` or `late-marks=0`.
    ///
    /// # Errors
    /// What of the wish is not understood.
    pub fn wish(&mut self, text: &str) -> Result<(), BadShare> {
        let (name, value) = text.split_once('=').ok_or_else(|| BadShare::Form(text.to_owned()))?;
        let name = name.trim().replace('-', "_");
        let found = SHARES.iter().find(|share| share.name == name).ok_or_else(|| BadShare::Unknown(name.clone()))?;
        let share = parse(value).ok_or_else(|| BadShare::Value(value.to_owned()))?;
        self.set(found.feature, share);
        Ok(())
    }

    /// How many of so many places: at least one where the share is not nothing.
    pub fn count(&self, feature: Feature, places: usize) -> usize {
        match self.of(feature) {
            0 => 0,
            share => (places * share / WHOLE).max(1),
        }
    }
}

/// Per cent with at most two decimals, in hundredths: `5%` is 500.
fn parse(text: &str) -> Option<usize> {
    let text = text.trim().trim_end_matches('%').trim_end();
    let (whole, part) = text.split_once(['.', ',']).unwrap_or((text, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit()) && text.len() <= 3;
    if whole.is_empty() || !digits(whole) || !digits(part) || part.len() > 2 {
        return None;
    }
    let hundredths: usize = format!("{part:0<2}").parse().ok()?;
    Some(whole.parse::<usize>().ok()? * 100 + hundredths).filter(|share| *share <= WHOLE)
}

/// A share as people write it: 25 is `0.25%`.
pub fn text(share: usize) -> String {
    let text = format!("{}.{:02}", share / 100, share % 100);
    format!("{}%", text.trim_end_matches('0').trim_end_matches('.'))
}

#[cfg(test)]
mod tests {
    use super::{BadShare, Feature, SHARES, Shares, parse, text};

    #[test]
    fn the_list_stands_in_the_order_of_the_features() {
        for (place, share) in SHARES.iter().enumerate() {
            assert_eq!(share.feature as usize, place, "{}", share.name);
            assert!(SHARES.iter().filter(|other| other.name == share.name).count() == 1, "{}", share.name);
        }
        assert_eq!(Feature::SparedFailures as usize + 1, SHARES.len());
    }

    #[test]
    fn shares_are_read_and_written_as_per_cent() {
        for (given, share) in [("5%", 500), ("0", 0), ("0,25 %", 25), ("100", 10_000), ("12.5%", 1250), ("0.01%", 1)] {
            assert_eq!(parse(given), Some(share), "{given}");
        }
        for wrong in ["", "%", "101%", "-1", "5%%5", "1.234", "0x5", "100.01", "five"] {
            assert_eq!(parse(wrong), None, "{wrong}");
        }
        assert_eq!([text(25), text(500), text(10_000), text(0)], ["0.25%", "5%", "100%", "0%"]);
    }

    #[test]
    fn a_wish_names_its_share() {
        let mut shares = Shares::default();
        assert_eq!(shares.wish("late-marks=40%"), Ok(()));
        assert_eq!(shares.of(Feature::LateMarks), 4000);
        assert_eq!(shares.wish("late_mark=40%"), Err(BadShare::Unknown("late_mark".to_owned())));
        assert_eq!(shares.wish("late_marks"), Err(BadShare::Form("late_marks".to_owned())));
        assert_eq!(shares.wish("debts=many"), Err(BadShare::Value("many".to_owned())));
    }
}
