//! `vedomost explain`

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::Args;

use crate::messages::{self, Lang};
use crate::query::{Catalog, Query};
use crate::regulation::regulations::DEFAULT;
use crate::regulation::{KEYS, Pack, Regulations};
use crate::store::Store;

use super::error::CliError;
use super::exit;
use super::packs;
use super::regulation::{deadline_line, scope_line, value_line};
use super::scope::{parse_year, regulation_of};
use super::ui::Ui;

/// Say what an indicator counts, by which clause, with which thresholds, and show its SQL
#[derive(Args, Debug)]
pub struct ExplainArgs {
    /// Name of an indicator
    pub name: String,
    /// Regulation whose values are shown [default: that of the school, else neutral]
    #[arg(long, value_name = "ID")]
    pub regulation: Option<String>,
    /// Folder of the store whose schools and regulations are meant
    #[arg(long, value_name = "DIR", default_value = "store")]
    pub store: PathBuf,
    /// Id of the school [default: each that the store knows]
    #[arg(long, value_name = "ID")]
    pub school: Option<String>,
    /// Year in which the school year begins [default: this one]
    #[arg(long, value_name = "YEAR")]
    pub year: Option<String>,
}

/// # Errors
/// There is no such indicator, school or regulation.
pub fn run(arguments: &ExplainArgs, ui: &mut Ui<'_>) -> Result<u8, CliError> {
    let catalog = Catalog::builtin()?;
    let query = catalog.find(&arguments.name)?;
    let header = &query.header;
    ui.data(if ui.lang == Lang::Ru { &header.title_ru } else { &header.title_en })?;
    // A view that other queries read has no words for people, only notes for programmers.
    let about = format!("about.{}", query.name);
    if messages::has(ui.lang, &about) {
        ui.data(&ui.text(&about, &[]))?;
    }
    let list = |names: &[String], show: fn(Lang, &str) -> String| {
        let shown: Vec<String> = names.iter().map(|name| show(ui.lang, name)).collect();
        if shown.is_empty() { "—".to_owned() } else { shown.join(", ") }
    };
    let grain: Vec<String> = header.grain.split(", ").map(str::to_owned).collect();
    for (key, value) in [
        ("explain.grain", list(&grain, word)),
        ("explain.by", list(&header.by, with_word)),
        ("explain.params", list(&header.params, flag)),
        ("explain.answers", list(&header.answers, |_, name| name.to_owned())),
        ("explain.clause", header.clause.clone()),
    ] {
        ui.say(key, &[("value", &value)])?;
    }
    in_force(arguments, &Named::of(&catalog.order(query)?), ui)?;
    ui.data("")?;
    ui.say("explain.programmers", &[])?;
    for text in &header.description {
        ui.data(text)?;
    }
    ui.data("")?;
    ui.data(query.sql.trim_end())?;
    Ok(exit::GOOD)
}

/// What people call the thing that a row is about: the title of its column, where it has one.
fn word(lang: Lang, name: &str) -> String {
    let name = name.replace(' ', "_");
    let keys = [format!("explain.word.{name}"), format!("column.{name}"), format!("code.card.{name}"), format!("column.{name}_id")];
    keys.iter().find(|key| messages::has(lang, key)).map_or_else(|| name.clone(), |key| in_a_list(&messages::text(lang, key, &[])))
}

/// `class (класс)`: the name is what is typed.
fn with_word(lang: Lang, name: &str) -> String {
    let word = word(lang, name);
    if word == name { word } else { format!("{name} ({word})") }
}

/// `--class (только этот класс, например 9Б)`: the words of its help, without the default.
fn flag(lang: Lang, name: &str) -> String {
    let help = messages::text(lang, &format!("help.*.{name}"), &[]);
    format!("--{} ({})", name.replace('_', "-"), in_a_list(help.split(" [").next().unwrap_or_default()))
}

/// A title inside a sentence: with a small letter.
fn in_a_list(title: &str) -> String {
    let mut letters = title.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// Which regulations are meant, each with the schools that follow it.
fn in_force(arguments: &ExplainArgs, named: &Named, ui: &mut Ui<'_>) -> Result<(), CliError> {
    let store = Store::open(&arguments.store).ok();
    let year = arguments.year.as_deref().map(parse_year).transpose()?.and_then(|year| i32::try_from(year).ok());
    let year = year.unwrap_or_else(|| crate::model::period::school_year_of(chrono::Local::now().date_naive()));
    let regulations = packs::packs(store.as_ref())?;
    let schools = store.map(|store| store.schools()).transpose()?.unwrap_or_default();
    if let Some(id) = arguments.school.as_deref().filter(|id| schools.by_id(id).is_none()) {
        let known: Vec<&str> = schools.school.iter().map(|school| school.id.as_str()).collect();
        return Err(CliError::new("error.unknown-school-id").with("id", id).with("known", known.join(", ")));
    }
    let mut followed: Vec<(&str, Vec<&str>)> = Vec::new();
    let meant = schools.school.iter().filter(|school| arguments.school.as_ref().is_none_or(|id| *id == school.id));
    for school in meant.filter(|_| arguments.regulation.is_none()) {
        let id = regulation_of(&schools, &school.id, year);
        match followed.iter_mut().find(|(pack, _)| *pack == id) {
            Some((_, followers)) => followers.push(&school.id),
            None => followed.push((id, vec![&school.id])),
        }
    }
    if followed.is_empty() {
        followed.push((arguments.regulation.as_deref().unwrap_or(DEFAULT), Vec::new()));
    }
    for (id, followers) in followed {
        let pack = regulations.known(id)?;
        let who = if followers.is_empty() { String::new() } else { format!(" ({})", followers.join(", ")) };
        let first_day = NaiveDate::from_ymd_opt(year, 9, 1).unwrap_or_default();
        show(&regulations, pack, first_day, &who, named, ui)?;
    }
    Ok(())
}

/// Values, deadlines and lists of a regulation that the query, or one it reads, names.
fn show(regulations: &Regulations, pack: &Pack, day: NaiveDate, who: &str, named: &Named, ui: &mut Ui<'_>) -> Result<(), CliError> {
    ui.say("explain.regulation", &[("value", &format!("{}{who}", pack.id))])?;
    let from = |stands: &Pack| (stands.id != pack.id).then(|| stands.id.clone());
    let mut lines = Vec::new();
    for key in KEYS.iter().filter(|key| named.key(key.name)) {
        if let Some((stands, stated)) = regulations.stated(&pack.id, key.name, day) {
            lines.push(value_line(ui, key.name, stated, from(stands).as_deref()));
        }
    }
    if named.deadlines {
        let rows = regulations.deadlines(&pack.id)?.into_iter().filter(|(_, row)| named.literal(row.rule));
        let before = lines.len();
        lines.extend(rows.map(|(stands, row)| deadline_line(ui, row, from(stands).as_deref())));
        if lines.len() == before {
            lines.push(ui.text("regulation.no-deadlines", &[]));
        }
    }
    let lists = regulations.scopes(&pack.id)?.into_iter().filter(|(_, name, _)| named.literal(name));
    lines.extend(lists.map(|(stands, name, scope)| scope_line(ui, name, scope, from(stands).as_deref())));
    lines.iter().try_for_each(|line| ui.data(line))
}

/// What the texts of a query and of those it reads name.
struct Named {
    text: String,
    deadlines: bool,
}

impl Named {
    fn of(queries: &[&Query]) -> Self {
        let text = queries.iter().map(|query| query.sql.as_str()).collect::<Vec<_>>().join("\n");
        Self { text, deadlines: queries.iter().any(|query| query.reads.iter().any(|read| read == "regulation_deadline")) }
    }

    /// `.key` as a whole word.
    fn key(&self, key: &str) -> bool {
        self.text.match_indices(&format!(".{key}")).any(|(at, found)| {
            let next = self.text.get(at + found.len()..).and_then(|rest| rest.chars().next());
            next.is_none_or(|next| !next.is_alphanumeric() && next != '_')
        })
    }

    fn literal(&self, name: &str) -> bool {
        self.text.contains(&format!("'{name}'"))
    }
}
