//! What queries mean, and where the wrong ones go wrong.

use crate::query::Clause;
use crate::query::LONGEST;
use crate::query::parse;

#[track_caller]
fn check(query: &str, reading: &str) {
    let parsed = parse(query).unwrap_or_else(|error| panic!("{query}: {error}"));
    assert_eq!(parsed.root.to_string(), reading, "{query}");
}

#[track_caller]
fn check_error(query: &str, position: usize, message: &str) {
    let error = parse(query).expect_err("the query is wrong");
    assert!(error.message.contains(message), "{query}: {error}");
    assert_eq!(error.position, position, "{query}: {error}");
    assert!(!error.hint.is_empty());
}

#[test]
fn words_phrases_and_operators_are_read() {
    check("", "*");
    check(" \u{3000}\n", "*");
    check("法治 政府", "(法治 AND 政府)");
    check("\"法治 政府\"", "\"法治 政府\"");
    check("a OR b c", "(a OR (b AND c))");
    check("(a OR b) c", "((a OR b) AND c)");
    check("a -b -\"c\" NOT d", "(a AND NOT b AND NOT \"c\" AND NOT d)");
    check("-(a OR b)", "NOT (a OR b)");
    check("a - b", "(a AND - AND b)");
    check("法治 NEAR/20 政府", "(\"法治\" NEAR/20 \"政府\")");
    check("x a NEAR/2 (b OR c)", "(x AND (\"a\" NEAR/2 (\"b\" OR \"c\")))");
    check("a or b", "(a AND or AND b)");
}

#[test]
fn full_width_forms_are_read_like_half_width_ones() {
    check("“法治” （甲 ＯＲ 乙）", "(\"法治\" AND (甲 OR 乙))");
    check("－试点 年份：２０１８．．２０２２", "(NOT 试点 AND year:2018..2022)");
    check("标题：“工作报告”", "title:\"工作报告\"");
    check("「“四个全面”」", "\"\\“四个全面\\”\"");
    check("\"“四个全面”战略\" 甲", "(\"\\“四个全面\\”战略\" AND 甲)");
    check("\"法治” 甲", "(\"法治\" AND 甲)");
    check(r#""说\"是\"""#, r#""说\"是\"""#);
}

#[test]
fn fields_are_read_by_either_name() {
    check("title:法治 text:法治 word:法治", "(title:\"法治\" AND \"法治\" AND word:\"法治\")");
    check("標題:法治", "title:\"法治\"");
    check("issuer:司法局 來源：人民日报", "(issuer:\"司法局\" AND source:\"人民日报\")");
    check("地区：四川/绵阳", "region:\"四川/绵阳\"");
    check("region:\"四川 绵阳\"", "region:\"四川 绵阳\"");
    check("标题： 法治", "title:\"法治\"");
    check("year:2021", "year:2021..2021");
    check("year:2021年", "year:2021..2021");
    check("年份:2018-2022", "year:2018..2022");
    check("年份:2018至2022", "year:2018..2022");
    check("year:..2020", "year:0..2020");
    check("year:2020..", "year:2020..9999");
    check("published:2023", "published:2023-01-01..2023-12-31");
    check("发布日期:2023-02", "published:2023-02-01..2023-02-28");
    check("published:2023-01..2023-06-05", "published:2023-01-01..2023-06-05");
    check("发布：2024年2月..2024年3月1日", "published:2024-02-01..2024-03-01");
    check("kind:work-report", "kind:work-report");
    check("文种：政府工作报告", "kind:work-report");
    check("文种：预决算", "kind:budget");
    check(
        "章节：不足 section:next_plan 章节:问题",
        "(section:problems AND section:next_plan AND section:problems)",
    );
}

#[test]
fn what_is_no_field_is_a_string() {
    check("http://www.example.test/a", "http://www.example.test/a");
    check("10:30", "10:30");
    check("国务院：总理", "国务院：总理");
}

#[test]
fn errors_point_at_the_character() {
    check_error("法治 \"政府", 3, "引号");
    check_error("法治 (政府", 3, "括号");
    check_error("法治) 政府", 2, "括号");
    check_error("()", 1, "括号");
    check_error("OR 法治", 0, "运算符");
    check_error("法治 OR", 5, "中断");
    check_error("法治 NEAR/x 政府", 7, "NEAR");
    check_error("法治 NEAR 政府", 7, "NEAR");
    check_error("title:a NEAR/3 b", 0, "NEAR");
    check_error("a NEAR/3 -b", 9, "NEAR");
    check_error("甲 yaer:2020", 2, "yaer");
    check_error("year:9999..0", 5, "颠倒");
    check_error("year:二", 5, "年份");
    check_error("year:99999", 5, "年份");
    check_error("year:..", 5, "年份");
    check_error("published:2023-13", 10, "日期");
    check_error("published:2024..2023", 10, "颠倒");
    check_error("kind:诗", 5, "文种");
    check_error("section:诗", 8, "章节");
    check_error("title:", 0, "没有值");
    check_error("甲 \"\"", 2, "空");
    check_error("\"\u{200B}\"", 0, "空");
}

#[test]
fn long_and_deep_queries_are_bounded() {
    let deep = "(".repeat(1_000) + "甲" + &")".repeat(1_000);
    check_error(&deep, 100, "嵌套");
    check_error(&"-".repeat(1_000), 100, "嵌套");
    check_error(&"甲".repeat(LONGEST + 1), LONGEST, "超过");
    check_error(&"甲 ".repeat(5_000), 2_000, "超过");
    assert!(parse(&"法治政府".repeat(LONGEST / 4)).is_ok());
}

#[test]
fn any_characters_give_a_query_or_an_error_in_range() {
    let pieces = [
        "\"",
        "“",
        "「",
        "」",
        "(",
        "）",
        "-",
        ":",
        "：",
        "OR",
        "AND",
        "NOT",
        "NEAR/3",
        "NEAR",
        "year:",
        "2020..",
        "标题：",
        "法治",
        " ",
        "\u{0}",
        "\u{200B}",
        "\\",
        "e\u{301}",
        "😀",
        "..",
        "kind:",
        "news",
        "\u{10FFFF}",
    ];
    let mut state = 88_172_645_463_325_252_u64;
    for _ in 0..20_000 {
        let mut query = String::new();
        for _ in 0..state % 12 {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            query.push_str(pieces[(state % pieces.len() as u64) as usize]);
        }
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        match parse(&query) {
            // What was read can be written out and read again with the same meaning.
            Ok(parsed) if parsed.root != Clause::Everything => drop(parsed.root.to_string()),
            Ok(_) => {}
            Err(error) => assert!(error.position <= query.chars().count(), "{query:?}: {error}"),
        }
    }
}
