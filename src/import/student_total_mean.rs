//! Printed averages of a StudentTotal report, checked against the marks of the same row.

use crate::model::finding::{Finding, Severity};
use crate::model::number::{parse_hundredths, ratio, short_decimal_text};

use super::draft::{Draft, place};
use super::student_total_head::Layout;
use super::student_total_rows::{Line, put, text_cell};
use crate::model::rows::Cell;

/// Keeps the printed average beside ours; a difference is a finding. With averages of several periods in one report
/// the days of each are not known, so nothing is compared.
pub(super) fn check_mean(line: &Line<'_>, layout: &Layout, column: usize, raw: &str, marks: &[i64], draft: &mut Draft) {
    let period = layout.mean(column).cloned().flatten();
    let ours = ratio(marks.iter().sum(), i64::try_from(marks.len()).unwrap_or(0), 2);
    let comparable = layout.means().len() == 1;
    let printed = parse_hundredths(raw);
    let agrees = comparable.then_some(printed.is_some() && printed == ours);
    let shown = ours.map(short_decimal_text);
    put(
        draft,
        "reported_value",
        line,
        column + 1,
        &[
            ("student_id", text_cell(&line.head.student_ref())),
            ("class_id", text_cell(&line.head.class_ref())),
            ("subject_id", text_cell(line.subject)),
            ("period_id", Cell::opt_text(period.as_deref())),
            ("metric", text_cell("mark_mean")),
            ("raw", text_cell(raw)),
            ("ours", Cell::opt_text(shown.as_deref().filter(|_| comparable))),
            ("agrees", agrees.map_or(Cell::Null, Cell::Bool)),
        ],
    );
    if agrees == Some(false) {
        let src_loc = format!("R{}C{}", line.row, column + 1);
        let place = format!("{} · {}", place(line.source, &src_loc), line.subject);
        let finding = Finding::new("mean-differs", Severity::Warning, place).found(raw).expected(shown.unwrap_or_else(|| "—".to_owned()));
        draft.find(&line.source.id(), &src_loc, finding);
    }
}
