//! What the parser of the command line says, help and errors of use, in the words of the catalogue.

use clap::Error;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::messages::{self, Lang};

/// Words that stand in every help text, and their keys; what holds another comes first.
const WORDS: [(&str, &str); 14] = [
    ("Print help (see more with '--help')", "usage.print-help"),
    ("Print help (see a summary with '-h')", "usage.print-help"),
    ("Print help", "usage.print-help"),
    ("Print version", "usage.print-version"),
    ("Print this message or the help of the given subcommand(s)", "usage.print-help-of"),
    ("Usage:", "usage.usage"),
    ("Commands:", "usage.commands"),
    ("Arguments:", "usage.arguments"),
    ("Options:", "usage.options"),
    ("Possible values:", "usage.possible-values"),
    ("[OPTIONS]", "usage.some-options"),
    ("<COMMAND>", "usage.some-command"),
    ("[default: ", "usage.default"),
    ("[possible values: ", "usage.possible"),
];

/// Help, version, or what is wrong with the command line and how to go on.
pub fn text(error: &Error, lang: Lang) -> String {
    fault(error, lang).unwrap_or_else(|| help(&error.to_string(), lang))
}

fn help(text: &str, lang: Lang) -> String {
    WORDS.iter().fold(text.to_owned(), |text, (words, key)| text.replace(words, &messages::text(lang, key, &[])))
}

/// Nothing for help and version, and for what has no words of its own.
fn fault(error: &Error, lang: Lang) -> Option<String> {
    let of = |kind: ContextKind| error.get(kind).map(plain).unwrap_or_default();
    let (argument, value) = (of(ContextKind::InvalidArg), of(ContextKind::InvalidValue));
    let values = [
        ("arg", argument),
        ("value", value.clone()),
        ("command", of(ContextKind::InvalidSubcommand)),
        ("prior", of(ContextKind::PriorArg)),
        ("known", of(ContextKind::ValidValue) + &of(ContextKind::ValidSubcommand)),
        ("near", of(ContextKind::SuggestedArg) + &of(ContextKind::SuggestedSubcommand) + &of(ContextKind::SuggestedValue)),
    ];
    let key = match error.kind() {
        ErrorKind::UnknownArgument => "usage.unknown-argument",
        ErrorKind::InvalidSubcommand => "usage.unknown-command",
        ErrorKind::InvalidValue if value.is_empty() => "usage.no-value",
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => "usage.bad-value",
        ErrorKind::NoEquals | ErrorKind::TooManyValues | ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => "usage.value-count",
        ErrorKind::ArgumentConflict if of(ContextKind::PriorArg) == of(ContextKind::InvalidArg) => "usage.twice",
        ErrorKind::ArgumentConflict => "usage.conflict",
        ErrorKind::MissingRequiredArgument => "usage.missing-argument",
        ErrorKind::MissingSubcommand => "usage.missing-command",
        ErrorKind::InvalidUtf8 => "usage.not-utf8",
        _ => return None,
    };
    let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let say = |key: &str| messages::text(lang, key, &values);
    let usage = help(&of(ContextKind::Usage), lang);
    let lines = [format!("{}: {}", say("error"), say(key)), usage, say("usage.more")];
    Some(lines.iter().filter(|line| !line.is_empty()).map(|line| format!("{line}\n")).collect())
}

fn plain(value: &ContextValue) -> String {
    match value {
        ContextValue::Strings(all) => all.join(", "),
        ContextValue::StyledStrs(all) => all.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
        ContextValue::None => String::new(),
        other => other.to_string(),
    }
}
