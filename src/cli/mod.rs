//! The command line: one file a command, and the words come from the message catalogue.
//!
//! Invariant: no heavy library here; what is computed elsewhere is only called and shown.

mod args;
mod check;
mod demo;
mod error;
mod exit;
mod explain;
mod format;
mod import;
mod list;
mod output;
mod pack;
mod packs;
mod progress;
mod query;
mod regulation;
mod report;
mod rows;
mod sample;
mod sample_region;
mod scope;
mod shown;
mod sign;
mod sql;
mod store;
mod trace;
mod ui;
mod usage;
mod user;
mod verify;
mod words;

use std::ffi::OsString;
use std::io::{IsTerminal, Write};

use clap::{FromArgMatches, Parser, Subcommand};

use crate::messages::Lang;

pub use error::CliError;
pub use ui::Ui;

/// Reports and signed sheets from exports of a school's e-journal
#[derive(Parser, Debug)]
#[command(name = "vedomost", version, max_term_width = 110)]
struct Cli {
    /// Language of messages: ru or en [default: LANG, else ru]
    #[arg(long, global = true, value_name = "LANG")]
    lang: Option<String>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    Import(import::ImportArgs),
    Query(query::QueryArgs),
    Check(Box<check::CheckArgs>),
    List(list::ListArgs),
    Explain(explain::ExplainArgs),
    Trace(trace::TraceArgs),
    Sql(sql::SqlArgs),
    Regulation(regulation::RegulationArgs),
    Store(store::StoreArgs),
    Report(Box<report::ReportArgs>),
    Pack(Box<pack::PackArgs>),
    Sign(sign::SignArgs),
    Verify(verify::VerifyArgs),
    Sample(sample::SampleArgs),
    Demo(demo::DemoArgs),
}

/// Runs a command line, program name first; gives the exit code. Never panics on what a user types or feeds.
pub fn run(arguments: impl IntoIterator<Item = impl Into<OsString>>, out: &mut dyn Write, err: &mut dyn Write) -> u8 {
    let arguments: Vec<OsString> = arguments.into_iter().map(Into::into).collect();
    let environment = std::env::var("LC_ALL").or_else(|_| std::env::var("LANG")).ok();
    let lang = Lang::choose(args::given_lang(&arguments).as_deref(), environment.as_deref());
    let interactive = std::io::stderr().is_terminal();
    let cli = match args::command::<Cli>(lang).try_get_matches_from(&arguments).and_then(|matches| Cli::from_arg_matches(&matches)) {
        Ok(cli) => cli,
        Err(error) => {
            let text = usage::text(&error, lang);
            let _ = if error.use_stderr() { write!(err, "{text}") } else { write!(out, "{text}") };
            return if error.use_stderr() { exit::USE } else { exit::GOOD };
        }
    };
    let mut ui = Ui { out, err, lang, interactive };
    match dispatch(&cli.command, &mut ui) {
        Ok(code) => code,
        Err(error) => {
            if error.code != exit::GOOD {
                ui.error(&error);
            }
            error.code
        }
    }
}

/// Whether a command line means something; nothing is done.
pub fn understands(arguments: impl IntoIterator<Item = impl Into<OsString>>) -> bool {
    let arguments: Vec<OsString> = arguments.into_iter().map(Into::into).collect();
    let lang = Lang::choose(args::given_lang(&arguments).as_deref(), None);
    let matches = args::command::<Cli>(lang).try_get_matches_from(&arguments);
    matches.and_then(|matches| Cli::from_arg_matches(&matches)).is_ok()
}

fn dispatch(command: &Command, ui: &mut Ui<'_>) -> Result<u8, CliError> {
    match command {
        Command::Import(arguments) => import::run(arguments, ui),
        Command::Query(arguments) => query::run(arguments, ui),
        Command::Check(arguments) => check::run(arguments, ui),
        Command::List(arguments) => list::run(arguments, ui),
        Command::Explain(arguments) => explain::run(arguments, ui),
        Command::Trace(arguments) => trace::run(arguments, ui),
        Command::Sql(arguments) => sql::run(arguments, ui),
        Command::Regulation(arguments) => regulation::run(arguments, ui),
        Command::Store(arguments) => store::run(arguments, ui),
        Command::Report(arguments) => report::run(arguments, ui),
        Command::Pack(arguments) => pack::run(arguments, ui),
        Command::Sign(arguments) => sign::run(arguments, ui),
        Command::Verify(arguments) => verify::run(arguments, ui),
        Command::Sample(arguments) => sample::run(arguments, ui),
        Command::Demo(arguments) => demo::run(arguments, ui),
    }
}
