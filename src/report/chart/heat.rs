//! A table of shades: the darker, the more; every cell with its figure.

use plotters::style::RGBColor;
use plotters::style::text_anchor::HPos;

use crate::model::document::Chart;

use super::canvas::{BLACK, FIGURE_SIZE, LABEL_SIZE, LETTER, Letters, PAPER, WIDTH, cut, filled, framed, picture, text, to_i32};
use super::{Named, Point, chart, printed};

const LEFT: i32 = 130;
const ROW: i32 = 46;
const HEAD_MOST: i32 = 330;
const COLUMN_MOST: i32 = 150;
/// Below this width figures of four characters run into one another.
const COLUMN_LEAST: i32 = 62;
const DARKEST: i64 = 150;

/// `cells`: a row of points for each of `rows`, one for each of `columns`. The darkest is the greatest value.
#[must_use]
pub fn heat(name: &str, caption: &str, rows: &[String], columns: &[String], cells: &[Vec<Point>]) -> Chart {
    let most = cells.iter().flatten().flatten().map(|(value, _)| *value).max().unwrap_or(0).max(1);
    // What does not fit beside goes into a band below.
    let per_band = columns.len().min(usize::try_from((WIDTH - LEFT) / COLUMN_LEAST).unwrap_or(1)).max(1);
    let bands = columns.len().div_ceil(per_band).max(1);
    let per_band = columns.len().div_ceil(bands).max(1);
    let width = ((WIDTH - LEFT) / to_i32(per_band)).min(COLUMN_MOST);
    let longest = columns.iter().map(|column| column.chars().count()).max().unwrap_or(0);
    let head = (to_i32(longest) * LETTER + 20).min(HEAD_MOST);
    let height = head + ROW * to_i32(rows.len()) + 20;
    let svg = picture(caption, height * to_i32(bands), |area| {
        for (band, names) in columns.chunks(per_band).enumerate() {
            let top = height * to_i32(band) + head;
            for (at, column) in names.iter().enumerate() {
                let x = LEFT + width * to_i32(at) + width / 2;
                let letters = Letters { upright: true, ..Letters::at((x, top - 10), HPos::Left, LABEL_SIZE) };
                letters.draw(area, &cut(column, usize::try_from(HEAD_MOST / LETTER).unwrap_or(0)))?;
            }
            for (row, label) in rows.iter().enumerate() {
                let y = top + ROW * to_i32(row);
                text(area, label, (LEFT - 14, y + ROW / 2), HPos::Right, LABEL_SIZE)?;
                let points = cells.get(row).map_or(&[][..], Vec::as_slice);
                for (at, point) in points.iter().skip(band * per_band).take(names.len()).enumerate() {
                    let (from, to) = ((LEFT + width * to_i32(at), y), (LEFT + width * (to_i32(at) + 1), y + ROW));
                    let shade = point.as_ref().map_or(PAPER, |(value, _)| shade(*value, most));
                    filled(area, from, to, shade)?;
                    framed(area, from, to)?;
                    let middle = (i32::midpoint(from.0, to.0), i32::midpoint(from.1, to.1));
                    let color = if shade.0 < 128 { PAPER } else { BLACK };
                    Letters { color, ..Letters::at(middle, HPos::Center, FIGURE_SIZE) }.draw(area, printed(point))?;
                }
            }
        }
        Ok(())
    });
    let told = |(row, points): (&String, &Vec<Point>)| {
        let cells: Vec<String> = columns.iter().zip(points).map(|(column, point)| format!("{column} {}", printed(point))).collect();
        format!("{row} — {}", cells.join(", "))
    };
    chart(&Named { name, caption, kind: "Тепловая карта" }, svg, &rows.iter().zip(cells).map(told).collect::<Vec<_>>())
}

/// White for nothing, dark for the most.
fn shade(value: i64, most: i64) -> RGBColor {
    let depth = i128::from(value.clamp(0, most)) * i128::from(DARKEST) / i128::from(most);
    let level = 255 - u8::try_from(depth).unwrap_or(0);
    RGBColor(level, level, level)
}
