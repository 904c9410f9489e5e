//! What all documents share: head, signature lines, provenance, the code that ties paper to file.

use data_encoding::BASE32_NOPAD;
use sha2::{Digest, Sha256};

use crate::model::document::{Cell, Field, Provenance, ReportData, VERSION};
use crate::model::number::{decimal_text, ratio};
use crate::model::period;

use super::{Document, Input};

/// A document without tables yet.
pub fn blank(input: &Input<'_>, template: &str, title: &str, clauses: &[&str]) -> ReportData {
    let mut head = vec![field("Образовательная организация", input.school.name), field("Учебный год", &year_text(input.year))];
    // Two sheets of the same data may differ by it.
    head.extend(input.as_of.map(|day| field("Состояние на день", &day.format("%d.%m.%Y").to_string())));
    ReportData {
        version: VERSION,
        template: template.to_owned(),
        title: title.to_owned(),
        head,
        tables: Vec::new(),
        charts: Vec::new(),
        notes: Vec::new(),
        signatories: Vec::new(),
        stamps: input.stamps.to_vec(),
        provenance: provenance(input, clauses),
    }
}

pub fn field(label: &str, value: &str) -> Field {
    Field { label: label.to_owned(), value: value.to_owned() }
}

fn year_text(year: i64) -> String {
    i32::try_from(year).map(period::school_year_label).unwrap_or_default().replace('-', "/")
}

/// Deputy head and principal, after whoever signs before them.
pub fn signatories(input: &Input<'_>, first: Option<Field>) -> Vec<Field> {
    let mut lines: Vec<Field> = first.into_iter().collect();
    lines.push(field("Заместитель директора по УВР", input.school.deputy_head.unwrap_or_default()));
    lines.push(field("Директор", input.school.principal.unwrap_or_default()));
    lines
}

fn provenance(input: &Input<'_>, clauses: &[&str]) -> Provenance {
    let rows = 0..input.provenance.rows.len();
    let count = |column: &str| rows.clone().filter_map(|row| input.provenance.get(row, column).as_int()).sum();
    let as_of = rows.clone().filter_map(|row| input.provenance.get(row, "as_of").as_text()).max().unwrap_or_default().to_owned();
    let day = as_of.get(..10).unwrap_or("1970-01-01").to_owned();
    Provenance {
        date: input.date.map_or(day, str::to_owned),
        as_of,
        regulation: input.regulation.to_owned(),
        clauses: clauses.iter().map(|clause| (*clause).to_owned()).collect(),
        snapshot: input.snapshot.to_owned(),
        rows_read: count("rows_read"),
        rows_kept: count("rows_kept"),
        rows_quarantined: count("rows_quarantined"),
        findings: count("findings"),
        data_hash: String::new(),
        template_hash: input.template_hash.to_owned(),
        program: concat!("vedomost ", env!("CARGO_PKG_VERSION")).to_owned(),
        code: String::new(),
    }
}

/// A percentage with so many decimals from its numerator and denominator; a dash where it does not exist.
pub fn percent(numerator: i64, denominator: i64, digits: u8) -> Cell {
    match numerator.checked_mul(100).and_then(|scaled| ratio(scaled, denominator, digits)) {
        Some(value) => Cell { text: decimal_text(value, digits), value: Some(value), scale: Some(digits) },
        None => Cell::text("—"),
    }
}

/// Adds what every sheet of such data must say.
pub fn noted(mut document: Document, input: &Input<'_>) -> Document {
    if (0..input.provenance.rows.len()).any(|row| input.provenance.get(row, "as_of_guessed").as_int() == Some(1)) {
        document.data.notes.push("Выгрузка не говорит, на какую дату её данные: стоит дата загрузки.".to_owned());
    }
    if input.undated {
        document.data.notes.push("Первый и последний день периода в выгрузках не названы: что считается по дням (посещаемость, движение), не определить; такие клетки пусты или с «—».".to_owned());
    }
    if input.depersonalised {
        document
            .data
            .notes
            .push("Обезличено: вместо имён обучающихся — номера по списку школы (по классам, затем по алфавиту).".to_owned());
        document.file_stem.push_str("-depersonalised");
    }
    document
}

/// Sets the hash of the data and the code: 10 base32 characters over data and template.
pub fn sealed(mut document: Document) -> Document {
    let provenance = &mut document.data.provenance;
    provenance.data_hash.clear();
    provenance.code.clear();
    let template_hash = provenance.template_hash.clone();
    let json = serde_json::to_vec(&document.data).unwrap_or_default();
    let data_hash = Sha256::digest(&json);
    let code = BASE32_NOPAD.encode(&Sha256::digest([json.as_slice(), template_hash.as_bytes()].concat()));
    document.data.provenance.data_hash = data_hash.iter().map(|byte| format!("{byte:02x}")).collect();
    document.data.provenance.code = code.chars().take(10).collect();
    document
}
