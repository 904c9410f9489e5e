//! How much memory the program takes for a file made to take all of it. The program runs as a process of its own.

use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use super::{NEW, good, gzip};
use crate::support::Folder;

/// What an import of the good files alone may take, in MB: libraries, threads, the store.
const BASE_MB: u64 = 250;
/// What a faulty file may add.
const ADDED_MB: u64 = 150;
const GARBAGE_MB: usize = 200;

/// Peak of resident memory of an import, in MB, and what it said.
#[cfg(target_os = "linux")]
fn peak_mb(folder: &Folder) -> (u64, i32, String) {
    let program = env!("CARGO_BIN_EXE_vedomost");
    let (out, err) = (File::create(folder.path("out")).expect("a file"), File::create(folder.path("err")).expect("a file"));
    let mut child = Command::new(program)
        .args(["--lang", "en", "import", &folder.text("in"), "--store", &folder.text("store")])
        .stdout(Stdio::from(out))
        .stderr(Stdio::from(err))
        .spawn()
        .expect("the program");
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    let code = loop {
        let text = std::fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
        peak = peak.max(line.trim().trim_end_matches(" kB").parse::<u64>().unwrap_or(0));
        if let Some(code) = child.try_wait().expect("a process") {
            break code.code().expect("not killed");
        }
        std::thread::sleep(Duration::from_millis(3));
    };
    let err = std::fs::read_to_string(folder.path("err")).expect("a file");
    (peak / 1024, code, err)
}

fn garbage(path: &Path, head: &[u8], unit: &[u8], count: usize) {
    let mut file = File::create(path).expect("a file");
    file.write_all(head).expect("written");
    (0..count).for_each(|_| file.write_all(unit).expect("written"));
}

fn noise() -> Vec<u8> {
    let mut dice = 0x9e37_79b9_7f4a_7c15_u64;
    let mut step = || {
        dice ^= dice << 13;
        dice ^= dice >> 7;
        dice ^= dice << 17;
        dice.to_le_bytes()
    };
    (0..1 << 17).flat_map(|_| step()).collect()
}

#[cfg(target_os = "linux")]
#[test]
fn garbage_of_200_mb() {
    let folder = good();
    let noise = noise();
    garbage(&folder.path("in/noise.xls"), b"", &noise, GARBAGE_MB);
    std::fs::create_dir_all(folder.path("in/g")).expect("a folder");
    garbage(&folder.path("in/g/mark.csv"), b"", &noise, GARBAGE_MB);
    garbage(&folder.path("in/zeros.xls"), b"", &vec![0; 1 << 20], GARBAGE_MB);
    garbage(&folder.path("in/report.xls"), &NEW.as_bytes()[..1200], &vec![b' '; 1 << 20], GARBAGE_MB);
    let (peak, code, err) = peak_mb(&folder);
    assert_eq!(code, 1, "{err}");
    for file in ["noise.xls", "g/mark.csv", "zeros.xls", "report.xls"] {
        assert!(err.lines().any(|line| line.contains(file)), "{file}: {err}");
    }
    assert!(peak < BASE_MB + ADDED_MB, "{peak} MB");
}

#[cfg(target_os = "linux")]
#[test]
fn zip_bomb_in_memory() {
    let folder = good();
    // 2 GB of spaces behind a report, packed to 2 MB; and the same packed twice.
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packer.write_all(&NEW.as_bytes()[..1200]).expect("gzip");
    let block = vec![b' '; 1 << 20];
    (0..2000).for_each(|_| packer.write_all(&block).expect("gzip"));
    let bomb = packer.finish().expect("gzip");
    folder.write("in/bomb.xls.gz", &bomb);
    folder.write("in/bomb2.xls.gz", gzip(&bomb));
    folder.write("in/bomb.zip", super::zip_of(&[("bomb.xls.gz", &bomb)]));
    let (peak, code, err) = peak_mb(&folder);
    assert_eq!(code, 1, "{err}");
    for file in ["bomb.xls.gz", "bomb2.xls.gz", "bomb.zip"] {
        assert!(err.lines().any(|line| line.contains(file)), "{file}: {err}");
    }
    assert!(peak < BASE_MB + ADDED_MB, "{peak} MB");
}
