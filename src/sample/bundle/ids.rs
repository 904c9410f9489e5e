//! Ids of the bundle: a letter and a number, as a journal's own data base would have them.

use std::fmt;

#[derive(Clone, Copy)]
pub struct Id(char, usize);

impl fmt::Display for Id {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}{:03}", self.0, self.1 + 1)
    }
}

pub fn account(index: usize) -> Id {
    Id('x', index)
}
pub fn assignment(index: usize) -> Id {
    Id('a', index)
}
pub fn class(index: usize) -> Id {
    Id('k', index)
}
pub fn group(index: usize) -> Id {
    Id('g', index)
}
pub fn lesson(index: usize) -> Id {
    Id('l', index)
}
pub fn remark(index: usize) -> Id {
    Id('z', index)
}
pub fn student(index: usize) -> Id {
    Id('u', index)
}
pub fn subject(index: usize) -> Id {
    Id('p', index)
}
pub fn teacher(index: usize) -> Id {
    Id('t', index)
}
