//! A value for each province in; a map of tiles as SVG text out, one tile of equal size for each of them.
//!
//! Equal tiles, because a map that is true to area shows deserts and hides cities. Every tile says its name and value in
//! words, so nothing hangs on the shade.

use std::fmt::Write;

/// Where the tiles lie: name as a path has it, short name, column, row.
const TILES: &[(&str, &str, u32, u32)] = &[
    ("黑龙江省", "黑", 8, 0),
    ("吉林省", "吉", 8, 1),
    ("内蒙古自治区", "蒙", 6, 1),
    ("辽宁省", "辽", 8, 2),
    ("新疆维吾尔自治区", "新", 1, 2),
    ("甘肃省", "甘", 3, 2),
    ("宁夏回族自治区", "宁", 4, 2),
    ("山西省", "晋", 5, 2),
    ("北京市", "京", 6, 2),
    ("天津市", "津", 7, 2),
    ("青海省", "青", 2, 3),
    ("陕西省", "陕", 4, 3),
    ("河北省", "冀", 6, 3),
    ("山东省", "鲁", 7, 3),
    ("西藏自治区", "藏", 1, 4),
    ("四川省", "川", 3, 4),
    ("河南省", "豫", 5, 4),
    ("安徽省", "皖", 6, 4),
    ("江苏省", "苏", 7, 4),
    ("上海市", "沪", 8, 4),
    ("云南省", "滇", 2, 5),
    ("重庆市", "渝", 4, 5),
    ("湖北省", "鄂", 5, 5),
    ("江西省", "赣", 6, 5),
    ("浙江省", "浙", 7, 5),
    ("贵州省", "黔", 4, 6),
    ("湖南省", "湘", 5, 6),
    ("福建省", "闽", 7, 6),
    ("台湾省", "台", 8, 6),
    ("广西壮族自治区", "桂", 4, 7),
    ("广东省", "粤", 6, 7),
    ("香港特别行政区", "港", 7, 7),
    ("澳门特别行政区", "澳", 6, 8),
    ("海南省", "琼", 5, 8),
];

/// The side of a tile and what lies between two.
const SIDE: u32 = 62;

/// How many shades there are; the sheet has a class for each.
const SHADES: usize = 5;

/// One province.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Province {
    /// Its name as a path has it.
    pub(crate) name: String,
    /// The value that shades it.
    pub(crate) value: f64,
    /// The value as it is written on the tile.
    pub(crate) written: String,
    /// What a reader is told of it.
    pub(crate) told: String,
    /// Where its tile leads.
    pub(crate) href: String,
}

/// What the map shows.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TileMap<'a> {
    /// A name in ASCII that nothing else on the page has.
    pub(crate) id: &'a str,
    pub(crate) title: &'a str,
    /// What is said of a province without a value.
    pub(crate) nothing: &'a str,
    pub(crate) provinces: &'a [Province],
}

/// Tells whether any of the names is that of a province, so that a map has something to show.
pub(crate) fn has_any<'a>(mut names: impl Iterator<Item = &'a str>) -> bool {
    names.any(|name| TILES.iter().any(|(known, ..)| *known == name))
}

/// Draws the map.
pub(crate) fn svg(map: &TileMap<'_>) -> String {
    let most = map.provinces.iter().map(|province| province.value).fold(0.0_f64, f64::max);
    let (width, height) = (9 * SIDE, 9 * SIDE);
    let id = escaped(map.id);
    let mut out = String::new();
    let _ = write!(
        out,
        "<svg class=\"tiles\" viewBox=\"0 0 {width} {height}\" role=\"group\" aria-labelledby=\"{id}-t\">\
         <title id=\"{id}-t\">{}</title>",
        escaped(map.title)
    );
    for &(name, short, column, row) in TILES {
        let province = map.provinces.iter().find(|province| province.name == name);
        // The nine columns begin at 1 in the table, because no province lies west of Tibet and Xinjiang.
        tile(&mut out, map, (name, short), ((column - 1) * SIDE, row * SIDE), province, most);
    }
    out.push_str("</svg>");
    out
}

fn tile(
    out: &mut String,
    map: &TileMap<'_>,
    (name, short): (&str, &str),
    (x, y): (u32, u32),
    province: Option<&Province>,
    most: f64,
) {
    let (side, middle) = (SIDE - 4, SIDE / 2 - 2);
    let class =
        province.map_or("none".to_owned(), |province| format!("shade-{}", shade(province.value, most)));
    let told = province.map_or_else(|| format!("{name} {}", map.nothing), |province| province.told.clone());
    let drawn = format!(
        "<g class=\"tile {class}\" transform=\"translate({x} {y})\"><title>{}</title>\
         <rect width=\"{side}\" height=\"{side}\" rx=\"4\"/><text x=\"{middle}\" y=\"25\">{short}</text>\
         <text class=\"value\" x=\"{middle}\" y=\"45\">{}</text></g>",
        escaped(&told),
        province.map_or_else(|| "–".to_owned(), |province| escaped(&province.written))
    );
    match province {
        Some(province) => {
            let _ = write!(out, "<a href=\"{}\">{drawn}</a>", escaped(&province.href));
        }
        None => out.push_str(&drawn),
    }
}

/// Returns the shade of a value, from 0 for nothing to 5 for the largest.
fn shade(value: f64, most: f64) -> usize {
    if value <= 0.0 || most <= 0.0 {
        return 0;
    }
    ((value / most * SHADES as f64).ceil() as usize).clamp(1, SHADES)
}

fn escaped(text: &str) -> String {
    quick_xml::escape::escape(text).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_province_has_a_place_of_its_own() {
        let mut places: Vec<(u32, u32)> = TILES.iter().map(|&(_, _, column, row)| (column, row)).collect();
        places.sort_unstable();
        places.dedup();
        assert_eq!((TILES.len(), places.len()), (34, 34));
        assert!(TILES.iter().all(|&(_, _, column, row)| (1..=9).contains(&column) && row < 9));
    }

    #[test]
    fn shades_grow_with_the_value() {
        for (value, expected) in [(0.0, 0), (0.1, 1), (2.0, 1), (2.1, 2), (9.9, 5), (10.0, 5)] {
            assert_eq!(shade(value, 10.0), expected, "{value}");
        }
        assert_eq!(shade(0.0, 0.0), 0);
    }

    #[test]
    fn a_tile_says_its_value_in_words_and_is_escaped() {
        let province = Province {
            name: "四川省".into(),
            value: 3.0,
            written: "3".into(),
            told: "四川省 \"<3>\"".into(),
            href: "/search?q=a&region=b".into(),
        };
        let map = TileMap { id: "m", title: "图", nothing: "无", provinces: &[province] };
        let svg = svg(&map);
        assert!(svg.contains("<title>四川省 &quot;&lt;3&gt;&quot;</title>"), "{svg}");
        assert!(
            svg.contains("href=\"/search?q=a&amp;region=b\"") && svg.contains("<title>西藏自治区 无</title>")
        );
        assert_eq!(svg.matches("class=\"tile ").count(), 34);
        assert!(!svg.contains("style="));
    }
}
