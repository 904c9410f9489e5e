//! Upright bars, every bar with its figure.

use plotters::style::RGBColor;
use plotters::style::text_anchor::HPos;

use crate::model::document::Chart;

use super::canvas::{Area, BLACK, Drawn, FIGURE_SIZE, LABEL_SIZE, WIDTH, filled, grid, line, picture, pixels, scale_of, text, to_i32};
use super::{Named, chart};

const LEFT: i32 = 90;
const BAND: i32 = 430;
const TOP: i32 = 60;
const BOTTOM: i32 = 50;
/// Bars side by side before a new band begins: a figure of six characters must fit over its bar.
const BARS_MOST: usize = 22;
const PITCH_MOST: i32 = 150;
const BAR_MOST: i32 = 56;
const BAR: RGBColor = RGBColor(150, 150, 150);

/// A bar: what stands under it, its height in hundredths (`None` = not determinable), the figure as printed.
pub type Bar = (String, Option<i64>, String);

/// Bars with the words that tell them.
#[must_use]
pub fn bar_chart(name: &str, caption: &str, unit: &str, values: &[Bar]) -> Chart {
    let figures: Vec<String> = values.iter().map(|(label, _, printed)| format!("{label} — {printed}")).collect();
    chart(&Named { name, caption, kind: "Столбиковая диаграмма" }, bars(caption, unit, values), &figures)
}

/// Upright bars, in as many bands as legible labels need. `title` is the picture's name for those who cannot see it (captions
/// are the document's); a `unit` of `%` fixes the scale at 0–100.
#[must_use]
pub fn bars(title: &str, unit: &str, values: &[Bar]) -> String {
    let bands = values.len().div_ceil(BARS_MOST).max(1);
    let per_band = values.len().div_ceil(bands).max(1);
    let scale = scale_of(unit, values.iter().filter_map(|(_, value, _)| *value));
    let pitch = ((WIDTH - LEFT) / to_i32(per_band)).min(PITCH_MOST);
    picture(title, BAND * to_i32(bands), |area| {
        for (band, bars) in values.chunks(per_band).enumerate() {
            let base = BAND * (to_i32(band) + 1) - BOTTOM;
            let plot = Plot { base, full: BAND - TOP - BOTTOM, scale, pitch };
            let width = pitch * to_i32(bars.len());
            grid(area, (LEFT, base), (width, plot.full), scale, unit)?;
            for (at, bar) in bars.iter().enumerate() {
                plot.bar(area, to_i32(at), bar)?;
            }
            line(area, (LEFT, base), (LEFT + width, base), BLACK, 2)?;
        }
        Ok(())
    })
}

/// One band of bars: where its base line lies, how many pixels `scale` hundredths are, how far bars stand apart.
struct Plot {
    base: i32,
    full: i32,
    scale: i64,
    pitch: i32,
}

impl Plot {
    fn bar<'a>(&self, area: &Area<'a>, at: i32, (label, value, printed): &Bar) -> Drawn<'a> {
        let middle = LEFT + self.pitch * at + self.pitch / 2;
        let half = (self.pitch * 3 / 5).min(BAR_MOST) / 2;
        let top = self.base - value.map_or(0, |value| pixels(value, self.scale, self.full));
        if top < self.base {
            filled(area, (middle - half, top), (middle + half, self.base), BAR)?;
        }
        text(area, printed, (middle, top - 18), HPos::Center, FIGURE_SIZE)?;
        text(area, label, (middle, self.base + 26), HPos::Center, LABEL_SIZE)
    }
}
