//! F10 «Сводный отчёт об успеваемости и качестве по школе»: a row a class, rows of grade level, stage and school.

use crate::model::document::{Cell, Chart, DocColumn};
use crate::model::number::ratio;
use crate::model::table::Table;

use super::base::{blank, signatories};
use super::figures::{asked, number, stem, table, total_text, words};
use super::levels::{Levels, Line};
use super::standing_counts::{self, parts, rate};
use super::{Document, Input, Kind, Rules, chart, left_out};

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
        left_out::QUERY,
    ],
    build,
    ..Kind::BASE
};

/// Students by standing, and the rates of the same classes.
struct Figures<'a> {
    standings: Levels<'a>,
    performance: Option<Levels<'a>>,
    digits: u8,
}

fn build(input: &Input<'_>) -> Vec<Document> {
    let Some(standings) = Levels::of(input.tables) else { return Vec::new() };
    if standings.is_empty() {
        return Vec::new();
    }
    let performance = input.tables.get(4..).and_then(Levels::of);
    let figures = Figures { standings, performance, digits: input.rules.percent_digits };
    let lines = standings.lines(total_text(input));
    let mut data = blank(input, KIND.name, KIND.title, &["S0 6.1", "S2 8.2"]);
    data.head.extend(asked(input));
    let rows = lines.iter().map(|line| (line.kind, figures.row(line))).collect();
    data.tables.push(table("summary", "", columns(input.rules), rows));
    data.charts.push(figures.quality_chart(&lines));
    data.charts.extend(figures.marks_chart());
    data.notes = notes(input, &figures);
    data.notes.extend(input.tables.get(8).and_then(left_out::note));
    data.signatories = signatories(input, None);
    vec![Document { file_stem: stem(&KIND, input), data }]
}

fn columns(rules: Rules) -> Vec<DocColumn> {
    let mut columns = vec![words("class", "Класс"), number("roster", "Обучающихся")];
    columns.extend(standing_counts::columns(rules));
    columns
}

impl Figures<'_> {
    /// The row of the rates of the same class, grade level, stage or school.
    fn rates(&self, line: &Line) -> Option<(&Table, usize)> {
        self.standings.place_in(self.performance.as_ref()?, line)
    }

    fn row(&self, line: &Line) -> Vec<Cell> {
        let mut cells = vec![Cell::text(line.label.clone()), Cell::count(self.standings.int(line, "roster").unwrap_or(0))];
        if let Some((standings, row)) = self.standings.place(line) {
            cells.extend(standing_counts::cells(standings, row, self.rates(line), self.digits));
        }
        cells
    }

    fn quality_chart(&self, lines: &[Line]) -> Chart {
        let height = |line: &Line| {
            let (numerator, base) = parts(self.rates(line), "students_quality")?;
            ratio(numerator.checked_mul(100)?, base, 2)
        };
        let bars: Vec<chart::Bar> = lines
            .iter()
            .filter(|line| line.is_class())
            .map(|line| (line.label.clone(), height(line), rate(self.rates(line), "students_quality", self.digits).text))
            .collect();
        chart::bar_chart("quality", "Качество знаний по классам, %", "%", &bars)
    }

    /// How many of each mark the school has given for the period.
    fn marks_chart(&self) -> Option<Chart> {
        const MARKS: [(&str, &str); 6] =
            [("n5", "«5»"), ("n4", "«4»"), ("n3", "«3»"), ("n2", "«2»"), ("n1", "«1»"), ("not_assessed", "н/а")];
        let performance = self.performance.as_ref()?;
        let counts = MARKS.iter().filter_map(|(key, title)| Some((*key, *title, performance.school(key).as_int()?)));
        // Many schools never give a «1».
        let bars: Vec<chart::Bar> = counts
            .filter(|(key, _, count)| *key != "n1" || *count > 0)
            .map(|(_, title, count)| (title.to_owned(), count.checked_mul(100), count.to_string()))
            .collect();
        Some(chart::bar_chart("marks", "Распределение отметок за период", "отм.", &bars))
    }
}

fn notes(input: &Input<'_>, figures: &Figures<'_>) -> Vec<String> {
    let count = |key: &str| figures.standings.school(key).as_int().unwrap_or(0);
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
    let base = figures.performance.and_then(|performance| performance.school("students_base").as_int());
    if unknown > 0 {
        let outside = if base == Some(assessed) { "входят" } else { "не входят" };
        notes.push(format!(
            "У {unknown} обучающихся отметки за период выставлены не по всем предметам класса (графы «Есть пустые клетки», «Нет отметок»); по регламенту «{}» они {outside} в знаменатель процентов.",
            input.regulation
        ));
    }
    notes
}
