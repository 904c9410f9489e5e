//! F13 «Выписка отметок»: all marks of periods, year, exam and the final ones of one student; the portfolio: the same over all years.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::model::collate::Russian;
use crate::model::document::{Cell, ColumnKind, DocTable, RowKind};
use crate::model::period;
use crate::model::table::Table;

use super::absence;
use super::base::signatories;
use super::cells::{column, count, date, mark, period_short, row, table};
use super::student::{self, Pupil, pupils};
use super::{Document, Input, Kind, Span, subject_order};

pub const KIND: Kind = Kind {
    name: "student_extract",
    title: "Выписка отметок обучающегося",
    form: "F13",
    of_student: true,
    names: true,
    queries: &[("class_list", None), ("marksheet_cell", None)],
    build: |input| build(input, &KIND),
    ..Kind::BASE
};

pub const PORTFOLIO: Kind = Kind {
    name: "student_portfolio",
    title: "Сводные сведения об обучающемся за все годы",
    span: Span::AllYears,
    queries: &[("class_list", None), ("marksheet_cell", None), ("attendance_by_cause", Some("student")), ("movement_list", None)],
    build: |input| build(input, &PORTFOLIO),
    ..KIND
};

/// (subject, period, kind) → row of `marksheet_cell`; a student's marks of one year.
type Marks<'a> = HashMap<(&'a str, &'a str, &'a str), usize>;

fn build(input: &Input<'_>, kind: &Kind) -> Vec<Document> {
    let [list, cells, more @ ..] = input.tables else { return Vec::new() };
    let order = Russian::default();
    let newest = only_year(list, input.year);
    let asked = |pupil: &&Pupil<'_>| {
        let level = newest.get(pupil.student.row, "grade_level").as_int();
        input.class_id.is_none_or(|class| class == pupil.class) && input.grade_level.is_none_or(|asked| level == Some(asked))
    };
    let one = |pupil: &Pupil<'_>| {
        let mut data = student::head(input, kind, pupil, None, &newest, &["S0 3.18", "S0 4.4"]);
        for year in years(list, pupil) {
            data.tables.push(year_table(list, cells, pupil, year, kind.span == Span::AllYears, &order));
        }
        if let [absences, moved] = more {
            data.tables.push(absence_table(absences, pupil));
            data.tables.extend(movement_table(moved, pupil));
            data.notes.push(absence::NOTE.to_owned());
        }
        data.notes.push(
            "Пустая клетка — отметка не выставлена; «н/а» — не аттестован(а); «осв» — освобождён(а); «зач» / «незач» — зачёт / незачёт."
                .to_owned(),
        );
        let teacher = data.signatories.first().cloned();
        data.signatories = signatories(input, teacher);
        student::document(input, kind, pupil, None, data)
    };
    pupils(input, &newest, &order).iter().filter(asked).map(one).collect()
}

/// The rows of one school year.
fn only_year(list: &Table, year: i64) -> Table {
    let rows = (0..list.rows.len()).filter(|row| list.get(*row, "year").as_int() == Some(year));
    Table { columns: list.columns.clone(), rows: rows.filter_map(|row| list.rows.get(row).cloned()).collect() }
}

/// The school years of the student, newest last.
fn years(list: &Table, pupil: &Pupil<'_>) -> BTreeSet<i64> {
    let own = (0..list.rows.len()).filter(|row| list.get(*row, "student_id").as_text() == Some(pupil.student.id));
    own.filter_map(|row| list.get(row, "year").as_int()).collect()
}

fn year_table(list: &Table, cells: &Table, pupil: &Pupil<'_>, year: i64, captioned: bool, order: &Russian) -> DocTable {
    let is_own = |of: &Table, row: usize| {
        of.get(row, "student_id").as_text() == Some(pupil.student.id) && of.get(row, "year").as_int() == Some(year)
    };
    let classes: BTreeSet<&str> =
        (0..list.rows.len()).filter(|row| is_own(list, *row)).filter_map(|row| list.get(row, "class_id").as_text()).collect();
    let (mut marks, mut subjects, mut shown) = (Marks::new(), BTreeMap::new(), BTreeSet::new());
    for row in (0..cells.rows.len()).filter(|row| is_own(cells, *row)) {
        let text = |column: &str| cells.get(row, column).as_text().unwrap_or_default();
        let class = cells.get(row, "class_id").as_text();
        // A student of two classes has his marks once under each; they are the same.
        if captioned || class == Some(pupil.class) {
            marks.insert((text("subject_id"), text("period_id"), text("kind")), row);
            subjects.insert(text("subject_id"), text("subject"));
            shown.insert((rank(text("kind")), text("period_id"), text("kind")));
        }
    }
    shown.insert((rank("year"), "year", "year"));
    let mut subjects: Vec<(&str, &str)> = subjects.into_iter().collect();
    subjects.sort_by(|left, right| subject_order::compare(order, left.1, right.1));
    let mut columns = vec![column("subject", "Предмет", ColumnKind::Text)];
    columns.extend(shown.iter().map(|(_, period, kind)| column(format!("{kind}:{period}"), title(kind, period), ColumnKind::Mark)));
    let rows = subjects.iter().enumerate().map(|(at, (id, name))| {
        let own = shown.iter().map(|(_, period, kind)| {
            marks.get(&(*id, *period, *kind)).map_or_else(Cell::default, |row| mark(cells.get(*row, "status"), cells.get(*row, "value")))
        });
        row(at, RowKind::Body, std::iter::once(Cell::text(*name)).chain(own).collect())
    });
    let rows = rows.collect();
    let classes: Vec<&str> = classes.into_iter().collect();
    let caption = if captioned {
        format!("{} учебный год, класс {}", label(year), classes.join(", "))
    } else {
        "Отметки".to_owned()
    };
    let name = if captioned { format!("marks-{year}") } else { "marks".to_owned() };
    table(&name, caption, columns, rows)
}

fn label(year: i64) -> String {
    i32::try_from(year).map(period::school_year_label).unwrap_or_default().replace('-', "/")
}

fn rank(kind: &str) -> u8 {
    ["period", "year", "exam", "final"].iter().position(|known| *known == kind).and_then(|at| u8::try_from(at).ok()).unwrap_or(u8::MAX)
}

fn title(kind: &str, period: &str) -> String {
    match kind {
        "year" => "Год".to_owned(),
        "exam" => "Экзамен".to_owned(),
        "final" => "Итог".to_owned(),
        _ => period_short(period),
    }
}

fn absence_table(absences: &Table, pupil: &Pupil<'_>) -> DocTable {
    let mut columns = vec![column("year", "Учебный год", ColumnKind::Text), column("class", "Класс", ColumnKind::Text)];
    let counted = absence::columns();
    let mut rows = Vec::new();
    for at in (0..absences.rows.len()).filter(|row| absences.get(*row, "student_id").as_text() == Some(pupil.student.id)) {
        let mut cells = vec![Cell::text(absences.get(at, "year").as_int().map(label).unwrap_or_default())];
        cells.push(Cell::text(absences.get(at, "class_id").as_text().unwrap_or_default()));
        cells.extend(counted.iter().map(|column| count(absences.get(at, &column.key))));
        rows.push(row(rows.len(), RowKind::Body, cells));
    }
    columns.extend(counted);
    table("absences", "Пропуски по годам (годы без пропусков и без сведений о них не показаны)", columns, rows)
}

fn movement_table(moved: &Table, pupil: &Pupil<'_>) -> Option<DocTable> {
    let columns = [("date", "Дата"), ("what", "Движение"), ("from", "Откуда"), ("to", "Куда"), ("order", "Приказ")]
        .map(|(key, title)| column(key, title, ColumnKind::Text))
        .to_vec();
    let mut rows = Vec::new();
    for at in (0..moved.rows.len()).filter(|row| moved.get(*row, "student_id").as_text() == Some(pupil.student.id)) {
        let text = |column: &str| moved.get(at, column).as_text();
        let what = match text("direction") {
            Some("in") => "прибытие",
            Some("out") => "выбытие",
            _ => "перевод",
        };
        let place = |org: &str, class: &str| Cell::text(text(org).or_else(|| text(class)).unwrap_or_default());
        let order = text("order_no").map(|number| format!("№ {number}")).unwrap_or_default();
        let day = date(moved.get(at, "date")).unwrap_or_default();
        let cells =
            vec![Cell::text(day), Cell::text(what), place("from_org", "from_class_id"), place("to_org", "to_class_id"), Cell::text(order)];
        rows.push(row(rows.len(), RowKind::Body, cells));
    }
    (!rows.is_empty()).then(|| table("movement", "Движение", columns, rows))
}
