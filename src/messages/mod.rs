//! The words a user sees: one catalogue, Russian and English, keyed by what they are about.
//!
//! `{name}` is replaced by a value, `{name:строка,строки,строк}` by the plural form for that number, `{name?; похожий: }` by these words
//! and the value, by nothing where there is none; `{{name}}` stays as `{name}`. Invariant: no other folder holds words for people
//! (documents: the templates).

use std::collections::BTreeMap;
use std::sync::LazyLock;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Lang {
    #[default]
    Ru,
    En,
}

impl Lang {
    /// `--lang`, else `LANG`, else Russian.
    #[must_use]
    pub fn choose(given: Option<&str>, environment: Option<&str>) -> Self {
        match given.or(environment.filter(|lang| !lang.starts_with('C') && !lang.starts_with("POSIX"))) {
            Some(lang) if lang.to_lowercase().starts_with("en") => Self::En,
            _ => Self::Ru,
        }
    }
}

type Catalogue = BTreeMap<String, String>;

static RU: LazyLock<Catalogue> = LazyLock::new(|| parse(include_str!("ru.toml")));
static EN: LazyLock<Catalogue> = LazyLock::new(|| parse(include_str!("en.toml")));

fn parse(text: &str) -> Catalogue {
    toml::from_str(text).unwrap_or_default()
}

fn catalogue(lang: Lang) -> &'static Catalogue {
    match lang {
        Lang::Ru => &RU,
        Lang::En => &EN,
    }
}

/// Whether the catalogue has words for a key.
#[must_use]
pub fn has(lang: Lang, key: &str) -> bool {
    catalogue(lang).contains_key(key)
}

/// All keys of a language.
pub fn keys(lang: Lang) -> impl Iterator<Item = &'static str> {
    catalogue(lang).keys().map(String::as_str)
}

/// The text of a key with its values; the key itself where words are missing.
#[must_use]
pub fn text(lang: Lang, key: &str, values: &[(&str, &str)]) -> String {
    let Some(pattern) = catalogue(lang).get(key) else { return key.to_owned() };
    let mut result = String::with_capacity(pattern.len());
    let mut rest = pattern.as_str();
    while let Some((before, after)) = rest.split_once('{') {
        result.push_str(before);
        if let Some((inside, tail)) = after.strip_prefix('{').and_then(|after| after.split_once("}}")) {
            result.push('{');
            result.push_str(inside);
            result.push('}');
            rest = tail;
            continue;
        }
        let Some((inside, tail)) = after.split_once('}') else {
            result.push('{');
            rest = after;
            continue;
        };
        let at = inside.find(['?', ':']);
        let (name, kind) = at.map_or((inside, ""), |at| inside.split_at(at));
        let value = values.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| *value);
        match (kind.strip_prefix(':'), kind.strip_prefix('?')) {
            (Some(forms), _) => result.push_str(plural(lang, value.parse().unwrap_or(0), forms)),
            (_, Some(_)) if value.is_empty() => {}
            (_, words) => {
                result.push_str(words.unwrap_or_default());
                result.push_str(value);
            }
        }
        rest = tail;
    }
    result.push_str(rest);
    result
}

/// The form of a noun for a number: «строка, строки, строк», `row,rows`.
fn plural(lang: Lang, number: i64, forms: &str) -> &str {
    let forms: Vec<&str> = forms.split(',').collect();
    let (ones, tens) = (number.unsigned_abs() % 10, number.unsigned_abs() % 100);
    let at = match lang {
        Lang::En => usize::from(number != 1),
        Lang::Ru if ones == 1 && tens != 11 => 0,
        Lang::Ru if (2..=4).contains(&ones) && !(12..=14).contains(&tens) => 1,
        Lang::Ru => 2,
    };
    forms.get(at).or(forms.last()).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{Lang, catalogue, plural, text};

    fn placeholders(pattern: &str) -> BTreeSet<String> {
        pattern.split('{').skip(1).filter_map(|part| part.split(['}', ':', '?']).next()).map(str::to_owned).collect()
    }

    #[test]
    fn both_languages_say_the_same_things() {
        let (ru, en) = (catalogue(Lang::Ru), catalogue(Lang::En));
        assert!(ru.len() > 50);
        assert_eq!(ru.keys().collect::<Vec<_>>(), en.keys().collect::<Vec<_>>());
        for (key, pattern) in ru {
            assert_eq!(placeholders(pattern), placeholders(en.get(key).map_or("", String::as_str)), "{key}");
        }
    }

    #[test]
    fn words_stand_with_their_values() {
        let forms = "строка,строки,строк";
        for (number, form) in
            [(1, "строка"), (2, "строки"), (5, "строк"), (11, "строк"), (12, "строк"), (21, "строка"), (104, "строки"), (111, "строк")]
        {
            assert_eq!(plural(Lang::Ru, number, forms), form, "{number}");
        }
        assert_eq!(text(Lang::En, "no such key", &[]), "no such key");
        let unknown = |nearest| text(Lang::Ru, "error.unknown-regulation", &[("id", "x"), ("nearest", nearest)]);
        assert_eq!([unknown("y"), unknown("")], ["регламента «x» нет; похожий: y", "регламента «x» нет"]);
        assert!(text(Lang::Ru, "error.pack-names.hint", &[]).contains("{school}/{class}/"), "an example of fields keeps its braces");
        assert!(text(Lang::En, "help.pack.names", &[]).ends_with("{school} {year} {class} {form} {kind} {title} {period}"));
    }

    #[test]
    fn the_language_is_chosen_by_flag_then_environment() {
        assert_eq!(Lang::choose(None, Some("en_US.UTF-8")), Lang::En);
        assert_eq!(Lang::choose(Some("ru"), Some("en_US.UTF-8")), Lang::Ru);
        assert_eq!(Lang::choose(None, Some("C.UTF-8")), Lang::Ru);
        assert_eq!(Lang::choose(None, None), Lang::Ru);
    }
}
