//! Queries over small hand-made schools: the figures are worked out in the comments.

mod attendance;
mod catalogue;
mod completeness;
mod deadlines;
pub mod fixture;
mod gaps;
mod joins;
mod journal;
mod marks;
mod municipality;
mod named;
mod people;
mod plans;
mod preliminary;
mod programme;
mod proof;
mod regulation;
mod results;
mod rolls;
mod sandbox;
mod sheets;
mod vocational;
mod year;
mod years;
