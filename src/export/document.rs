//! The parts of a document around its tables as lines of text, the same in every format.

use crate::model::document::{Field, Provenance, ReportData};

pub const NOTES: &str = "Примечания";
pub const PROVENANCE: &str = "Сведения о данных";
pub const CHARTS: &str = "Диаграммы";
pub const NO_ROWS: &str = "Строк нет";

/// The school, printed over the title: the first line of the head.
pub fn school(data: &ReportData) -> &str {
    data.head.first().map_or("", |field| field.value.as_str())
}

/// The other lines of the head that say something.
pub fn head(data: &ReportData) -> impl Iterator<Item = &Field> {
    data.head.iter().skip(1).filter(|field| !field.value.is_empty())
}

/// Everything that ties the figures to their data, as on the last page of the PDF.
pub fn provenance(from: &Provenance) -> Vec<(&'static str, String)> {
    // What stands on no data, as the list of a pack, has no rows to count.
    let count = |rows: i64| if from.snapshot.is_empty() { String::new() } else { rows.to_string() };
    let clauses = if from.clauses.is_empty() { String::new() } else { format!(" ({})", from.clauses.join("; ")) };
    let pairs = vec![
        ("Данные на", russian_date(&from.as_of)),
        ("Дата документа", russian_date(&from.date)),
        ("Регламент", format!("{}{clauses}", from.regulation)),
        ("Строк прочитано", count(from.rows_read)),
        ("Строк принято", count(from.rows_kept)),
        ("Строк в карантине", count(from.rows_quarantined)),
        ("Замечаний к данным", count(from.findings)),
        ("Слепок данных", from.snapshot.clone()),
        ("Хеш данных", from.data_hash.clone()),
        ("Хеш шаблона", from.template_hash.clone()),
        ("Программа", from.program.clone()),
        ("Код листа", from.code.clone()),
    ];
    pairs.into_iter().filter(|(_, value)| !value.is_empty()).collect()
}

/// `2026-05-29…` → «29.05.2026»; other texts as they are.
pub fn russian_date(iso: &str) -> String {
    let day = iso.get(..10).unwrap_or(iso);
    day.parse::<chrono::NaiveDate>().map_or_else(|_| iso.to_owned(), |date| date.format("%d.%m.%Y").to_string())
}
