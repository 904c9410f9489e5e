//! The newer generation of the report (5.5x): a fragment without a root element, averages and totals by period.

use super::report::{Cell, Report, Row, TITLE, escape, months};

/// A picture of one pixel where the real report has the student's photo.
const PHOTO: &str = "data:image/gif;base64,R0lGODlhAQABAIAAAP///wAAACH5BAEAAAAALAAAAAABAAEAAAICRAEAOw==";

pub fn html(report: &Report) -> String {
    let mut out = head(report);
    out.push_str("\t<br />\n\t<table class=\"table-print\">\n\t\t<tr>\n\t\t\t<th rowspan=\"2\">Предмет</th>\n");
    for (month, width) in months(&report.columns) {
        out.push_str(&format!("\t\t\t\t\t<th colspan=\"{width}\">{month}</th>\n"));
    }
    let period = report.period_name;
    out.push_str(&format!("\t\t\t\t<th rowspan=\"2\">Средн.<br />оценка <br> {period}</th>\n"));
    out.push_str(&format!("\t\t\t\t<th rowspan=\"2\">Итог.оценка <br> {period}</th>\n\t\t</tr>\n\t\t<tr>\n"));
    for day in &report.columns {
        out.push_str(&format!("\t\t\t\t\t<th>{}</th>\n", day.parts().2));
    }
    out.push_str("\t\t</tr>\n");
    report.rows.iter().for_each(|row| push_row(&mut out, row));
    out.push_str("\t</table>\n\t<br />\n");
    out.push_str(LEGEND);
    out.push_str(&foot(report));
    out
}

fn head(report: &Report) -> String {
    let Report { class, full_name: name, period_name, .. } = report;
    let school = escape(&report.school);
    format!(
        "\n\n<div>\n        \
         <h5 class=\"report-title-school\">{school}</h5>\n\n    \
         <h2 align=\"center\" class=\"main-report-title\">{TITLE}</h2>\n\n    \
         <br />\n\n</div>\n\n\n    \n\n\n\
         \t<table cellspacing=\"10px\">\n\t\t<tr>\n\t\t\t<td class=\"no-border\">\n\t\t\t\t<div id=\"photowrap\">\n\
         \t\t\t\t\t<img src=\"{PHOTO}\" border=\"0\" alt=\"Фото\">\n\t\t\t\t</div>\n\t\t\t</td>\n\t\t\t<td class=\"no-border\">\n\
         \t\t\t\t\t<span class=\"select\"><b>Учебный год:</b> 2025/2026</span><br />\n\
         \t\t\t\t\t<span class=\"select\"><b>Класс:</b> {class}</span><br />\n\
         \t\t\t\t\t<span class=\"select\"><b>Учебный период:</b> {period_name}</span><br />\n\
         \t\t\t\t\t<span class=\"select\"><b>Период:</b> с 1.09.2025 по 26.10.2025</span><br />\n\
         \t\t\t\t<span class=\"select\" data-sheet-name=\"{name}\"><b>Ученик:</b> {name}</span><br>\n\
         \t\t\t</td>\n\t\t</tr>\n\t</table>\n"
    )
}

fn push_row(out: &mut String, row: &Row) {
    out.push_str(&format!("\t\t\t<tr>\n\t\t\t\t<td class=\"cell-text\">{}</td>\n", row.subject));
    row.cells.iter().for_each(|cell| push_cell(out, cell));
    for aggregate in [&row.average, &row.total] {
        out.push_str(&format!("\t\t\t\t\t<td class=\"cell-num-2\">{aggregate}</td>\n"));
    }
    out.push_str("\t\t\t</tr>\n");
}

/// Codes on the first line, marks on the second, white space round both.
fn push_cell(out: &mut String, cell: &Cell) {
    if cell.is_empty() {
        out.push_str("\t                    <td></td>\n");
        return;
    }
    let (codes, marks) = (cell.codes.join(" "), cell.marks.join(" "));
    out.push_str(&format!("\t\t\t\t\t\t<td>\n\t\t\t\t\t\t\t{codes}\n\t\t                    {marks}\n\t\t\t\t\t\t</td>\n"));
}

const LEGEND: &str = "\t<div class=\"legend\">
\t\t<div>
\t\t\t<p><span class=\"legend-label\">УП</span><span class=\"legend-description\"> — Пропуск по уважительной причине</span></p>
\t\t\t<p><span class=\"legend-label\">Б</span><span class=\"legend-description\"> — Пропустил по болезни</span></p>
\t\t\t<p><span class=\"legend-label\">НП</span><span class=\"legend-description\"> — Пропуск по неуважительной причине</span></p>
\t\t</div>
\t\t<div>
\t\t\t<p><span class=\"legend-label\">ОТ</span><span class=\"legend-description\"> — Отсутствовал</span></p>
\t\t\t<p><span class=\"legend-label\">ОП</span><span class=\"legend-description\"> — Опоздал</span></p>
\t\t</div>
\t\t\t<div>
\t\t\t\t<p><span class=\"legend-label\">ОСВ</span><span class=\"legend-description\"> — Освобожден от посещения</span></p>
\t\t\t</div>
\t</div>
\t<br />
\t<table>
\t\t<tbody>
\t\t<tr>
\t\t\t<td colspan=\"10\" class=\"no-border\">
\t\t\t\t<div class=\"body\">Подпись родителей:</div>
\t\t\t</td>
\t\t</tr>
\t\t</tbody>
\t</table>
";

/// The real report glues the date to the words before it.
fn foot(report: &Report) -> String {
    let second = (20 + report.student * 11) % 60;
    format!(
        "\t\n<table class=\"sheet-footer\">\n\t<tr></tr>\n\t<tr>\n\t\t<td class=\"no-border cell-date\">\n\
         \t\t\t<span class=\"smalltext\"><i>Состояние на26.10.2025 17:40:{second:02}</i></span>\n\t\t</td>\n\t</tr>\n\t<tr>\n\
         \t\t<td class=\"no-border cell-text\">\n\
         \t\t\t<span class=\"smalltext\">©&nbsp;<i>Сетевой Город. Образование </i>&nbsp;5.99.0 (0.0.1)</span>\n\
         \t\t</td>\n\t</tr>\n</table>\n"
    )
}
