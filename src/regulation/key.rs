//! The keys that a regulation can set: one list with the values that are possible. A new key is one entry in [`KEYS`].

use chrono::NaiveDate;

/// What values a key takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A whole number from `min` to `max`.
    Int { min: i64, max: i64 },
    /// One of these words.
    Choice(&'static [&'static str]),
    /// A day of every year as `MM-DD`; empty where the regulation names none.
    MonthDay,
}

/// A value that a pack states.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Setting {
    Int(i64),
    Text(String),
}

impl std::fmt::Display for Setting {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Int(number) => write!(out, "{number}"),
            Self::Text(text) if text.is_empty() => out.write_str("\"\""),
            Self::Text(text) => out.write_str(text),
        }
    }
}

/// A key of a regulation; also a column of the view `regulation`.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    pub name: &'static str,
    pub kind: Kind,
}

impl Key {
    #[must_use]
    pub fn accepts(&self, setting: &Setting) -> bool {
        match (self.kind, setting) {
            (Kind::Int { min, max }, Setting::Int(number)) => (min..=max).contains(number),
            (Kind::Choice(words), Setting::Text(text)) => words.contains(&text.as_str()),
            (Kind::MonthDay, Setting::Text(text)) => text.is_empty() || month_day(text),
            _ => false,
        }
    }

    /// The possible values in words, for a message.
    #[must_use]
    pub fn expected(&self) -> String {
        match self.kind {
            Kind::Int { min, max } => format!("{min}..{max}"),
            Kind::Choice(words) => words.iter().map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(" | "),
            Kind::MonthDay => "\"MM-DD\" | \"\"".to_owned(),
        }
    }
}

/// A day that every year has: 29 February is none.
fn month_day(text: &str) -> bool {
    let shape = text.len() == 5 && text.bytes().enumerate().all(|(at, byte)| if at == 2 { byte == b'-' } else { byte.is_ascii_digit() });
    shape && NaiveDate::parse_from_str(&format!("2025-{text}"), "%Y-%m-%d").is_ok()
}

const fn int(name: &'static str, min: i64, max: i64) -> Key {
    Key { name, kind: Kind::Int { min, max } }
}

const fn flag(name: &'static str) -> Key {
    int(name, 0, 1)
}

const fn choice(name: &'static str, words: &'static [&'static str]) -> Key {
    Key { name, kind: Kind::Choice(words) }
}

const fn month_day_of(name: &'static str) -> Key {
    Key { name, kind: Kind::MonthDay }
}

/// Which days are counted: all of them, those that are not holidays or days off, those on which the class has lessons.
const DAY_KINDS: &[&str] = &["calendar", "working", "school"];

/// All keys, in the order of the columns of the view `regulation`.
pub const KEYS: &[Key] = &[
    // Marks from this one on pass (успеваемость) and count for quality (качество знаний).
    int("pass_from", 2, 5),
    int("quality_from", 2, 5),
    // Whether «н/а» stays in the denominator of a subject's rates.
    flag("na_in_denominator"),
    // Weights of the learning index (СОУ) in percent; «1» weighs as «2».
    int("sou_weight_5", 0, 100),
    int("sou_weight_4", 0, 100),
    int("sou_weight_3", 0, 100),
    int("sou_weight_2", 0, 100),
    int("sou_weight_na", 0, 100),
    // Whose number divides the rates of a class: all students or those with data.
    choice("class_rate_denominator", &["all", "assessed"]),
    // Whether students with one «4» are also counted among fours and fives.
    flag("one_four_inside_good"),
    // Calendar days without a mark that make a gap.
    int("window_days", 1, 366),
    // The first grade level that gets marks.
    int("marks_from_grade", 1, 11),
    // A day missed for several causes: a cause of its own, or the gravest of them.
    choice("absence_mixed", &["mixed", "gravest"]),
    // What an overdue work («точка») is in a mean: nothing, «1» or «2».
    choice("debt_value", &["ignore", "one", "two"]),
    // Mean of a class: mean of its students' means, or of all marks.
    choice("class_mean", &["of_students", "of_marks"]),
    // Which days the window without marks counts.
    choice("window_day_kind", DAY_KINDS),
    // Marks and attendance may not be changed when so many days have gone by; 0 = no such ban.
    int("edit_ban_days", 0, 366),
    choice("edit_ban_day_kind", DAY_KINDS),
    // «The day before»: the last school day, or yesterday.
    choice("previous_day_kind", &["school", "calendar"]),
    // Whether homework of grade 1 is written down.
    choice("grade1_homework", &["none", "recorded"]),
    // Whether a student with a failing mark and «н/а» counts as failing.
    flag("failing_over_na"),
    // What empty marks of a student who came during the period are.
    choice("arrival_marks", &["no_data", "not_assessed"]),
    // Digits behind the comma of a printed percentage.
    int("percent_digits", 0, 2),
    // Lessons given of a class whose groups differ: the least of them, or all together.
    choice("group_programme", &["min", "sum"]),
    // A cell about fewer students is not shown outside the school.
    int("small_cell_k", 0, 100),
    // Means from which «3», «4» and «5» are due, inclusive.
    int("mark_3_from_hundredths", 100, 500),
    int("mark_4_from_hundredths", 100, 500),
    int("mark_5_from_hundredths", 100, 500),
    // Marks that a student needs to be assessed, for each weekly hour of the subject; 0 = no such norm.
    int("min_marks_quarter_per_weekly_hour", 0, 100),
    int("min_marks_half_year_per_weekly_hour", 0, 100),
    // Who was enrolled for fewer days of the period is left out of that check.
    int("min_marks_enrolled_days", 0, 366),
    // Whether «5» for a period is a fault when a «2» was given in it.
    flag("five_with_two_forbidden"),
    // A mean so near to a boundary puts a student on the list of those at risk.
    int("at_risk_margin_hundredths", 0, 100),
    // Unexcused lessons from which a student is listed.
    int("unexcused_threshold", 1, 1000),
    // Days after which an absence must have its cause.
    int("unset_absence_days", 0, 366),
    // Whether «не задано» written down counts as homework recorded; an empty cell is a gap in either case.
    flag("homework_optional"),
    // Students in a class, and the day of the year for which that is told.
    int("class_size_norm", 1, 100),
    month_day_of("class_size_day"),
    // Years for which journals and summary sheets are kept; 0 = not said.
    int("journal_years", 0, 100),
    int("sheet_years", 0, 100),
    // The journal is printed, the new year opened, the old closed, the year set up, plans and accounts put in, students moved up: by that day.
    month_day_of("print_by"),
    month_day_of("year_open_by"),
    month_day_of("year_close_by"),
    month_day_of("set_up_by"),
    month_day_of("plan_by"),
    month_day_of("accounts_by"),
    month_day_of("transfer_by"),
    // At most so many days between two reviews of the deputy head, of the principal; 0 = not said.
    int("control_every_days", 0, 366),
    int("director_every_days", 0, 366),
    // How often parents without access get the results on paper.
    choice("access_out_every", &["", "week", "quarter"]),
    // A student's mean below this is low.
    int("low_mean_below_hundredths", 100, 500),
];

/// The key of this name.
#[must_use]
pub fn key(name: &str) -> Option<&'static Key> {
    KEYS.iter().find(|key| key.name == name)
}
