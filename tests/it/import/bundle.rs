//! The CSV bundle in every form schools write it.

use std::io::Write;

use crate::support::{Folder, number, sql, vedomost};

/// A small bundle in ISO dates, commas, UTF-8.
const FILES: &[(&str, &str)] = &[
    ("bundle.toml", "school = \"Школа № 0\"\nyear = 2025\nas_of = \"2025-10-01 12:00\"\n"),
    ("class.csv", "class_id,name\nc1,9Б\n"),
    ("subject.csv", "subject_id,name\nm,Алгебра\n"),
    ("teacher.csv", "teacher_id,full_name\nt1,Седова Вера Ильинична\n"),
    ("student.csv", "student_id,full_name\n1,Ёлкина Анна Петровна\n2,Жуков Лев Ильич\n"),
    ("class_membership.csv", "student_id,class_id,from_date\n1,c1,2025-09-01\n2,c1,2025-09-01\n"),
    ("planned_lesson.csv", "class_id,subject_id,seq,hours,planned_date\nc1,m,1,1.5,2025-09-02\n"),
    (
        "mark.csv",
        "student_id,class_id,subject_id,date,lesson_number,value,weight\n1,c1,m,2025-09-02,1,5,2\n1,c1,m,2025-09-02,1,4-,\n2,c1,m,2025-09-03,2,н/а,\n",
    ),
    ("attendance.csv", "student_id,class_id,subject_id,date,lesson_number,raw\n2,c1,m,2025-09-02,1,УП\n"),
    ("period_mark.csv", "student_id,class_id,subject_id,period_id,value\n1,c1,m,1 четверть,5\n2,c1,m,q1,осв\n1,c1,m,год,\n"),
];

/// How a text of the bundle is written to disk.
type Change<'a> = &'a dyn Fn(&str) -> Vec<u8>;

fn written(change: impl Fn(&str, &str) -> Vec<u8>) -> (Folder, String) {
    let folder = Folder::new();
    for (name, text) in FILES {
        folder.write(&format!("in/{name}"), change(name, text));
    }
    let store = folder.text("store");
    (folder, store)
}

fn content(store: &str) -> Vec<String> {
    let tables = ["mark", "attendance", "period_mark", "planned_lesson", "student", "class_membership"];
    let rows = tables.iter().flat_map(|table| sql(store, &format!("SELECT * FROM {table} ORDER BY ALL")));
    rows.map(|mut row| {
        let object = row.as_object_mut().expect("a row");
        object.remove("source_id");
        object.remove("raw");
        row.to_string()
    })
    .collect()
}

#[test]
fn encodings_delimiters_and_date_forms_say_the_same() {
    let (folder, store) = written(|_, text| text.as_bytes().to_vec());
    vedomost(&["import", &folder.text("in"), "--store", &store]).expect(0);
    let expected = content(&store);
    assert_eq!(number(&store, "SELECT weight_hundredths AS n FROM mark WHERE value = 5"), 200);
    assert_eq!(number(&store, "SELECT hours_hundredths AS n FROM planned_lesson"), 150);
    assert_eq!(number(&store, "SELECT count(*) AS n FROM mark WHERE kind = 'not_assessed' AND value IS NULL"), 1);
    assert_eq!(number(&store, "SELECT count(*) AS n FROM mark WHERE modifier = 'minus' AND seq = 0"), 1);
    assert_eq!(number(&store, "SELECT count(*) AS n FROM mark WHERE seq = 1"), 1, "of two marks of one lesson");
    assert_eq!(number(&store, "SELECT count(*) AS n FROM period_mark WHERE kind = 'year' AND status = 'empty'"), 1);
    let russian = |text: &str| {
        let dated =
            ["02", "03", "01"].iter().fold(text.to_owned(), |text, day| text.replace(&format!("2025-09-{day}"), &format!("{day}.09.2025")));
        dated.replace("1.5", "1,5x").replace(',', ";").replace("1;5x", "1,5")
    };
    let forms: [(&str, Change<'_>); 4] = [
        ("UTF-8 with BOM", &|text| [b"\xef\xbb\xbf", text.as_bytes()].concat()),
        ("windows-1251, semicolons, dd.mm.yyyy, decimal comma", &|text| encoding_rs::WINDOWS_1251.encode(&russian(text)).0.into_owned()),
        ("CRLF", &|text| text.replace('\n', "\r\n").into_bytes()),
        ("quoted", &|text| {
            text.lines()
                .map(|line| line.split(',').map(|field| format!("\"{field}\"")).collect::<Vec<_>>().join(",") + "\n")
                .collect::<String>()
                .into_bytes()
        }),
    ];
    for (form, change) in forms {
        let (folder, store) = written(|name, text| if name == "bundle.toml" { text.as_bytes().to_vec() } else { change(text) });
        vedomost(&["import", &folder.text("in"), "--store", &store]).expect(0);
        assert_eq!(content(&store), expected, "{form}");
    }
}

#[test]
fn gzip_and_zip_are_opened() {
    let (folder, store) = written(|_, text| text.as_bytes().to_vec());
    vedomost(&["import", &folder.text("in"), "--store", &store]).expect(0);
    let expected = content(&store);
    let packed = Folder::new();
    let mut archive = zip::ZipWriter::new(std::fs::File::create(packed.path("export.zip")).expect("a file"));
    for (name, text) in FILES {
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        gzip.write_all(text.as_bytes()).expect("gzip");
        archive
            .start_file(format!("школа/{name}.gz").replace(".toml.gz", ".toml"), zip::write::SimpleFileOptions::default())
            .expect("a member");
        let bytes = if name.ends_with("toml") { text.as_bytes().to_vec() } else { gzip.finish().expect("gzip") };
        archive.write_all(&bytes).expect("a member");
    }
    archive.finish().expect("an archive");
    let store = packed.text("store");
    vedomost(&["import", &packed.text("export.zip"), "--store", &store]).expect(0);
    assert_eq!(content(&store), expected);
}

#[test]
fn every_refused_row_is_counted_with_its_reason() {
    let (folder, store) = written(|_, text| text.as_bytes().to_vec());
    let bad = "student_id,class_id,subject_id,date,lesson_number,value\n1,c1,m,2025-09-02,1,5\n1,c1,m,2025-09-02,1,7\n9,c1,m,2025-09-02,1,5\n1,c9,m,2025-09-02,1,5\n1,c1,m,31.09.2025,1,5\n1,c1,m,2024-05-01,1,5\n1,c1,m,,1,5\n1,c1,m\n";
    folder.write("in/mark.csv", bad);
    let run = vedomost(&["import", &folder.text("in"), "--store", &store]).expect(1);
    assert_eq!(number(&store, "SELECT count(*) AS n FROM mark"), 1);
    let reasons = sql(&store, "SELECT src_loc, reason FROM quarantine WHERE table_name = 'mark' ORDER BY src_loc");
    let shown: Vec<String> = reasons.iter().map(|row| format!("{} {}", row["src_loc"], row["reason"]).replace('"', "")).collect();
    assert_eq!(
        shown,
        [
            "line 3 bad-mark",
            "line 4 unknown-student:9",
            "line 5 unknown-class:c9",
            "line 6 bad-value:date",
            "line 7 outside-year",
            "line 8 missing-value:date",
            "line 9 ragged-row"
        ]
    );
    // What was refused for its references is kept with its content.
    assert_eq!(number(&store, "SELECT count(*) AS n FROM quarantine WHERE raw LIKE '%student_id=9%' AND raw LIKE '%value=5%'"), 1);
    // 8 rows of marks, 7 refused; the other files have 1 + 1 + 1 + 2 + 2 + 1 + 1 + 3 = 12 rows.
    assert!(run.out.contains("Rows read 20, kept 13, quarantined 7."), "{}", run.out);
    assert_eq!(number(&store, "SELECT CAST(sum(rows_read) - sum(rows_kept) - sum(rows_quarantined) AS BIGINT) AS n FROM source"), 0);
}

#[test]
fn personal_data_stay_outside() {
    let (folder, store) = written(|_, text| text.as_bytes().to_vec());
    folder.write("in/student.csv", "student_id,full_name,СНИЛС,phone\n1,Ёлкина Анна Петровна,000-000-000 00,+7 000\n2,Жуков Лев Ильич,,\n");
    let run = vedomost(&["import", &folder.text("in"), "--store", &store]).expect(0);
    assert!(run.err.contains("“снилс” is personal data") && run.err.contains("“phone” is personal data"), "{}", run.err);
    let bytes = walk(&folder.path("store"));
    assert!(!bytes.windows(15).any(|window| window == b"000-000-000 00\0") && !String::from_utf8_lossy(&bytes).contains("000-000-000"));
}

fn walk(folder: &std::path::Path) -> Vec<u8> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        all.extend(if path.is_dir() { walk(&path) } else { std::fs::read(path).expect("a file") });
    }
    all
}

#[test]
fn doubled_absences_are_kept_and_said_once() {
    let (folder, store) = written(|_, text| text.as_bytes().to_vec());
    folder.write(
        "in/attendance.csv",
        "student_id,class_id,subject_id,date,raw\n2,c1,m,2025-09-02,Н\n2,c1,m,2025-09-02,Н\n1,c1,m,2025-09-02,Н\n",
    );
    let run = vedomost(&["import", &folder.text("in"), "--store", &store]).expect(0);
    assert!(run.err.contains("without a lesson number: 1;"), "{}", run.err);
    assert_eq!(number(&store, "SELECT count(*) AS n FROM attendance"), 3);
    assert_eq!(number(&store, "SELECT max(seq) AS n FROM attendance"), 1);
    let by_class = vedomost(&["query", "attendance-by-cause", "--store", &store, "--format", "json"]).expect(0).json();
    assert_eq!(by_class["rows"][0]["unset"].as_i64(), Some(2), "one a student");
}

#[test]
fn two_students_of_one_name_stay_apart_and_are_known_again() {
    let (folder, store) = written(|_, text| text.as_bytes().to_vec());
    folder.write("in/student.csv", "student_id,full_name\n1,Жуков Лев Ильич\n2,Жуков Лев Ильич\n");
    vedomost(&["import", &folder.text("in"), "--store", &store]).expect(0);
    let ids = sql(&store, "SELECT student_id FROM student ORDER BY student_id");
    assert_eq!(ids.len(), 2);
    folder.write("in/student.csv", "student_id,full_name,sex\n1,Жуков Лев Ильич,m\n2,Жуков Лев Ильич,m\n");
    vedomost(&["import", &folder.text("in"), "--store", &store]).expect(0);
    assert_eq!(sql(&store, "SELECT student_id FROM student ORDER BY student_id"), ids);
}

#[test]
fn a_partial_export_changes_nothing_it_does_not_name() {
    let (folder, store) = written(|_, text| text.as_bytes().to_vec());
    vedomost(&["import", &folder.text("in"), "--store", &store]).expect(0);
    let part = Folder::new();
    for (name, text) in FILES.iter().filter(|(name, _)| ["class.csv", "subject.csv", "student.csv"].contains(name)) {
        part.write(&format!("in/{name}"), text);
    }
    part.write("in/bundle.toml", "school = \"Школа № 0\"\nyear = 2025\nas_of = \"2025-10-02 12:00\"\n");
    part.write("in/mark.csv", "student_id,class_id,subject_id,date,lesson_number,value\n2,c1,m,2025-09-02,3,2\n2,c1,m,2025-09-03,2,н/а\n");
    let run = vedomost(&["import", &part.text("in"), "--store", &store]).expect(0);
    let marks = sql(&store, "SELECT date, value, kind FROM mark ORDER BY date, value NULLS LAST");
    assert_eq!(marks.len(), 4, "two marks of the other student, the old one and the new one: {marks:?}");
    assert_eq!(number(&store, "SELECT count(*) AS n FROM class_membership"), 2);
    assert_eq!(number(&store, "SELECT count(*) AS n FROM period_mark"), 3);
    assert!(run.out.contains("edits of earlier data: 0"), "2 September was not spoken for before: {}", run.out);
}

/// Exports of one school given together are taken in the order of their paths, those that the store holds too.
#[test]
fn exports_taken_in_one_run_are_taken_in_their_order() {
    let (folder, _) = written(|_, text| text.as_bytes().to_vec());
    for (name, text) in FILES {
        folder.write(&format!("corrected/{name}"), text.replace("2025-09-02,1,5,2", "2025-09-02,1,3,2"));
    }
    let (first, second) = (folder.text("in"), folder.text("corrected"));
    let take = |store: &str, runs: &[&[&str]]| {
        for paths in runs {
            vedomost(&[&["import", "--store", store], *paths].concat()).expect(0);
        }
        content(store)
    };
    let apart = take(&folder.text("apart"), &[&[&first], &[&second], &[&first]]);
    let together = take(&folder.text("together"), &[&[&first], &[&second, &first]]);
    assert_eq!(together, apart);
    assert_ne!(take(&folder.text("once"), &[&[&first], &[&second]]), apart, "the last one counts");
}

#[test]
fn an_export_of_no_school_year_is_said_and_counted() {
    let folder = Folder::new();
    folder.write("in/subject.csv", "subject_id,name\nm,Алгебра\np,Физика\n");
    let run = vedomost(&["import", &folder.text("in"), "--store", &folder.text("store")]).expect(3);
    assert!(run.err.contains("it cannot be told which school year") && run.err.contains("--year"), "{}", run.err);
    assert!(run.out.contains("Rows read 2, kept 0"), "{}", run.out);
}

#[test]
fn an_export_whose_rows_are_all_refused_keeps_them_in_the_quarantine() {
    let folder = Folder::new();
    folder.write("in/class.csv", "class_id,name\nc1,9Б\n");
    folder.write("in/subject.csv", "subject_id,name\nm,Алгебра\n");
    folder.write("in/student.csv", "student_id,full_name\n1,Ёлкина Анна\n");
    folder.write("in/mark.csv", "student_id,class_id,subject_id,date,value,year\n1,c1,m,2025-09-02,5,2024\n");
    let store = folder.text("store");
    vedomost(&["import", &folder.text("in"), "--store", &store]).expect(1);
    assert_eq!(number(&store, "SELECT count(*) AS n FROM quarantine WHERE reason = 'outside-year'"), 1);
}
