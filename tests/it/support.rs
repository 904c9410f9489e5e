//! The program run in process, and folders to run it in.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use serde_json::Value;
use tempfile::TempDir;

/// What a command line gave.
pub struct Run {
    pub code: u8,
    pub out: String,
    pub err: String,
}

/// Runs `vedomost` with these arguments, messages in English.
pub fn vedomost(arguments: &[&str]) -> Run {
    vedomost_in("en", arguments)
}

/// The same in another language.
pub fn vedomost_in(lang: &str, arguments: &[&str]) -> Run {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let all = ["vedomost", "--lang", lang].into_iter().chain(arguments.iter().copied());
    let code = vedomost::cli::run(all, &mut out, &mut err);
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("messages are UTF-8");
    Run { code, out: text(out), err: text(err) }
}

impl Run {
    /// The run must have ended with this code.
    pub fn expect(self, code: u8) -> Self {
        assert_eq!(self.code, code, "\n--- out\n{}\n--- err\n{}", self.out, self.err);
        self
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).expect("JSON on standard output")
    }
}

/// A new folder; it goes when the value goes.
pub struct Folder(TempDir);

impl Folder {
    pub fn new() -> Self {
        Self(tempfile::tempdir().expect("a temporary folder"))
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub fn text(&self, name: &str) -> String {
        self.path(name).display().to_string()
    }

    /// Writes a file, with the folders it needs.
    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> String {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        std::fs::write(&path, bytes).expect("a file");
        path.display().to_string()
    }
}

/// The store of the small school, imported once and never written to again.
static SMALL: LazyLock<Folder> = LazyLock::new(|| {
    let folder = Folder::new();
    let bundle = project("data-samples/school-25/bundle").display().to_string();
    vedomost(&["import", &bundle, "--store", &folder.text("store")]).expect(0);
    folder
});

/// A store of one's own with the small school in it, at `store` in the folder.
pub fn small_school(folder: &Folder) -> String {
    copy(&SMALL.path("store"), &folder.path("store"));
    folder.text("store")
}

/// All files below a folder, sorted.
pub fn files_below(root: &Path) -> Vec<PathBuf> {
    let (mut found, mut open) = (Vec::new(), vec![root.to_owned()]);
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() { open.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    found
}

/// Copies a folder with all that is in it.
pub fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("a folder") {
        let (path, name) = entry.map(|entry| (entry.path(), entry.file_name())).expect("an entry");
        if path.is_dir() {
            copy(&path, &to.join(name));
        } else {
            std::fs::copy(&path, to.join(name)).expect("a file");
        }
    }
}

/// What `vedomost demo` makes, made once; for looking at.
pub static DEMO: LazyLock<Folder> = LazyLock::new(|| {
    let folder = Folder::new();
    vedomost(&["demo", "--out", &folder.text("demo")]).expect(0);
    folder
});

/// A file of the project.
pub fn project(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// Rows of `SELECT …` as JSON objects.
pub fn sql(store: &str, text: &str) -> Vec<Value> {
    let run = vedomost(&["sql", text, "--store", store, "--format", "json"]).expect(0);
    run.json()["rows"].as_array().cloned().expect("rows")
}

/// One number out of `SELECT … AS n`.
pub fn number(store: &str, text: &str) -> i64 {
    sql(store, text).first().and_then(|row| row["n"].as_i64()).expect("a number n")
}
