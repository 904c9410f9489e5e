//! All packs together: inheritance, what holds in a school year, and the rows that queries read.

use std::collections::BTreeMap;
use std::path::Path;

use chrono::NaiveDate;
use include_dir::{Dir, include_dir};

use super::contradiction::{contradictions, in_line};
use super::deadline::{Deadline, RULES};
use super::error::RegulationError;
use super::key::{KEYS, Setting};
use super::nearest::nearest;
use super::pack::{Pack, Stated};
use super::scope::{SCOPES, Scope};

static BUILTIN: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/regulations");

/// The pack that holds where a school names none.
pub const DEFAULT: &str = "neutral";

/// What a school follows in a school year: one row of the view `regulation` (the values of all [`KEYS`], in their order), the rows of
/// `regulation_deadline` and the lists of `regulation_scope`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegulationRow {
    /// Id of the pack.
    pub id: String,
    pub school: String,
    pub year: i32,
    pub values: Vec<(&'static str, Setting)>,
    pub deadlines: Vec<Deadline>,
    pub scopes: Vec<(&'static str, Scope)>,
}

/// Checked packs by id.
#[derive(Clone, Debug)]
pub struct Regulations {
    packs: BTreeMap<String, Pack>,
    /// What is wrong with the files that were left out, see [`Regulations::with_sound`].
    left_out: Vec<RegulationError>,
}

impl Regulations {
    /// The packs that come with the program.
    pub fn builtin() -> Result<Self, Vec<RegulationError>> {
        Self::with_builtin([])
    }

    /// The packs that come with the program, and these (file name, text) pairs beside them.
    pub fn with_builtin(files: impl IntoIterator<Item = (String, String)>) -> Result<Self, Vec<RegulationError>> {
        let texts = BUILTIN.files().filter(|file| file.path().extension().is_some_and(|end| end == "toml"));
        let text = |file: &include_dir::File<'_>| {
            (format!("regulations/{}", file.path().display()), file.contents_utf8().unwrap_or_default().to_owned())
        };
        Self::load(texts.map(text).chain(files))
    }

    /// As [`Regulations::with_builtin`], without the files that have a fault: who follows none of them need not wait until they are mended.
    /// To ask for a pack that is not there gives the fault of the file that may have held it.
    pub fn with_sound(files: Vec<(String, String)>) -> Result<Self, Vec<RegulationError>> {
        let (mut sound, mut left_out) = (files, Vec::new());
        loop {
            let faults = match Self::with_builtin(sound.clone()) {
                Ok(all) => return Ok(Self { left_out, ..all }),
                Err(faults) => faults,
            };
            let count = sound.len();
            sound.retain(|(file, _)| faults.iter().all(|fault| fault.place().0 != *file));
            if sound.len() == count {
                return Err(faults);
            }
            left_out.extend(faults);
        }
    }

    /// Reads (file name, text) pairs; gives the faults of all files.
    pub fn load(files: impl IntoIterator<Item = (String, String)>) -> Result<Self, Vec<RegulationError>> {
        let mut packs: BTreeMap<String, Pack> = BTreeMap::new();
        let mut errors = Vec::new();
        for (file, text) in files {
            match Pack::parse(&file, &text) {
                Err(faults) => errors.extend(faults),
                Ok(pack) => match packs.get(&pack.id) {
                    Some(other) => errors.push(RegulationError::Duplicate { file, id: pack.id, other: other.file.clone() }),
                    None => drop(packs.insert(pack.id.clone(), pack)),
                },
            }
        }
        let all = Self { packs, left_out: Vec::new() };
        errors.extend(all.packs.values().flat_map(|pack| all.faults_of(pack)));
        if errors.is_empty() { Ok(all) } else { Err(errors) }
    }

    /// What is wrong with the files that were left out.
    #[must_use]
    pub fn left_out(&self) -> &[RegulationError] {
        &self.left_out
    }

    #[must_use]
    pub fn ids(&self) -> Vec<&str> {
        self.packs.keys().map(String::as_str).collect()
    }

    #[must_use]
    pub fn pack(&self, id: &str) -> Option<&Pack> {
        self.packs.get(id)
    }

    /// The packs, by id.
    pub fn iter(&self) -> impl Iterator<Item = &Pack> {
        self.packs.values()
    }

    /// What the pack says about a key on a day and the pack in which that stands: its own word before an inherited one.
    #[must_use]
    pub fn stated(&self, id: &str, key: &str, day: NaiveDate) -> Option<(&Pack, &Stated)> {
        in_line(&self.line_of(id).ok()?, key, day)
    }

    /// The row of a school that follows the pack in the school year that begins in `year`.
    pub fn row(&self, id: &str, school: &str, year: i32) -> Result<RegulationRow, RegulationError> {
        let pack = self.known(id)?;
        let not_in_force = || RegulationError::NotInForce { id: id.to_owned(), year };
        let day = NaiveDate::from_ymd_opt(year, 9, 1).ok_or_else(not_in_force)?;
        if pack.valid_from.is_some_and(|from| day < from) || pack.valid_to.is_some_and(|to| to < day) {
            return Err(not_in_force());
        }
        let value = |key: &'static str| match self.stated(id, key, day) {
            Some((_, stated)) => Ok((key, stated.value.clone())),
            None => Err(RegulationError::MissingKey { file: pack.file.clone(), key: key.to_owned() }),
        };
        let values = KEYS.iter().map(|key| value(key.name)).collect::<Result<_, _>>()?;
        let deadlines = self.deadlines(id)?.into_iter().map(|(_, row)| row.clone()).collect();
        let scopes = self.scopes(id)?.into_iter().map(|(_, name, scope)| (name, scope.clone())).collect();
        Ok(RegulationRow { id: id.to_owned(), school: school.to_owned(), year, values, deadlines, scopes })
    }

    /// The deadlines of a pack, by rule: its own rows, else those of the nearest pack it inherits that has some.
    pub fn deadlines(&self, id: &str) -> Result<Vec<(&Pack, &Deadline)>, RegulationError> {
        let line = self.line_of(id)?;
        let of = |rule: &str| {
            let own = |pack: &&Pack| pack.deadlines.iter().any(|row| row.rule == rule);
            let rows = line.iter().copied().find(own).into_iter().flat_map(|pack| pack.deadlines.iter().map(move |row| (pack, row)));
            rows.filter(|(_, row)| row.rule == rule).collect::<Vec<_>>()
        };
        Ok(RULES.iter().flat_map(|(rule, _)| of(rule)).collect())
    }

    /// The lists of a pack, its own before inherited ones.
    pub fn scopes(&self, id: &str) -> Result<Vec<(&Pack, &'static str, &Scope)>, RegulationError> {
        let line = self.line_of(id)?;
        let of = |name: &'static str| line.iter().find_map(|pack| Some((*pack, name, pack.scopes.get(name)?)));
        Ok(SCOPES.iter().filter_map(|name| of(name)).collect())
    }

    /// The pack of this id.
    pub fn known(&self, id: &str) -> Result<&Pack, RegulationError> {
        let unknown = || {
            let of = |fault: &&RegulationError| Path::new(&fault.place().0).file_stem().is_some_and(|stem| stem == id);
            let fault = self.left_out.iter().find(of).or(self.left_out.first()).cloned();
            fault.unwrap_or_else(|| RegulationError::UnknownPack { id: id.to_owned(), nearest: nearest(id, self.ids()).map(str::to_owned) })
        };
        self.pack(id).ok_or_else(unknown)
    }

    fn faults_of(&self, pack: &Pack) -> Vec<RegulationError> {
        match self.line_of(&pack.id) {
            Err(error) => vec![error],
            // A value that holds only from some day on does not stand for the time before it.
            Ok(line) => KEYS
                .iter()
                .filter(|key| !line.iter().any(|pack| pack.values.get(key.name).is_some_and(|one| one.valid_from.is_none())))
                .map(|key| RegulationError::MissingKey { file: pack.file.clone(), key: key.name.to_owned() })
                .chain(contradictions(&line))
                .collect(),
        }
    }

    /// The pack and those it inherits from, nearest first.
    fn line_of(&self, id: &str) -> Result<Vec<&Pack>, RegulationError> {
        let mut line: Vec<&Pack> = Vec::new();
        let mut next = Some(id);
        while let Some(id) = next {
            let pack = self.known(id)?;
            if line.iter().any(|seen| seen.id == pack.id) {
                let through = line.iter().map(|pack| pack.id.as_str()).collect::<Vec<_>>().join(", ");
                return Err(RegulationError::Cycle { file: pack.file.clone(), id: pack.id.clone(), through });
            }
            line.push(pack);
            next = pack.inherit.as_deref();
        }
        Ok(line)
    }
}
