//! The queries of the program: their texts, headers and the order in which one reads another.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use include_dir::{Dir, DirEntry, include_dir};

use super::error::QueryError;
pub use super::header::{Header, Kind};
use super::params::{self, Params};
use super::scan;
use super::trace_sql;
use crate::model::schema;
use crate::regulation::nearest::nearest;

static QUERIES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/queries");

/// Views that the host makes itself.
pub const HOST_VIEWS: &[&str] = &["params", "regulation", "regulation_deadline", "regulation_scope"];

/// A query by its stem, the name under which others read it.
#[derive(Clone, Debug)]
pub struct Query {
    pub name: String,
    pub header: Header,
    pub sql: String,
    /// Names of parameters that stand anywhere in it; it can depend on no other.
    pub asks: Vec<String>,
    /// Names after FROM and JOIN that are not made in the query itself: tables, host views, queries.
    pub reads: Vec<String>,
}

impl Query {
    pub(super) fn new(name: String, header: Header, sql: String) -> Self {
        let mut query = Self { name, header, reads: scan::names_read(&sql), sql, asks: Vec::new() };
        let parameters = params::values(&Params::default());
        query.asks = query.words().filter(|word| parameters.iter().any(|(name, _)| scan::is(word, name))).collect();
        query
    }

    /// The words of its SQL, outside comments and literals.
    pub fn words(&self) -> impl Iterator<Item = String> {
        scan::tokens(&self.sql).into_iter().filter_map(|token| if let scan::Token::Word(word) = token { Some(word) } else { None })
    }
}

/// All queries, checked: each name that a query reads exists, and none reads itself in a circle.
#[derive(Clone, Debug)]
pub struct Catalog {
    queries: BTreeMap<String, Query>,
    /// Some are not ours: the engine is locked before any of them runs.
    pub(super) foreign: bool,
}

impl Catalog {
    /// The queries that come with the program, read once.
    pub fn builtin() -> Result<&'static Self, QueryError> {
        static BUILTIN: LazyLock<Result<Catalog, QueryError>> = LazyLock::new(|| {
            let mut files = Vec::new();
            collect(&QUERIES, &mut files);
            Catalog::load(files)
        });
        BUILTIN.as_ref().map_err(Clone::clone)
    }

    /// Reads (file name, text) pairs; the stem of the file is the name of the query.
    pub fn load(files: impl IntoIterator<Item = (String, String)>) -> Result<Self, QueryError> {
        let mut queries = BTreeMap::new();
        for (file, sql) in files {
            let stem = file.rsplit('/').next().unwrap_or_default().trim_end_matches(".sql").to_owned();
            let fault = |message: &str| Err(QueryError::Catalog { file: file.clone(), message: message.to_owned() });
            if schema::table(&stem).is_some() || HOST_VIEWS.contains(&stem.as_str()) {
                return fault("the name is that of a table");
            }
            let header = Header::parse(&file, &sql)?;
            let query = Query::new(stem.clone(), header, sql);
            if queries.insert(stem, query).is_some() {
                return fault("two queries have this name");
            }
        }
        let traces =
            queries.values().filter_map(|query| trace_sql::made(query, &queries).transpose()).collect::<Result<Vec<Query>, _>>()?;
        for trace in traces {
            let name = trace.name.clone();
            if queries.insert(name.clone(), trace).is_some() {
                return Err(QueryError::Catalog { file: name, message: "the header of the indicator has `rows`, too".to_owned() });
            }
        }
        let catalog = Self { queries, foreign: false };
        catalog.check()?;
        Ok(catalog)
    }

    /// This catalogue with queries of a school's own in the place of ours or beside them.
    pub(super) fn with_own(&self, own: impl IntoIterator<Item = Query>) -> Self {
        let mut catalog = Self { foreign: true, ..self.clone() };
        catalog.queries.extend(own.into_iter().map(|query| (query.name.clone(), query)));
        catalog
    }

    /// Takes for a query the text that was looked at, and what it was seen to read.
    pub(super) fn lock_in(&mut self, name: &str, sql: String, reads: Vec<String>) {
        if let Some(query) = self.queries.get_mut(name) {
            (query.sql, query.reads) = (sql, reads);
        }
    }

    pub(super) fn query(&self, name: &str) -> Option<&Query> {
        self.queries.get(name)
    }

    pub fn iter(&self) -> impl Iterator<Item = &Query> {
        self.queries.values()
    }

    /// The queries that people ask for, by name.
    pub fn indicators(&self) -> impl Iterator<Item = &Query> {
        self.iter().filter(|query| query.header.kind == Kind::Indicator)
    }

    /// The query of this name (hyphens and letter case do not matter), or the one indicator whose title begins so.
    pub fn find(&self, name: &str) -> Result<&Query, QueryError> {
        let text = name.trim().to_lowercase();
        let stem = text.replace('-', "_");
        self.queries.get(&stem).or_else(|| self.titled(&text)).ok_or_else(|| {
            let known = self.indicators().map(|query| query.name.as_str());
            QueryError::UnknownQuery { name: name.to_owned(), nearest: nearest(&stem, known).map(str::to_owned) }
        })
    }

    fn titled(&self, text: &str) -> Option<&Query> {
        let one = |meant: fn(&str, &str) -> bool| {
            let of = |title: &str| !text.is_empty() && meant(&title.to_lowercase(), text);
            let mut found = self.indicators().filter(|query| of(&query.header.title_ru) || of(&query.header.title_en));
            found.next().filter(|_| found.next().is_none())
        };
        one(|title, text| title == text).or_else(|| one(|title, text| title.starts_with(text)))
    }

    /// The queries that `query` reads, directly or not, each after those that it reads itself; `query` comes last.
    pub fn order<'a>(&'a self, query: &'a Query) -> Result<Vec<&'a Query>, QueryError> {
        let mut done = Vec::new();
        self.visit(query, &mut Vec::new(), &mut done)?;
        Ok(done)
    }

    /// The canonical tables that `query` reads, directly or not; sorted.
    pub fn tables(&self, query: &Query) -> Result<Vec<&'static schema::Table>, QueryError> {
        let order = self.order(query)?;
        let reads = |name: &str| order.iter().any(|query| query.reads.iter().any(|read| read == name));
        Ok(schema::TABLES.iter().filter(|table| reads(table.name)).collect())
    }

    fn visit<'a>(&'a self, query: &'a Query, path: &mut Vec<&'a str>, done: &mut Vec<&'a Query>) -> Result<(), QueryError> {
        if done.iter().any(|one| one.name == query.name) {
            return Ok(());
        }
        if path.contains(&query.name.as_str()) {
            return Err(QueryError::Cycle(path.join(" → ")));
        }
        path.push(&query.name);
        for read in query.reads.iter().filter_map(|name| self.queries.get(name)) {
            self.visit(read, path, done)?;
        }
        path.pop();
        done.push(query);
        Ok(())
    }

    pub(super) fn check(&self) -> Result<(), QueryError> {
        for query in self.queries.values() {
            self.order(query)?;
            let known = |name: &str| self.queries.contains_key(name) || schema::table(name).is_some() || HOST_VIEWS.contains(&name);
            if let Some(name) = query.reads.iter().find(|name| !known(name)) {
                let message = format!("reads `{name}`, which is neither a table nor a query");
                return Err(QueryError::Catalog { file: query.name.clone(), message });
            }
            if let Some(read) = self.order(query)?.iter().find(|read| read.header.compares && !query.header.compares) {
                let message = format!("reads `{}`, which sets schools beside each other, and does not say `compares: schools`", read.name);
                return Err(QueryError::Catalog { file: query.name.clone(), message });
            }
            // A CTE with the name of a query would hide it, and the order of the views would be wrong.
            if let Some(name) = scan::names_made(&scan::tokens(&query.sql)).iter().find(|name| known(name)) {
                return Err(QueryError::Catalog {
                    file: query.name.clone(),
                    message: format!("the CTE `{name}` has the name of a table or query"),
                });
            }
        }
        Ok(())
    }
}

fn collect(dir: &Dir<'_>, files: &mut Vec<(String, String)>) {
    for entry in dir.entries() {
        match entry {
            DirEntry::Dir(inner) => collect(inner, files),
            DirEntry::File(file) if file.path().extension().is_some_and(|end| end == "sql") => {
                files.push((file.path().display().to_string(), file.contents_utf8().unwrap_or_default().to_owned()));
            }
            DirEntry::File(_) => {}
        }
    }
}
