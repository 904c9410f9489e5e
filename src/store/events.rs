//! Merging what happened: rows in the scope of an export are replaced, rows outside stay.
//!
//! Old and new rows walk side by side, key by key. Inside a key rows are a multiset: two equal lessons of a day are two.

use std::cmp::Ordering;

use rayon::prelude::*;

use crate::model::rows::{Cells, Compact, Rows, Texts, line_of};
use crate::model::schema::{Kind, Table};

use super::cover::{Cover, Index, rank};
use super::packed::Packed;

/// Rows judged at once, of which neighbours mostly have one student and subject.
const CHUNK: usize = 1 << 16;

/// Who spoke before, who speaks now.
pub struct Scope<'a> {
    pub old: &'a Index,
    pub new: &'a Index,
    pub rank: u8,
}

/// What becomes of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    /// An old row outside the scope.
    Stays,
    /// An old row inside: gone unless it is said again.
    Removed,
    /// A new row that counts.
    Taken,
    /// A new row where a family of higher rank speaks.
    Demoted,
    /// A new row where a newer export of the same rank spoke.
    Older,
}

/// The next rows of a table: numbers through both parts, in the order of the file.
#[derive(Debug, Default)]
pub struct Outcome {
    pub order: Vec<u32>,
    /// Some row came or went.
    pub changed: bool,
    pub demoted: Vec<u32>,
    pub older: usize,
    /// Old and new rows of keys in which something changed.
    pub differing: Vec<(Vec<u32>, Vec<u32>)>,
}

impl Outcome {
    /// Both, this one's rows first.
    fn and(mut self, other: Self) -> Self {
        self.order.extend(other.order);
        self.demoted.extend(other.demoted);
        self.differing.extend(other.differing);
        Self { changed: self.changed || other.changed, older: self.older + other.older, ..self }
    }
}

/// Old and new rows of one table, numbered through.
#[derive(Clone, Copy)]
pub struct Both<'a>(pub [&'a Rows; 2]);

impl<'a> Both<'a> {
    /// The part of a row and its number there.
    #[must_use]
    pub fn at(&self, row: u32) -> (&'a Rows, usize) {
        let ([one, two], row) = (self.0, row as usize);
        if row < one.len() { (one, row) } else { (two, row - one.len()) }
    }

    /// Rows that say the same stand in the order of their sources and places.
    #[must_use]
    pub fn tie(&self, one: u32, two: u32) -> Ordering {
        let ((of_one, one), (of_two, two)) = (self.at(one), self.at(two));
        let line =
            |rows: &Rows, row: usize| if let Some(Cells::Line(lines)) = rows.cells("src_loc") { lines.get(row).copied() } else { None };
        of_one
            .text(one, "source_id")
            .cmp(&of_two.text(two, "source_id"))
            .then_with(|| line(of_one, one).cmp(&line(of_two, two)))
            .then_with(|| of_one.place(one).cmp(&of_two.place(two)))
    }
}

/// Columns of a table beside its key, without those every row carries.
pub fn rest(table: &'static Table) -> Vec<&'static str> {
    table.columns.iter().map(|column| column.name).filter(|name| !table.key.contains(name)).collect()
}

/// Merges new rows into old ones. The texts of both become unified, and new rows of one key are numbered (`seq`).
pub fn merge(old: &mut Rows, new: &mut Rows, scope: &Scope<'_>) -> Outcome {
    let table = new.table;
    old.unify(new);
    let numbered = (table.kind == Kind::Event && table.column("seq").is_some()).then(|| number(new));
    let (old, new): (&Rows, &Rows) = (old, new);
    let both = Both([old, new]);
    let packed = Packed::of([old, new], table.key, &rest(table));
    let olds = packed.sorted(packed.part(0), |one, two| both.tie(one, two));
    let first = u32::try_from(old.len()).unwrap_or(u32::MAX);
    let news = numbered.map_or_else(
        || packed.sorted(packed.part(1), |one, two| both.tie(one, two)),
        |order| order.iter().map(|row| row.saturating_add(first)).collect(),
    );
    let mut fates = fates(old, |row, spoken| scope.of_old(row, spoken), scope);
    fates.extend(self::fates(new, |row, spoken| scope.of_new(row, spoken), scope));
    let parts = packed.parts(&olds, &news, rayon::current_num_threads() * 4);
    let walk = |(olds, news): (&[u32], &[u32])| {
        let mut walk = Walk { packed: &packed, both, fates: &fates, outcome: Outcome::default() };
        packed.groups(olds, news).for_each(|(olds, news)| walk.group(olds, news));
        walk.outcome
    };
    let outcomes: Vec<Outcome> = parts.into_par_iter().map(walk).collect();
    outcomes.into_iter().reduce(Outcome::and).unwrap_or_default()
}

/// Gives rows of one key their numbers: marks of one cell in the order in which they stand in it, others by what they say,
/// for the order in which an export lists its rows means nothing.
fn number(new: &mut Rows) -> Vec<u32> {
    let none = Rows::new(new.table);
    let rows: &Rows = new;
    let both = Both([&none, rows]);
    let packed = Packed::of([&none, rows], new.table.key, &["class_id", "raw"]);
    let others: Vec<usize> = rest(new.table).into_iter().filter(|name| *name != "seq").filter_map(|name| rows.position(name)).collect();
    // Rows of a delimited file by what they say; rows of a grid by their cells, then as they stand in them.
    let line = |row: u32| matches!(rows.cells("src_loc"), Some(Cells::Line(_))) || line_of(&rows.place(row as usize)).is_some();
    let by_content = |one: u32, two: u32| rows.ordinals(one as usize, &others).cmp(&rows.ordinals(two as usize, &others));
    let order = packed.sorted(packed.part(1), |one, two| match (line(one), line(two)) {
        (true, true) => by_content(one, two).then_with(|| both.tie(one, two)),
        (false, false) => both.tie(one, two).then_with(|| one.cmp(&two)),
        (one, two) => two.cmp(&one),
    });
    let mut numbers = vec![0i64; new.len()];
    for pair in order.windows(2) {
        if let [before, row] = pair
            && packed.compare_keys(*before, *row) == Ordering::Equal
            && let Some(number) = numbers.get(*before as usize).copied()
            && let Some(slot) = numbers.get_mut(*row as usize)
        {
            *slot = number + 1;
        }
    }
    let all_first = numbers.iter().all(|number| *number == 0);
    let column = if all_first { Compact::same(0, new.len()) } else { Compact::of(numbers) };
    if let Some(cells) = new.cells_mut("seq") {
        *cells = Cells::Int(column);
    }
    order
}

/// Statements that name what a row is about, whatever its day.
#[derive(Default)]
struct Spoken<'a> {
    old: Vec<&'a Cover>,
    new: Vec<&'a Cover>,
    family: u8,
}

/// A row's day as the scope needs it.
struct Day(Option<i32>);

fn newest<'a>(covers: &[&'a Cover], rank: u8, day: &Day) -> Option<&'a Cover> {
    let speaking = covers.iter().copied().filter(|cover| cover.rank == rank && cover.holds(day.0));
    speaking.max_by(|left, right| left.as_of.cmp(&right.as_of))
}

impl Scope<'_> {
    fn of_old(&self, day: &Day, spoken: &Spoken<'_>) -> Fate {
        let Some(cover) = newest(&spoken.new, self.rank, day) else { return Fate::Stays };
        let replaced = spoken.family <= self.rank && newest(&spoken.old, self.rank, day).is_none_or(|old| old.as_of <= cover.as_of);
        if replaced { Fate::Removed } else { Fate::Stays }
    }

    fn of_new(&self, day: &Day, spoken: &Spoken<'_>) -> Fate {
        if spoken.old.iter().any(|cover| cover.rank > self.rank && cover.holds(day.0)) {
            return Fate::Demoted;
        }
        let older = || Some(newest(&spoken.old, self.rank, day)?.as_of > newest(&spoken.new, self.rank, day)?.as_of);
        if older() == Some(true) { Fate::Older } else { Fate::Taken }
    }
}

/// The fate of every row. What the coverage says of a student and subject is looked up once for a run of rows.
fn fates(rows: &Rows, judge: impl Fn(&Day, &Spoken<'_>) -> Fate + Sync, scope: &Scope<'_>) -> Vec<Fate> {
    let names = ["student_id", "class_id", "subject_id", "period_id", "family"].map(|name| rows.texts(name));
    let days = if let Some(Cells::Date(_)) = rows.cells("date") { rows.cells("date") } else { None };
    let text = |at: usize, row: usize| names.get(at).copied().flatten().and_then(|texts: &Texts| texts.get(row));
    let code = |texts: &Option<&Texts>, row: usize| texts.and_then(|texts| texts.codes.get(row)).unwrap_or_default();
    let judged = |chunk: usize| {
        let mut last: Option<[u32; 5]> = None;
        let mut spoken = Spoken::default();
        let upto = rows.len().min((chunk + 1) * CHUNK);
        (chunk * CHUNK..upto)
            .map(|row| {
                let codes = names.each_ref().map(|texts| code(texts, row));
                if last != Some(codes) {
                    let named = [text(0, row), text(1, row), text(2, row), text(3, row)];
                    spoken = Spoken { old: scope.old.named(named), new: scope.new.named(named), family: text(4, row).map_or(4, rank) };
                    last = Some(codes);
                }
                judge(&Day(days.and_then(|days| days.date(row))), &spoken)
            })
            .collect::<Vec<_>>()
    };
    (0..rows.len().div_ceil(CHUNK)).into_par_iter().flat_map_iter(judged).collect()
}

/// The walk along both parts.
struct Walk<'a> {
    packed: &'a Packed,
    both: Both<'a>,
    fates: &'a [Fate],
    outcome: Outcome,
}

impl Walk<'_> {
    fn is(&self, row: u32, fate: Fate) -> bool {
        self.fates.get(row as usize) == Some(&fate)
    }

    /// Rows of one key.
    fn group(&mut self, mut olds: &[u32], mut news: &[u32]) {
        let (all_olds, all_news, mut differs) = (olds, news, false);
        while let Some(next) = self.least(olds, news) {
            let (same_olds, rest) = self.run(olds, next);
            olds = rest;
            let (same_news, rest) = self.run(news, next);
            news = rest;
            differs |= self.equals(same_olds, same_news);
        }
        if differs {
            self.outcome.changed = true;
            let of = |rows: &[u32], fate| rows.iter().copied().filter(|row| self.is(*row, fate)).collect();
            let pair = (of(all_olds, Fate::Removed), of(all_news, Fate::Taken));
            self.outcome.differing.push(pair);
        }
    }

    fn least(&self, olds: &[u32], news: &[u32]) -> Option<u32> {
        match (olds.first(), news.first()) {
            (Some(old), Some(new)) if self.packed.compare(*new, *old) == Ordering::Less => Some(*new),
            (Some(old), _) => Some(*old),
            (None, new) => new.copied(),
        }
    }

    fn run<'r>(&self, rows: &'r [u32], like: u32) -> (&'r [u32], &'r [u32]) {
        rows.split_at(rows.iter().take_while(|row| self.packed.compare(**row, like) == Ordering::Equal).count())
    }

    /// Old and new rows that all say the same: as many stay as are said; who stood here first keeps its place.
    fn equals(&mut self, olds: &[u32], news: &[u32]) -> bool {
        let from = self.outcome.order.len();
        let stays = olds.iter().filter(|row| self.is(**row, Fate::Stays)).count();
        let taken = news.iter().filter(|row| self.is(**row, Fate::Taken)).count();
        let (mut wanted, mut dropped) = (taken.saturating_sub(stays), false);
        for row in olds {
            let kept = !self.is(*row, Fate::Removed) || wanted > 0;
            if kept {
                wanted -= usize::from(self.is(*row, Fate::Removed));
                self.outcome.order.push(*row);
            }
            dropped |= !kept;
        }
        let fresh = wanted > 0;
        for row in news {
            match self.fates.get(*row as usize) {
                Some(Fate::Taken) if wanted > 0 => {
                    wanted -= 1;
                    self.outcome.order.push(*row);
                }
                Some(Fate::Demoted) => self.outcome.demoted.push(*row),
                Some(Fate::Older) => self.outcome.older += 1,
                _ => {}
            }
        }
        let both = self.both;
        if let Some(run) = self.outcome.order.get_mut(from..).filter(|run| run.len() > 1) {
            run.sort_by(|one, two| both.tie(*one, *two));
        }
        dropped || fresh
    }
}
