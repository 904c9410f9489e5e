//! Pictures inside a page: our own charts go in as they are; anything in which something could run does not.

use data_encoding::BASE64;

/// What a picture of ours is made of.
const ELEMENTS: &[&str] = &[
    "circle", "clipPath", "defs", "desc", "ellipse", "g", "line", "marker", "path", "pattern", "polygon", "polyline", "rect", "svg",
    "text", "title", "tspan", "use",
];

/// The picture from its `<svg>` on, if it holds nothing but shapes and texts.
pub fn inline(svg: &str) -> Option<&str> {
    let start = svg.find("<svg")?;
    let svg = svg.get(start..)?.trim_end();
    let tags = svg.split('<').skip(1).all(|part| {
        let name: String = part.trim_start_matches('/').chars().take_while(|c| c.is_ascii_alphanumeric()).collect();
        ELEMENTS.contains(&name.as_str())
    });
    let mut inside_tags = svg.split('<').skip(1).filter_map(|part| part.split('>').next()).map(str::to_lowercase);
    let quiet = inside_tags.all(|tag| !runs(&tag));
    (tags && quiet && svg.ends_with("</svg>")).then_some(svg)
}

/// Events and addresses; `url(#…)` and `href="#…"` stay inside the picture.
fn runs(tag: &str) -> bool {
    let event = tag.split_whitespace().any(|word| word.starts_with("on") && word.contains('='));
    let outward = tag.replace("href=\"#", "").contains("href") || tag.contains("script:") || tag.replace("url(#", "").contains("url(");
    event || outward
}

/// The picture as an address of its own: in there nothing runs.
pub fn data_url(svg: &str) -> String {
    format!("data:image/svg+xml;base64,{}", BASE64.encode(svg.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::inline;

    #[test]
    fn only_shapes_and_texts_go_in() {
        let good = "<?xml version=\"1.0\"?><svg width=\"1\" fill=\"url(#a)\"><text>a &lt;script&gt; onclick=1</text></svg>\n";
        assert_eq!(inline(good), good.trim_end().strip_prefix("<?xml version=\"1.0\"?>"));
        for bad in [
            "<svg><script>1</script></svg>",
            "<svg onload=\"x()\"></svg>",
            "<svg><rect fill=\"url(http://a)\"/></svg>",
            "<svg><use href=\"http://a\"/></svg>",
            "<svg><foreignObject></foreignObject></svg>",
            "<svg><!-- --></svg>",
            "<svg>",
            "",
        ] {
            assert_eq!(inline(bad), None, "{bad}");
        }
    }
}
