//! A disk that fails where a test wants it: an error, a killed process, a power cut.
//!
//! For the power cut it keeps a second book of what lasts: the content of a file once the file was synced, a name once
//! its folder was. At the cut what was not synced is lost, kept or half kept.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard};

use vedomost::store::{Disk, Lock, NewFile, RealDisk};

pub const NO_SPACE: i32 = 28;
pub const READ_ONLY: i32 = 30;
pub const BROKEN: i32 = 5;
const NO_LINKS: i32 = 1;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The step fails with this error, the next ones work.
    Once(i32),
    /// The step and all after it fail.
    FromThenOn(i32),
    /// The process ends in the middle of the step.
    Kill,
    /// As `Kill`, and the machine forgets what was not synced: nothing of it survives, all or some.
    PowerCut(Survives),
    /// The file system knows no second names, and imports do not take turns.
    NoLinks,
    /// Imports do not take turns, as on a file system where locks do not lock.
    NoTurns,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Survives {
    Nothing,
    Everything,
    Some(u64),
}

#[derive(Clone, Debug)]
pub struct FaultyDisk(Arc<Mutex<State>>);

#[derive(Debug)]
struct State {
    at: usize,
    fault: Fault,
    steps: usize,
    dead: bool,
    /// What was written to each file, and what of it was synced.
    files: Vec<(Vec<u8>, Option<Vec<u8>>)>,
    /// Names as they are now.
    names: BTreeMap<PathBuf, usize>,
    /// Names that last; `None` is a name that is not there.
    lasting: BTreeMap<PathBuf, Option<usize>>,
    pending: Vec<(PathBuf, Change)>,
}

#[derive(Clone, Debug)]
enum Change {
    Folder(PathBuf),
    Names(Vec<(PathBuf, Option<usize>)>),
}

/// What becomes of a step.
enum Fate {
    Done,
    Half,
}

impl FaultyDisk {
    /// The step with this number, from 1, goes wrong.
    pub fn new(at: usize, fault: Fault) -> Self {
        let state = State {
            at,
            fault,
            steps: 0,
            dead: false,
            files: Vec::new(),
            names: BTreeMap::new(),
            lasting: BTreeMap::new(),
            pending: Vec::new(),
        };
        Self(Arc::new(Mutex::new(state)))
    }

    /// A disk on which nothing goes wrong, and which need not wait for the real one.
    pub fn good() -> Arc<Self> {
        Arc::new(Self::new(usize::MAX, Fault::Kill))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().expect("no test panics inside")
    }

    /// Whether the fault was reached.
    pub fn failed(&self) -> bool {
        let state = self.state();
        state.steps >= state.at
    }

    /// The machine starts again.
    pub fn restart(&self) {
        let mut state = self.state();
        if let Fault::PowerCut(survives) = state.fault {
            state.lose(survives);
        }
    }
}

impl State {
    fn step(&mut self) -> io::Result<Fate> {
        if self.dead {
            return Err(io::Error::other("dead"));
        }
        self.steps += 1;
        if self.steps < self.at {
            return Ok(Fate::Done);
        }
        match self.fault {
            Fault::Once(code) if self.steps == self.at => Err(io::Error::from_raw_os_error(code)),
            Fault::FromThenOn(code) => Err(io::Error::from_raw_os_error(code)),
            Fault::Kill | Fault::PowerCut(_) => {
                self.dead = true;
                Ok(Fate::Half)
            }
            Fault::Once(_) | Fault::NoLinks | Fault::NoTurns => Ok(Fate::Done),
        }
    }

    /// Half of a step that cannot be halved: done or not, in turn.
    fn half(&self) -> bool {
        self.steps.is_multiple_of(2)
    }

    /// The first touch of a name: what stands there lasts.
    fn touch(&mut self, path: &Path) {
        if !self.lasting.contains_key(path) {
            let there = fs::read(path).ok().map(|bytes| {
                self.files.push((bytes.clone(), Some(bytes)));
                self.files.len() - 1
            });
            self.lasting.insert(path.to_owned(), there);
            if let Some(file) = there {
                self.names.insert(path.to_owned(), file);
            }
        }
    }

    fn change(&mut self, folder: &Path, names: Vec<(PathBuf, Option<usize>)>) {
        for (path, file) in &names {
            match file {
                Some(file) => drop(self.names.insert(path.clone(), *file)),
                None => drop(self.names.remove(path)),
            }
        }
        self.pending.push((folder.to_owned(), Change::Names(names)));
    }

    fn lose(&mut self, survives: Survives) {
        let mut dice = match survives {
            // Each step has its own luck.
            Survives::Some(seed) => seed.wrapping_add(self.at as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15),
            Survives::Nothing | Survives::Everything => 0,
        };
        let mut chance = || match survives {
            Survives::Nothing => false,
            Survives::Everything => true,
            Survives::Some(_) => {
                dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                dice >> 63 == 1
            }
        };
        let mut gone = Vec::new();
        for (_, change) in std::mem::take(&mut self.pending) {
            match change {
                Change::Folder(path) if !chance() => gone.push(path),
                Change::Names(names) if chance() => self.lasting.extend(names),
                Change::Folder(_) | Change::Names(_) => {}
            }
        }
        for (path, file) in &self.lasting {
            let Some(file) = file else {
                let _ = fs::remove_file(path);
                continue;
            };
            let (written, synced) = &self.files[*file];
            let content = synced.clone().unwrap_or_else(|| if chance() { written[..written.len() / 2].to_vec() } else { Vec::new() });
            if path.parent().is_some_and(Path::exists) {
                fs::write(path, content).expect("the file after the cut");
            }
        }
        for path in gone {
            let _ = fs::remove_dir_all(path);
        }
    }
}

fn folder(path: &Path) -> &Path {
    path.parent().expect("a folder")
}

impl Disk for FaultyDisk {
    fn create_folder(&self, path: &Path) -> io::Result<()> {
        let mut state = self.state();
        let fate = state.step()?;
        if matches!(fate, Fate::Half) && state.half() {
            return Err(io::Error::other("dead"));
        }
        fs::create_dir(path)?;
        state.pending.push((folder(path).to_owned(), Change::Folder(path.to_owned())));
        Ok(())
    }

    fn create(&self, path: &Path) -> io::Result<Box<dyn NewFile>> {
        let mut state = self.state();
        let fate = state.step()?;
        if matches!(fate, Fate::Half) && state.half() {
            return Err(io::Error::other("dead"));
        }
        state.touch(path);
        let file = File::create_new(path)?;
        state.files.push((Vec::new(), None));
        let number = state.files.len() - 1;
        state.change(folder(path), vec![(path.to_owned(), Some(number))]);
        Ok(Box::new(FaultyFile { disk: self.clone(), number, file }))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut state = self.state();
        let fate = state.step()?;
        if matches!(fate, Fate::Half) && state.half() {
            return Err(io::Error::other("dead"));
        }
        state.touch(from);
        state.touch(to);
        fs::rename(from, to)?;
        let number = state.names[from];
        state.change(folder(to), vec![(from.to_owned(), None), (to.to_owned(), Some(number))]);
        Ok(())
    }

    fn hard_link(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut state = self.state();
        if state.fault == Fault::NoLinks {
            return Err(io::Error::from_raw_os_error(NO_LINKS));
        }
        let fate = state.step()?;
        if matches!(fate, Fate::Half) && state.half() {
            return Err(io::Error::other("dead"));
        }
        state.touch(from);
        state.touch(to);
        fs::hard_link(from, to)?;
        let number = state.names[from];
        state.change(folder(to), vec![(to.to_owned(), Some(number))]);
        Ok(())
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        let mut state = self.state();
        let fate = state.step()?;
        if matches!(fate, Fate::Half) && state.half() {
            return Err(io::Error::other("dead"));
        }
        state.touch(path);
        fs::remove_file(path)?;
        state.change(folder(path), vec![(path.to_owned(), None)]);
        Ok(())
    }

    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        let mut state = self.state();
        if matches!(state.step()?, Fate::Half) {
            return Err(io::Error::other("dead"));
        }
        let (done, waiting) = std::mem::take(&mut state.pending).into_iter().partition(|(folder, _)| folder == path);
        state.pending = waiting;
        let done: Vec<(PathBuf, Change)> = done;
        for (_, change) in done {
            if let Change::Names(names) = change {
                state.lasting.extend(names);
            }
        }
        Ok(())
    }

    fn try_lock(&self, path: &Path, lock: Lock) -> io::Result<Option<File>> {
        if matches!(self.state().step()?, Fate::Half) {
            return Err(io::Error::other("dead"));
        }
        let turn = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(".school-"));
        let free = turn && matches!(self.state().fault, Fault::NoLinks | Fault::NoTurns);
        if free { RealDisk.try_lock(path, Lock::Shared) } else { RealDisk.try_lock(path, lock) }
    }
}

struct FaultyFile {
    disk: FaultyDisk,
    number: usize,
    file: File,
}

impl Write for FaultyFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut state = self.disk.state();
        let fate = match state.step() {
            Err(error) if error.raw_os_error() == Some(NO_SPACE) => Fate::Half,
            other => other?,
        };
        let part = if matches!(fate, Fate::Half) { &bytes[..bytes.len() / 2] } else { bytes };
        self.file.write_all(part)?;
        let number = self.number;
        state.files[number].0.extend_from_slice(part);
        match fate {
            Fate::Done => Ok(bytes.len()),
            Fate::Half if state.dead => Err(io::Error::other("dead")),
            Fate::Half => Err(io::Error::from_raw_os_error(NO_SPACE)),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl NewFile for FaultyFile {
    fn sync(&mut self) -> io::Result<()> {
        let mut state = self.disk.state();
        if matches!(state.step()?, Fate::Half) {
            return Err(io::Error::other("dead"));
        }
        let number = self.number;
        let written = state.files[number].0.clone();
        state.files[number].1 = Some(written);
        Ok(())
    }
}
