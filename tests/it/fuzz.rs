//! Mutation fuzzing of everything that reads what comes from outside: no panic, no endless work, no row uncounted.
//!
//! Inputs are good files, broken in ways of which a school knows some and an attacker others. `make test` runs for some
//! seconds; `make fuzz` runs millions (`VEDOMOST_FUZZ_INPUTS`). An input that breaks something is written to a file, and
//! belongs into [`found`] as a test with a name. `VEDOMOST_FUZZ_SEED` starts elsewhere.

mod corpus;
mod found;
mod imports;
mod mutate;
mod others;
mod signatures;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use mutate::Dice;

/// Seconds that `make test` spends.
const SECONDS: u64 = 15;
/// No input may take longer, not even on a busy machine.
const SLOWEST: Duration = Duration::from_secs(10);
/// Peak of resident memory of a long run, in MB.
const PEAK_MB: u64 = 1500;

/// Reads an input; panics when something does not hold.
pub type Reader = Box<dyn Fn(&[u8], &mut Dice) + Send + Sync>;

/// A reader with the good inputs it starts from.
pub struct Target {
    pub name: &'static str,
    /// Of 1000 inputs so many are for this one: cheap ones get more.
    pub share: u64,
    pub corpus: Vec<Vec<u8>>,
    /// Pieces of its language, put in and exchanged.
    pub words: &'static [&'static str],
    pub run: Reader,
}

fn targets() -> Vec<Target> {
    let mut all = imports::targets();
    all.extend(others::targets());
    all.extend(signatures::targets());
    all
}

/// An input that broke its reader.
struct Broken {
    target: &'static str,
    why: String,
    file: PathBuf,
}

#[test]
fn mutated_inputs_break_nothing() {
    let targets = targets();
    let asked = std::env::var("VEDOMOST_FUZZ_INPUTS").ok().and_then(|text| text.parse::<u64>().ok());
    let seed = std::env::var("VEDOMOST_FUZZ_SEED").ok().and_then(|text| text.parse::<u64>().ok()).unwrap_or(1);
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let (done, broken) = (AtomicU64::new(0), Mutex::new(Vec::new()));
    let counts: Vec<AtomicU64> = targets.iter().map(|_| AtomicU64::new(0)).collect();
    let spent: Vec<AtomicU64> = targets.iter().map(|_| AtomicU64::new(0)).collect();
    let started = Instant::now();
    let shares: u64 = targets.iter().map(|target| target.share).sum();
    let go_on = |number: usize| match asked {
        Some(inputs) => (number as u64) < inputs,
        None => started.elapsed() < Duration::from_secs(SECONDS),
    };
    // Every reader gets one input, however slow the machine is.
    let next = || {
        let number = usize::try_from(done.fetch_add(1, Ordering::Relaxed)).expect("small");
        (number < targets.len() || go_on(number)).then_some(number)
    };
    std::thread::scope(|scope| {
        for thread in 0..threads {
            let (targets, counts, spent, broken, next) = (&targets, &counts, &spent, &broken, &next);
            scope.spawn(move || {
                let mut dice = Dice::new(seed * 1000 + thread as u64);
                while let Some(number) = next() {
                    let mut place = dice.below(shares);
                    let at = targets.iter().position(|target| {
                        let here = place < target.share;
                        place = place.saturating_sub(target.share);
                        here
                    });
                    let at = if number < targets.len() { number } else { at.expect("shares add up") };
                    counts[at].fetch_add(1, Ordering::Relaxed);
                    let begun = Instant::now();
                    if let Some(one) = try_one(&targets[at], &mut dice) {
                        broken.lock().expect("a list").push(one);
                    }
                    spent[at].fetch_add(u64::try_from(begun.elapsed().as_micros()).unwrap_or(u64::MAX), Ordering::Relaxed);
                }
            });
        }
    });
    let numbers = |all: &[AtomicU64]| all.iter().map(|one| one.load(Ordering::Relaxed)).collect::<Vec<u64>>();
    let counts = numbers(&counts);
    report(&targets, &counts, &numbers(&spent), started.elapsed());
    let broken = broken.into_inner().expect("a list");
    let shown: Vec<String> = broken.iter().take(20).map(|one| format!("{}: {}\n    {}", one.target, one.why, one.file.display())).collect();
    assert!(broken.is_empty(), "{} inputs broke a reader:\n{}", broken.len(), shown.join("\n"));
    assert!(counts.iter().all(|count| *count > 0), "a reader got no input: {counts:?}");
    if asked.is_some() {
        assert!(peak_mb() < PEAK_MB, "{} MB", peak_mb());
    }
}

fn try_one(target: &Target, dice: &mut Dice) -> Option<Broken> {
    let input = mutate::input(&target.corpus, target.words, dice);
    let mut later = dice.clone();
    let started = Instant::now();
    let outcome = catch_unwind(AssertUnwindSafe(|| (target.run)(&input, &mut later)));
    let why = match outcome {
        Err(panic) => {
            let text = panic.downcast_ref::<String>().cloned();
            text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned())).unwrap_or_else(|| "a panic".to_owned())
        }
        Ok(()) if started.elapsed() > SLOWEST => format!("took {:?}", started.elapsed()),
        Ok(()) => return None,
    };
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("fuzz");
    std::fs::create_dir_all(&folder).expect("a folder");
    let file = folder.join(format!("{}-{:016x}", target.name, dice.below(u64::MAX)));
    std::fs::write(&file, &input).expect("a file");
    Some(Broken { target: target.name, why: why.chars().take(400).collect(), file })
}

fn report(targets: &[Target], counts: &[u64], spent: &[u64], took: Duration) {
    let all: u64 = counts.iter().sum();
    let a_second = u128::from(all) * 1000 / took.as_millis().max(1);
    println!("fuzz: {all} inputs in {:.0} s, {a_second} a second, peak {} MB", took.as_secs_f64(), peak_mb());
    for ((target, count), micros) in targets.iter().zip(counts).zip(spent) {
        println!("  {:<12} {count:>9} inputs, {} µs each", target.name, micros / (*count).max(1));
    }
}

/// Peak of resident memory of this process; 0 where the system does not say it.
fn peak_mb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap_or(0) / 1024
}
