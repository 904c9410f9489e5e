//! Rows as few whole numbers: every column takes just the bits its values need, the first column the highest ones.
//!
//! Rows compare as their numbers compare, equal rows have equal numbers, and rows of one key stand together. Sorting,
//! comparing and merging millions of rows is then comparing whole numbers.

use std::cmp::Ordering;
use std::ops::Range;

use rayon::prelude::*;

use crate::model::rows::{Cells, NO_DAY, NO_INT, Rows};

/// Where a column stands in the numbers.
struct Field<'a> {
    columns: [&'a Cells; 2],
    word: usize,
    shift: u32,
    /// Smallest value that occurs; 0 is «none», so it is written as 1.
    least: i64,
}

/// Rows of two parts, numbered through, in the order of some columns.
pub struct Packed {
    words: Vec<Vec<u64>>,
    /// Bits of the key: whole words, then a mask of the next.
    key_words: usize,
    key_mask: u64,
    first: usize,
}

impl Packed {
    /// Packs columns of both parts, those of the key first. Texts of the parts must have been unified.
    #[must_use]
    pub fn of(parts: [&Rows; 2], key: &[&str], rest: &[&str]) -> Self {
        let (mut fields, mut word, mut free) = (Vec::new(), 0, 64u32);
        let (mut key_words, mut key_mask) = (0, 0);
        for (at, name) in key.iter().chain(rest).enumerate() {
            let (Some(one), Some(two)) = (parts[0].cells(name), parts[1].cells(name)) else { continue };
            let (least, bits) = range([one, two]);
            if bits > free {
                (word, free) = (word + 1, 64);
            }
            free -= bits;
            if bits > 0 {
                fields.push(Field { columns: [one, two], word, shift: free, least });
            }
            if at < key.len() {
                (key_words, key_mask) = if free == 0 { (word + 1, 0) } else { (word, high(64 - free)) };
            }
        }
        let (first, len) = (parts[0].len(), parts[0].len() + parts[1].len());
        let mut words = vec![vec![0; len]; word + 1];
        for field in &fields {
            if let Some(word) = words.get_mut(field.word) {
                field.write(word, first);
            }
        }
        Self { words, key_words, key_mask, first }
    }

    /// Numbers of the rows of a part.
    #[must_use]
    pub fn part(&self, which: usize) -> Range<u32> {
        let number = |row: usize| u32::try_from(row).unwrap_or(u32::MAX);
        let all = self.words.first().map_or(0, Vec::len);
        if which == 0 { 0..number(self.first) } else { number(self.first)..number(all) }
    }

    /// Numbers of all rows.
    #[must_use]
    pub fn all(&self) -> Range<u32> {
        0..self.part(1).end
    }

    fn at(&self, word: usize, row: u32) -> u64 {
        self.words.get(word).and_then(|word| word.get(row as usize)).copied().unwrap_or_default()
    }

    /// Whether all packed columns are equal.
    #[must_use]
    pub fn compare(&self, one: u32, two: u32) -> Ordering {
        let unequal = (0..self.words.len()).map(|word| self.at(word, one).cmp(&self.at(word, two))).find(|order| *order != Ordering::Equal);
        unequal.unwrap_or(Ordering::Equal)
    }

    /// Compares the columns of the key.
    #[must_use]
    pub fn compare_keys(&self, one: u32, two: u32) -> Ordering {
        for word in 0..self.key_words {
            match self.at(word, one).cmp(&self.at(word, two)) {
                Ordering::Equal => {}
                unequal => return unequal,
            }
        }
        (self.at(self.key_words, one) & self.key_mask).cmp(&(self.at(self.key_words, two) & self.key_mask))
    }

    /// Rows in order; `tie` decides between rows that are equal in all packed columns.
    #[must_use]
    pub fn sorted(&self, rows: Range<u32>, tie: impl Fn(u32, u32) -> Ordering + Sync) -> Vec<u32> {
        let order = |one: u32, two: u32| self.compare(one, two).then_with(|| tie(one, two));
        if rows.clone().zip(rows.clone().skip(1)).all(|(one, two)| order(one, two) != Ordering::Greater) {
            return rows.collect();
        }
        // The first word decides nearly always: kept beside the row, it saves the look-up.
        let mut keyed: Vec<(u64, u32)> = rows.map(|row| (self.at(0, row), row)).collect();
        keyed.par_sort_unstable_by(|one, two| one.0.cmp(&two.0).then_with(|| order(one.1, two.1)));
        keyed.into_iter().map(|(_, row)| row).collect()
    }

    /// Cuts ordered rows of both parts at the same keys into about so many pieces.
    #[must_use]
    pub fn parts<'a>(&self, mut one: &'a [u32], mut two: &'a [u32], count: usize) -> Vec<(&'a [u32], &'a [u32])> {
        let longer = if one.len() > two.len() { one } else { two };
        let mut parts = Vec::new();
        for at in longer.chunks(longer.len().div_ceil(count.max(1)).max(1)).skip(1).filter_map(|chunk| chunk.first()) {
            let before = |rows: &[u32]| rows.partition_point(|row| self.compare_keys(*row, *at) == Ordering::Less);
            let ((first, rest), (second, others)) = (one.split_at(before(one)), two.split_at(before(two)));
            parts.push((first, second));
            (one, two) = (rest, others);
        }
        parts.push((one, two));
        parts
    }

    /// The rows of both parts by key, in the order of the keys.
    pub fn groups<'a>(&'a self, one: &'a [u32], two: &'a [u32]) -> Groups<'a> {
        Groups { packed: self, one, two }
    }
}

/// Runs of rows with one key.
pub struct Groups<'a> {
    packed: &'a Packed,
    one: &'a [u32],
    two: &'a [u32],
}

impl<'a> Iterator for Groups<'a> {
    type Item = (&'a [u32], &'a [u32]);

    fn next(&mut self) -> Option<Self::Item> {
        let key = match (self.one.first(), self.two.first()) {
            (None, None) => return None,
            (Some(one), None) => *one,
            (None, Some(two)) => *two,
            (Some(one), Some(two)) => {
                if self.packed.compare_keys(*two, *one) == Ordering::Less {
                    *two
                } else {
                    *one
                }
            }
        };
        let run = |rows: &'a [u32]| {
            let len = rows.iter().take_while(|row| self.packed.compare_keys(**row, key) == Ordering::Equal).count();
            rows.split_at(len)
        };
        let (one, rest_one) = run(self.one);
        let (two, rest_two) = run(self.two);
        (self.one, self.two) = (rest_one, rest_two);
        Some((one, two))
    }
}

impl Field<'_> {
    fn write(&self, word: &mut [u64], first: usize) {
        let (one, two) = word.split_at_mut(first.min(word.len()));
        for (part, cells) in [one, two].into_iter().zip(self.columns) {
            match cells {
                Cells::Text(texts) => self.fill(part, |row| u64::from(texts.codes.get(row).unwrap_or_default())),
                Cells::Line(lines) => self.fill(part, |row| u64::from(lines.get(row).copied().unwrap_or_default())),
                Cells::Int(numbers) => self.fill(part, |row| self.above(numbers.get(row).filter(|number| *number != NO_INT))),
                Cells::Date(days) => self.fill(part, |row| self.above(days.get(row).filter(|day| *day != NO_DAY).map(i64::from))),
                Cells::Bool(flags) => self.fill(part, |row| u64::from(flags.get(row).unwrap_or_default())),
            }
        }
    }

    fn fill(&self, part: &mut [u64], value: impl Fn(usize) -> u64 + Sync) {
        part.par_iter_mut().enumerate().for_each(|(row, word)| *word |= value(row) << self.shift);
    }

    /// A number above the least one, from 1; 0 for none.
    fn above(&self, number: Option<i64>) -> u64 {
        number.map_or(0, |number| number.wrapping_sub(self.least).cast_unsigned().wrapping_add(1))
    }
}

/// The least value and how many bits all values take.
fn range(columns: [&Cells; 2]) -> (i64, u32) {
    let (mut least, mut most) = (i64::MAX, i64::MIN);
    let mut see = |number: i64| (least, most) = (least.min(number), most.max(number));
    let mut codes = 0u64;
    for cells in columns {
        match cells {
            Cells::Text(texts) => codes = codes.max(texts.dictionary.len() as u64),
            Cells::Line(lines) => codes = codes.max(u64::from(lines.iter().max().copied().unwrap_or_default())),
            Cells::Bool(_) => codes = 2,
            Cells::Int(numbers) => numbers.iter().filter(|number| *number != NO_INT).for_each(&mut see),
            Cells::Date(days) => days.iter().filter(|day| *day != NO_DAY).for_each(|day| see(i64::from(day))),
        }
    }
    if least <= most {
        codes = most.wrapping_sub(least).cast_unsigned().saturating_add(1);
    }
    (least, 64 - codes.leading_zeros())
}

/// A mask of the highest bits.
const fn high(bits: u32) -> u64 {
    if bits == 0 { 0 } else { u64::MAX << (64 - bits) }
}
