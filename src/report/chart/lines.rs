//! Values over time: one line a series, told apart by its strokes and by the label at its end.

use plotters::element::{Circle, PathElement};
use plotters::style::text_anchor::HPos;
use plotters::style::{Color, RGBColor, ShapeStyle};

use crate::model::document::Chart;

use super::canvas::{
    Area, BLACK, Drawn, FIGURE_SIZE, LABEL_SIZE, LETTER, PAPER, WIDTH, cut, filled, framed, grid, line, picture, pixels, scale_of, text,
    to_i32,
};
use super::{Named, Point, chart, printed};

const LEFT: i32 = 90;
const RIGHT: i32 = 330;
const HEIGHT: i32 = 620;
const TOP: i32 = 70;
const BOTTOM: i32 = 60;
/// Lines that one picture can hold and still be read; the others stand in the words and in the table.
const SERIES_MOST: usize = 6;
/// Figures nearer than this would lie over one another.
const APART: i32 = 28;

/// One line: its label and a value at each moment.
#[derive(Clone, Debug)]
pub struct Series {
    pub label: String,
    pub points: Vec<Point>,
}

/// `moments`: what stands under each value. A line is broken where a value is not determinable.
#[must_use]
pub fn lines(name: &str, caption: &str, unit: &str, moments: &[String], series: &[Series]) -> Chart {
    let scale = scale_of(unit, series.iter().flat_map(|one| one.points.iter().flatten().map(|(value, _)| *value)));
    let plot =
        Plot { scale, full: HEIGHT - TOP - BOTTOM, base: HEIGHT - BOTTOM, pitch: (WIDTH - LEFT - RIGHT) / to_i32(moments.len().max(1)) };
    let shown = series.get(..SERIES_MOST).unwrap_or(series);
    let svg = picture(caption, HEIGHT, |area| {
        let width = plot.pitch * to_i32(moments.len().max(1));
        grid(area, (LEFT, plot.base), (width, plot.full), scale, unit)?;
        line(area, (LEFT, plot.base), (LEFT + width, plot.base), BLACK, 2)?;
        for (at, moment) in moments.iter().enumerate() {
            text(area, moment, (plot.x(at), plot.base + 30), HPos::Center, LABEL_SIZE)?;
        }
        for (number, one) in shown.iter().enumerate() {
            plot.strokes(area, number, one)?;
        }
        plot.figures(area, shown, moments.len())?;
        plot.labels(area, shown)
    });
    let figures: Vec<String> = series
        .iter()
        .map(|one| {
            let points: Vec<String> =
                moments.iter().zip(&one.points).map(|(moment, point)| format!("{moment} {}", printed(point))).collect();
            format!("{} — {}", one.label, points.join(", "))
        })
        .collect();
    chart(&Named { name, caption, kind: "Линейный график" }, svg, &figures)
}

struct Plot {
    scale: i64,
    full: i32,
    base: i32,
    pitch: i32,
}

impl Plot {
    fn x(&self, at: usize) -> i32 {
        LEFT + self.pitch * to_i32(at) + self.pitch / 2
    }

    fn y(&self, value: i64) -> i32 {
        self.base - pixels(value, self.scale, self.full)
    }

    fn strokes<'a>(&self, area: &Area<'a>, number: usize, one: &Series) -> Drawn<'a> {
        let places: Vec<Option<(i32, i32)>> =
            one.points.iter().enumerate().map(|(at, point)| point.as_ref().map(|(value, _)| (self.x(at), self.y(*value)))).collect();
        for pair in places.windows(2) {
            if let [Some(from), Some(to)] = pair {
                dashed(area, *from, *to, number)?;
            }
        }
        places.iter().flatten().try_for_each(|place| mark(area, number, *place))
    }

    /// The figures of one moment, moved apart where they would touch.
    fn figures<'a>(&self, area: &Area<'a>, series: &[Series], moments: usize) -> Drawn<'a> {
        for at in 0..moments {
            let points = series.iter().filter_map(|one| one.points.get(at).and_then(Option::as_ref));
            let mut wanted: Vec<(i32, &str)> = points.map(|(value, printed)| (self.y(*value) - 22, printed.as_str())).collect();
            apart(&mut wanted);
            for (y, printed) in wanted {
                // A figure that a line runs through is not read.
                let letters = to_i32(printed.chars().count()) * (LETTER - 1);
                filled(area, (self.x(at) + 14, y - 13), (self.x(at) + 14 + letters, y + 13), PAPER)?;
                text(area, printed, (self.x(at) + 16, y), HPos::Left, FIGURE_SIZE)?;
            }
        }
        Ok(())
    }

    /// Beside the last value of each line stands its label.
    fn labels<'a>(&self, area: &Area<'a>, series: &[Series]) -> Drawn<'a> {
        let last = |one: &Series| one.points.iter().rev().flatten().next().map_or(self.base, |(value, _)| self.y(*value));
        let mut wanted: Vec<(i32, (usize, &str))> =
            series.iter().enumerate().map(|(number, one)| (last(one), (number, one.label.as_str()))).collect();
        apart(&mut wanted);
        for (y, (number, label)) in wanted {
            let left = WIDTH - RIGHT + 10;
            dashed(area, (left, y), (left + 60, y), number)?;
            mark(area, number, (left + 30, y))?;
            text(area, &cut(label, usize::try_from((RIGHT - 85) / LETTER).unwrap_or(0)), (left + 72, y), HPos::Left, LABEL_SIZE)?;
        }
        Ok(())
    }
}

/// From top to bottom, each at least [`APART`] below the one above it, and none below the picture.
fn apart<T>(wanted: &mut [(i32, T)]) {
    wanted.sort_by_key(|(y, _)| *y);
    let mut least = i32::MIN;
    for (y, _) in wanted.iter_mut() {
        *y = (*y).max(least);
        least = *y + APART;
    }
    let mut most = HEIGHT - BOTTOM - 12;
    for (y, _) in wanted.iter_mut().rev() {
        *y = (*y).min(most);
        most = *y - APART;
    }
}

/// Length of stroke and gap of each line; nothing = drawn through.
const STROKES: [Option<(i32, i32)>; 4] = [None, Some((26, 12)), Some((6, 10)), Some((46, 10))];
const SHADES: [RGBColor; 3] = [BLACK, RGBColor(70, 70, 70), RGBColor(120, 120, 120)];

fn shade(number: usize) -> RGBColor {
    SHADES.get(number % SHADES.len()).copied().unwrap_or(BLACK)
}

fn dashed<'a>(area: &Area<'a>, from: (i32, i32), to: (i32, i32), number: usize) -> Drawn<'a> {
    let Some((stroke, gap)) = STROKES.get(number % STROKES.len()).copied().flatten() else {
        return line(area, from, to, shade(number), 4);
    };
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let length = dx.abs().max(dy.abs()).max(1);
    let place = |done: i32| (from.0 + dx * done / length, from.1 + dy * done / length);
    let mut done = 0;
    while done < length {
        line(area, place(done), place((done + stroke).min(length)), shade(number), 4)?;
        done += stroke + gap;
    }
    Ok(())
}

/// Circle, square, triangle, hollow square, diamond, in turn.
fn mark<'a>(area: &Area<'a>, number: usize, (x, y): (i32, i32)) -> Drawn<'a> {
    const R: i32 = 9;
    let through = |points: Vec<(i32, i32)>| area.draw(&PathElement::new(points, ShapeStyle::from(&BLACK).stroke_width(4)));
    match number % 5 {
        0 => area.draw(&Circle::new((x, y), R, BLACK.filled())),
        1 => filled(area, (x - R, y - R), (x + R, y + R), shade(number)),
        2 => through(vec![(x, y - R), (x + R, y + R), (x - R, y + R), (x, y - R)]),
        3 => filled(area, (x - R, y - R), (x + R, y + R), PAPER).and_then(|()| framed(area, (x - R, y - R), (x + R, y + R))),
        _ => through(vec![(x, y - R), (x + R, y), (x, y + R), (x - R, y), (x, y - R)]),
    }
}
