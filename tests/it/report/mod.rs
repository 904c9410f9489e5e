//! The forms: worked examples with figures by hand, one file a form; `smoke`: every kind over random and extreme data; `twin`: names and
//! numbers in their place.

mod attendance;
mod class_marksheet;
mod class_report;
mod class_results;
mod journal;
mod made;
mod smoke;
mod student;
mod twin;
mod vocational;
