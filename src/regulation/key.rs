//! The keys that a regulation can set: one list with the values that are possible. A new key is one entry in [`KEYS`].

/// What values a key takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A whole number from `min` to `max`.
    Int { min: i64, max: i64 },
    /// One of these words.
    Choice(&'static [&'static str]),
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
            _ => false,
        }
    }

    /// The possible values in words, for a message.
    #[must_use]
    pub fn expected(&self) -> String {
        match self.kind {
            Kind::Int { min, max } => format!("{min}..{max}"),
            Kind::Choice(words) => words.join(" | "),
        }
    }
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
];

/// The key of this name.
#[must_use]
pub fn key(name: &str) -> Option<&'static Key> {
    KEYS.iter().find(|key| key.name == name)
}
