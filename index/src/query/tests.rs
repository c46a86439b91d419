//! What queries mean, and where the wrong ones go wrong.

use proptest::prelude::*;

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
    let (chinese, english) = (error.in_chinese(), error.in_english());
    assert!(chinese.message.contains(message), "{query}: {chinese:?}");
    assert_eq!(error.position, position, "{query}: {error}");
    for part in [chinese.hint, english.message, english.hint] {
        assert!(!part.is_empty(), "{query}: {error}");
    }
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
    for dash in ['−', '–', '—', '﹣', '‐', '‑'] {
        check(&format!("改革 {dash}试点 {dash} 甲{dash}乙"), &format!("(改革 AND NOT 试点 AND 甲{dash}乙)"));
    }
    check("改革 ——试点", "(改革 AND ——试点)");
    check("a - b", "(a AND b)");
    check("通知 —— “政府” ｜ 《", "(通知 AND \"政府\")");
    check("增长 %", "(增长 AND %)");
    check("- 。", "(- AND 。)");
    check("甲 \"-\" 乙", "(甲 AND \"-\" AND 乙)");
    check("甲 (- OR 乙)", "(甲 AND (- OR 乙))");
    check("法治 NEAR/20 政府", "(\"法治\" NEAR/20 \"政府\")");
    check("x a NEAR/2 (b OR c)", "(x AND (\"a\" NEAR/2 (\"b\" OR \"c\")))");
    check("法治 near/5 政府", "(\"法治\" NEAR/5 \"政府\")");
    check("a near b near/x", "(a AND near AND b AND near/x)");
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
    check("title:word:法治 词:标题:“政府”", "(title:word:\"法治\" AND title:word:\"政府\")");
    check("标题:(词:法治 OR 政府) 法治", "((title:word:\"法治\" OR title:\"政府\") AND 法治)");
    check(
        "词:(标题:(法治) 政府) 正文:词:法治",
        "((title:word:\"法治\" AND word:\"政府\") AND word:\"法治\")",
    );
    check("issuer:司法局 來源：人民日报", "(issuer:\"司法局\" AND source:\"人民日报\")");
    check("地区：四川/绵阳", "region:\"四川/绵阳\"");
    check("region:\"四川 绵阳\"", "region:\"四川 绵阳\"");
    check("标题： 法治", "title:\"法治\"");
    check("year:2021", "year:2021..2021");
    check("year:2021年", "year:2021..2021");
    check("年份:2018-2022", "year:2018..2022");
    check("年份:2018至2022", "year:2018..2022");
    check("年份:二〇二一", "year:2021..2021");
    check("年份:二零一八年至二〇二二年", "year:2018..2022");
    check("year:2021年度", "year:2021..2021");
    check("年份:2018至今", "year:2018..9999");
    check("年份:2018——2022", "year:2018..2022");
    check("年份:2018--2022", "year:2018..2022");
    check("年份:2021、2022", "(year:2021..2021 OR year:2022..2022)");
    check("年份:2018，2020-2022年", "(year:2018..2018 OR year:2020..2022)");
    check("year:..2020", "year:0..2020");
    check("year:2020..", "year:2020..9999");
    check("published:..2023", "published:..2023-12-31");
    check("published:2023..", "published:2023-01-01..");
    check("published:2023", "published:2023-01-01..2023-12-31");
    check("发布日期:2023-02", "published:2023-02-01..2023-02-28");
    check("published:2023-01..2023-06-05", "published:2023-01-01..2023-06-05");
    check("发布：2024年2月..2024年3月1日", "published:2024-02-01..2024-03-01");
    check("发布日期:20240501", "published:2024-05-01..2024-05-01");
    check("发布日期:202405", "published:2024-05-01..2024-05-31");
    check("发布日期:2024年5月至6月", "published:2024-05-01..2024-06-30");
    check("发布日期:2024年5月1日到10日", "published:2024-05-01..2024-05-10");
    check("发布日期:2024年5月1日至6月3号", "published:2024-05-01..2024-06-03");
    check("发布日期:2024年5月—2025年6月", "published:2024-05-01..2025-06-30");
    check("发布日期:2024-05-01——2024-06-01", "published:2024-05-01..2024-06-01");
    check("kind:work-report", "kind:work-report");
    check("文种：政府工作报告", "kind:work-report");
    check("文种：预决算", "kind:budget");
    check(
        "章节：不足 section:next_plan 章节:问题",
        "(section:problems AND section:next_plan AND section:problems)",
    );
}

#[test]
fn a_field_takes_several_values_in_brackets() {
    check("title:(法治 OR “依法”)", "(title:\"法治\" OR title:\"依法\")");
    check("标题：（甲 乙）", "(title:\"甲\" AND title:\"乙\")");
    check("地区:(四川 OR 重庆) a", "((region:\"四川\" OR region:\"重庆\") AND a)");
    check("-year:(2018 OR 2020..2021)", "NOT (year:2018..2018 OR year:2020..2021)");
    check("text:(甲 NEAR/3 乙)", "(\"甲\" NEAR/3 \"乙\")");
    check_error("title:(a year:2020)", 9, "括号里");
    check_error("title:(a", 6, "闭合");
    check_error("title:()", 7, "右括号");
    check_error("year:(2020 OR x)", 14, "年份");
    check_error("title:(a NEAR/3 b)", 7, "NEAR");
}

#[test]
fn sections_of_several_kinds_hold_the_matches_of_their_bracket() {
    let both = "((法治 AND section:next_plan) OR (法治 AND section:problems))";
    check("章节:(不足 OR 打算) 法治", both);
    check("法治 (章节:打算 OR 章节:不足 OR 章节:不足)", both);
    check("章节:(不足 OR 打算)", "(section:problems OR section:next_plan)");
}

#[test]
fn a_star_finds_everything() {
    check("*", "*");
    check("* 法治", "法治");
    check("＊ year:2020", "year:2020..2020");
    check("\"*\"", "\"*\"");
    check("(a -)", "a");
}

#[test]
fn a_closing_quote_without_an_opening_one_parts_words() {
    check("概不负责”的规定", "(概不负责 AND 的规定)");
    check("法治”", "法治");
    check("”法治”", "\"法治\"");
    check("”法治“", "\"法治\"");
    check_error("“法治", 0, "引号");
}

#[test]
fn what_is_no_field_is_a_string() {
    check("http://www.example.test/a", "http://www.example.test/a");
    check("10:30", "10:30");
    for text in
        ["国务院：总理", "主席：今天", "9：30", "单位：万元", "主题：学习", "2024年时间:9", "最美时间:9"]
    {
        check(text, text);
    }
}

#[test]
fn what_is_called_as_a_field_would_be_is_none_without_a_word() {
    for field in ["成文日期", "时间", "日期", "发文单位", "印发机关", "省份", "所属地区", "文號"]
    {
        check_error(&format!("甲 {field}:2024"), 2, field);
        check_error(&format!("甲 -{field}：2024"), 3, field);
        check(&format!("\"{field}:2024\""), &format!("\"{field}:2024\""));
    }
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
    let unknown = parse("yaer:2020").expect_err("there is no such field");
    assert!(unknown.in_chinese().hint.contains("标题、正文"), "{:?}", unknown.in_chinese());
    assert!(unknown.in_english().hint.contains("title/标题 text/正文"), "{:?}", unknown.in_english());
    check_error("year:9999..0", 5, "颠倒");
    check_error("year:二", 5, "年份");
    check_error("year:99999", 5, "年份");
    check_error("year:..", 5, "年份");
    check_error("published:2023-13", 10, "日期");
    check_error("published:2024..2023", 10, "颠倒");
    check_error("published:2023至3月", 10, "日期");
    check_error("published:20231301", 10, "日期");
    check_error("年份:21", 3, "年份");
    check_error("年份:2018-22", 3, "年份");
    check_error("年份:2021、22", 3, "年份");
    let short = parse("年份:21").expect_err("a year has four digits");
    assert!(short.in_chinese().hint.contains("四位") && short.in_english().hint.contains("four digits"));
    check_error("year:今", 5, "年份");
    check_error("kind:诗", 5, "文种");
    check_error("section:诗", 8, "章节");
    check_error("title:", 0, "没有值");
    check_error("title:word:", 6, "没有值");
    check_error("标题: 年份:2020", 0, "没有值");
    check_error("title:(word:(title:a))", 13, "括号里");
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

/// Pieces of queries, and characters that have surprised readers of queries.
fn piece() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "\"",
        "“",
        "」",
        "「",
        "『",
        "＂",
        "(",
        "）",
        "-",
        "－",
        ":",
        "：",
        "OR",
        "AND",
        "ＮＯＴ",
        "NEAR/3",
        "NEAR",
        "NEAR/99999",
        "year:",
        "2020..",
        "..",
        "标题：",
        "title:(",
        "section:(不足 OR 打算)",
        "章节:",
        "法治",
        "發",
        "*",
        " ",
        "\u{3000}",
        "\u{0}",
        "\u{200B}",
        "\\",
        "e\u{301}",
        "😀",
        "𠮷",
        "kind:",
        "news",
        "\u{10FFFF}",
        "published:",
        "2023-13",
        "9999..0",
        "region:",
        "四川/绵阳",
    ]);
    prop_oneof![4 => pieces.prop_map(str::to_owned), 1 => any::<char>().prop_map(String::from)]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(4_000) })]

    /// What was read can be written out and read again with the same meaning; what was not read says where.
    #[test]
    fn any_characters_give_a_query_or_a_place(pieces in prop::collection::vec(piece(), 0..12)) {
        let query = pieces.concat();
        match parse(&query) {
            Ok(parsed) => {
                let written = parsed.root.to_string();
                let again = parse(&written).map(|again| again.root.to_string());
                prop_assert_eq!(again, Ok(written), "{:?}", query);
            }
            Err(error) => {
                prop_assert!(error.position <= query.chars().count(), "{:?}: {}", query, error);
                prop_assert!(!error.in_chinese().message.is_empty() && !error.to_string().is_empty());
                prop_assert!(error.pointer(&query).ends_with('^'));
            }
        }
    }

    #[test]
    fn any_bytes_give_a_query_or_a_place(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let query = String::from_utf8_lossy(&bytes);
        if let Err(error) = parse(&query) {
            prop_assert!(error.position <= query.chars().count());
        }
    }
}
