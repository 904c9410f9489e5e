//! A column of numbers that costs nothing while all its values are the same.

use rayon::prelude::*;

/// Values of a column. One value for all rows is kept once.
#[derive(Clone, Debug, Default)]
pub struct Compact<T> {
    /// The value of all rows while `each` is empty.
    same: T,
    each: Vec<T>,
    len: usize,
}

impl<T: Copy + PartialEq + Default + Send + Sync> Compact<T> {
    #[must_use]
    pub fn of(each: Vec<T>) -> Self {
        Self { same: T::default(), len: each.len(), each }
    }

    #[must_use]
    pub const fn same(value: T, len: usize) -> Self {
        Self { same: value, each: Vec::new(), len }
    }

    /// The first value for as many rows.
    pub fn stretch(&mut self, len: usize) {
        *self = Self::same(self.get(0).unwrap_or_default(), len);
    }

    #[must_use]
    pub const fn len(&self) -> usize {
        self.len
    }

    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The one value of all rows.
    #[must_use]
    pub fn only(&self) -> Option<T> {
        (self.each.is_empty() && self.len > 0).then_some(self.same)
    }

    #[must_use]
    pub fn get(&self, row: usize) -> Option<T> {
        if self.each.is_empty() { (row < self.len).then_some(self.same) } else { self.each.get(row).copied() }
    }

    pub fn iter(&self) -> impl Iterator<Item = T> {
        (0..self.len).map(|row| self.get(row).unwrap_or_default())
    }

    pub fn push(&mut self, value: T) {
        self.extend_same(value, 1);
    }

    fn extend_same(&mut self, value: T, count: usize) {
        if self.len == 0 {
            self.same = value;
        } else if !self.each.is_empty() || self.same != value {
            self.spread().extend(std::iter::repeat_n(value, count));
        }
        self.len += count;
    }

    fn spread(&mut self) -> &mut Vec<T> {
        if self.each.is_empty() {
            self.each = vec![self.same; self.len];
        }
        &mut self.each
    }

    /// Appends another column, each value through `map`.
    pub fn append_mapped(&mut self, other: &Self, map: impl Fn(T) -> T) {
        match other.only() {
            Some(value) => self.extend_same(map(value), other.len),
            None if other.len > 0 => {
                self.spread().extend(other.each.iter().map(|value| map(*value)));
                self.len += other.len;
            }
            None => {}
        }
    }

    #[must_use]
    pub fn mapped(&self, map: impl Fn(T) -> T + Sync) -> Self {
        match self.only() {
            Some(value) => Self::same(map(value), self.len),
            None => Self::of(self.each.par_iter().map(|value| map(*value)).collect()),
        }
    }

    /// Gives back the memory that growing took in advance.
    pub fn shrink(&mut self) {
        self.each.shrink_to_fit();
    }

    /// The rows of these numbers, in this order.
    #[must_use]
    pub fn taken(&self, rows: &[u32]) -> Self {
        match self.only() {
            Some(value) => Self::same(value, rows.len()),
            None => Self::of(rows.iter().map(|row| self.each.get(*row as usize).copied().unwrap_or_default()).collect()),
        }
    }
}
