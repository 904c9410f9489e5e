//! `--week 2026-W12` and `--month 2026-03` as dates.

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

use crate::cli::error::CliError;

/// The days of a control.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub label: String,
}

impl Span {
    /// These days: a whole week and a whole month by their names.
    pub fn of(from: NaiveDate, to: NaiveDate) -> Self {
        let whole = |named: Option<Self>| named.filter(|span| span.from == from && span.to == to);
        let month = || of_month(&from.format("%Y-%m").to_string());
        let named = whole(Self::week_of(from)).or_else(|| whole(month()));
        named.unwrap_or_else(|| Self { from, to, label: format!("{from}_{to}") })
    }

    /// Monday to Sunday around a day.
    pub fn week_of(day: NaiveDate) -> Option<Self> {
        let from = day.checked_sub_days(Days::new(u64::from(day.weekday().num_days_from_monday())))?;
        let week = from.iso_week();
        Some(Self { from, to: from.checked_add_days(Days::new(6))?, label: format!("{}-W{:02}", week.year(), week.week()) })
    }
}

/// # Errors
/// The text is no week or month.
pub fn span(week: Option<&str>, month: Option<&str>) -> Result<Span, CliError> {
    match (week, month) {
        (Some(text), _) => of_week(text).ok_or_else(|| CliError::new("error.bad-week").with("value", text)),
        (None, text) => {
            let text = text.unwrap_or_default();
            of_month(text).ok_or_else(|| CliError::new("error.bad-month").with("value", text))
        }
    }
}

/// An ISO week: Monday to Sunday.
fn of_week(text: &str) -> Option<Span> {
    let (year, week) = text.trim().split_once(['-', ' '])?;
    let week: u32 = week.trim_start_matches(['W', 'w', 'н', 'Н']).parse().ok()?;
    let from = NaiveDate::from_isoywd_opt(year.parse().ok()?, week, Weekday::Mon)?;
    let to = NaiveDate::from_isoywd_opt(year.parse().ok()?, week, Weekday::Sun)?;
    Some(Span { from, to, label: format!("{year}-W{week:02}") })
}

fn of_month(text: &str) -> Option<Span> {
    let (year, month) = text.trim().split_once('-')?;
    let from = NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, 1)?;
    let to = from.checked_add_months(Months::new(1))?.pred_opt()?;
    Some(Span { from, to, label: from.format("%Y-%m").to_string() })
}

#[cfg(test)]
mod tests {
    use super::{of_month, of_week};

    #[test]
    fn days_are_named() {
        let day = |text: &str| text.parse().expect("a date");
        let label = |from: &str, to: &str| super::Span::of(day(from), day(to)).label;
        assert_eq!(label("2025-12-29", "2026-01-04"), "2026-W01");
        assert_eq!(label("2026-02-01", "2026-02-28"), "2026-02");
        assert_eq!(label("2026-02-02", "2026-02-06"), "2026-02-02_2026-02-06");
        assert_eq!(super::Span::week_of(day("2026-05-31")).map(|span| span.from), Some(day("2026-05-25")));
    }

    #[test]
    fn weeks_and_months() {
        let days = |span: super::Span| format!("{} {} {}", span.from, span.to, span.label);
        assert_eq!(of_week("2026-W12").map(days).as_deref(), Some("2026-03-16 2026-03-22 2026-W12"));
        // The first week of 2026 begins in 2025.
        assert_eq!(of_week("2026-w1").map(days).as_deref(), Some("2025-12-29 2026-01-04 2026-W01"));
        assert_eq!(of_month("2026-02").map(days).as_deref(), Some("2026-02-01 2026-02-28 2026-02"));
        for bad in ["", "2026", "2026-W54", "2025-W53", "W12-2026", "2026-W", "2026-W12-1", "99999999-W01"] {
            assert_eq!(of_week(bad), None, "{bad}");
        }
        for bad in ["2026-13", "2026-00", "март", "2026-3-1", "-1-01x"] {
            assert_eq!(of_month(bad), None, "{bad}");
        }
    }
}
