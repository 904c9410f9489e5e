//! Parts of a whole, one on the other: the same shade is the same part, and the part's figure stands in it.

use plotters::style::RGBColor;
use plotters::style::text_anchor::HPos;

use crate::model::document::Chart;

use super::canvas::{
    Area, BLACK, Drawn, FIGURE_SIZE, LABEL_SIZE, LETTER, Letters, PAPER, VALUE_MOST, WIDTH, filled, framed, grid, line, picture, pixels,
    scale_of, text, to_i32,
};
use super::{Named, chart};

const LEFT: i32 = 110;
const HEIGHT: i32 = 640;
const LEGEND: i32 = 60;
const TOP: i32 = LEGEND + 70;
const BOTTOM: i32 = 60;
const PITCH_MOST: i32 = 180;
const BAR_MOST: i32 = 110;
/// A part lower than this has no room for its figure; the total over the bar and the words have it.
const FIGURE_LEAST: i32 = 26;
/// From the bottom up; neighbours differ much, so that they are told apart on a copy of a copy.
const SHADES: [RGBColor; 5] = [RGBColor(60, 60, 60), RGBColor(225, 225, 225), RGBColor(150, 150, 150), PAPER, RGBColor(105, 105, 105)];

/// A bar: what stands under it and its parts from the bottom up.
#[derive(Clone, Debug)]
pub struct Stack {
    pub label: String,
    pub parts: Vec<i64>,
}

/// `parts`: names of the parts, from the bottom up. Counts, not hundredths.
#[must_use]
pub fn stacked(name: &str, caption: &str, unit: &str, parts: &[&str], stacks: &[Stack]) -> Chart {
    let scale = scale_of(unit, stacks.iter().map(total)).max(100);
    let pitch = ((WIDTH - LEFT) / to_i32(stacks.len().max(1))).min(PITCH_MOST);
    let (base, full) = (HEIGHT - BOTTOM, HEIGHT - TOP - BOTTOM);
    let svg = picture(caption, HEIGHT, |area| {
        let width = pitch * to_i32(stacks.len());
        legend(area, parts)?;
        grid(area, (LEFT, base), (width, full), scale, unit)?;
        for (at, stack) in stacks.iter().enumerate() {
            let middle = LEFT + pitch * to_i32(at) + pitch / 2;
            let top = bar(area, stack, middle, (pitch * 7 / 10).min(BAR_MOST) / 2, |hundredths| base - pixels(hundredths, scale, full))?;
            let sum: i64 = stack.parts.iter().fold(0, |sum, part| sum.saturating_add(*part));
            text(area, &sum.to_string(), (middle, top - 18), HPos::Center, FIGURE_SIZE)?;
            text(area, &stack.label, (middle, base + 28), HPos::Center, LABEL_SIZE)?;
        }
        line(area, (LEFT, base), (LEFT + width, base), BLACK, 2)
    });
    let figures: Vec<String> = stacks
        .iter()
        .map(|stack| {
            let told: Vec<String> = parts.iter().zip(&stack.parts).map(|(name, part)| format!("{name} {part}")).collect();
            format!("{} — {}", stack.label, told.join(", "))
        })
        .collect();
    chart(&Named { name, caption, kind: "Столбики из частей" }, svg, &figures)
}

fn total(stack: &Stack) -> i64 {
    stack.parts.iter().fold(0_i64, |sum, part| sum.saturating_add(*part)).saturating_mul(100).min(VALUE_MOST)
}

/// The parts of one bar; gives where it ends.
fn bar<'a>(
    area: &Area<'a>,
    stack: &Stack,
    middle: i32,
    half: i32,
    y: impl Fn(i64) -> i32,
) -> Result<i32, plotters::drawing::DrawingAreaErrorKind<std::io::Error>> {
    let mut sum = 0_i64;
    for (number, part) in stack.parts.iter().enumerate() {
        let below = y(sum.saturating_mul(100));
        sum = sum.saturating_add((*part).max(0));
        let above = y(sum.saturating_mul(100));
        if above == below {
            continue;
        }
        let shade = shade(number);
        filled(area, (middle - half, above), (middle + half, below), shade)?;
        framed(area, (middle - half, above), (middle + half, below))?;
        if below - above >= FIGURE_LEAST {
            let letters = Letters { color: ink(shade), ..Letters::at((middle, i32::midpoint(above, below)), HPos::Center, FIGURE_SIZE) };
            letters.draw(area, &part.to_string())?;
        }
    }
    Ok(y(sum.saturating_mul(100)))
}

fn legend<'a>(area: &Area<'a>, parts: &[&str]) -> Drawn<'a> {
    let mut left = LEFT;
    for (number, part) in parts.iter().enumerate() {
        filled(area, (left, 14), (left + 44, 46), shade(number))?;
        framed(area, (left, 14), (left + 44, 46))?;
        text(area, part, (left + 56, 31), HPos::Left, LABEL_SIZE)?;
        left += 56 + to_i32(part.chars().count()) * LETTER + 40;
    }
    Ok(())
}

fn shade(number: usize) -> RGBColor {
    SHADES.get(number % SHADES.len()).copied().unwrap_or(PAPER)
}

fn ink(shade: RGBColor) -> RGBColor {
    if shade.0 < 128 { PAPER } else { BLACK }
}
