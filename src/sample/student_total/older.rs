//! The older generation of the report (5.0): a whole HTML document with one column «Средняя оценка».

use super::report::{Cell, Report, Row, TITLE, escape, months};

const LEGEND: [(&str, &str); 6] = [
    ("УП", "Уважительная причина"),
    ("Б", "Пропуск по болезни"),
    ("НП", "Неуважительная причина"),
    ("ОТ", "Отсутствовал"),
    ("ОП", "Опоздал"),
    ("ОСВ", "Освобожден"),
];

pub fn html(report: &Report) -> String {
    let mut out = head(report);
    out.push_str("<table class=\"table-print\" border=\"1\">\n<tr>\n<th rowspan=\"2\">Предмет</th>\n");
    for (month, width) in months(&report.columns) {
        out.push_str(&format!("<th colspan=\"{width}\">{month}</th>\n"));
    }
    out.push_str("<th rowspan=\"2\">Средняя оценка</th>\n</tr>\n<tr>\n");
    for day in &report.columns {
        out.push_str(&format!("<th>{}</th>", day.parts().2));
    }
    out.push_str("\n</tr>\n");
    report.rows.iter().for_each(|row| push_row(&mut out, row));
    out.push_str("</table>\n");
    out.push_str(&foot(report));
    out
}

/// Classes differ in how the year of the period is written, as servers do.
fn head(report: &Report) -> String {
    let year = if report.class_index.is_multiple_of(4) { "2025" } else { "25" };
    let name = if report.short_is_enough { &report.short_name } else { &report.full_name };
    let (school, class) = (escape(&report.school), &report.class);
    format!(
        "<html>\n<head>\n<meta http-equiv=\"Content-Type\" content=\"text/html; charset=utf-8\">\n<title>{TITLE}</title>\n</head>\n<body>\n\
         <h5 class=\"report-title-school\">{school}</h5>\n<h2 align=\"center\">{TITLE}</h2>\n<table>\n<tr>\n<td>\n\
         <span class=\"select\"><b>Учебный год:</b> 2025/2026</span><br>\n<span class=\"select\"><b>Класс:</b> {class}</span><br>\n\
         <span class=\"select\"><b>Период:</b> с 1.09.{year} по 26.10.{year}</span><br>\n\
         <span class=\"select\"><b>Ученик:</b> {name}</span><br>\n</td>\n</tr>\n</table>\n<br>\n"
    )
}

fn push_row(out: &mut String, row: &Row) {
    out.push_str(&format!("<tr>\n<td class=\"cell-text\">{}</td>\n", row.subject));
    row.cells.iter().for_each(|cell| push_cell(out, cell));
    let average = if row.average.is_empty() { "&nbsp;" } else { &row.average };
    out.push_str(&format!("<td class=\"cell-num\">{average}</td>\n</tr>\n"));
}

/// Codes on a line of their own, marks below; a cell without either holds a hard space.
fn push_cell(out: &mut String, cell: &Cell) {
    if cell.is_empty() {
        out.push_str("<td>&nbsp;</td>\n");
        return;
    }
    let (codes, marks) = (cell.codes.join(" "), cell.marks.join("  "));
    out.push_str(&format!("<td>\n  {codes}\n  {marks} </td>\n"));
}

fn foot(report: &Report) -> String {
    let legend: String = LEGEND.iter().map(|(code, meaning)| format!("<b>{code}</b> - {meaning}<br>\n")).collect();
    let second = (report.student * 7) % 60;
    format!(
        "<br>\n<div class=\"legend\">\n{legend}</div>\n<div class=\"body\">Подпись родителей:</div>\n\
         <span class=\"smalltext\"><i>Состояние на 26.10.2025 18:05:{second:02}</i></span><br>\n\
         <span class=\"smalltext\">&copy;&nbsp;<i>Сетевой Город. Образование</i>&nbsp;5.0.1 (выдуманная сборка)</span>\n</body>\n</html>\n"
    )
}
