//! Draws `benches/growth.svg` from what `make compare` measured: time against the number of schools, both axes logarithmic.
//!
//! `cargo run --release --package vedomost-benches --bin growth -- MEASURED.json OUT.svg`; the exponent is the slope of the line through the points.

use std::collections::BTreeMap;
use std::error::Error;

use plotters::prelude::*;

/// Name of the work → (schools, seconds, peak memory in MB).
type Measured = BTreeMap<String, Vec<(f64, f64, f64)>>;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [measured, out] = arguments.as_slice() else {
        println!("growth: nothing to draw without MEASURED.json and OUT.svg (see `make compare`)");
        return Ok(());
    };
    let measured: Measured = serde_json::from_str(&std::fs::read_to_string(measured)?)?;
    draw(&measured, out)
}

fn draw(measured: &Measured, out: &str) -> Result<(), Box<dyn Error>> {
    let points = || measured.values().flatten();
    let most_schools = points().map(|point| point.0).fold(1.0, f64::max);
    let times = points().fold((f64::MAX, 0.0), |(low, high): (f64, f64), point| (low.min(point.1), high.max(point.1)));
    let area = SVGBackend::new(out, (900, 560)).into_drawing_area();
    area.fill(&WHITE)?;
    let mut chart = ChartBuilder::on(&area)
        .margin(20)
        .x_label_area_size(50)
        .y_label_area_size(70)
        .build_cartesian_2d((0.9..most_schools * 1.2).log_scale(), (times.0 * 0.7..times.1 * 1.4).log_scale())?;
    chart
        .configure_mesh()
        .x_desc("schools")
        .y_desc("seconds")
        .x_label_formatter(&|count| format!("{count:.0}"))
        .y_label_formatter(&f64::to_string)
        .draw()?;
    for (number, (name, points)) in measured.iter().enumerate() {
        let color = Palette99::pick(number).to_rgba();
        let label = format!("{name}: exponent {:.2}", exponent(points));
        chart
            .draw_series(LineSeries::new(points.iter().map(|point| (point.0, point.1)), color.stroke_width(2)).point_size(4))?
            .label(label)
            .legend(move |(x, y)| PathElement::new([(x, y), (x + 20, y)], color));
    }
    chart.configure_series_labels().background_style(WHITE).border_style(BLACK).position(SeriesLabelPosition::UpperLeft).draw()?;
    area.present()?;
    Ok(())
}

/// Least squares on the logarithms; the first point is left out, where the start of the program weighs.
fn exponent(points: &[(f64, f64, f64)]) -> f64 {
    let points = if points.len() > 2 { points.get(1..).unwrap_or_default() } else { points };
    let logs: Vec<(f64, f64)> = points.iter().map(|point| (point.0.ln(), point.1.ln())).collect();
    let count = f64::from(u32::try_from(logs.len()).unwrap_or(1));
    let mean = |value: fn(&(f64, f64)) -> f64| logs.iter().map(value).sum::<f64>() / count;
    let (x, y) = (mean(|point| point.0), mean(|point| point.1));
    let spread: f64 = logs.iter().map(|point| (point.0 - x).powi(2)).sum();
    logs.iter().map(|point| (point.0 - x) * (point.1 - y)).sum::<f64>() / spread
}
