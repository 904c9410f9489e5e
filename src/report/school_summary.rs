//! F10 «Сводный отчёт об успеваемости и качестве по школе»: a row a class, rows of grade level, stage and school.

use crate::model::collate::{Russian, compare_classes};
use crate::model::document::{Cell, Chart, ColumnKind, DocColumn, DocRow, DocTable, RowKind};
use crate::model::number::ratio;
use crate::model::table::Table;

use super::base::{blank, field, signatories};
use super::cells::{self, column, period_text};
use super::standing_counts::{self, parts, rate};
use super::{Document, Input, Kind, Rules, chart};

pub const KIND: Kind = Kind {
    name: "school_summary",
    title: "Сводный отчёт об успеваемости и качестве по школе",
    form: "F10",
    needs_period: true,
    queries: &[
        ("standings", Some("class")),
        ("standings", Some("grade_level")),
        ("standings", Some("stage")),
        ("standings", Some("school")),
        ("performance", Some("class")),
        ("performance", Some("grade_level")),
        ("performance", Some("stage")),
        ("performance", Some("school")),
    ],
    build,
    ..Kind::BASE
};

/// One line of the sheet: where its two rows stand.
struct Line<'a> {
    label: String,
    kind: RowKind,
    standings: (&'a Table, usize),
    performance: Option<(&'a Table, usize)>,
}

fn build(input: &Input<'_>) -> Vec<Document> {
    let (Some(period_id), [classes, levels, stages, school, performance @ ..]) = (input.period_id, input.tables) else { return Vec::new() };
    if classes.rows.is_empty() {
        return Vec::new();
    }
    let lines = lines(classes, levels, stages, school, performance);
    let mut data = blank(input, KIND.name, KIND.title, &["S0 6.1", "S2 8.2"]);
    data.head.push(field("Период", &period_text(period_id)));
    let rows = lines.iter().enumerate().map(|(at, line)| row(at, line, input.rules.percent_digits)).collect();
    data.tables.push(DocTable { name: "summary".to_owned(), caption: String::new(), columns: columns(input.rules), rows });
    data.charts.push(quality_chart(&lines, input.rules.percent_digits));
    data.notes = notes(input, school, performance.last());
    data.signatories = signatories(input, None);
    vec![Document { file_stem: format!("school-summary-{}-{period_id}", input.year), data }]
}

fn lines<'a>(classes: &'a Table, levels: &'a Table, stages: &'a Table, school: &'a Table, performance: &'a [Table]) -> Vec<Line<'a>> {
    let order = Russian::default();
    let mut rows: Vec<usize> = (0..classes.rows.len()).collect();
    let class_of = |row: usize| classes.get(row, "class_id").as_text().unwrap_or_default();
    rows.sort_by(|left, right| compare_classes(&order, class_of(*left), class_of(*right)));
    let mut lines = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        lines.push(line(class_of(*row).to_owned(), RowKind::Body, (classes, *row), performance.first(), "class_id"));
        let next = rows.get(at + 1);
        for (column, table, performance, single) in
            [("grade_level", levels, performance.get(1), false), ("stage", stages, performance.get(2), true)]
        {
            let value = classes.get(*row, column);
            let ends = next.is_none_or(|next| classes.get(*next, column) != value);
            let many = rows.iter().filter(|other| classes.get(**other, column) == value).count() > 1;
            if ends
                && (many || single)
                && let Some(found) = (0..table.rows.len()).find(|row| table.get(*row, column) == value)
            {
                let label = if column == "stage" {
                    format!("{value} классы").replace('-', "–")
                } else {
                    format!("{value}-е классы")
                };
                lines.push(line(label, RowKind::Subtotal, (table, found), performance, column));
            }
        }
    }
    if !school.rows.is_empty() {
        lines.push(line("Итого по школе".to_owned(), RowKind::Total, (school, 0), performance.get(3), "school"));
    }
    lines
}

fn line<'a>(label: String, kind: RowKind, standings: (&'a Table, usize), performance: Option<&'a Table>, key: &str) -> Line<'a> {
    let (table, row) = standings;
    let wanted = table.get(row, key);
    let found = performance
        .and_then(|performance| Some((performance, (0..performance.rows.len()).find(|row| performance.get(*row, key) == wanted)?)));
    Line { label, kind, standings, performance: found }
}

fn columns(rules: Rules) -> Vec<DocColumn> {
    let mut columns = vec![column("class", "Класс", ColumnKind::Text), column("roster", "Обучающихся", ColumnKind::Number)];
    columns.extend(standing_counts::columns(rules));
    columns
}

fn row(at: usize, line: &Line<'_>, digits: u8) -> DocRow {
    let (standings, row) = line.standings;
    let mut cells = vec![Cell::text(line.label.clone()), Cell::count(standings.get(row, "roster").as_int().unwrap_or(0))];
    cells.extend(standing_counts::cells(standings, row, line.performance, digits));
    cells::row(at, line.kind, cells)
}

fn quality_chart(lines: &[Line<'_>], digits: u8) -> Chart {
    let bars: Vec<chart::Bar> = lines
        .iter()
        .filter(|line| line.kind == RowKind::Body)
        .map(|line| {
            let value = parts(line.performance, "students_quality")
                .and_then(|(numerator, denominator)| ratio(numerator.checked_mul(100)?, denominator, 2));
            (line.label.clone(), value, rate(line.performance, "students_quality", digits).text)
        })
        .collect();
    let caption = "Качество знаний по классам, %";
    let figures: Vec<String> = bars.iter().map(|(label, _, text)| format!("{label} — {text}")).collect();
    Chart {
        name: "quality".to_owned(),
        caption: caption.to_owned(),
        svg: chart::bars(caption, "%", &bars),
        alt: format!("Столбиковая диаграмма качества знаний по классам, %: {}.", figures.join("; ")),
    }
}

fn notes(input: &Input<'_>, school: &Table, performance: Option<&Table>) -> Vec<String> {
    let count = |key: &str| school.get(0, key).as_int().unwrap_or(0);
    let mut notes = vec![
        "Успеваемость = (число в знаменателе − неуспевающие − не аттестованные) / знаменатель; качество = (на «5» + на «4» и «5») / знаменатель. Проценты итоговых строк посчитаны по суммам, а не усреднены.".to_owned(),
        if input.rules.one_four_inside_good {
            "Обучающиеся с одной «4» входят в число обучающихся на «4» и «5».".to_owned()
        } else {
            "Обучающиеся с одной «4» не входят в число обучающихся на «4» и «5», но входят в качество.".to_owned()
        },
    ];
    if count("not_applicable") > 0 {
        notes.push(format!(
            "Безотметочное обучение: {} обучающихся учтены в графе «Обучающихся» и не входят в знаменатель процентов.",
            count("not_applicable")
        ));
    }
    let (unknown, assessed) = (count("incomplete") + count("no_data"), count("roster") - count("not_applicable"));
    let base = performance.and_then(|performance| performance.get(0, "students_base").as_int());
    if unknown > 0 {
        let outside = if base == Some(assessed) { "входят" } else { "не входят" };
        notes.push(format!(
            "У {unknown} обучающихся отметки за период выставлены не по всем предметам класса (графы «Есть пустые клетки», «Нет отметок»); по регламенту «{}» они {outside} в знаменатель процентов.",
            input.regulation
        ));
    }
    notes
}
