//! Charts as SVG: black and grey on nothing, every value with its figure, the same bytes for the same values.
//!
//! [`bars`] one value each · [`lines`] values over time · [`stacked`] parts of a whole · [`boxes`] how values spread · [`heat`] a table of
//! shades. Each gives a picture and the words that a screen reader says instead of it: the words carry every figure. Nothing is told
//! by colour: what must be kept apart differs by shade, by the kind of line and by its label.

mod bars;
mod boxes;
mod canvas;
mod heat;
mod lines;
mod stacked;

use crate::model::document::Chart;

pub use bars::{Bar, bar_chart, bars};
pub use boxes::{Spread, boxes};
pub use heat::heat;
pub use lines::{Series, lines};
pub use stacked::{Stack, stacked};

/// A value in hundredths and the figure as printed; `None` = not determinable.
pub type Point = Option<(i64, String)>;

/// What a picture is called: its stable name, its caption, what kind of picture it is for those who cannot see it.
struct Named<'a> {
    name: &'a str,
    caption: &'a str,
    kind: &'a str,
}

fn chart(named: &Named<'_>, svg: String, figures: &[String]) -> Chart {
    let told = if figures.is_empty() { "данных нет".to_owned() } else { figures.join("; ") };
    Chart {
        name: named.name.to_owned(),
        caption: named.caption.to_owned(),
        svg,
        alt: format!("{}. {}: {told}.", named.kind, named.caption),
    }
}

/// The figure of a point, a dash where there is none.
fn printed(point: &Point) -> &str {
    point.as_ref().map_or("—", |(_, text)| text)
}

#[cfg(test)]
mod tests {
    use super::{Series, Spread, Stack, bar_chart, boxes, heat, lines, stacked};

    fn is_picture(chart: &crate::model::document::Chart, words: &[&str]) {
        assert!(chart.svg.starts_with("<svg ") && chart.svg.ends_with("</svg>\n"), "{}", chart.svg);
        assert!(!chart.svg.contains("#FFFFFF\" opacity=\"1\" x=\"0\" y=\"0\""), "nothing lies behind the picture");
        for word in words {
            assert!(chart.svg.contains(word), "{word} in the picture: {}", chart.svg);
            assert!(chart.alt.contains(word), "{word} in the words: {}", chart.alt);
        }
    }

    #[test]
    fn of_nothing() {
        for chart in [
            bar_chart("a", "А", "%", &[]),
            lines("a", "А", "%", &[], &[]),
            stacked("a", "А", "уроков", &[], &[]),
            boxes("a", "А", "%", &[]),
            heat("a", "А", &[], &[], &[]),
        ] {
            is_picture(&chart, &[]);
            assert!(chart.alt.ends_with("А: данных нет."), "{}", chart.alt);
        }
    }

    #[test]
    fn of_one_value() {
        let point = || Some((5_000, "50,00".to_owned()));
        is_picture(&bar_chart("a", "А", "%", &[("9Б".to_owned(), Some(5_000), "50,00".to_owned())]), &["9Б", "50,00"]);
        let series = [Series { label: "Школа".to_owned(), points: vec![point()] }];
        is_picture(&lines("a", "А", "%", &["1 четв.".to_owned()], &series), &["Школа", "50,00", "1 четв."]);
        is_picture(&stacked("a", "А", "ур.", &["болезнь"], &[Stack { label: "май".to_owned(), parts: vec![7] }]), &["болезнь", "май", "7"]);
        let spread = Spread::of("Качество", vec![point(), None]);
        is_picture(&boxes("a", "А", "%", &[spread]), &["Качество", "50,00"]);
        is_picture(&heat("a", "А", &["9Б".to_owned()], &["Алгебра".to_owned()], &[vec![point()]]), &["9Б", "Алгебра", "50,00"]);
    }

    #[test]
    fn of_what_cannot_be_determined() {
        let series = [Series { label: "Школа".to_owned(), points: vec![None, Some((0, "0,00".to_owned())), None] }];
        is_picture(&lines("a", "А", "%", &["1".to_owned(), "2".to_owned(), "3".to_owned()], &series), &["0,00"]);
        is_picture(&heat("a", "А", &["9Б".to_owned()], &["Алгебра".to_owned()], &[vec![None]]), &["—"]);
        is_picture(&stacked("a", "А", "ур.", &["болезнь", "прочее"], &[Stack { label: "май".to_owned(), parts: vec![0, 0] }]), &["май"]);
        assert!(boxes("a", "А", "%", &[Spread::of("Качество", vec![None])]).alt.contains("Качество — нет данных"));
    }

    #[test]
    fn quartiles_are_values_of_schools() {
        let point = |value: i64| Some((value, value.to_string()));
        let spread = Spread::of("К", vec![point(400), point(100), point(300), point(200), None]);
        let five: Vec<&str> = spread.five().into_iter().flatten().map(|(_, text)| text.as_str()).collect();
        assert_eq!(five, ["100", "100", "200", "300", "400"]);
    }

    #[test]
    fn equal_values_give_equal_bytes() {
        let of =
            || lines("a", "А", "%", &["1".to_owned()], &[Series { label: "Ш".to_owned(), points: vec![Some((1, "0,01".to_owned()))] }]).svg;
        assert_eq!(of(), of());
    }
}
