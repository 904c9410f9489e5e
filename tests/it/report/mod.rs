//! The forms: worked examples with figures by hand, one file a form; `smoke`: every kind over random and extreme data; `twin`: names and
//! numbers in their place.

mod class_marksheet;
mod made;
mod twin;
