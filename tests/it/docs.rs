//! The READMEs are true: every command in them is run, every command of the program stands in them.

use std::process::Command;

use crate::support::{DEMO, Folder, project, vedomost};

/// Command lines of `sh` blocks.
fn commands(text: &str) -> Vec<String> {
    let blocks = text.split("```sh\n").skip(1).filter_map(|block| block.split("```").next());
    blocks.flat_map(str::lines).map(str::trim).filter(|line| line.starts_with("vedomost ")).map(str::to_owned).collect()
}

/// Runs the lines as a user would, in a folder that has the small school and somebody's keys.
fn run_all(name: &str) -> usize {
    let text = std::fs::read_to_string(project(name)).expect("the README");
    let folder = Folder::new();
    for (from, to) in [("keys/signer.pem", "director.pem"), ("keys/signer.p12", "director.p12"), ("keys/root.pem", "root.pem")] {
        std::fs::copy(DEMO.path("demo").join(from), folder.path(to)).expect("a key");
    }
    let exports = project("data-samples/school-25/student-total").display().to_string();
    let samples = project("data-samples").display().to_string();
    let lines = commands(&text);
    for line in &lines {
        let line = line.replace("data-samples", &samples).replace("EXPORTS", &exports).replace("ПАПКА", &exports);
        // The first import of a README takes reports; the sample bundle is the same school.
        let output = Command::new("sh")
            .arg("-ec")
            .arg(line.replacen("vedomost", env!("CARGO_BIN_EXE_vedomost"), 1))
            .current_dir(folder.path(""))
            .env("VEDOMOST_KEY_PASSWORD", "demo")
            .output()
            .expect("a shell");
        assert!(
            output.status.success(),
            "{name}: {line}\n{}{}",
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        );
    }
    outputs_are_true(&text, &folder, &samples);
    lines.len()
}

/// `console` blocks: a command after `$ ` and exactly what it prints.
fn outputs_are_true(text: &str, folder: &Folder, samples: &str) {
    for block in text.split("```console\n").skip(1).filter_map(|block| block.split("```").next()) {
        let (command, expected) = block.split_once('\n').expect("a command and its output");
        let command = command.strip_prefix("$ vedomost").expect("a command of ours").replace("data-samples", samples);
        let store = folder.text("sample-store");
        if !folder.path("sample-store").exists() {
            vedomost(&["import", &format!("{samples}/school-25/bundle"), "--store", &store]).expect(0);
        }
        let line = format!("{}{}", env!("CARGO_BIN_EXE_vedomost"), command.replace("--store store", &format!("--store {store}")));
        let output = Command::new("sh").arg("-ec").arg(line).current_dir(folder.path("")).output().expect("a shell");
        assert_eq!(String::from_utf8_lossy(&output.stdout).trim_end(), expected.trim_end(), "{command}");
    }
}

#[test]
fn every_command_of_the_english_readme_works() {
    assert!(run_all("README.md") >= 10);
}

#[test]
fn every_command_of_the_russian_readme_works() {
    assert!(run_all("README.ru.md") >= 10);
}

#[test]
fn every_command_indicator_and_report_stands_in_the_readme() {
    let text = std::fs::read_to_string(project("README.md")).expect("the README");
    let help = vedomost(&["--help"]).expect(0).out;
    let commands = help
        .lines()
        .skip_while(|line| !line.starts_with("Commands:"))
        .skip(1)
        .map_while(|line| line.strip_prefix("  "))
        .filter(|line| !line.starts_with(' '));
    let names: Vec<&str> = commands.filter_map(|line| line.split_whitespace().next()).filter(|name| *name != "help").collect();
    assert!(names.len() >= 9, "{help}");
    for name in names {
        assert!(text.contains(&format!("vedomost {name}")), "command {name}");
    }
    let list = vedomost(&["list", "--format", "json"]).expect(0).out;
    for line in list.lines() {
        let all: serde_json::Value = serde_json::from_str(line).expect("JSON");
        for (_, group) in all.as_object().expect("an object") {
            for one in group.as_array().expect("a list") {
                let name = one["name"].as_str().unwrap_or_default().replace('_', "-");
                assert!(text.contains(&format!("`{name}`")), "{name}");
            }
        }
    }
}
