//! Readers: what they take, what they refuse and how they say it. Faulty inputs are named by their fault.

mod bundle;
mod faults;
mod groups;
mod mapping;
mod schools;
pub mod student_total;
