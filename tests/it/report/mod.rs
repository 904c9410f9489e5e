//! The forms: worked examples with figures by hand, one file a form; `smoke`: every kind over random and extreme data; `twin`: names and
//! numbers in their place.

mod activity;
mod attendance;
mod class_marksheet;
mod class_report;
mod class_results;
mod journal;
mod journal_control;
mod listed;
mod made;
mod municipal_summary;
mod own_days;
mod people;
mod programme;
mod results;
mod smoke;
mod student;
mod twin;
mod vocational;
