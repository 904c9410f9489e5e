//! The head of a StudentTotal report (who, which class, which days) and the meaning of its columns.

use std::collections::HashMap;

use crate::model::period;
use crate::model::person;
use crate::model::token::{fold_code, known_code};

use super::html::{Grid, Page};
use super::limits::{LEGEND_MAX, NAME_MAX};
use super::student_total::Blanks;
use super::typed;

/// What the lines above and below the table say.
#[derive(Clone, Debug, Default)]
pub struct Head {
    pub school: Option<String>,
    pub student: Option<String>,
    /// From «Выбыл(а) dd.mm.yyyy» behind the name.
    pub left: Option<i32>,
    pub class: Option<String>,
    pub year: Option<i64>,
    pub from: Option<i32>,
    pub to: Option<i32>,
    pub as_of: Option<String>,
    /// Periods whose final mark has a column.
    pub result_periods: Vec<String>,
}

impl Head {
    /// Reference to the student inside a batch: namesakes of different classes stay apart.
    #[must_use]
    pub fn student_ref(&self) -> String {
        format!("{}|{}", self.student.as_deref().unwrap_or_default(), self.class_ref())
    }

    #[must_use]
    pub fn class_ref(&self) -> String {
        self.class.as_deref().and_then(crate::model::class_name::parse).map(|class| class.name).unwrap_or_default()
    }

    /// First and last day the report speaks for: its «Период», cut at «Состояние на».
    #[must_use]
    pub fn covered(&self) -> (Option<i32>, Option<i32>) {
        let seen = self.as_of.as_deref().and_then(typed::date).map(typed::days);
        let to = match (self.to, seen) {
            (Some(to), Some(seen)) => Some(to.min(seen)),
            (to, seen) => to.or(seen),
        };
        (self.from, to)
    }

    #[must_use]
    pub fn describe(&self) -> String {
        let shown = |text: &Option<String>| text.clone().unwrap_or_else(|| "—".to_owned());
        format!("{}, {}, {}", shown(&self.student), shown(&self.class), self.year.map_or_else(|| "—".to_owned(), |year| year.to_string()))
    }
}

/// Reads the head; what is blank is taken from the command line.
#[must_use]
pub fn head(page: &Page, blanks: &Blanks) -> Head {
    let value =
        |label: &str| page.lines.iter().find_map(|line| Some(line.strip_prefix(label)?.trim().to_owned()).filter(|text| !text.is_empty()));
    let mut head = Head {
        school: school(page),
        class: value("Класс:").filter(|class| is_name(class)).or_else(|| blanks.class.clone()),
        ..Head::default()
    };
    if let Some(name) = value("Ученик:").or_else(|| value("Учащийся:")) {
        let (name, left) = person::split_left_mark(&name);
        head.left = left.as_deref().and_then(typed::date).map(typed::days);
        head.student = Some(name).filter(|name| is_name(name));
    }
    if let Some((from, to)) = value("Период:").as_deref().and_then(dates) {
        (head.from, head.to) = (Some(from), Some(to));
    }
    let from_dates = head.from.and_then(typed::date_of).map(|date| i64::from(period::school_year_of(date)));
    head.year = value("Учебный год:").as_deref().and_then(period::parse_school_year).map(i64::from).or(from_dates).or(blanks.year);
    head.as_of = page.lines.iter().find_map(|line| line.split_once("Состояние на").and_then(|(_, rest)| typed::stamp(rest.trim())));
    head.result_periods = page
        .tables
        .iter()
        .flat_map(|grid| grid.rows.first())
        .flatten()
        .filter(|cell| is_result(&cell.text))
        .filter_map(|cell| period_of(&cell.text))
        .collect();
    head.result_periods.dedup();
    head
}

/// The line before the title, or the one with its label.
fn school(page: &Page) -> Option<String> {
    let labelled =
        page.lines.iter().find_map(|line| ["Школа:", "ОО:", "Наименование ОО:"].iter().find_map(|label| line.strip_prefix(label)));
    let before = || {
        let at = page.lines.iter().position(|line| line.contains("об успеваемости и посещаемости ученика"))?;
        page.lines.get(at.checked_sub(1)?).map(String::as_str)
    };
    labelled.or_else(before).map(person::clean).filter(|name| is_name(name) && !name.contains(':'))
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.chars().count() <= NAME_MAX
}

/// «с 1.09.2026 по 30.11.2026»
fn dates(text: &str) -> Option<(i32, i32)> {
    let found: Vec<i32> =
        text.split_whitespace().filter_map(|word| typed::date(word.trim_end_matches([',', '.', 'г']))).map(typed::days).collect();
    match found.as_slice() {
        [from, to] if from <= to => Some((*from, *to)),
        _ => None,
    }
}

/// Own codes of a school out of the legend of the file: the letters count, the words tell only the kind.
#[must_use]
pub fn legend(page: &Page) -> Vec<(String, &'static str)> {
    let mut codes = Vec::new();
    for line in &page.lines {
        if codes.len() >= LEGEND_MAX {
            break;
        }
        let Some((code, words)) = line.split_once('—').or_else(|| line.split_once(" - ")) else { continue };
        let code = fold_code(code);
        if code.is_empty() || code.chars().count() > 4 || known_code(&code).is_some() {
            continue;
        }
        let words = words.to_lowercase();
        let reason = [
            ("неуваж", "unexcused"),
            ("уваж", "excused"),
            ("болез", "illness"),
            ("опозд", "late"),
            ("освоб", "exempt"),
            ("дистан", "remote"),
            ("отсутств", "unset"),
            ("пропус", "unset"),
        ];
        if let Some((_, reason)) = reason.iter().find(|(stem, _)| words.contains(stem)) {
            codes.push((code, *reason));
        }
    }
    codes
}

/// The meaning of the columns of the table of days.
#[derive(Debug, Default)]
pub struct Layout {
    days: HashMap<usize, i32>,
    means: Vec<(usize, Option<String>)>,
    results: Vec<(usize, String)>,
    /// Columns whose day does not exist or lies outside the report: place and text.
    pub faults: Vec<(String, String)>,
}

impl Layout {
    #[must_use]
    pub fn day(&self, column: usize) -> Option<i32> {
        self.days.get(&column).copied()
    }

    #[must_use]
    pub fn mean(&self, column: usize) -> Option<&Option<String>> {
        self.means.iter().find(|(at, _)| *at == column).map(|(_, period)| period)
    }

    #[must_use]
    pub fn means(&self) -> &[(usize, Option<String>)] {
        &self.means
    }

    #[must_use]
    pub fn result(&self, column: usize) -> Option<&str> {
        self.results.iter().find(|(at, _)| *at == column).map(|(_, period)| period.as_str())
    }
}

/// Reads the two header rows of a table; `None` when it is not the table of days.
#[must_use]
pub fn layout(grid: &Grid, head: &Head) -> Option<Layout> {
    let (titles, numbers) = (grid.rows.first()?, grid.rows.get(1)?);
    if titles.first()?.text.as_ref() != "Предмет" {
        return None;
    }
    let year = head.year?;
    let mut layout = Layout::default();
    for (column, title) in titles.iter().enumerate().skip(1) {
        let number = numbers.get(column).map(|cell| cell.text.as_ref()).unwrap_or_default();
        if is_result(&title.text) {
            layout.results.extend(period_of(&title.text).map(|period| (column, period)));
        } else if title.text.starts_with("Средн") {
            layout.means.push((column, period_of(&title.text)));
        } else if let Some(month) = period::month(&title.text) {
            match number.parse().ok().and_then(|day| day_in_year(year, month, day)) {
                Some(day) => drop(layout.days.insert(column, day)),
                None => layout.faults.push((format!("R2C{}", column + 1), format!("{} {number}", title.text))),
            }
        }
    }
    (!layout.days.is_empty() || !layout.means.is_empty()).then_some(layout)
}

fn is_result(title: &str) -> bool {
    title.starts_with("Итог")
}

/// «1 триместр» out of «Итог.оценка 1 триместр».
fn period_of(title: &str) -> Option<String> {
    const TITLE_WORDS_MAX: usize = 12;
    let words: Vec<&str> = title.split_whitespace().take(TITLE_WORDS_MAX).collect();
    (0..words.len()).find_map(|at| period::parse(&words.get(at..)?.join(" "))).map(|period| period.id)
}

/// Days since 1970-01-01 of a day and month in a school year: September to December belong to its first calendar year.
fn day_in_year(year: i64, month: u32, day: u32) -> Option<i32> {
    let year = i32::try_from(year).ok()? + i32::from(month < 9);
    chrono::NaiveDate::from_ymd_opt(year, month, day).map(typed::days)
}
