//! What all pictures draw with: the sheet, lines, letters, scales.
//!
//! plotters draws by whole pixels and measures no text here, so no font of the machine is asked; the text is set by whoever
//! shows the picture, in PT Sans where Typst does it. Nothing is filled behind the picture: it lies on the paper as it is.

use plotters::backend::SVGBackend;
use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind, IntoDrawingArea};
use plotters::element::{PathElement, Rectangle, Text};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontTransform, IntoFont, RGBColor, ShapeStyle, TextStyle};

/// 10 pixels a millimetre at the width of an A4 page's text: 25 pixels are 7.1 pt, the least that is printed.
pub const WIDTH: i32 = 1800;
pub const LABEL_SIZE: i32 = 27;
pub const FIGURE_SIZE: i32 = 25;
/// Width of a letter of that size where none is measured; rather too wide.
pub const LETTER: i32 = 14;
pub const GRID_STEPS: i32 = 4;
/// Hundredths beyond which a value is cut, so that the arithmetic cannot overflow.
pub const VALUE_MOST: i64 = 1_000_000_000_000_000;

pub const BLACK: RGBColor = RGBColor(0, 0, 0);
pub const PAPER: RGBColor = RGBColor(255, 255, 255);
pub const GRID: RGBColor = RGBColor(215, 215, 215);

pub type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;
pub type Drawn<'a> = Result<(), DrawingAreaErrorKind<std::io::Error>>;

/// A picture of this height, with its name for those who cannot see it.
pub fn picture(title: &str, height: i32, draw: impl Fn(&Area<'_>) -> Result<(), DrawingAreaErrorKind<std::io::Error>>) -> String {
    let mut svg = String::new();
    let failed = {
        let root = SVGBackend::with_string(&mut svg, (to_u32(WIDTH), to_u32(height))).into_drawing_area();
        draw(&root).and_then(|()| root.present()).is_err()
    };
    if failed {
        // Writing into memory does not fail; should it, an empty picture is seen at once and its figures stand in the table.
        svg = format!("<svg width=\"{WIDTH}\" height=\"{height}\" xmlns=\"http://www.w3.org/2000/svg\"></svg>\n");
    }
    named(&svg, title)
}

pub fn line<'a>(area: &Area<'a>, from: (i32, i32), to: (i32, i32), color: RGBColor, width: u32) -> Drawn<'a> {
    area.draw(&PathElement::new(vec![from, to], ShapeStyle::from(&color).stroke_width(width)))
}

pub fn filled<'a>(area: &Area<'a>, from: (i32, i32), to: (i32, i32), color: RGBColor) -> Drawn<'a> {
    area.draw(&Rectangle::new([from, to], color.filled()))
}

pub fn framed<'a>(area: &Area<'a>, from: (i32, i32), to: (i32, i32)) -> Drawn<'a> {
    area.draw(&Rectangle::new([from, to], ShapeStyle::from(&BLACK).stroke_width(2)))
}

/// Letters of a size, where they stand and how they lie to that place.
pub struct Letters {
    pub at: (i32, i32),
    pub h: HPos,
    pub size: i32,
    pub color: RGBColor,
    /// Read from bottom to top.
    pub upright: bool,
}

impl Letters {
    pub fn at(at: (i32, i32), h: HPos, size: i32) -> Self {
        Self { at, h, size, color: BLACK, upright: false }
    }

    pub fn draw<'a>(&self, area: &Area<'a>, words: &str) -> Drawn<'a> {
        // The backend divides the size by 1.24, plotters' guess of line height to letter size.
        let font = ("PT Sans", f64::from(self.size) * 1.24).into_font();
        let font = if self.upright { font.transform(FontTransform::Rotate270) } else { font };
        let style = TextStyle::from(font).color(&self.color).pos(Pos::new(self.h, VPos::Center));
        area.draw(&Text::new(words.to_owned(), self.at, style))
    }
}

pub fn text<'a>(area: &Area<'a>, words: &str, at: (i32, i32), h: HPos, size: i32) -> Drawn<'a> {
    Letters::at(at, h, size).draw(area, words)
}

/// Hundredths at the top of the scale: 100 %, else the least of 1, 2, 4 or 8 × 10ⁿ units that holds every value.
pub fn scale_of(unit: &str, values: impl Iterator<Item = i64>) -> i64 {
    if unit == "%" {
        return 10_000;
    }
    let most = values.max().unwrap_or(0).min(VALUE_MOST);
    let mut steps = (0..14).flat_map(|power| [1, 2, 4, 8].map(|digit| digit * 10_i64.pow(power) * 100));
    steps.find(|&step| step >= most).unwrap_or(most).max(1)
}

/// So many of `full` pixels are this value of a scale.
pub fn pixels(value: i64, scale: i64, full: i32) -> i32 {
    let value = value.clamp(0, scale);
    i32::try_from(value * i64::from(full) / scale.max(1)).unwrap_or(full)
}

/// Lines at the quarters of the scale with their figures, and the unit above them.
pub fn grid<'a>(area: &Area<'a>, corner: (i32, i32), size: (i32, i32), scale: i64, unit: &str) -> Drawn<'a> {
    let ((left, base), (width, full)) = (corner, size);
    for step in 0..=GRID_STEPS {
        let y = base - full * step / GRID_STEPS;
        if step > 0 {
            line(area, (left, y), (left + width, y), GRID, 1)?;
        }
        let value = figure(scale * i64::from(step) / i64::from(GRID_STEPS));
        text(area, &value, (left - 12, y), HPos::Right, FIGURE_SIZE)?;
    }
    text(area, unit, (left - 12, base - full - 34), HPos::Right, FIGURE_SIZE)
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

/// The words, cut where they are longer than their place.
pub fn cut(words: &str, letters: usize) -> String {
    if words.chars().count() <= letters {
        return words.to_owned();
    }
    words.chars().take(letters.saturating_sub(1)).chain(['…']).collect()
}

/// The SVG with its name as first child, as the SVG accessibility rules ask.
fn named(svg: &str, title: &str) -> String {
    let escaped = title.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    svg.replacen('>', &format!(">\n<title>{escaped}</title>"), 1)
}

pub fn to_i32(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(100_000).min(100_000)
}

fn to_u32(length: i32) -> u32 {
    u32::try_from(length).unwrap_or(0)
}
