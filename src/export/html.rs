//! One page that needs nothing else: no script, no file, no network; read by a screen reader, printed by a browser.
//!
//! After WCAG 2.2: language and title of the page (3.1.1, 2.4.2), headings and tables with captions and headers of rows and columns (1.3.1),
//! pictures with the figures in words (1.1.1), nothing told by colour alone (1.4.1), tables that scroll by keyboard (2.1.1).

use std::fmt::Write;

use crate::model::document::{Chart, ColumnKind, DocColumn, DocTable, ReportData, RowKind};

use super::document::{NO_ROWS, NOTES, PROVENANCE, head, provenance, school};
use super::plain::escaped;
use super::{grid, svg};

const STYLE: &str = include_str!("page.css");

/// Columns beyond which a page is printed on A3.
const COLUMNS_A4: usize = 20;
/// Columns beyond which a page is printed across.
const COLUMNS_UPRIGHT: usize = 9;

pub fn html(data: &ReportData) -> String {
    let widest = data.tables.iter().map(|table| table.columns.len()).max().unwrap_or(0);
    let paper = if widest > COLUMNS_A4 {
        "A3 landscape"
    } else if widest > COLUMNS_UPRIGHT {
        "A4 landscape"
    } else {
        "A4 portrait"
    };
    let mut page = format!(
        "<!DOCTYPE html>\n<html lang=\"ru\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">\n\
         <title>{}</title>\n<style>\n{STYLE}@page {{ size: {paper}; margin: 15mm 10mm 15mm 20mm; }}\n</style>\n</head>\n<body>\n<main>\n",
        escaped(&page_title(data))
    );
    page.push_str(&header(data));
    for (at, table) in data.tables.iter().enumerate() {
        page.push_str(&whole_table(table, at, &data.title));
    }
    page.extend(data.charts.iter().enumerate().map(|(at, chart)| figure(chart, at)));
    page.push_str(&closing(data));
    page.push_str("</main>\n</body>\n</html>\n");
    page
}

fn page_title(data: &ReportData) -> String {
    let first: Vec<&str> = head(data).take(2).map(|field| field.value.as_str()).collect();
    std::iter::once(data.title.as_str()).chain(first).collect::<Vec<_>>().join(" · ")
}

fn header(data: &ReportData) -> String {
    let mut out =
        format!("<header>\n<p class=\"school\">{}</p>\n<h1>{}</h1>\n<dl class=\"head\">\n", escaped(school(data)), escaped(&data.title));
    for field in head(data) {
        pair(&mut out, &field.label, &field.value);
    }
    out.push_str("</dl>\n</header>\n");
    out
}

fn pair(out: &mut String, label: &str, value: &str) {
    // Writing into a text does not fail.
    let _ = writeln!(out, "<div><dt>{}</dt><dd>{}</dd></div>", escaped(label), escaped(value));
}

fn whole_table(table: &DocTable, at: usize, title: &str) -> String {
    let caption = if table.caption.is_empty() { title } else { &table.caption };
    let hidden = if table.caption.is_empty() { " class=\"unseen\"" } else { "" };
    let mut out = format!(
        "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-labelledby=\"table-{at}\">\n<table>\n<caption id=\"table-{at}\"{hidden}>{}</caption>\n<thead>\n",
        escaped(caption)
    );
    out.push_str(&table_head(&table.columns));
    let together = table.columns.iter().any(|column| column.merge);
    out.push_str(if together { "</thead>\n<tbody class=\"together\">\n" } else { "</thead>\n<tbody>\n" });
    if table.rows.is_empty() {
        let _ = writeln!(out, "<tr><td colspan=\"{}\">{NO_ROWS}</td></tr>", table.columns.len().max(1));
    }
    table_rows(table, &mut out);
    out.push_str("</tbody>\n</table>\n</div>\n");
    out
}

fn table_head(columns: &[DocColumn]) -> String {
    let grouped = grid::is_grouped(columns);
    let own = |column: &DocColumn, rows: usize| {
        let upright = if column.kind == ColumnKind::Mark { " class=\"m\"" } else { "" };
        let span = if rows > 1 { format!(" rowspan=\"{rows}\"") } else { String::new() };
        format!("<th scope=\"col\"{upright}{span}><span>{}</span></th>", escaped(&column.title))
    };
    let (mut upper, mut lower) = (String::new(), String::new());
    for heading in grid::headings(columns) {
        let columns = columns.iter().skip(heading.first).take(heading.count);
        if heading.group.is_empty() {
            upper.extend(columns.map(|column| own(column, 1 + usize::from(grouped))));
        } else {
            let _ = write!(upper, "<th scope=\"colgroup\" colspan=\"{}\">{}</th>", heading.count, escaped(heading.group));
            lower.extend(columns.map(|column| own(column, 1)));
        }
    }
    if grouped { format!("<tr>{upper}</tr>\n<tr>{lower}</tr>\n") } else { format!("<tr>{upper}</tr>\n") }
}

fn table_rows(table: &DocTable, out: &mut String) {
    let spans: Vec<Vec<usize>> = (0..table.columns.len()).map(|at| grid::spans(table, at)).collect();
    let header = grid::row_header(&table.columns);
    let together = table.columns.iter().any(|column| column.merge);
    let mut group = table.rows.first().map(|row| row.group);
    for (place, row) in table.rows.iter().enumerate() {
        // The rows of one student are a part of the table: his name is their heading, and they stay on one page.
        if together && group != Some(row.group) {
            out.push_str("</tbody>\n<tbody class=\"together\">\n");
            group = Some(row.group);
        }
        out.push_str(match row.kind {
            RowKind::Body => "<tr>",
            RowKind::Subtotal => "<tr class=\"subtotal\">",
            RowKind::Total => "<tr class=\"total\">",
        });
        for (at, column) in table.columns.iter().enumerate() {
            let span = spans.get(at).and_then(|spans| spans.get(place)).copied().unwrap_or(1);
            if span == 0 {
                continue;
            }
            let rows = if span > 1 { format!(" rowspan=\"{span}\"") } else { String::new() };
            let text = escaped(&grid::cell(row, at).text);
            let _ = if at == header {
                let scope = if span > 1 { "rowgroup" } else { "row" };
                write!(out, "<th scope=\"{scope}\"{rows}>{text}</th>")
            } else {
                write!(out, "<td class=\"{}\"{rows}>{text}</td>", class(column.kind))
            };
        }
        out.push_str("</tr>\n");
    }
}

const fn class(kind: ColumnKind) -> &'static str {
    match kind {
        ColumnKind::Text => "t",
        ColumnKind::Number => "n",
        ColumnKind::Mark => "m",
    }
}

/// The picture; its figures in words stand under it for everybody, folded.
fn figure(chart: &Chart, at: usize) -> String {
    let caption = if chart.caption.is_empty() { &chart.name } else { &chart.caption };
    let picture = match svg::inline(&chart.svg) {
        Some(svg) => format!("<div role=\"img\" aria-labelledby=\"chart-{at}\" aria-describedby=\"figures-{at}\">{svg}</div>"),
        None => format!("<img src=\"{}\" alt=\"{}\">", svg::data_url(&chart.svg), escaped(&chart.alt)),
    };
    format!(
        "<figure>\n<figcaption id=\"chart-{at}\">{}</figcaption>\n{picture}\n<details><summary>Описание диаграммы словами</summary><p id=\"figures-{at}\">{}</p></details>\n</figure>\n",
        escaped(caption),
        escaped(&chart.alt)
    )
}

fn closing(data: &ReportData) -> String {
    let mut out = String::new();
    if !data.notes.is_empty() {
        let _ = writeln!(out, "<section class=\"notes\">\n<h2>{NOTES}</h2>\n<ol>");
        out.extend(data.notes.iter().map(|note| format!("<li>{}</li>\n", escaped(note))));
        out.push_str("</ol>\n</section>\n");
    }
    out.push_str("<footer>\n");
    if !data.signatories.is_empty() {
        out.push_str("<dl class=\"signatures\">\n");
        data.signatories.iter().for_each(|who| pair(&mut out, &who.label, &who.value));
        out.push_str("</dl>\n");
    }
    let _ = writeln!(out, "<section class=\"provenance\">\n<h2>{PROVENANCE}</h2>\n<dl>");
    provenance(&data.provenance).iter().for_each(|(label, value)| pair(&mut out, label, value));
    out.push_str("</dl>\n</section>\n</footer>\n");
    out
}
