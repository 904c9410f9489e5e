//! A column of texts: the distinct texts once, and for each row the number of its text.
//!
//! A dictionary keeps 4 bytes a cell and makes whatever is done with texts a walk over the distinct ones.

use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashTable};

use super::compact::Compact;

/// Distinct texts by number; number 0 is «none».
#[derive(Clone, Debug, Default)]
pub struct Dictionary {
    /// All texts, one behind the other.
    arena: String,
    /// Where each text ends.
    ends: Vec<usize>,
    index: HashTable<u32>,
    hasher: DefaultHashBuilder,
}

impl Dictionary {
    /// The number of a text, given on first sight.
    pub fn code_of(&mut self, text: &str) -> u32 {
        let Self { arena, ends, index, hasher } = self;
        let hash = hasher.hash_one(text.as_bytes());
        if let Some(code) = index.find(hash, |code| slice(arena, ends, *code) == text) {
            return *code;
        }
        arena.push_str(text);
        ends.push(arena.len());
        // More than four billion distinct texts do not fit into memory, long before this number ends.
        let code = u32::try_from(ends.len()).unwrap_or(u32::MAX);
        index.insert_unique(hash, code, |code| hasher.hash_one(slice(arena, ends, *code).as_bytes()));
        code
    }

    /// The number of a text that may not be there.
    #[must_use]
    pub fn find(&self, text: &str) -> Option<u32> {
        let hash = self.hasher.hash_one(text.as_bytes());
        self.index.find(hash, |code| slice(&self.arena, &self.ends, *code) == text).copied()
    }

    #[must_use]
    pub fn get(&self, code: u32) -> Option<&str> {
        (code > 0).then(|| slice(&self.arena, &self.ends, code))
    }

    /// How many distinct texts there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.ends.len()
    }

    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The distinct texts in the order of their numbers, which begin with 1.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (1..=self.ends.len()).map(|code| slice(&self.arena, &self.ends, u32::try_from(code).unwrap_or(u32::MAX)))
    }
}

fn slice<'a>(arena: &'a str, ends: &[usize], code: u32) -> &'a str {
    let at = code as usize;
    let from = if at < 2 { 0 } else { ends.get(at - 2).copied().unwrap_or_default() };
    let to = at.checked_sub(1).and_then(|at| ends.get(at)).copied().unwrap_or_default();
    arena.get(from..to).unwrap_or_default()
}

/// A column of texts.
#[derive(Clone, Debug, Default)]
pub struct Texts {
    pub dictionary: Dictionary,
    pub codes: Compact<u32>,
}

impl Texts {
    pub fn push(&mut self, text: Option<&str>) {
        let code = text.map_or(0, |text| self.dictionary.code_of(text));
        self.codes.push(code);
    }

    #[must_use]
    pub fn get(&self, row: usize) -> Option<&str> {
        self.dictionary.get(self.codes.get(row)?)
    }

    pub fn iter(&self) -> impl Iterator<Item = Option<&str>> {
        self.codes.iter().map(|code| self.dictionary.get(code))
    }

    pub fn append(&mut self, other: &Self) {
        let new = self.translation(other);
        self.codes.append_mapped(&other.codes, |code| new.get(code as usize).copied().unwrap_or_default());
    }

    /// Numbers of another dictionary in this one's.
    fn translation(&mut self, other: &Self) -> Vec<u32> {
        std::iter::once(0).chain(other.dictionary.iter().map(|text| self.dictionary.code_of(text))).collect()
    }

    /// The column with each distinct text replaced; what the function refuses becomes «none» and is told, by number.
    ///
    /// # Errors
    /// None: what is refused stands in the second part, by the number it had.
    pub fn replaced<E>(&self, mut replace: impl FnMut(&str) -> Result<String, E>) -> (Self, Vec<Option<E>>) {
        let mut column = Self::default();
        let (mut new, mut refused) = (vec![0], vec![None]);
        for text in self.dictionary.iter() {
            match replace(text) {
                Ok(text) => {
                    new.push(column.dictionary.code_of(&text));
                    refused.push(None);
                }
                Err(error) => {
                    new.push(0);
                    refused.push(Some(error));
                }
            }
        }
        column.codes = self.codes.mapped(|code| new.get(code as usize).copied().unwrap_or_default());
        (column, refused)
    }

    /// Renumbers two columns so that both use one dictionary, in which a smaller number is a smaller text.
    pub fn unify(&mut self, other: &mut Self) {
        let mut texts: Vec<&str> =
            self.dictionary.iter().chain(other.dictionary.iter().filter(|text| self.dictionary.find(text).is_none())).collect();
        texts.sort_unstable();
        let mut dictionary = Dictionary::default();
        for text in texts {
            dictionary.code_of(text);
        }
        self.renumber(&dictionary);
        other.renumber(&dictionary);
        self.dictionary = dictionary.clone();
        other.dictionary = dictionary;
    }

    fn renumber(&mut self, dictionary: &Dictionary) {
        let new: Vec<u32> =
            std::iter::once(0).chain(self.dictionary.iter().map(|text| dictionary.find(text).unwrap_or_default())).collect();
        self.codes = self.codes.mapped(|code| new.get(code as usize).copied().unwrap_or_default());
    }
}
