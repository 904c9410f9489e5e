//! `make bench`: import, indicators, typesetting, signing, each by itself, of a school of 1,000 students.
//!
//! With `VEDOMOST_BENCH=full` also of 100 schools of 1,000 students: gigabytes of disk and some minutes. What peers need for the same
//! work is measured by `make compare`.

use std::path::{Path, PathBuf};

use chrono::{TimeZone, Utc};
use criterion::{BatchSize, Criterion, Throughput};
use vedomost::import::{Blanks, Options};
use vedomost::ingest::{Request as Import, ingest};
use vedomost::model::document::ReportData;
use vedomost::query::{Bound, EngineOptions, Params, Request, answer};
use vedomost::regulation::{RegulationRow, Regulations};
use vedomost::sample;
use vedomost::sign::{SignOptions, Signer, demo_pki, sign};
use vedomost::store::Store;
use vedomost::typeset::{Overlay, Typesetter};

const INDICATORS: [&str; 5] = ["standings", "performance", "attendance_by_cause", "students_without_marks", "programme_completion"];
const STUDENTS: usize = 1000;

fn main() {
    let mut criterion = Criterion::default().sample_size(10).configure_from_args();
    let folder = tempfile::tempdir().expect("a folder");
    let counts: &[usize] = if std::env::var("VEDOMOST_BENCH").is_ok_and(|size| size == "full") { &[1, 100] } else { &[1] };
    for &schools in counts {
        let exports: Vec<PathBuf> = (1..=schools).map(|number| exports(folder.path(), number)).collect();
        imports(&mut criterion, folder.path(), &exports);
        queries(&mut criterion, folder.path(), &exports);
    }
    typesetting(&mut criterion);
    signing(&mut criterion);
    criterion.final_summary();
}

/// The exports of one invented school, made once.
fn exports(folder: &Path, number: usize) -> PathBuf {
    let out = folder.join(format!("school-{number}"));
    if !out.exists() {
        sample::write(&sample::Options { seed: number as u64, students: STUDENTS, ..sample::Options::default() }, &out).expect("a sample");
    }
    out.join("bundle")
}

/// Schools may have been given equal names: each is imported under an id of its own.
fn import(store: &Path, exports: &[PathBuf]) {
    let store = Store::open_or_create(store).expect("a store");
    for (number, path) in exports.iter().enumerate() {
        let request = Import {
            paths: vec![path.clone()],
            options: Options { mapping: None, blanks: Blanks { class: None, year: None } },
            school: Some(format!("s{number}")),
            as_of: None,
            now_local: "2026-06-01 12:00".to_owned(),
            now_utc: "2026-06-01T07:00:00Z".to_owned(),
        };
        ingest(&store, &request).expect("an import");
    }
}

fn imports(criterion: &mut Criterion, folder: &Path, exports: &[PathBuf]) {
    let bytes = exports.iter().flat_map(|path| std::fs::read_dir(path).expect("a bundle")).map(|file| file.expect("a file"));
    let bytes = bytes.map(|file| file.metadata().expect("a size").len()).sum();
    let mut group = criterion.benchmark_group("import");
    group.throughput(Throughput::Bytes(bytes));
    let name = format!("{} students", exports.len() * STUDENTS);
    let fresh = || tempfile::tempdir_in(folder).expect("a folder");
    group.bench_function(name, |bencher| bencher.iter_batched(fresh, |store| import(store.path(), exports), BatchSize::PerIteration));
    group.finish();
}

fn queries(criterion: &mut Criterion, folder: &Path, exports: &[PathBuf]) {
    let path = folder.join(format!("store-{}", exports.len()));
    import(&path, exports);
    let snapshot = Store::open(&path).and_then(|store| store.snapshot()).expect("a snapshot");
    let regulations = Regulations::builtin().expect("regulations");
    let year = |year: i64| i32::try_from(year).expect("a year");
    let bound: Vec<Bound> = snapshot
        .shelves
        .iter()
        .map(|shelf| Bound { school: shelf.manifest.school.clone(), year: year(shelf.manifest.year), files: shelf.files() })
        .collect();
    let regulation: Vec<RegulationRow> =
        bound.iter().map(|one| regulations.row("neutral", &one.school, one.year).expect("a regulation")).collect();
    let mut group = criterion.benchmark_group(format!("query, {} students", exports.len() * STUDENTS));
    for name in INDICATORS {
        let params = Params { period_id: Some("q2".to_owned()), ..Params::default() };
        let request = [Request { name: name.to_owned(), params }];
        group.bench_function(name, |bencher| {
            bencher.iter(|| answer(&bound, &regulation, &request, &EngineOptions::default()).pop().expect("an answer").expect("a table"));
        });
    }
    group.finish();
}

fn typesetting(criterion: &mut Criterion) {
    let typesetter = Typesetter::new(&Overlay::new()).expect("a typesetter");
    let mut group = criterion.benchmark_group("typeset");
    for name in ["class_marksheet", "school_summary"] {
        let path = format!("{}/../report-templates/data/{name}.json", env!("CARGO_MANIFEST_DIR"));
        let data: ReportData = serde_json::from_str(&std::fs::read_to_string(path).expect("a sample")).expect("report data");
        let mut number = 0;
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                // Another document each time: an equal one would come out of Typst's memory.
                number += 1;
                typesetter.pdf(&ReportData { notes: vec![format!("№ {number}")], ..data.clone() }).expect("a document")
            });
        });
    }
    group.finish();
}

fn signing(criterion: &mut Criterion) {
    let now = Utc.with_ymd_and_hms(2026, 6, 1, 12, 0, 0).unwrap();
    let pki = demo_pki("Школа", "Подписант", now).expect("keys");
    let signer = Signer::from_pkcs12(&pki.pkcs12.expect("a key"), vedomost::sign::DEMO_PASSWORD).expect("a signer");
    let path = format!("{}/../tests/fixtures/sheet.pdf", env!("CARGO_MANIFEST_DIR"));
    let pdf = std::fs::read(path).expect("a sheet");
    let mut group = criterion.benchmark_group("sign");
    group.throughput(Throughput::Elements(1));
    group.bench_function("a sheet with the demo key", |bencher| {
        bencher.iter(|| sign(&pdf, &signer, &SignOptions::at(now)).expect("signed"))
    });
    group.finish();
}
