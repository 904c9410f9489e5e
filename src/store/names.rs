//! Merging lists of names: one row a key. A list made from single reports never overwrites what a real list says.

use std::cmp::Ordering;
use std::collections::HashSet;

use crate::model::rows::Rows;

use super::cover::rank;
use super::derived;
use super::events::{Both, rest};
use super::packed::Packed;

/// The next rows of a list.
#[derive(Debug, Default)]
pub struct Listed {
    /// Numbers through both parts, in the order of the file.
    pub order: Vec<u32>,
    pub changed: bool,
}

/// Who brings the list.
#[derive(Clone, Copy)]
pub struct Bringer {
    pub family: &'static str,
    /// The export is the whole school: what it does not name is gone.
    pub complete: bool,
}

/// Merges a list into an older one. The texts of both become unified.
pub fn merge(old: &mut Rows, new: &mut Rows, bringer: Bringer) -> Listed {
    let table = new.table;
    let members = table.name == "class_membership";
    let widens = members && bringer.family == "student_total";
    if widens {
        *new = derived::widened(old, new);
    }
    old.unify(new);
    let (old, new): (&Rows, &Rows) = (old, new);
    let both = Both([old, new]);
    let packed = Packed::of([old, new], table.key, &rest(table));
    let olds = packed.sorted(packed.part(0), |one, two| both.tie(one, two));
    let news = packed.sorted(packed.part(1), |one, two| both.tie(one, two));
    let gives_way = if members && rank(bringer.family) >= rank("bundle") { derived::pairs(new) } else { HashSet::new() };
    let whole = bringer.complete && table.name != "student_alias";
    let mut listed = Listed::default();
    for (olds, news) in packed.groups(&olds, &news) {
        let goes = |row: usize| whole || derived::is_one_of(old, row, &gives_way) || (widens && derived::is_derived(old, row));
        let stays = |row: &u32| !goes(*row as usize);
        if news.is_empty() {
            let before = listed.order.len();
            listed.order.extend(olds.iter().copied().filter(stays));
            listed.changed |= listed.order.len() - before < olds.len();
        } else if !olds.is_empty() && rank(bringer.family) < rank("bundle") && !widens {
            listed.order.extend(olds);
        } else {
            listed.replace(&packed, olds, news);
        }
    }
    listed
}

impl Listed {
    /// New rows take the place of old ones; an equal old row keeps where it was first seen.
    fn replace(&mut self, packed: &Packed, olds: &[u32], news: &[u32]) {
        let same = |one: &u32, two: &u32| packed.compare(*one, *two) == Ordering::Equal;
        for row in news {
            let kept = olds.iter().find(|old| same(old, row));
            self.changed |= kept.is_none();
            self.order.push(kept.copied().unwrap_or(*row));
        }
        self.changed |= olds.iter().any(|old| !news.iter().any(|row| same(old, row)));
    }
}
