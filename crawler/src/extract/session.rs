//! A work report and the lines above its text in; what the line of the session that heard it adds to its title and its text out:
//! ——2023年1月5日在某县第八届人民代表大会第一次会议上.

use std::borrow::Cow;
use std::sync::LazyLock;

use corpus::document::Document;
use corpus::document::DocumentKind;
use regex::Regex;

/// Whose congress heard a report.
static CONGRESS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"[在向]\s*(\p{Han}{2,20}?)\s*第\s*[〇○零一二三四五六七八九十\d]{1,4}\s*届\s*人民代表大会")
        .expect("a pattern written here is well formed")
});

/// How many of the first lines of a text may name the session.
const MOST_LINES: usize = 6;
/// A line that names the session is shorter than this, in characters.
const LONGEST: usize = 60;

fn names_session(line: &&str) -> bool {
    line.contains("大会") && line.chars().count() < LONGEST
}

/// Returns the text of a work report under the lines above it that name its session, which a page may print below the title;
/// any other text as it is.
pub(crate) fn text<'a>(document: &'a Document, above: &[String]) -> Cow<'a, str> {
    let lines: Vec<&str> = above.iter().map(String::as_str).filter(names_session).collect();
    if document.kind != DocumentKind::WorkReport || lines.is_empty() {
        return document.text.as_str().into();
    }
    format!("{}\n{}", lines.join("\n"), document.text).into()
}

/// Returns the title of a work report behind the name of whose congress heard it, where it does not name that itself; any
/// other title as it is.
pub(crate) fn titled<'a>(document: &'a Document, above: &[String]) -> Cow<'a, str> {
    let title = document.title.as_str();
    if document.kind != DocumentKind::WorkReport {
        return title.into();
    }
    let first = document.text.lines().filter(|line| !line.trim().is_empty()).take(MOST_LINES);
    let mut lines = above.iter().map(String::as_str).chain(first).filter(names_session);
    let named = CONGRESS.captures(title).or_else(|| lines.find_map(|line| CONGRESS.captures(line)));
    let Some(place) = named.and_then(|found| found.get(1)).map(|place| place.as_str()) else {
        return title.into();
    };
    // What stands before the session in the title itself is the title proper.
    let proper = CONGRESS.find(title).map_or(title, |session| &title[..session.start()]);
    if proper.contains(place) { title.into() } else { format!("{place}{title}").into() }
}

#[cfg(test)]
mod tests {
    use corpus::document::Document;
    use corpus::document::DocumentKind;

    use crate::extract::session::titled;

    #[track_caller]
    fn check(title: &str, above: &str, text: &str, expected: &str) {
        let mut document = Document::new(title, text);
        document.kind = DocumentKind::WorkReport;
        assert_eq!(titled(&document, &[above.to_owned()]), expected, "{title} {above} {text}");
    }

    #[test]
    fn the_congress_that_heard_a_report_says_whose_it_is() {
        let line = "——2024年1月16日在甲市第五届人民代表大会第三次会议上";
        check("政府工作报告", line, "各位代表：", "甲市政府工作报告");
        check("政府工作报告", "", &format!("{line}\n各位代表："), "甲市政府工作报告");
        check("政府工作报告", "2024年1月16日在甲市乙区第 十七 届人民代表大会上", "", "甲市乙区政府工作报告");
        check("甲市政府工作报告", line, "各位代表：", "甲市政府工作报告");
        let whole = "政府工作报告——2024年1月16日在甲市第五届人民代表大会第三次会议上";
        check(whole, "", "各位代表：", &format!("甲市{whole}"));
        check("政府工作报告", "在市第五届人民代表大会第三次会议上", "", "政府工作报告");
        check("政府工作报告", "在第十四届全国人民代表大会第二次会议上", "", "政府工作报告");
        check(
            "政府工作报告",
            "",
            "一、学习。二、筹备在甲市第五届人民代表大会上的各项工作，并在此基础上继续做好各项工作，确保全年目标任务圆满完成，为大会的顺利召开作出贡献。",
            "政府工作报告",
        );
    }
}
