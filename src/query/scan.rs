//! The least of SQL that the catalogue and the lint must see: words and signs outside comments and string literals.

/// A piece of SQL text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Token {
    /// A word or a number, as written.
    Word(String),
    /// The inside of a '…' literal.
    Literal(String),
    /// The text after `--`.
    Comment(String),
    Sign(char),
}

/// Splits SQL text; line comments and literals in single quotes are the only ones our queries use.
#[must_use]
pub fn tokens(sql: &str) -> Vec<Token> {
    let mut found = Vec::new();
    let mut rest = sql.chars().peekable();
    while let Some(first) = rest.next() {
        if first == '-' && rest.peek() == Some(&'-') {
            let mut text = String::new();
            while let Some(next) = rest.next_if(|next| *next != '\n') {
                text.push(next);
            }
            found.push(Token::Comment(text.trim_start_matches('-').trim().to_owned()));
        } else if first == '\'' {
            found.push(Token::Literal(literal(&mut rest)));
        } else if first.is_alphanumeric() || first == '_' {
            let mut word = String::from(first);
            while let Some(next) = rest.next_if(|next| next.is_alphanumeric() || *next == '_') {
                word.push(next);
            }
            found.push(Token::Word(word));
        } else if !first.is_whitespace() {
            found.push(Token::Sign(first));
        }
    }
    found
}

fn literal(rest: &mut std::iter::Peekable<std::str::Chars<'_>>) -> String {
    let mut text = String::new();
    while let Some(next) = rest.next() {
        if next != '\'' {
            text.push(next);
        } else if rest.next_if_eq(&'\'').is_some() {
            text.push('\'');
        } else {
            break;
        }
    }
    text
}

/// The names that a query reads: the words after FROM and JOIN, less its own CTEs; sorted, each once.
#[must_use]
pub fn names_read(sql: &str) -> Vec<String> {
    let tokens: Vec<Token> = tokens(sql).into_iter().filter(|token| !matches!(token, Token::Comment(_))).collect();
    let ctes = names_made(&tokens);
    let mut names: Vec<String> = tokens
        .windows(2)
        .filter_map(|pair| match pair {
            [Token::Word(before), Token::Word(name)] if is(before, "from") || is(before, "join") => Some(name.clone()),
            _ => None,
        })
        .filter(|name| !ctes.contains(name))
        .collect();
    names.sort();
    names.dedup();
    names
}

/// The names of the CTEs: `name AS (SELECT`.
#[must_use]
pub fn names_made(tokens: &[Token]) -> Vec<String> {
    let cte = |window: &[Token]| match window {
        [Token::Word(name), Token::Word(word), Token::Sign('('), Token::Word(select)] if is(word, "as") && is(select, "select") => {
            Some(name.clone())
        }
        _ => None,
    };
    tokens.windows(4).filter_map(cte).collect()
}

pub(super) fn is(word: &str, keyword: &str) -> bool {
    word.eq_ignore_ascii_case(keyword)
}
