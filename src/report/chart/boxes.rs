//! How values spread: from the least to the greatest, with the middle half as a box and the median as a stroke.

use plotters::style::RGBColor;
use plotters::style::text_anchor::HPos;

use crate::model::document::Chart;

use super::canvas::{
    Area, BLACK, Drawn, FIGURE_SIZE, GRID, GRID_STEPS, LABEL_SIZE, LETTER, WIDTH, cut, filled, framed, line, picture, pixels, scale_of,
    text, to_i32,
};
use super::{Named, Point, chart};

const LEFT: i32 = 420;
const RIGHT: i32 = 60;
const BAND: i32 = 120;
const BOTTOM: i32 = 60;
const HALF: i32 = 24;
const BOX: RGBColor = RGBColor(210, 210, 210);

/// The values of one row, in order.
#[derive(Clone, Debug)]
pub struct Spread {
    pub label: String,
    values: Vec<(i64, String)>,
    /// Half-way between the two values in the middle, where their number is even.
    median: Option<(i64, String)>,
}

impl Spread {
    #[must_use]
    pub fn of(label: &str, points: Vec<Point>) -> Self {
        let mut values: Vec<(i64, String)> = points.into_iter().flatten().collect();
        values.sort();
        Self { label: label.to_owned(), values, median: None }
    }

    /// With a median that is none of the values.
    #[must_use]
    pub fn with_median(self, median: Point) -> Self {
        Self { median, ..self }
    }

    /// Least, lower quartile, median, upper quartile, greatest. But for the median each is one of the values (the least that at least so
    /// many quarters do not exceed), so that its figure is one that stands in the table.
    #[must_use]
    pub fn five(&self) -> [Option<&(i64, String)>; 5] {
        let count = self.values.len();
        let value = |quarter: usize| self.values.get((count * quarter).div_ceil(4).max(1) - 1);
        [value(0), value(1), self.median.as_ref().or(value(2)), value(3), value(4)]
    }
}

/// One box a row; the figures of least, median and greatest stand at it.
#[must_use]
pub fn boxes(name: &str, caption: &str, unit: &str, rows: &[Spread]) -> Chart {
    let scale = scale_of(unit, rows.iter().flat_map(|row| row.values.iter().map(|(value, _)| *value)));
    let width = WIDTH - LEFT - RIGHT;
    let bottom = BAND * to_i32(rows.len());
    let svg = picture(caption, bottom + BOTTOM, |area| {
        for step in 0..=GRID_STEPS {
            let x = LEFT + width * step / GRID_STEPS;
            line(area, (x, 0), (x, bottom), GRID, 1)?;
            let figure = scale * i64::from(step) / i64::from(GRID_STEPS) / 100;
            let unit = if step == GRID_STEPS { format!("{figure} {unit}") } else { figure.to_string() };
            text(area, &unit, (x, bottom + 28), HPos::Center, FIGURE_SIZE)?;
        }
        for (at, row) in rows.iter().enumerate() {
            let middle = BAND * to_i32(at) + BAND / 2 + 14;
            text(area, &cut(&row.label, usize::try_from(LEFT / LETTER).unwrap_or(0)), (LEFT - 20, middle), HPos::Right, LABEL_SIZE)?;
            if let [Some(least), Some(lower), Some(median), Some(upper), Some(most)] = row.five() {
                spread(area, middle, [least, lower, median, upper, most], |value| LEFT + pixels(value, scale, width))?;
            } else {
                text(area, "нет данных", (LEFT + 20, middle), HPos::Left, FIGURE_SIZE)?;
            }
        }
        Ok(())
    });
    let told = |row: &Spread| match row.five() {
        [Some((_, least)), Some((_, lower)), Some((_, median)), Some((_, upper)), Some((_, most))] => {
            format!("{} — от {least} до {most}, середина {median}, средняя половина {lower}–{upper}", row.label)
        }
        _ => format!("{} — нет данных", row.label),
    };
    chart(&Named { name, caption, kind: "Диаграмма размаха" }, svg, &rows.iter().map(told).collect::<Vec<_>>())
}

fn spread<'a>(area: &Area<'a>, middle: i32, five: [&(i64, String); 5], x: impl Fn(i64) -> i32) -> Drawn<'a> {
    let [least, lower, median, upper, most] = five.map(|(value, _)| x(*value));
    line(area, (least, middle), (most, middle), BLACK, 2)?;
    for end in [least, most] {
        line(area, (end, middle - HALF / 2), (end, middle + HALF / 2), BLACK, 2)?;
    }
    if lower < upper {
        filled(area, (lower, middle - HALF), (upper, middle + HALF), BOX)?;
        framed(area, (lower, middle - HALF), (upper, middle + HALF))?;
    }
    line(area, (median, middle - HALF - 4), (median, middle + HALF + 4), BLACK, 6)?;
    let [(_, low), _, (_, mid), _, (_, high)] = five;
    let above = middle - HALF - 20;
    text(area, mid, (median, above), HPos::Center, FIGURE_SIZE)?;
    // The ends are told only where they do not lie under the median's figure.
    let room = LETTER * 6;
    if median - least > room {
        text(area, low, (least, above), HPos::Center, FIGURE_SIZE)?;
    }
    if most - median > room {
        text(area, high, (most, above), HPos::Center, FIGURE_SIZE)?;
    }
    Ok(())
}
