//! Exports of parts of a journal, overlapping, late, repeated, shuffled and written otherwise, beside a merge so simple that
//! it can be read at a glance: day by day, whoever was made last and speaks for the day says what stands there.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

use super::small::import;
use crate::support::{Folder, sql};

const SUBJECTS: [&str; 3] = ["m", "r", "h"];
const NAMES: [&str; 3] = ["Алгебра", "Русский язык", "История"];
const STUDENTS: u64 = 6;
const DAYS: u64 = 24;
const WORDS: [&str; 6] = ["5", "4", "3", "2", "4-", "н/а"];
const CASES: u64 = 60;
const EXPORTS: u64 = 7;

/// Student, subject, day, lesson.
type Key = (u64, &'static str, NaiveDate, i64);
/// What stands at each key: sorted words.
type Marks = BTreeMap<Key, Vec<&'static str>>;

/// One export: when it was made, the days it speaks for of each student and subject, and what it says.
#[derive(Clone)]
struct Export {
    as_of: String,
    complete: Option<(NaiveDate, NaiveDate)>,
    spans: BTreeMap<(u64, &'static str), (NaiveDate, NaiveDate)>,
    marks: Marks,
}

impl Export {
    fn covers(&self, key: &Key) -> bool {
        let span = self.complete.as_ref().or_else(|| self.spans.get(&(key.0, key.1)));
        span.is_some_and(|(from, to)| *from <= key.2 && key.2 <= *to)
    }
}

/// A mark or several that changed: key, before, after, dates of the exports.
type Edit = (Key, String, String, String, String);

/// The merge as it is defined.
#[derive(Default)]
struct Model {
    taken: Vec<Export>,
    marks: Marks,
    edits: Vec<Edit>,
}

impl Model {
    fn take(&mut self, export: &Export) {
        let keys: BTreeSet<Key> = self.marks.keys().chain(export.marks.keys()).copied().filter(|key| export.covers(key)).collect();
        for key in keys {
            let before = self.taken.iter().filter(|old| old.covers(&key)).map(|old| old.as_of.clone()).max();
            if before.as_ref().is_some_and(|before| *before > export.as_of) {
                continue;
            }
            let said = export.marks.get(&key).cloned().unwrap_or_default();
            let stood = if said.is_empty() { self.marks.remove(&key) } else { self.marks.insert(key, said.clone()) }.unwrap_or_default();
            if let (Some(before), true) = (before, stood != said) {
                self.edits.push((key, words(&stood), words(&said), before, export.as_of.clone()));
            }
        }
        self.taken.push(export.clone());
    }
}

fn words(marks: &[&str]) -> String {
    let mut words: Vec<&str> = marks.iter().map(|word| if *word == "н/а" { "not_assessed" } else { word }).collect();
    words.sort_unstable();
    words.join(" ")
}

struct Journal {
    random: ChaCha8Rng,
    marks: Marks,
    exports: Vec<Export>,
}

fn day(number: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, 9, 8).expect("a day") + Days::new(number * 2)
}

impl Journal {
    fn new(seed: u64) -> Self {
        let mut journal = Self { random: ChaCha8Rng::seed_from_u64(seed), marks: Marks::new(), exports: Vec::new() };
        (0..80).for_each(|_| journal.change());
        journal
    }

    fn below(&mut self, bound: u64) -> u64 {
        self.random.next_u64() % bound
    }

    fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        let at = usize::try_from(self.below(of.len() as u64)).expect("small");
        of[at]
    }

    /// A mark is set, put beside another, or taken away.
    fn change(&mut self) {
        let key = (self.below(STUDENTS), self.pick(&SUBJECTS), day(self.below(DAYS)), 1 + i64::from(self.below(3) == 0));
        let word = self.pick(&WORDS);
        match self.below(4) {
            0 => drop(self.marks.remove(&key)),
            1 => self.marks.entry(key).or_default().push(word),
            _ => drop(self.marks.insert(key, vec![word])),
        }
        if let Some(marks) = self.marks.get_mut(&key) {
            marks.sort_unstable();
        }
    }

    /// An export of the journal as it is now: all of some days, or what one student, class, subject or month has.
    fn export(&mut self, number: u64) -> Export {
        let as_of = format!("2025-12-01 {:02}:00", 8 + number);
        if self.below(3) == 0 {
            let (one, two) = (self.below(DAYS), self.below(DAYS));
            let (from, to) = (day(one.min(two)), day(one.max(two)));
            let marks = self.marks.iter().filter(|(key, _)| from <= key.2 && key.2 <= to).map(|(key, said)| (*key, said.clone()));
            return Export { as_of, complete: Some((from, to)), spans: BTreeMap::new(), marks: marks.collect() };
        }
        let (by, student, subject, month) = (self.below(4), self.below(STUDENTS), self.pick(&SUBJECTS), 9 + self.below(2));
        let wanted = |key: &Key| match by {
            0 => key.0 == student,
            1 => key.0 % 2 == student % 2,
            2 => key.1 == subject,
            _ => u64::from(chrono::Datelike::month(&key.2)) == month,
        };
        let marks: Marks = self.marks.iter().filter(|(key, _)| wanted(key)).map(|(key, said)| (*key, said.clone())).collect();
        let mut spans = BTreeMap::new();
        for key in marks.keys() {
            let span = spans.entry((key.0, key.1)).or_insert((key.2, key.2));
            *span = (span.0.min(key.2), span.1.max(key.2));
        }
        Export { as_of, complete: None, spans, marks }
    }

    /// Writes an export with its rows in any order, in one of the forms spreadsheets write.
    fn write(&mut self, folder: &Folder, name: &str, export: &Export) -> String {
        let mut head = format!("school = \"Школа № 0\"\nyear = 2025\nas_of = \"{}\"\n", export.as_of);
        if let Some((from, to)) = export.complete {
            head += &format!("covers_from = \"{from}\"\ncovers_to = \"{to}\"\ncomplete = true\n");
        }
        let mut rows: Vec<String> = export.marks.iter().flat_map(|(key, said)| said.iter().map(|word| row(key, word))).collect();
        for at in (1..rows.len()).rev() {
            let other = usize::try_from(self.below(at as u64 + 1)).expect("small");
            rows.swap(at, other);
        }
        let table = format!("student_id,class_id,subject_id,date,lesson_number,value\n{}", rows.concat());
        let russian = self.below(2) == 0;
        let written = |text: &str| if russian { text.replace(',', ";").replace('\n', "\r\n") } else { text.to_owned() };
        let table = if russian { encoding_rs::WINDOWS_1251.encode(&written(&table)).0.into_owned() } else { table.into_bytes() };
        let names: String = (0..STUDENTS).map(|number| format!("{number},Ученик Номер {}\n", letters(number))).collect();
        let subjects: String = SUBJECTS.iter().zip(NAMES).map(|(id, name)| format!("{id},{name}\n")).collect();
        folder.write(&format!("{name}/bundle.toml"), head);
        folder.write(&format!("{name}/class.csv"), "class_id,name\nc0,9А\nc1,9Б\n");
        folder.write(&format!("{name}/subject.csv"), format!("subject_id,name\n{subjects}"));
        folder.write(&format!("{name}/student.csv"), format!("student_id,full_name\n{names}"));
        folder.write(&format!("{name}/mark.csv"), table);
        folder.text(name)
    }
}

/// A patronymic for a number, so that no two students have one name.
fn letters(number: u64) -> &'static str {
    ["Ильич", "Львович", "Петрович", "Иванович", "Юрьевич", "Олегович"][usize::try_from(number).expect("small")]
}

fn row(key: &Key, word: &str) -> String {
    format!("{},c{},{},{},{},{word}\n", key.0, key.0 % 2, key.1, key.2, key.3)
}

fn key(row: &serde_json::Value) -> Key {
    let text = |name: &str| row[name].as_str().expect("a text").to_owned();
    let student = (0..STUDENTS).find(|number| text("full_name").ends_with(letters(*number))).expect("a student");
    let subject = SUBJECTS.iter().zip(NAMES).find(|(_, name)| text("subject_id") == name.to_lowercase()).expect("a subject").0;
    (student, subject, text("date").parse().expect("a date"), row["lesson_number"].as_i64().expect("a lesson"))
}

fn stored_marks(store: &str) -> Marks {
    let mut marks = Marks::new();
    for row in sql(store, "SELECT s.full_name, m.subject_id, m.date, m.lesson_number, m.raw FROM mark m JOIN student s USING (student_id)")
    {
        let word = WORDS.iter().find(|word| row["raw"] == **word).expect("a word");
        marks.entry(key(&row)).or_default().push(word);
    }
    marks.values_mut().for_each(|said| said.sort_unstable());
    marks
}

fn stored_edits(store: &str) -> Vec<Edit> {
    let text = |row: &serde_json::Value, name: &str| row[name].as_str().expect("a text").to_owned();
    let rows = sql(store, "SELECT s.full_name, e.* FROM edit e JOIN student s USING (student_id)");
    let edit = |row: &serde_json::Value| {
        let minute = |name: &str| text(row, name).chars().take(16).collect();
        (key(row), text(row, "old_values"), text(row, "new_values"), minute("previous_as_of"), minute("as_of"))
    };
    let mut edits: Vec<Edit> = rows.iter().map(edit).collect();
    edits.sort();
    edits
}

fn check(seed: u64) {
    let (folder, mut journal, mut model) = (Folder::new(), Journal::new(seed), Model::default());
    let store = folder.path("store");
    for number in 0..EXPORTS {
        (0..journal.below(12)).for_each(|_| journal.change());
        let export = journal.export(number);
        journal.exports.push(export);
    }
    // They come late, twice, and two in one run.
    let mut order: Vec<u64> = (0..EXPORTS).collect();
    for _ in 0..3 {
        let (one, two) = (journal.below(EXPORTS), journal.below(EXPORTS));
        order.swap(usize::try_from(one).expect("small"), usize::try_from(two).expect("small"));
    }
    let again = journal.pick(&order);
    order.push(again);
    let mut step = 0;
    while let Some(first) = order.first().copied() {
        let together = 1 + usize::from(order.len() > 2 && journal.below(3) == 0);
        let mut now: Vec<u64> = order.drain(..together).collect();
        now.retain(|one| *one == first || *one != again);
        let mut paths = Vec::new();
        for number in &now {
            let export = journal.exports[usize::try_from(*number).expect("small")].clone();
            paths.push(journal.write(&folder, &format!("in{step}-{number}"), &export));
        }
        import(&store, &paths);
        now.sort_unstable();
        for number in now {
            model.take(&journal.exports[usize::try_from(number).expect("small")].clone());
        }
        step += 1;
    }
    let store = store.display().to_string();
    assert_eq!(stored_marks(&store), model.marks, "seed {seed}: marks");
    model.edits.sort();
    assert_eq!(stored_edits(&store), model.edits, "seed {seed}: the ledger");
}

#[test]
fn partial_exports_in_any_order_say_what_the_newest_of_each_day_says() {
    (0..CASES).for_each(check);
}
