//! What the control counts, from the judged records and the plain rows of a journal (domain 1.4).

mod changes;
mod lesson_day;
mod records;

pub use changes::{late_edits, remarks, unset_absences};
pub use lesson_day::{without_homework, without_mark};
pub use records::{deadline_breaches, deadline_unknown, deadlines, journal_filling, lateness};
