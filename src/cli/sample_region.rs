//! `vedomost sample --schools N`: a region, one school after the other; with `--into` each is imported and its files go.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use crate::import;
use crate::ingest::{self, Request};
use crate::regulation::Regulations;
use crate::sample::region::{Member, Region, SCHOOLS_MAX};
use crate::sample::shares::Shares;
use crate::sample::{self, Written};
use crate::store::{School, Store};

use super::error::CliError;
use super::exit;
use super::sample::{ProfileName, SampleArgs};
use super::ui::Ui;

/// Below the store: the files of the school that is on its way into it.
const SCRATCH: &str = ".sample";

/// What all schools together have.
#[derive(Default)]
struct Sum {
    schools: usize,
    students: usize,
    marks: usize,
    rows: usize,
}

/// # Errors
/// Impossible numbers, an unknown regulation, a folder or store that cannot be written.
pub fn run(arguments: &SampleArgs, schools: usize, shares: Shares, ui: &mut Ui<'_>) -> Result<u8, CliError> {
    let numbers = match arguments.only {
        Some(number) => number..=number,
        None => 1..=schools,
    };
    if schools > SCHOOLS_MAX || *numbers.start() == 0 || *numbers.end() > schools || schools == 0 {
        let found = arguments.only.filter(|_| (1..=SCHOOLS_MAX).contains(&schools)).unwrap_or(schools);
        let most = if found == schools { SCHOOLS_MAX } else { schools };
        return Err(CliError::new("error.school-count").with("found", found).with("max", most));
    }
    let regulations = regulations(&arguments.regulation)?;
    let colleges = arguments.profile == ProfileName::Mixed;
    let region = Region { seed: arguments.seed, schools, students: arguments.students, colleges, shares };
    // The store is made before anything is written below it: one is only made in an empty folder.
    let store = arguments.into.as_deref().map(Store::open_or_create).transpose()?;
    let scratch = arguments.into.as_ref().filter(|_| arguments.out.is_none()).map(|store| store.join(SCRATCH));
    // What a broken run left.
    clear(scratch.as_deref())?;
    let start = Instant::now();
    let mut sum = Sum::default();
    for number in numbers {
        let mut member = region.member(number);
        if arguments.profile == ProfileName::Vocational {
            member.options.profile = sample::Profile::Vocational;
        }
        let regulation = regulations.get((number - 1) % regulations.len().max(1)).map(String::as_str).unwrap_or_default();
        let folder = folder(arguments, &member);
        let written = sample::write(&member.options, &folder)?;
        sum.add(&written);
        if let Some(store) = &store {
            take_in(store, &folder, &member, regulation)?;
            fs::remove_dir_all(&folder).map_err(CliError::file(&folder))?;
        }
        say_school(&member, &written, regulation, ui)?;
    }
    clear(scratch.as_deref())?;
    say_sum(&sum, start, ui)?;
    Ok(exit::GOOD)
}

fn clear(scratch: Option<&Path>) -> Result<(), CliError> {
    match scratch.filter(|folder| folder.exists()) {
        Some(folder) => fs::remove_dir_all(folder).map_err(CliError::file(folder)),
        None => Ok(()),
    }
}

/// Regulations that the schools follow in turn.
fn regulations(asked: &[String]) -> Result<Vec<String>, CliError> {
    let known = Regulations::builtin().map_err(|_| CliError::new("error.internal").with("detail", "regulations"))?;
    let all: Vec<String> = known.ids().into_iter().map(str::to_owned).collect();
    for id in asked {
        known.known(id)?;
    }
    Ok(if asked.is_empty() { all } else { asked.to_vec() })
}

/// Where a school is written: below `--out`, else beside the data of the store it goes into.
fn folder(arguments: &SampleArgs, member: &Member) -> PathBuf {
    let base = match (&arguments.out, &arguments.into) {
        (Some(out), _) => out.clone(),
        (None, Some(store)) => store.join(SCRATCH),
        (None, None) => PathBuf::new(),
    };
    base.join(&member.id)
}

/// Imports one school under its own id.
fn take_in(store: &Store, folder: &Path, member: &Member, regulation: &str) -> Result<(), CliError> {
    let now = chrono::Local::now();
    let request = Request {
        paths: vec![folder.join("bundle")],
        options: import::Options::default(),
        school: Some(member.id.clone()),
        as_of: None,
        now_local: now.format("%Y-%m-%d %H:%M").to_string(),
        now_utc: now.naive_utc().format("%Y-%m-%dT%H:%M:%SZ").to_string(),
    };
    let outcome = ingest::ingest(store, &request)?;
    if outcome.needs_attention() {
        let detail = format!("{}: {} / {}", member.id, outcome.rows_quarantined, outcome.findings.len());
        return Err(CliError::new("error.region-findings").with("detail", detail));
    }
    store.change_schools(|schools| {
        for school in schools.school.iter_mut().filter(|school| school.id == member.id) {
            *school = School { regulation: Some(regulation.to_owned()), ..school.clone() };
        }
        Ok(())
    })?;
    Ok(())
}

fn say_school(member: &Member, written: &Written, regulation: &str, ui: &mut Ui<'_>) -> Result<(), CliError> {
    ui.say(
        "sample.school",
        &[
            ("id", &member.id),
            ("students", &written.students.to_string()),
            ("classes", &written.classes.to_string()),
            ("marks", &written.marks.to_string()),
            ("rows", &written.rows.to_string()),
            ("kilobytes", &(written.bytes / 1024).to_string()),
            ("regulation", regulation),
        ],
    )
}

fn say_sum(sum: &Sum, start: Instant, ui: &mut Ui<'_>) -> Result<(), CliError> {
    ui.say(
        "sample.region",
        &[
            ("schools", &sum.schools.to_string()),
            ("students", &sum.students.to_string()),
            ("marks", &sum.marks.to_string()),
            ("rows", &sum.rows.to_string()),
        ],
    )?;
    let milliseconds = start.elapsed().as_millis().max(1);
    let per_second = sum.rows as u128 * 1000 / milliseconds;
    ui.note("sample.speed", &[("seconds", &(milliseconds / 1000).to_string()), ("speed", &per_second.to_string())]);
    Ok(())
}

impl Sum {
    fn add(&mut self, written: &Written) {
        self.schools += 1;
        self.students += written.students;
        self.marks += written.marks;
        self.rows += written.rows;
    }
}
