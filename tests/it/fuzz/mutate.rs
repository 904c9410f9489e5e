//! How a good input is broken: bytes, blocks, words, numbers, encodings, splices of two inputs.

use encoding_rs::{IBM866, WINDOWS_1251};

/// Inputs are kept small: many of them find more than large ones.
const LENGTH_MAX: usize = 6000;

/// A small generator (xorshift), the same on every machine.
#[derive(Clone)]
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        let mut dice = Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        for _ in 0..8 {
            dice.below(2);
        }
        dice
    }

    pub fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) % bound.max(1)
    }

    pub fn index(&mut self, bound: usize) -> usize {
        usize::try_from(self.below(bound as u64)).expect("below a usize")
    }

    pub fn byte(&mut self) -> u8 {
        u8::try_from(self.below(256)).expect("below 256")
    }

    fn range(&mut self, length: usize, longest: usize) -> std::ops::Range<usize> {
        let start = self.index(length + 1);
        start..(start + self.index(longest + 1)).min(length)
    }
}

/// Numbers at which counting breaks.
const NUMBERS: &[&str] = &[
    "0",
    "1",
    "-1",
    "7",
    "12",
    "13",
    "31",
    "32",
    "99",
    "127",
    "128",
    "255",
    "256",
    "400",
    "401",
    "1900",
    "2025",
    "2147483647",
    "2147483648",
    "-2147483648",
    "4294967295",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775808",
    "18446744073709551615",
    "99999999999999999999999",
    "1e308",
    "0.005",
    "1,5",
    "00000000000001",
    "٣",
    "½",
];
/// Pieces of every language that schools write in.
const WORDS: &[&str] = &[
    "\0",
    "\n",
    "\r\n",
    "\t",
    " ",
    ";",
    ",",
    "\"",
    "\"\"",
    "'",
    "=",
    "\u{feff}",
    "\u{a0}",
    "\u{200b}",
    "\u{202e}",
    "\u{fffd}",
    "\u{10ffff}",
    "Ё",
    "ё",
    "İ",
    "ß",
    "ﬁ",
    "5",
    "4-",
    "н/а",
    "осв",
    "зач",
    "УП",
    "Б",
    "НП",
    "2025-09-01",
    "01.09.2025",
    "31.02.2025",
    "9999-12-31",
    "0000-00-00",
    "2025-09-01T23:59:60",
    "9Б",
    "9 «Б»",
    "год",
    "1 четверть",
    "IV четверть",
    "Выбыл(а) 01.02.2026",
    "true",
    "да",
    "—",
    "//",
];

/// A broken input out of the good ones.
pub fn input(corpus: &[Vec<u8>], words: &[&str], dice: &mut Dice) -> Vec<u8> {
    let mut bytes = corpus[dice.index(corpus.len())].clone();
    for _ in 0..=dice.below(5) {
        one(&mut bytes, corpus, words, dice);
    }
    // A long good input (a signed PDF) may stay as long as it is.
    let longest = corpus.iter().map(Vec::len).max().unwrap_or_default().max(LENGTH_MAX);
    bytes.truncate(longest);
    bytes
}

fn one(bytes: &mut Vec<u8>, corpus: &[Vec<u8>], words: &[&str], dice: &mut Dice) {
    let length = bytes.len();
    match dice.below(16) {
        0 if length > 0 => {
            let at = dice.index(length);
            bytes[at] ^= 1 << dice.below(8);
        }
        1 if length > 0 => {
            let at = dice.index(length);
            bytes[at] = dice.byte();
        }
        2 => drop(bytes.drain(dice.range(length, 64))),
        3 => drop(bytes.drain(dice.range(length, 1000))),
        4 => {
            let piece = bytes[dice.range(length, 300)].to_vec();
            put(bytes, &piece, dice);
        }
        5 => {
            // The same piece many times.
            let piece = bytes[dice.range(length, 40)].to_vec();
            let many = piece.repeat(dice.index(50));
            put(bytes, &many, dice);
        }
        6 => {
            let (piece, rest) = (dice.range(length, 200), dice.index(length + 1));
            let moved: Vec<u8> = bytes.drain(piece).collect();
            let at = rest.min(bytes.len());
            drop(bytes.splice(at..at, moved));
        }
        7 => {
            let other = &corpus[dice.index(corpus.len())];
            let at = dice.index(length + 1);
            bytes.truncate(at);
            bytes.extend(&other[dice.index(other.len() + 1)..]);
        }
        8 => {
            let other = &corpus[dice.index(corpus.len())];
            let piece = other[dice.range(other.len(), 300)].to_vec();
            put(bytes, &piece, dice);
        }
        9 => {
            let number = NUMBERS[dice.index(NUMBERS.len())];
            replace_number(bytes, number.as_bytes(), dice);
        }
        10 if !words.is_empty() => put(bytes, words[dice.index(words.len())].as_bytes(), dice),
        11 if !words.is_empty() => {
            // One word of the language in the place of another.
            let (old, new) = (words[dice.index(words.len())].as_bytes(), words[dice.index(words.len())].as_bytes());
            let start = dice.index(length + 1);
            if let Some(at) = bytes[start..].windows(old.len().max(1)).position(|window| window == old) {
                drop(bytes.splice(start + at..start + at + old.len(), new.iter().copied()));
            }
        }
        12 => put(bytes, WORDS[dice.index(WORDS.len())].as_bytes(), dice),
        13 => bytes.truncate(dice.index(length + 1)),
        14 => {
            let noise: Vec<u8> = (0..dice.below(20)).map(|_| dice.byte()).collect();
            put(bytes, &noise, dice);
        }
        _ => recode(bytes, dice),
    }
}

fn put(bytes: &mut Vec<u8>, piece: &[u8], dice: &mut Dice) {
    let at = dice.index(bytes.len() + 1);
    drop(bytes.splice(at..at, piece.iter().copied()));
}

fn replace_number(bytes: &mut Vec<u8>, number: &[u8], dice: &mut Dice) {
    let start = dice.index(bytes.len() + 1);
    let Some(first) = bytes[start..].iter().position(u8::is_ascii_digit) else { return };
    let first = start + first;
    let digits = bytes[first..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    drop(bytes.splice(first..first + digits, number.iter().copied()));
}

/// All of it, or one line, in another encoding.
fn recode(bytes: &mut Vec<u8>, dice: &mut Dice) {
    let text = String::from_utf8_lossy(bytes).into_owned();
    *bytes = match dice.below(5) {
        0 => WINDOWS_1251.encode(&text).0.into_owned(),
        1 => IBM866.encode(&text).0.into_owned(),
        2 => [b"\xff\xfe".to_vec(), text.encode_utf16().flat_map(u16::to_le_bytes).collect()].concat(),
        3 => {
            let at = dice.index(text.lines().count() + 1);
            let lines = text.lines().enumerate().map(|(line, text)| match line == at {
                true => WINDOWS_1251.encode(text).0.into_owned(),
                false => text.as_bytes().to_vec(),
            });
            lines.collect::<Vec<_>>().join(&b'\n')
        }
        _ => [b"\xef\xbb\xbf", text.as_bytes()].concat(),
    };
}
