//! Charts: series of values in, one SVG as text out; lines for years, bars for what has no order.
//!
//! A chart is read without colours (every series has a mark of its own), without eyes (title and description are part
//! of it, and each point says its value) and without inline styles, which the content security policy forbids.

use std::fmt::Write;

/// The width of a drawing in its own units; the page scales it.
const WIDTH: f64 = 760.0;
/// The height of the part that holds lines or bars.
const PLOT: f64 = 240.0;
/// Room for the numbers of the axis.
const LEFT: f64 = 70.0;
/// Room so that the last mark and label are not cut.
const RIGHT: f64 = 24.0;
const TOP: f64 = 14.0;
/// Room for the labels below the plot.
const BOTTOM: f64 = 34.0;
/// The height of one line of the legend.
const LEGEND_LINE: f64 = 22.0;
/// How many series look different from each other; the sheet has a class for each of them.
pub const LOOKS: usize = 8;
/// About so wide is a character of a label.
const CHARACTER: f64 = 13.0;
/// A longer label is cut; the title of each point has all of it.
const LONGEST_LABEL: usize = 14;

/// How values are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// One line a series; a missing value breaks it.
    Lines,
    /// One bar a value; a missing value has none.
    Bars,
}

/// One series: a name and a value for each label.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// What is counted.
    pub name: String,
    /// One value for each label of the chart, none where there is nothing; values that are no numbers count as missing.
    pub values: Vec<Option<f64>>,
}

/// What a chart shows.
#[derive(Clone, Copy, Debug)]
pub struct Chart<'a> {
    /// A name in ASCII that no other chart of the page has.
    pub id: &'a str,
    /// What it shows.
    pub title: &'a str,
    /// What it is made of, for who cannot see it.
    pub description: &'a str,
    /// What stands along the axis, such as years.
    pub labels: &'a [String],
    /// What is drawn.
    pub series: &'a [Series],
    /// How it is drawn.
    pub form: Form,
}

/// Draws a chart. Everything in it is escaped; a chart without values has its axis and no marks.
pub fn svg(chart: &Chart<'_>) -> String {
    let legend = if chart.series.len() > 1 { chart.series.len() as f64 * LEGEND_LINE } else { 0.0 };
    let height = TOP + PLOT + BOTTOM + legend;
    let id = escaped(chart.id);
    let mut out = String::new();
    let _ = write!(
        out,
        "<svg class=\"chart\" viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" aria-labelledby=\"{id}-t {id}-d\">\
         <title id=\"{id}-t\">{}</title><desc id=\"{id}-d\">{}</desc>",
        escaped(chart.title),
        escaped(chart.description)
    );
    let scale = Scale::of(chart.series);
    draw_axis(&mut out, &scale);
    draw_labels(&mut out, chart);
    for (at, series) in chart.series.iter().enumerate() {
        let _ = write!(out, "<g class=\"look-{}\">", at % LOOKS);
        match chart.form {
            Form::Lines => draw_line(&mut out, chart, at, series, &scale),
            Form::Bars => draw_bars(&mut out, chart, at, series, &scale),
        }
        out.push_str("</g>");
    }
    if chart.series.len() > 1 {
        draw_legend(&mut out, chart);
    }
    out.push_str("</svg>");
    out
}

/// The axis of values: round numbers from `low` to `high`, which holds 0.
struct Scale {
    low: f64,
    high: f64,
    step: f64,
}

impl Scale {
    fn of(series: &[Series]) -> Scale {
        let values = || series.iter().flat_map(|series| &series.values).copied().filter_map(finite);
        let most = values().fold(0.0_f64, f64::max);
        let least = values().fold(0.0_f64, f64::min);
        let range = most - least;
        let rough = if range > 0.0 { range / 4.0 } else { 0.25 };
        let unit = 10_f64.powf(rough.log10().floor());
        let step =
            [1.0, 2.0, 2.5, 5.0, 10.0].map(|factor| factor * unit).into_iter().find(|step| *step >= rough);
        let step = step.unwrap_or(rough).max(f64::MIN_POSITIVE);
        let high = (most / step).ceil() * step;
        Scale {
            low: (least / step).floor() * step,
            high: if high > 0.0 || least < 0.0 { high } else { step },
            step,
        }
    }

    fn y(&self, value: f64) -> f64 {
        TOP + PLOT * (self.high - value) / (self.high - self.low)
    }
}

fn finite(value: Option<f64>) -> Option<f64> {
    value.filter(|value| value.is_finite() && value.abs() < 1e300)
}

fn draw_axis(out: &mut String, scale: &Scale) {
    out.push_str("<g class=\"axis\">");
    let steps = ((scale.high - scale.low) / scale.step).round().clamp(1.0, 20.0) as usize;
    for at in 0..=steps {
        let value = scale.low + at as f64 * scale.step;
        let y = scale.y(value);
        let class = if value.abs() < scale.step / 2.0 { " class=\"zero\"" } else { "" };
        let _ = write!(
            out,
            "<line{class} x1=\"{LEFT}\" x2=\"{:.1}\" y1=\"{y:.1}\" y2=\"{y:.1}\"/>\
             <text class=\"value\" x=\"{:.1}\" y=\"{:.1}\">{}</text>",
            WIDTH - RIGHT,
            LEFT - 8.0,
            y + 4.0,
            written(value)
        );
    }
    out.push_str("</g>");
}

/// Writes as many labels as there is room for, the first always.
fn draw_labels(out: &mut String, chart: &Chart<'_>) {
    let longest =
        chart.labels.iter().map(|label| label.chars().count().min(LONGEST_LABEL)).max().unwrap_or(1);
    let room = slot(chart).max(1.0);
    let every = ((longest as f64 * CHARACTER) / room).ceil().max(1.0) as usize;
    out.push_str("<g class=\"axis\">");
    for (at, label) in chart.labels.iter().enumerate().step_by(every) {
        let _ = write!(
            out,
            "<text class=\"label\" x=\"{:.1}\" y=\"{:.1}\">{}</text>",
            middle(chart, at),
            TOP + PLOT + 20.0,
            escaped(&cut(label))
        );
    }
    out.push_str("</g>");
}

fn slot(chart: &Chart<'_>) -> f64 {
    (WIDTH - LEFT - RIGHT) / chart.labels.len().max(1) as f64
}

fn middle(chart: &Chart<'_>, at: usize) -> f64 {
    LEFT + slot(chart) * (at as f64 + 0.5)
}

fn draw_line(out: &mut String, chart: &Chart<'_>, look: usize, series: &Series, scale: &Scale) {
    let points: Vec<(usize, f64)> = known(chart, series);
    let mut path = String::new();
    let mut before: Option<usize> = None;
    for &(at, value) in &points {
        let begins = before.is_none_or(|before| before + 1 != at);
        let _ =
            write!(path, "{}{:.1} {:.1}", if begins { 'M' } else { 'L' }, middle(chart, at), scale.y(value));
        before = Some(at);
    }
    if !path.is_empty() {
        let _ = write!(out, "<path class=\"line\" d=\"{path}\"/>");
    }
    for (at, value) in points {
        let told = told(chart, series, at, value);
        draw_mark(out, look, (middle(chart, at), scale.y(value)), &told);
    }
}

fn draw_bars(out: &mut String, chart: &Chart<'_>, look: usize, series: &Series, scale: &Scale) {
    let width = slot(chart) * 0.8 / chart.series.len().max(1) as f64;
    for (at, value) in known(chart, series) {
        let x = middle(chart, at) - slot(chart) * 0.4 + width * look as f64;
        let (top, end) = (scale.y(value.max(0.0)), scale.y(value.min(0.0)));
        let _ = write!(
            out,
            "<rect class=\"column\" x=\"{x:.1}\" y=\"{top:.1}\" width=\"{:.1}\" height=\"{:.1}\">\
             <title>{}</title></rect>",
            (width - 1.0).max(0.5),
            (end - top).max(0.5),
            escaped(&told(chart, series, at, value))
        );
    }
}

/// Returns the values that there are, with the place of their labels.
fn known(chart: &Chart<'_>, series: &Series) -> Vec<(usize, f64)> {
    let values = series.values.iter().copied().take(chart.labels.len()).enumerate();
    values.filter_map(|(at, value)| Some((at, finite(value)?))).collect()
}

fn told(chart: &Chart<'_>, series: &Series, at: usize, value: f64) -> String {
    format!("{} · {} · {}", series.name, chart.labels[at], written(value))
}

/// Draws the mark of a point: each look has another shape.
fn draw_mark(out: &mut String, look: usize, (x, y): (f64, f64), told: &str) {
    let shape = match look % 4 {
        0 => format!("<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"4\">"),
        1 => format!("<rect x=\"{:.1}\" y=\"{:.1}\" width=\"7.5\" height=\"7.5\">", x - 3.75, y - 3.75),
        2 => format!("<path d=\"M{:.1} {:.1}l5 9h-10z\">", x, y - 5.5),
        _ => format!("<path d=\"M{:.1} {:.1}l5 5l-5 5l-5 -5z\">", x, y - 5.0),
    };
    let end = match look % 4 {
        0 => "circle",
        1 => "rect",
        _ => "path",
    };
    let shape = shape.replacen(' ', " class=\"mark\" ", 1);
    let _ = write!(out, "{shape}<title>{}</title></{end}>", escaped(told));
}

fn draw_legend(out: &mut String, chart: &Chart<'_>) {
    out.push_str("<g class=\"legend\">");
    for (at, series) in chart.series.iter().enumerate() {
        let y = TOP + PLOT + BOTTOM + LEGEND_LINE * (at as f64 + 0.5);
        let _ = write!(out, "<g class=\"look-{}\">", at % LOOKS);
        match chart.form {
            Form::Lines => {
                let _ = write!(out, "<path class=\"line\" d=\"M{LEFT} {y:.1}h26\"/>");
                draw_mark(out, at, (LEFT + 13.0, y), &series.name);
            }
            Form::Bars => {
                let _ = write!(
                    out,
                    "<rect class=\"column\" x=\"{LEFT}\" y=\"{:.1}\" width=\"26\" height=\"10\"/>",
                    y - 5.0
                );
            }
        }
        let name = escaped(&series.name);
        let _ = write!(out, "<text x=\"{:.1}\" y=\"{:.1}\">{name}</text></g>", LEFT + 34.0, y + 4.5);
    }
    out.push_str("</g>");
}

fn cut(label: &str) -> String {
    match label.char_indices().nth(LONGEST_LABEL) {
        Some((end, _)) => format!("{}…", &label[..end]),
        None => label.to_owned(),
    }
}

/// Writes a value for people: at most four digits behind the point, a comma after every three before it.
fn written(value: f64) -> String {
    let decimals = if value.abs() >= 100.0 { 1 } else { 4 };
    let plain = format!("{value:.decimals$}");
    let plain = if plain.contains('.') { plain.trim_end_matches('0').trim_end_matches('.') } else { &plain };
    let (sign, plain) = plain.strip_prefix('-').map_or(("", plain), |rest| ("−", rest));
    let (whole, rest) = plain.split_once('.').map_or((plain, String::new()), |(a, b)| (a, format!(".{b}")));
    if whole == "0" && rest.is_empty() {
        return "0".to_owned();
    }
    let mut grouped = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    format!("{sign}{grouped}{rest}")
}

/// Escapes a text for an element or a quoted attribute; characters that XML does not have are left out.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            other if other.is_control() => safe.push(' '),
            other => safe.push(other),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(labels: &[&str], series: &[(&str, &[Option<f64>])], form: Form) -> String {
        let labels: Vec<String> = labels.iter().map(|&label| label.to_owned()).collect();
        let series: Vec<Series> = series
            .iter()
            .map(|(name, values)| Series { name: (*name).to_owned(), values: values.to_vec() })
            .collect();
        svg(&Chart {
            id: "a",
            title: "案件 <件>",
            description: "两年",
            labels: &labels,
            series: &series,
            form,
        })
    }

    #[test]
    fn a_chart_says_what_it_shows_and_has_no_style_of_its_own() {
        let svg = drawn(&["2020", "2021"], &[("<b>复议</b>", &[Some(17.0), Some(1234.5)])], Form::Lines);
        assert!(
            svg.contains("<title id=\"a-t\">案件 &lt;件&gt;</title><desc id=\"a-d\">两年</desc>"),
            "{svg}"
        );
        assert!(svg.contains("<title>&lt;b&gt;复议&lt;/b&gt; · 2021 · 1,234.5</title>"), "{svg}");
        assert!(!svg.contains("style=") && !svg.contains("<b>"), "{svg}");
    }

    #[test]
    fn a_missing_value_breaks_the_line_and_has_no_mark() {
        let values = [Some(1.0), Some(2.0), None, Some(f64::NAN), Some(3.0)];
        let svg = drawn(&["1", "2", "3", "4", "5"], &[("甲", &values)], Form::Lines);
        let path = svg.split("class=\"line\" d=\"").nth(1).and_then(|rest| rest.split('"').next());
        assert_eq!(path.expect("there is a line").matches('M').count(), 2, "{svg}");
        assert_eq!(svg.matches("<circle").count(), 3, "{svg}");
        assert_eq!(
            drawn(&["1", "2", "3", "4", "5"], &[("甲", &values)], Form::Bars).matches("<rect").count(),
            3
        );
    }

    #[test]
    fn nothing_nought_and_less_than_nought_are_drawn_inside_the_plot() {
        for values in [vec![], vec![None], vec![Some(0.0)], vec![Some(-5.0)], vec![Some(1e-9), Some(-1e12)]] {
            for form in [Form::Lines, Form::Bars] {
                let svg = drawn(&["2020", "2021"], &[("甲", &values), ("乙", &[])], form);
                assert!(!svg.contains("NaN") && !svg.contains("inf"), "{values:?} {svg}");
            }
        }
    }

    #[test]
    fn the_axis_counts_in_round_numbers_and_labels_have_room() {
        let svg = drawn(&["2020"], &[("甲", &[Some(87.0)])], Form::Bars);
        for value in [">0<", ">25<", ">50<", ">75<", ">100<"] {
            assert!(svg.contains(value), "{value} {svg}");
        }
        let years: Vec<String> = (1954..2026).map(|year| year.to_string()).collect();
        let years: Vec<&str> = years.iter().map(String::as_str).collect();
        let svg = drawn(&years, &[("甲", &[Some(1.0)])], Form::Lines);
        let labels = svg.matches("class=\"label\"").count();
        assert!((8..=16).contains(&labels), "{labels}");
    }

    #[test]
    fn values_are_written_for_people() {
        for (value, expected) in [
            (0.0, "0"),
            (-0.0, "0"),
            (1234567.0, "1,234,567"),
            (0.25, "0.25"),
            (-1234.56, "−1,234.6"),
            (99.5, "99.5"),
        ] {
            assert_eq!(written(value), expected);
        }
    }
}
