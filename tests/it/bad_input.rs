//! Faulty input, one test a fault, for every reader it can reach. Each lies in a folder beside a good bundle and a good
//! report: whatever is said of the fault, the rows of the good files are taken and every row read is counted.

mod archives;
mod encodings;
mod files;
mod mapped;
mod memory;
mod names;
mod paths;
mod tables;
mod values;

use std::io::Write;

use vedomost::messages::{Lang, has, text};

pub use crate::import::student_total::{NEW, OLD};
use crate::support::{Folder, Run, number, vedomost};

/// A good bundle: two students, three marks, one absence, one mark of a period.
pub const BUNDLE: &[(&str, &str)] = &[
    ("bundle.toml", "school = \"МОУ «Лицей № 0»\"\nyear = 2025\nas_of = \"2025-10-01 12:00\"\n"),
    ("class.csv", "class_id,name\nc1,9Б\n"),
    ("subject.csv", "subject_id,name\nm,Алгебра\n"),
    ("student.csv", "student_id,full_name\n1,Седова Нина Петровна\n2,Орлов Глеб Ильич\n"),
    ("class_membership.csv", "student_id,class_id,from_date\n1,c1,2025-09-01\n2,c1,2025-09-01\n"),
    (
        "mark.csv",
        "student_id,class_id,subject_id,date,lesson_number,value\n1,c1,m,2025-09-02,1,5\n1,c1,m,2025-09-03,1,4\n2,c1,m,2025-09-03,2,3\n",
    ),
    ("attendance.csv", "student_id,class_id,subject_id,date,lesson_number,raw\n2,c1,m,2025-09-02,1,УП\n"),
    ("period_mark.csv", "student_id,class_id,subject_id,period_id,value\n1,c1,m,1 четверть,5\n"),
];
/// Marks of the good report.
const REPORT_MARKS: i64 = 4;
const BUNDLE_MARKS: i64 = 3;

/// An import of faulty files beside good ones.
pub struct Tried {
    pub folder: Folder,
    pub store: String,
    pub run: Run,
}

/// A folder with a good bundle and a good report.
pub fn good() -> Folder {
    let folder = Folder::new();
    for (name, text) in BUNDLE {
        folder.write(&format!("in/bundle/{name}"), text);
    }
    folder.write("in/reports/good.xls", NEW);
    folder
}

/// Imports the files beside the good ones; names are below the folder of the import.
pub fn tried(files: &[(&str, &[u8])]) -> Tried {
    let folder = good();
    for (name, bytes) in files {
        folder.write(&format!("in/{name}"), bytes);
    }
    import(folder)
}

pub fn import(folder: Folder) -> Tried {
    let store = folder.text("store");
    let run = vedomost(&["import", &folder.text("in"), "--store", &store]);
    Tried { folder, store, run }
}

/// The bundle with one file put in the place of its own.
pub fn bundle_with(name: &str, bytes: &[u8]) -> Tried {
    tried(&[(&format!("bundle/{name}"), bytes)])
}

impl Tried {
    /// The run ended with this code, the good files were taken, and all rows were counted.
    pub fn ends(self, code: u8) -> Self {
        assert_eq!(self.run.code, code, "\n--- out\n{}\n--- err\n{}", self.run.out, self.run.err);
        let marks = "SELECT count(DISTINCT (subject_id, date, seq)) AS n FROM mark JOIN student USING (student_id) \
                     WHERE full_name = 'Ёлкина Анна Петровна' AND mark.family = 'student_total'";
        assert_eq!(number(&self.store, marks), REPORT_MARKS, "{}", self.run.err);
        let [read, kept, quarantined] = self.counts();
        assert_eq!(read, kept + quarantined, "{}", self.run.out);
        let sum = "SELECT CAST(coalesce(sum(abs(rows_read - rows_kept - rows_quarantined)), 0) AS BIGINT) AS n FROM source";
        assert_eq!(number(&self.store, sum), 0, "a source that does not add up");
        assert!(!self.run.err.contains("internal error"), "{}", self.run.err);
        self
    }

    /// Also the bundle lost nothing.
    pub fn with_the_bundle(self) -> Self {
        assert_eq!(number(&self.store, "SELECT count(*) AS n FROM mark WHERE family = 'bundle'"), BUNDLE_MARKS, "{}", self.run.err);
        assert_eq!(number(&self.store, "SELECT count(*) AS n FROM attendance WHERE family = 'bundle'"), 1);
        self
    }

    /// Read, kept, quarantined, as the program says them.
    pub fn counts(&self) -> [i64; 3] {
        let line = self.run.out.lines().find(|line| line.contains("Rows read")).expect("counts");
        let numbers = line.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).map(|part| part.parse().expect("a number"));
        let all: Vec<i64> = numbers.collect();
        [all[1], all[2], all[3]]
    }

    /// A finding of this kind names the file, says what was found (and expected) and what to do next.
    pub fn says(self, place: &str, code: &str, found: &str, expected: &str) -> Self {
        let words = text(Lang::En, &format!("finding.{code}"), &[("found", found), ("expected", expected)]);
        let said = self.run.err.lines().any(|line| line.contains(place) && line.contains(&words));
        assert!(said, "{place}: {words}\n--- err\n{}", self.run.err);
        let hint = format!("finding.{code}.hint");
        if has(Lang::En, &hint) {
            let hint = text(Lang::En, &hint, &[]);
            assert!(self.run.err.contains(&hint), "no advice: {hint}\n{}", self.run.err);
        }
        assert!(has(Lang::En, &hint) || code == "hidden-characters", "{code} has no advice");
        self
    }

    /// Rows of this table went to quarantine for this reason; the first of them stood here.
    pub fn refuses(self, table: &str, reason: &str, count: usize, place: &str) -> Self {
        let words = text(Lang::En, &format!("reason.{reason}"), &[]);
        let line = text(Lang::En, "import.reason", &[("count", &count.to_string()), ("table", table), ("reason", &words)]);
        assert!(self.run.out.contains(&line), "{line}\n--- out\n{}\n--- err\n{}", self.run.out, self.run.err);
        assert!(self.run.out.lines().any(|line| line.trim_end().ends_with(place)), "{place}\n{}", self.run.out);
        let advice = text(Lang::En, "import.quarantine.hint", &[]);
        assert!(self.run.err.contains(&advice), "{}", self.run.err);
        self
    }

    pub fn number(&self, sql: &str) -> i64 {
        number(&self.store, sql)
    }
}

/// Rows of `mark.csv` behind the three good ones.
pub fn marks_and(rows: &str) -> Vec<u8> {
    let (_, good) = BUNDLE.iter().find(|(name, _)| *name == "mark.csv").expect("mark.csv");
    format!("{good}{rows}").into_bytes()
}

pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    gzip.write_all(bytes).expect("gzip");
    gzip.finish().expect("gzip")
}

pub fn zip_of(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in files {
        archive.start_file(*name, zip::write::SimpleFileOptions::default()).expect("a member");
        archive.write_all(bytes).expect("a member");
    }
    archive.finish().expect("an archive").into_inner()
}
