//! The rules by which a query's text runs unchanged on DuckDB and Spark; each fault in words.
//!
//! A user's own `.sql` need not keep them: they bind what stands in `queries/`.

use super::scan::{Token, is, tokens};

/// Words that one of the engines lacks or reads in another way.
const FORBIDDEN: &[&str] = &[
    "qualify",
    "string_agg",
    "any_value",
    "concat",
    "concat_ws",
    "semi",
    "anti",
    "recursive",
    "generate_series",
    "range",
    "unnest",
    "avg",
    "mean",
    "current_date",
    "current_timestamp",
    "now",
    "today",
    "interval",
    "exclude",
    "except",
    "replace",
    "ilike",
    "glob",
    "pivot",
    "unpivot",
    "asof",
    "positional",
    "list",
    "list_agg",
    "arg_max",
    "arg_min",
    "dayofweek",
    "isodow",
    "strftime",
    "date_format",
    "date_diff",
    "datediff",
    "date_part",
    "extract",
    "varchar",
    "text",
    "hugeint",
    "decimal",
    "double",
    "float",
    "round",
    "create",
    "insert",
    "update",
    "delete",
    "drop",
    "set",
    "pragma",
    "attach",
    "copy",
    "install",
    "load",
    "read_parquet",
    "read_csv",
    "natural",
    "using",
    "lateral",
];

/// The faults of a query's text.
#[must_use]
pub fn lint(sql: &str) -> Vec<String> {
    let all = tokens(sql);
    let code: Vec<Token> = all.iter().filter(|token| !matches!(token, Token::Comment(_))).cloned().collect();
    let mut faults = Vec::new();
    faults.extend(words(&code));
    faults.extend(statement(&code));
    faults.extend(literals(&code));
    faults.extend(divisions(&code));
    faults.extend(orders(&code));
    faults.extend(aggregates(&code));
    faults.extend(joins(&code));
    faults
}

fn words(code: &[Token]) -> Vec<String> {
    // A type or a function of DuckDB, and after a dot a column of ours.
    let ours = |token: &Token| is_word(token, "text") || is_word(token, "weekday");
    let column = |at: usize| at > 0 && code.get(at - 1) == Some(&Token::Sign('.')) && code.get(at).is_some_and(ours);
    let bad = |token: &Token| match token {
        Token::Word(word) if FORBIDDEN.iter().any(|name| is(word, name)) => Some(format!("`{word}` is not allowed")),
        Token::Word(word) if !word.is_ascii() => Some(format!("the name `{word}` is not ASCII")),
        Token::Word(word) if word.chars().any(char::is_lowercase) && word.chars().any(char::is_uppercase) => {
            Some(format!("`{word}` mixes letter cases"))
        }
        Token::Sign(sign @ (':' | '[' | '{' | '"' | '\\')) => Some(format!("`{sign}` is not allowed")),
        _ => None,
    };
    let mut faults: Vec<String> = code.iter().enumerate().filter(|(at, _)| !column(*at)).filter_map(|(_, token)| bad(token)).collect();
    // Functions whose names are columns of ours or harmless words elsewhere.
    let call = |name: &Token| is_word(name, "first") || is_word(name, "last") || is_word(name, "weekday");
    let called = code.windows(2).filter(|pair| matches!(pair, [name, Token::Sign('(')] if call(name)));
    faults.extend(called.map(|_| "the functions `first`, `last` and `weekday` are not allowed".to_owned()));
    let phrases = [&["group", "by", "all"][..], &["order", "by", "all"], &["distinct", "from"]];
    for words in phrases {
        let name = words.join(" ");
        if code.windows(words.len()).any(|window| window.iter().zip(words).all(|(token, word)| is_word(token, word))) {
            faults.push(format!("`{name}` is not allowed"));
        }
    }
    faults
}

/// One SELECT, with CTEs or without, and no semicolon.
fn statement(code: &[Token]) -> Option<String> {
    let starts = code.first().is_some_and(|token| is_word(token, "select") || is_word(token, "with"));
    let ends = !code.contains(&Token::Sign(';'));
    (!starts || !ends).then(|| "not exactly one SELECT without a semicolon".to_owned())
}

fn literals(code: &[Token]) -> Vec<String> {
    let bad = |token: &Token| matches!(token, Token::Literal(text) if text.contains('\\'));
    code.iter().filter(|token| bad(token)).map(|_| "a backslash in a literal".to_owned()).collect()
}

/// A share stays numerator and denominator; where a division is needed, NULLIF guards it or the divisor is a number.
fn divisions(code: &[Token]) -> Vec<String> {
    let number = |token: &Token| matches!(token, Token::Word(word) if word.chars().all(|digit| digit.is_ascii_digit()) && word != "0");
    let bad = |pair: &[Token]| matches!(pair, [Token::Sign('/'), next] if !is_word(next, "nullif") && !number(next));
    code.windows(2).filter(|pair| bad(pair)).map(|_| "a division without NULLIF".to_owned()).collect()
}

/// Every key of an ORDER BY says NULLS LAST.
fn orders(code: &[Token]) -> Vec<String> {
    let mut faults = Vec::new();
    for at in (0..code.len()).filter(|&at| word_at(code, at, "order") && word_at(code, at + 1, "by")) {
        let mut depth = 0_i32;
        let mut keys: Vec<Vec<&Token>> = vec![Vec::new()];
        for token in code.iter().skip(at + 2) {
            match token {
                Token::Sign('(') => depth += 1,
                Token::Sign(')') => depth -= 1,
                _ => {}
            }
            match token {
                _ if depth < 0 => break,
                // The frame after the keys of a window.
                word if depth == 0 && is_word(word, "rows") => break,
                Token::Sign(',') if depth == 0 => keys.push(Vec::new()),
                _ => keys.iter_mut().next_back().into_iter().for_each(|key| key.push(token)),
            }
        }
        let total = |key: &Vec<&Token>| matches!(key.as_slice(), [.., nulls, last] if is_word(nulls, "nulls") && is_word(last, "last"));
        if !keys.iter().all(total) {
            faults.push("an ORDER BY key without NULLS LAST".to_owned());
        }
    }
    faults
}

/// The sums of the last SELECT are cast to BIGINT: the engines give sums other types.
fn aggregates(code: &[Token]) -> Vec<String> {
    let last = code.iter().rposition(|token| is_word(token, "select")).unwrap_or(0);
    let outer = code.iter().skip(last).position(|token| is_word(token, "from")).unwrap_or(0);
    let shown: Vec<&Token> = code.iter().skip(last).take(outer).collect();
    let mut depth = 0_i32;
    let mut faults = Vec::new();
    for (at, token) in shown.iter().enumerate() {
        let called = shown.get(at + 1) == Some(&&Token::Sign('('));
        match token {
            Token::Sign('(') => depth += 1,
            Token::Sign(')') => depth -= 1,
            // Inside a bracket it is an argument, of CAST in our queries.
            _ if depth == 0 && called && (is_word(token, "sum") || is_word(token, "count")) => {
                faults.push("an outer SUM or COUNT without CAST".to_owned());
            }
            _ => {}
        }
    }
    faults
}

/// `params` has one row and is joined by CROSS JOIN.
fn joins(code: &[Token]) -> Vec<String> {
    let mut faults = Vec::new();
    for at in (0..code.len()).filter(|&at| word_at(code, at, "join")) {
        let crossed = at > 0 && word_at(code, at - 1, "cross");
        if word_at(code, at + 1, "params") && !crossed {
            faults.push("`params` is joined by CROSS JOIN".to_owned());
        }
    }
    faults
}

fn word_at(code: &[Token], at: usize, word: &str) -> bool {
    code.get(at).is_some_and(|token| is_word(token, word))
}

fn is_word(token: &Token, word: &str) -> bool {
    matches!(token, Token::Word(found) if is(found, word))
}

#[cfg(test)]
mod tests {
    use super::lint;

    #[test]
    fn names_each_fault() {
        assert!(lint("SELECT a FROM mark ORDER BY a ASC NULLS LAST").is_empty());
        assert!(
            lint("SELECT MAX(a) OVER (ORDER BY b ASC NULLS LAST ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS a FROM mark")
                .is_empty()
        );
        for bad in [
            "SELECT a FROM mark ORDER BY a",
            "SELECT a / b AS c FROM mark",
            "SELECT any_value(a) AS a FROM mark",
            "SELECT weekday(a) AS a FROM mark",
            "SELECT SUM(a) OVER (ORDER BY b ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS a FROM mark",
            "SELECT a::INT AS a FROM mark",
            "SELECT a FROM mark GROUP BY ALL",
            "SELECT 1 AS a; SELECT 2 AS a",
            "SELECT 'а\\б' AS a",
            "SELECT отметка FROM mark",
            "SELECT SUM(a) AS a FROM mark",
            "DELETE FROM mark",
            "SELECT a FROM mark JOIN params p ON TRUE",
        ] {
            assert!(!lint(bad).is_empty(), "{bad}");
        }
    }
}
