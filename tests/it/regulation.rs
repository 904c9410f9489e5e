//! Regulations as data: the five packs against the texts, the commands for people, which clause is answered by what.

mod commands;
mod coverage;
mod packs;
