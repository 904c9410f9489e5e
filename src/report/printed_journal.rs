//! F16 «Классный журнал»: the whole journal of a class as a book; subjects page by page, marks of the year, attendance, the last page.

use crate::model::collate::Russian;
use crate::model::person;

use super::base::{blank, field, signatories};
use super::cells::{own_period, span_text};
use super::figures::span_stem;
use super::journal_page::Journal;
use super::journal_results::Results;
use super::roll::{Class, classes};
use super::{Document, Input, Kind, absence, class_attendance, class_marksheet};

pub const KIND: Kind = Kind {
    name: "printed_journal",
    title: "Классный журнал",
    form: "F16",
    names: true,
    own_days: true,
    queries: &[
        ("class_list", None),
        ("journal_lesson", None),
        ("journal_entry", None),
        ("group_span", None),
        ("marksheet_cell", None),
        ("period_bound", None),
    ],
    each_period: class_attendance::KIND.each_period,
    build,
    ..Kind::BASE
};

fn build(input: &Input<'_>) -> Vec<Document> {
    let [list, lessons, entries, groups, marks, bounds] = input.tables else { return Vec::new() };
    let order = Russian::default();
    let journal = Journal::of(lessons, entries, groups, Results::of(marks, bounds));
    classes(list, &order).iter().filter_map(|class| document(input, &journal, class, &order)).collect()
}

fn document(input: &Input<'_>, journal: &Journal<'_>, class: &Class<'_>, order: &Russian) -> Option<Document> {
    let [list, .., marks, _] = input.tables else { return None };
    let teacher = list.get(class.first(), "class_teacher").as_text().unwrap_or_default();
    let mut data = blank(input, KIND.name, KIND.title, &["S2 7.3", "S1 3.2"]);
    data.head.insert(1, field("Класс", class.name));
    let span = span_stem(input);
    data.head.extend(
        span.as_ref()
            .map(|_| field("Период", &span_text(input.period_id.map(|id| own_period(list, class.name, id)), input.from, input.to))),
    );
    data.head.push(field("Классный руководитель", teacher));
    data.head.push(field("Обучающихся в списке", &class.students.len().to_string()));
    data.tables = journal.pages(class, order);
    let mut year = class_marksheet::marks_table(list, marks, class, order);
    year.caption = class_marksheet::KIND.title.to_owned();
    let mut attendance = class_attendance::absence_table(input, list, class);
    attendance.caption = class_attendance::KIND.title.to_owned();
    data.tables.extend([year, attendance]);
    data.notes = vec![
        "Отметки и пропуски — как в электронном журнале: Б — болезнь, УП — уважительная причина, НП — неуважительная, ОТ — причина не указана, ОП — опоздание, ОСВ — освобождён, ДО — занимался дистанционно, «•» — задолженность. Отметка за период стоит после последнего урока периода. Урок без темы — в выгрузке темы нет.".to_owned(),
        absence::NOTE.to_owned(),
    ];
    data.signatories = signatories(input, Some(field("Классный руководитель", &person::initials(teacher))));
    let span = span.map(|span| format!("-{span}")).unwrap_or_default();
    Some(Document { file_stem: format!("printed-journal-{}-{}{span}", input.year, class.name), data })
}
