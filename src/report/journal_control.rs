//! F14 «Контроль журнала»: the pages of `vedomost check` as documents. They come ready from the control; see [`super::control_page`].

use super::Kind;

pub const KIND: Kind = Kind {
    name: "journal_control",
    title: "Контроль ведения электронного журнала",
    form: "F14",
    names: true,
    ready: true,
    queries: &[("mark_density", Some("class_subject"))],
    ..Kind::BASE
};
