//! Documents: both templates over their samples and over extremes, equal bytes, plain text of names, errors with their place.

use std::process::Command;

use rayon::prelude::*;
use vedomost::model::document::{Cell, ColumnKind, DocColumn, DocRow, DocTable, ReportData, RowKind};
use vedomost::report::chart;
use vedomost::typeset::{Overlay, TypesetError, Typesetter};

fn typesetter() -> Typesetter {
    Typesetter::new(&Overlay::new()).unwrap()
}

fn overlay(path: &str, text: &str) -> Typesetter {
    Typesetter::new(&Overlay::from([(path.to_owned(), text.as_bytes().to_vec())])).unwrap()
}

fn sample(template: &str) -> ReportData {
    let path = format!("{}/report-templates/data/{template}.json", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// The sample marksheet with other students and subjects: every student has four quarters and a year.
fn marksheet(names: &[String], subjects: usize) -> ReportData {
    let mut data = sample("class_marksheet");
    let column = |key: String, title: String, kind, merge| DocColumn { key, title, group: String::new(), kind, merge };
    let mut columns = vec![
        column("number".into(), "№".into(), ColumnKind::Text, true),
        column("name".into(), "Фамилия, имя, отчество".into(), ColumnKind::Text, true),
        column("period".into(), "Период".into(), ColumnKind::Text, false),
    ];
    columns.extend((1..=subjects).map(|n| column(format!("subject:{n}"), format!("Учебный предмет № {n}"), ColumnKind::Mark, false)));
    columns.push(column("decision".into(), "Решение педагогического совета".into(), ColumnKind::Text, true));
    let mut rows = Vec::new();
    for (name, group) in names.iter().zip(1..) {
        for period in ["1 четв.", "2 четв.", "3 четв.", "4 четв.", "год"] {
            let mut cells = vec![Cell::text(group.to_string()), Cell::text(name), Cell::text(period)];
            cells.extend((0..subjects).map(|_| Cell::count(4)));
            cells.push(Cell::text("Переведён"));
            rows.push(DocRow { group, kind: RowKind::Body, cells });
        }
    }
    data.tables = vec![DocTable { name: "marks".into(), caption: String::new(), columns, rows }];
    data
}

/// The sample results of a class with so many students and subjects.
fn results(students: usize, subjects: usize) -> ReportData {
    let mut data = sample("class_results");
    let table = &mut data.tables[0];
    let first = table.columns.iter().position(|column| column.kind == ColumnKind::Mark).unwrap();
    let marks = table.columns.iter().filter(|column| column.kind == ColumnKind::Mark).count();
    let spread = |n: usize| {
        if n < first {
            n
        } else if n < first + subjects {
            first
        } else {
            n - subjects + marks
        }
    };
    let all = table.columns.len() - marks + subjects;
    table.columns = (0..all).map(|n| table.columns[spread(n)].clone()).collect();
    for row in &mut table.rows {
        row.cells = (0..all).map(|n| row.cells[spread(n)].clone()).collect();
    }
    let (body, rest): (Vec<DocRow>, Vec<DocRow>) =
        table.rows.drain(..).partition(|row| row.kind == RowKind::Body && !row.cells[0].text.is_empty());
    table.rows = names(students)
        .into_iter()
        .zip(1..)
        .map(|(name, number)| {
            let mut row = body[0].clone();
            (row.group, row.cells[0], row.cells[1]) = (number, Cell::text(number.to_string()), Cell::text(name));
            row
        })
        .chain(rest)
        .collect();
    data
}

fn names(count: usize) -> Vec<String> {
    (1..=count).map(|n| format!("Фамильев{n} Имя Отчествович")).collect()
}

/// Words of the PDF by poppler where it is installed.
fn pdf_words(pdf: &[u8]) -> Option<String> {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), pdf).unwrap();
    let output = Command::new("pdftotext").arg(file.path()).arg("-").output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

fn contains(pdf: &[u8], needle: &str) -> bool {
    pdf.windows(needle.len()).any(|window| window == needle.as_bytes())
}

#[test]
fn every_template_has_a_header_and_a_sample_that_typesets() {
    let typesetter = typesetter();
    let templates = typesetter.templates();
    assert!(templates.iter().any(|info| info.name == "class_marksheet") && templates.iter().any(|info| info.name == "school_summary"));
    for info in templates {
        assert!(!info.title_ru.is_empty() && !info.title_en.is_empty() && !info.tables.is_empty(), "header of {}", info.name);
        assert_eq!(typesetter.template_hash(&info.name).unwrap().len(), 64);
        let data = sample(&info.name);
        for table in &info.tables {
            assert!(data.tables.iter().any(|has| has.name == *table), "{} names the table {table}", info.name);
        }
        assert!(typesetter.pdf(&data).unwrap().starts_with(b"%PDF-1.7"));
    }
}

#[test]
fn standards_and_facts_stand_in_the_metadata() {
    let data = sample("class_marksheet");
    let pdf = typesetter().pdf(&data).unwrap();
    for mark in ["<pdfaid:part>2</pdfaid:part>", "<pdfaid:conformance>A</pdfaid:conformance>", "<pdfuaid:part>1</pdfuaid:part>"] {
        assert!(contains(&pdf, mark), "{mark}");
    }
    assert!(contains(&pdf, &format!("vedomost {}", env!("CARGO_PKG_VERSION"))));
    assert!(contains(&pdf, "2026-05-29"));
    assert!(contains(&pdf, &data.provenance.code) && contains(&pdf, &data.stamps[0].keyword));
}

#[test]
fn equal_data_give_equal_bytes_also_in_parallel() {
    let data = [sample("class_marksheet"), sample("school_summary")];
    let first: Vec<_> = data.iter().map(|data| typesetter().pdf(data).unwrap()).collect();
    let shared = typesetter();
    let jobs: Vec<usize> = (0..8).map(|n| n % 2).collect();
    jobs.into_par_iter().for_each(|at| assert!(shared.pdf(&data[at]).unwrap() == first[at]));
    let mut other = data[0].clone();
    other.tables[0].rows[0].cells[3] = Cell::count(2);
    assert!(shared.pdf(&other).unwrap() != first[0]);
}

#[test]
fn a_class_without_students_and_one_with_a_single_student() {
    let typesetter = typesetter();
    let empty = typesetter.page_texts(&marksheet(&[], 12)).unwrap();
    assert_eq!(empty.len(), 1);
    assert!(empty[0].contains("Строк нет"));
    typesetter.pdf(&marksheet(&[], 12)).unwrap();
    typesetter.pdf(&marksheet(&[], 0)).unwrap();
    typesetter.pdf(&marksheet(&names(1), 1)).unwrap();
    let mut bare = marksheet(&names(1), 3);
    (bare.head, bare.notes, bare.signatories, bare.stamps) = (vec![], vec![], vec![], vec![]);
    typesetter.pdf(&bare).unwrap();
}

#[test]
fn a_large_class_repeats_its_header_and_keeps_students_whole() {
    let data = marksheet(&names(45), 30);
    let typesetter = typesetter();
    typesetter.pdf(&data).unwrap();
    let pages = typesetter.page_texts(&data).unwrap();
    assert!(pages.len() > 2);
    for page in &pages {
        assert!(page.contains("Период") && page.contains("Отчествович"), "no header or no students: {page}");
        // Every student on the page has all his rows there, his first and his last.
        assert_eq!(page.matches("1 четв.").count(), page.matches("Отчествович").count());
        assert_eq!(page.matches("4 четв.").count(), page.matches("Отчествович").count());
        assert!(page.contains(&format!("из {}", pages.len())));
    }
}

#[test]
fn results_of_a_class_stand_on_one_sheet_with_their_signatures() {
    let typesetter = typesetter();
    for (students, subjects, sheets) in [(28, 9, 1), (25, 16, 1), (45, 12, 2), (25, 20, 2)] {
        let pages = typesetter.page_texts(&results(students, subjects)).unwrap();
        assert_eq!(pages.len(), sheets, "{students} students, {subjects} subjects");
        let last = pages.last().unwrap();
        assert!(pages[0].contains(&format!("Фамильев{students} ")) && last.contains("Директор"), "{last}");
    }
}

#[test]
fn more_subjects_than_fit_are_cut_into_parts_with_the_names_in_each() {
    let pages = typesetter().page_texts(&marksheet(&names(3), 60)).unwrap();
    assert!(pages.len() >= 2);
    for (page, part) in pages.iter().zip(1..) {
        assert!(page.contains(&format!("Часть {part} из {}", pages.len())));
        assert!(page.contains("Фамильев1") && page.contains("Период"));
    }
    assert_eq!(pages.iter().filter(|page| page.contains("Переведён")).count(), 1, "the decision stands in the last part");
}

#[test]
fn names_are_text_and_never_markup() {
    let hard = [
        "А #1",
        "Б $x$ $",
        "В <script>",
        "=CMD()",
        "Г @a",
        "Д *b* _c_",
        "Е \"ё\" \\ \\u{41}",
        "- Ж",
        "1. З",
        "// И",
        "https://k.test",
        "`Л`",
        "[М] #[Н]",
    ];
    let names: Vec<String> = hard.iter().map(|name| (*name).to_owned()).collect();
    let data = marksheet(&names, 4);
    let typesetter = typesetter();
    let words = typesetter.page_texts(&data).unwrap().join("\n");
    // Poppler guesses spaces from gaps, so they are left out of the comparison.
    let tight = |text: &str| text.split_whitespace().collect::<String>();
    let seen = tight(&pdf_words(&typesetter.pdf(&data).unwrap()).unwrap_or_else(|| words.clone()));
    for name in hard {
        assert!(words.contains(name), "set: {name}");
        assert!(seen.contains(&tight(name)), "in the PDF: {name}\n{seen}");
    }
}

#[test]
fn long_names_wrap() {
    let names: Vec<String> = [
        "Рождественская-Преображенская-Вознесенская-Константинопольская А",
        &"Щ".repeat(60),
        &format!("{} {}", "Константинопольский".repeat(2), "Александр".repeat(3)),
    ]
    .map(str::to_owned)
    .to_vec();
    let data = marksheet(&names, 16);
    let words = typesetter().page_texts(&data).unwrap().join("");
    assert!(words.contains("Щ"));
    typesetter().pdf(&data).unwrap();
}

#[test]
fn an_error_in_a_template_names_file_and_line() {
    let broken = overlay("broken.typ", "// tables: marks\n#let data = json(\"/data.json\")\n#let = 1\n");
    let mut data = sample("class_marksheet");
    data.template = "broken".into();
    let error = broken.pdf(&data).unwrap_err();
    assert!(matches!(&error, TypesetError::Template(problems) if problems[0].place.as_ref().unwrap().line == 3), "{error}");
    assert!(error.to_string().contains("broken.typ:3:"), "{error}");

    let asks = overlay("broken.typ", "#let data = json(\"/data.json\")\n\n#data.absent\n");
    let text = asks.pdf(&data).unwrap_err().to_string();
    assert!(text.contains("broken.typ:3:") && text.contains("absent"), "{text}");

    let reads = overlay("broken.typ", "#read(\"/etc/passwd\")");
    assert!(reads.pdf(&data).unwrap_err().to_string().contains("broken.typ:1:"));
}

#[test]
fn an_unknown_template_lists_the_known_ones() {
    let mut data = sample("class_marksheet");
    data.template = "class_marksheat".into();
    let text = typesetter().pdf(&data).unwrap_err().to_string();
    assert!(text.contains("class_marksheat") && text.contains("class_marksheet, "), "{text}");
}

#[test]
fn a_missing_glyph_is_an_error_that_says_which() {
    let data = marksheet(&["Иванов 🎓 Пётр".to_owned()], 2);
    let error = typesetter().pdf(&data).unwrap_err();
    assert!(matches!(&error, TypesetError::MissingGlyph { character: '🎓', text } if text == "Иванов 🎓 Пётр"), "{error}");
    assert!(error.to_string().contains("U+1F393"));
    // Letters of the languages of Russia have their glyphs.
    typesetter().pdf(&marksheet(&["Әхмәтҗанова Гөлнур Һади кызы".to_owned(), "Ӑҫҫе Ҫӗнӳҫ Ҡуңыр Өмөт Ӣӯ".to_owned()], 2)).unwrap();
}

#[test]
fn an_overlay_replaces_a_template_and_changes_its_hash() {
    let own = overlay(
        "class_marksheet.typ",
        "// tables: marks\n// title ru: Своя\n// title en: Own\n#set document(title: [x], date: none)\nПривет",
    );
    assert_ne!(own.template_hash("class_marksheet").unwrap(), typesetter().template_hash("class_marksheet").unwrap());
    assert_eq!(own.templates().iter().find(|info| info.name == "class_marksheet").unwrap().title_ru, "Своя");
    assert_eq!(own.page_texts(&sample("class_marksheet")).unwrap().join(""), "Привет");
}

#[test]
fn a_chart_of_sixty_classes_is_legible_text_in_the_pdf() {
    let bars: Vec<chart::Bar> = (0..60)
        .map(|n| {
            (
                format!("{}{}", n / 6 + 1, ['А', 'Б', 'В', 'Г', 'Д', 'Е'][n % 6]),
                (n != 7).then_some(100 * i64::try_from(n).unwrap()),
                if n == 7 { "—".into() } else { format!("{n},00") },
            )
        })
        .collect();
    let svg = chart::bars("Качество <по> «классам» & всё", "%", &bars);
    assert_eq!(svg, chart::bars("Качество <по> «классам» & всё", "%", &bars));
    assert!(svg.contains("<title>Качество &lt;по&gt; «классам» &amp; всё</title>"));
    assert!(!svg.contains("fill=\"#FFFFFF\""));
    for (label, _, text) in &bars {
        assert!(svg.contains(label.as_str()) && svg.contains(text.as_str()), "{label}");
    }
    let mut data = sample("school_summary");
    data.charts[0].svg = svg;
    let pdf = typesetter().pdf(&data).unwrap();
    if let Some(words) = pdf_words(&pdf) {
        assert!(words.contains("59,00") && words.contains("10Е"), "{words}");
    }
}

#[test]
fn a_chart_of_nothing_and_of_large_numbers_is_still_a_picture() {
    assert!(chart::bars("", "%", &[]).ends_with("</svg>\n"));
    let wild = [("а".to_owned(), Some(i64::MAX), "много".to_owned()), ("б".to_owned(), Some(i64::MIN), "мало".to_owned())];
    assert!(chart::bars("x", "уч.", &wild).contains("много"));
}
