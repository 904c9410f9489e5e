//! Charts as SVG: black on nothing, every bar with its figure, the same bytes for the same values.
//!
//! plotters draws by whole pixels and measures no text here, so no font of the machine is asked; the text is set by whoever
//! shows the picture, in PT Sans where Typst does it. Nothing is filled behind the picture: it lies on the paper as it is.

use plotters::backend::SVGBackend;
use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind, IntoDrawingArea};
use plotters::element::{PathElement, Rectangle, Text};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, IntoFont, RGBColor, ShapeStyle, TextStyle};

/// 10 pixels a millimetre at the width of an A4 page's text: 25 pixels are 7.1 pt, the least that is printed.
const WIDTH: i32 = 1800;
const LEFT: i32 = 90;
const BAND: i32 = 430;
const TOP: i32 = 60;
const BOTTOM: i32 = 50;
/// Bars side by side before a new band begins: a figure of six characters must fit over its bar.
const BARS_MOST: usize = 22;
const PITCH_MOST: i32 = 150;
const BAR_MOST: i32 = 56;
const LABEL_SIZE: i32 = 27;
const FIGURE_SIZE: i32 = 25;
const GRID_STEPS: i32 = 4;
/// Hundredths beyond which a bar is cut, so that the arithmetic below cannot overflow.
const VALUE_MOST: i64 = 1_000_000_000_000_000;

const BLACK: RGBColor = RGBColor(0, 0, 0);
const BAR: RGBColor = RGBColor(150, 150, 150);
const GRID: RGBColor = RGBColor(215, 215, 215);

type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;
type Drawn<'a> = Result<(), DrawingAreaErrorKind<std::io::Error>>;

/// A bar: what stands under it, its height in hundredths (`None` = not determinable), the figure as printed.
pub type Bar = (String, Option<i64>, String);

/// Upright bars, in as many bands as legible labels need. `title` is the picture's name for those who cannot see it (captions
/// are the document's); a `unit` of `%` fixes the scale at 0–100.
#[must_use]
pub fn bars(title: &str, unit: &str, values: &[Bar]) -> String {
    let bands = values.len().div_ceil(BARS_MOST).max(1);
    let per_band = values.len().div_ceil(bands).max(1);
    let mut svg = String::new();
    let height = BAND * to_i32(bands);
    if draw(&mut svg, unit, values, per_band, height).is_err() {
        // Writing into memory does not fail; should it, an empty picture is seen at once and its figures stand in the table.
        svg = format!("<svg width=\"{WIDTH}\" height=\"{height}\" xmlns=\"http://www.w3.org/2000/svg\"></svg>");
    }
    named(&svg, title)
}

fn draw<'a>(svg: &'a mut String, unit: &str, values: &[Bar], per_band: usize, height: i32) -> Drawn<'a> {
    let scale = scale_of(unit, values);
    let root = SVGBackend::with_string(svg, (to_u32(WIDTH), to_u32(height))).into_drawing_area();
    let pitch = ((WIDTH - LEFT) / to_i32(per_band)).min(PITCH_MOST);
    for (band, bars) in values.chunks(per_band).enumerate() {
        let base = BAND * (to_i32(band) + 1) - BOTTOM;
        let plot = Plot { base, full: BAND - TOP - BOTTOM, scale, pitch };
        plot.grid(&root, unit, to_i32(bars.len()))?;
        for (at, bar) in bars.iter().enumerate() {
            plot.bar(&root, to_i32(at), bar)?;
        }
        line(&root, (LEFT, base), (LEFT + pitch * to_i32(bars.len()), base), BLACK, 2)?;
    }
    root.present()
}

/// One band of bars: where its base line lies, how many pixels `scale` hundredths are, how far bars stand apart.
struct Plot {
    base: i32,
    full: i32,
    scale: i64,
    pitch: i32,
}

impl Plot {
    fn grid<'a>(&self, area: &Area<'a>, unit: &str, bars: i32) -> Drawn<'a> {
        for step in 0..=GRID_STEPS {
            let y = self.base - self.full * step / GRID_STEPS;
            if step > 0 {
                line(area, (LEFT, y), (LEFT + self.pitch * bars, y), GRID, 1)?;
            }
            let figure = figure(self.scale * i64::from(step) / i64::from(GRID_STEPS));
            text(area, &figure, (LEFT - 12, y), HPos::Right, VPos::Center, FIGURE_SIZE)?;
        }
        text(area, unit, (LEFT - 12, self.base - self.full - 34), HPos::Right, VPos::Center, FIGURE_SIZE)
    }

    fn bar<'a>(&self, area: &Area<'a>, at: i32, (label, value, printed): &Bar) -> Drawn<'a> {
        let middle = LEFT + self.pitch * at + self.pitch / 2;
        let half = (self.pitch * 3 / 5).min(BAR_MOST) / 2;
        let top = self.base - value.map_or(0, |value| self.pixels(value));
        if top < self.base {
            area.draw(&Rectangle::new([(middle - half, top), (middle + half, self.base)], BAR.filled()))?;
        }
        text(area, printed, (middle, top - 18), HPos::Center, VPos::Center, FIGURE_SIZE)?;
        text(area, label, (middle, self.base + 26), HPos::Center, VPos::Center, LABEL_SIZE)
    }

    fn pixels(&self, value: i64) -> i32 {
        let value = value.clamp(0, self.scale);
        i32::try_from(value * i64::from(self.full) / self.scale).unwrap_or(self.full)
    }
}

fn line<'a>(area: &Area<'a>, from: (i32, i32), to: (i32, i32), color: RGBColor, width: u32) -> Drawn<'a> {
    area.draw(&PathElement::new(vec![from, to], ShapeStyle::from(&color).stroke_width(width)))
}

fn text<'a>(area: &Area<'a>, words: &str, at: (i32, i32), h: HPos, v: VPos, size: i32) -> Drawn<'a> {
    // The backend divides the size by 1.24, plotters' guess of line height to letter size.
    let font = ("PT Sans", f64::from(size) * 1.24).into_font();
    area.draw(&Text::new(words.to_owned(), at, TextStyle::from(font).color(&BLACK).pos(Pos::new(h, v))))
}

/// Hundredths at the top of the scale: 100 %, else the least of 1, 2, 4 or 8 × 10ⁿ units that holds every value.
fn scale_of(unit: &str, values: &[Bar]) -> i64 {
    if unit == "%" {
        return 10_000;
    }
    let most = values.iter().filter_map(|(_, value, _)| *value).max().unwrap_or(0).min(VALUE_MOST);
    let steps = (0..14).flat_map(|power| [1, 2, 4, 8].map(|digit| digit * 10_i64.pow(power) * 100));
    steps.into_iter().find(|&step| step >= most).unwrap_or(most)
}

/// Hundredths as «12,5».
fn figure(hundredths: i64) -> String {
    let (whole, rest) = (hundredths / 100, hundredths % 100);
    match rest {
        0 => whole.to_string(),
        _ if rest % 10 == 0 => format!("{whole},{}", rest / 10),
        _ => format!("{whole},{rest:02}"),
    }
}

/// The SVG with its name as first child, as the SVG accessibility rules ask.
fn named(svg: &str, title: &str) -> String {
    let escaped = title.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    svg.replacen('>', &format!(">\n<title>{escaped}</title>"), 1)
}

fn to_i32(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX / BAND)
}

fn to_u32(length: i32) -> u32 {
    u32::try_from(length).unwrap_or(0)
}
