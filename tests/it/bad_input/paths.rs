//! Paths that cannot be read, or never end.

use std::process::Command;

use super::{NEW, good, import};
use crate::support::vedomost;

#[cfg(unix)]
#[test]
fn path_without_rights() {
    use std::os::unix::fs::PermissionsExt;
    let folder = good();
    let file = folder.write("in/locked.xls", NEW.replace("Ёлкина Анна", "Жуков Лев"));
    folder.write("in/closed/mark.csv", "x");
    for path in [folder.path("in/locked.xls"), folder.path("in/closed")] {
        std::fs::set_permissions(path, PermissionsExt::from_mode(0o000)).expect("rights");
    }
    // Root may read everything: as long as that is so, the program is run without that power.
    let may_all = std::fs::read(&file).is_ok();
    let program = env!("CARGO_BIN_EXE_vedomost");
    let mut command = if may_all {
        let mut command = Command::new("setpriv");
        command.args(["--bounding-set=-dac_override,-dac_read_search", program]);
        command
    } else {
        Command::new(program)
    };
    let done =
        command.args(["--lang", "en", "import", &folder.text("in"), "--store", &folder.text("store")]).output().expect("the program");
    let (out, err) = (String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
    assert_eq!(done.status.code(), Some(1), "{out}{err}");
    for path in ["in/locked.xls", "in/closed"] {
        assert!(err.lines().any(|line| line.contains(path) && line.contains("the file cannot be read: Permission denied")), "{err}");
    }
    assert!(err.contains("check that the path is right and that you may read the file"), "{err}");
    assert!(out.contains("quarantined 0"), "the good files were taken: {out}");
    std::fs::set_permissions(folder.path("in/closed"), PermissionsExt::from_mode(0o700)).expect("rights");
}

#[cfg(unix)]
#[test]
fn symlink_loop() {
    use std::os::unix::fs::symlink;
    let folder = good();
    let link = |to: &str, name: &str| symlink(to, folder.path(name)).expect("a link");
    link(".", "in/here");
    link("..", "in/bundle/up");
    link("a", "in/b");
    link("b", "in/a");
    link("nowhere", "in/dangling");
    link("reports/good.xls", "in/good_too.xls");
    link("../../in/reports/good.xls", "in/reports/the_same.xls");
    let said = import(folder).ends(1).with_the_bundle();
    assert_eq!(said.number("SELECT count(*) AS n FROM source WHERE reader = 'student_total'"), 1, "each real file once");
    let real = std::fs::canonicalize(said.folder.path("in")).expect("a folder").display().to_string();
    let said = said.says("in/here", "link-not-followed", &real, "").says("bundle/up", "link-not-followed", &real, "");
    for name in ["in/a:", "in/b:", "in/dangling:"] {
        assert!(said.run.err.lines().any(|line| line.contains(name) && line.contains("cannot be read")), "{name} {}", said.run.err);
    }
    // Named twice, read once.
    let paths = [said.folder.text("in/reports"), said.folder.text("in/reports/good.xls"), said.folder.text("in/good_too.xls")];
    let once = vedomost(&["import", &paths[0], &paths[1], &paths[2], "--store", &said.folder.text("other")]).expect(0);
    assert!(once.out.contains("Files: 1."), "{}", once.out);
}

#[cfg(unix)]
#[test]
fn pipes_and_devices_are_not_read() {
    let folder = good();
    let made = Command::new("mkfifo").arg(folder.path("in/mark.csv")).status().expect("mkfifo");
    assert!(made.success());
    import(folder).ends(1).with_the_bundle().says("in/mark.csv", "not-a-file", "", "");
    let run = vedomost(&["import", "/dev/zero", "--store", &good().text("store")]).expect(3);
    assert!(run.err.contains("/dev/zero: neither a file nor a folder"), "{}", run.err);
}

#[test]
fn folders_without_end() {
    let folder = good();
    folder.write(&format!("in/{}mark.csv", "d/".repeat(40)), "x");
    import(folder).ends(1).with_the_bundle().says("in/d/d", "too-deep", "16", "");
}

#[test]
fn a_path_that_is_not_there() {
    let folder = good();
    let run = vedomost(&["import", &folder.text("in"), &folder.text("nothing"), "--store", &folder.text("store")]).expect(1);
    assert!(run.err.contains("nothing: the file cannot be read") && run.out.contains("version 1"), "{}{}", run.out, run.err);
}
