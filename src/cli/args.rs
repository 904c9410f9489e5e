//! The command tree with its help in the user's language.

use std::ffi::OsString;

use clap::{Command, CommandFactory};

use crate::messages::{self, Lang};

/// `--lang` before anything is parsed: help and errors of parsing need it already.
#[must_use]
pub fn given_lang(arguments: &[OsString]) -> Option<String> {
    let texts: Vec<&str> = arguments.iter().filter_map(|argument| argument.to_str()).collect();
    let at = texts.iter().position(|text| *text == "--lang" || text.starts_with("--lang="))?;
    let joined = texts.get(at)?.strip_prefix("--lang=").map(str::to_owned);
    joined.or_else(|| texts.get(at + 1).map(|text| (*text).to_owned()))
}

/// The parser of `T`, every description replaced by the catalogue's where it has one.
#[must_use]
pub fn command<T: CommandFactory>(lang: Lang) -> Command {
    localized(T::command(), "help", lang)
}

fn localized(mut command: Command, path: &str, lang: Lang) -> Command {
    let words = |key: &str| messages::has(lang, key).then(|| messages::text(lang, key, &[]));
    if let Some(about) = words(path) {
        command = command.about(about.clone()).long_about(about);
    }
    let ids: Vec<String> = command.get_arguments().map(|argument| argument.get_id().to_string()).collect();
    for id in ids {
        if let Some(help) = words(&format!("{path}.{id}")).or_else(|| words(&format!("help.*.{id}"))) {
            command = command.mut_arg(&id, |argument| argument.help(help.clone()).long_help(help));
        }
    }
    let names: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    for name in names {
        let path = format!("{path}.{name}");
        command = command.mut_subcommand(&name, |sub| localized(sub, &path, lang));
    }
    command
}
