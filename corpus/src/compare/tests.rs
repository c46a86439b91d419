//! Self-written pairs of reports with known edits.

use std::time::Instant;

use crate::compare::Comparison;
use crate::compare::Fate;
use crate::compare::Op;
use crate::compare::compare;
use crate::document::Document;
use crate::document::Section;
use crate::document::SectionKind;

const REPORT: &str = "一、主要举措\n\
    （一）健全决策程序。全年审查合同25件、文件118件，办结率98.5%。邀请法律顾问列席会议十二次，提出意见三十条。\n\
    （二）规范行政执法。组织执法人员培训3场，覆盖460人；清理不合格证件17个。推行说理式文书，当事人满意度明显提高。\n\
    二、存在的不足\n基层执法力量薄弱，部分乡镇没有专职人员。个别部门对决策程序不够重视，材料报送迟缓。\n\
    三、下一步打算\n继续充实基层队伍，年底前每个乡镇配齐两名专职人员。建立决策目录，按季度公开执行情况。";

/// Makes a document whose lines that begin with 一、二、三、 are headings.
fn document(text: &str) -> Document {
    let mut document = Document::new("某市报告", text);
    let mut start = 0;
    for line in text.split('\n') {
        let length = line.chars().count();
        let kind = match line {
            line if line.contains("不足") => SectionKind::Problems,
            line if line.contains("打算") => SectionKind::NextPlan,
            _ => SectionKind::Measures,
        };
        if line.chars().nth(1) == Some('、') || line.chars().nth(1) == Some('､') {
            let number = (document.sections.len() + 1).to_string();
            if let Some(last) = document.sections.last_mut() {
                last.end = start;
            }
            let heading = line.to_owned();
            document.sections.push(Section {
                number,
                heading,
                kind,
                year: None,
                level: 1,
                start,
                end: start + length,
            });
        }
        start += length + 1;
    }
    document
}

/// Writes every change as `op old > new`.
fn changes(comparison: &Comparison) -> Vec<String> {
    let rows = comparison.parts.iter().flat_map(|part| &part.rows).filter(|row| row.op != Op::Same);
    rows.map(|row| {
        let side = |text: &Option<String>| text.clone().unwrap_or_default();
        format!("{} {} > {}", row.op.key(), side(&row.old), side(&row.new))
    })
    .collect()
}

#[track_caller]
fn check(old: &str, new: &str, expected: &[&str]) -> Comparison {
    let comparison = compare(&document(old), &document(new));
    assert_eq!(changes(&comparison), expected);
    comparison
}

/// Compares the report with the report in which each of some strings is replaced.
#[track_caller]
fn check_edited(edits: &[(&str, &str)], expected: &[&str]) -> Comparison {
    let mut new = REPORT.to_owned();
    for (from, to) in edits {
        assert!(new.contains(from), "{from} stands in the report");
        new = new.replace(from, to);
    }
    check(REPORT, &new, expected)
}

#[test]
fn variants_of_width_script_mark_and_layout_are_no_changes() {
    check(REPORT, REPORT, &[]);
    check_edited(&[("、", "､"), ("，", ","), ("；", ";")], &[]);
    check_edited(&[("25件", "２５件"), ("98.5%", "９８．５％"), ("460", "４６０")], &[]);
    check_edited(&[("执法", "執法"), ("证件", "證件"), ("队伍", "隊伍")], &[]);
    check_edited(&[("（", "("), ("）", ")")], &[]);
    check_edited(&[("。", "。\n")], &[]);
    check_edited(&[("，", "，\n")], &[]);
    check_edited(&[("顾问列席", "顾问\n列席"), ("满意度明显", "满意度\n明\n显")], &[]);
    check_edited(&[("一、主要举措\n", "\u{3000}\u{3000}一、主要举措\n\n\n\u{3000}\u{3000}")], &[]);
    check_edited(&[("；", "。"), ("人员。", "人员 。")], &[]);
    check("二○二一年工作良好。臺賬完備。", "二〇二一年工作良好。台账完备。", &[]);
}

#[test]
fn page_counters_are_no_changes() {
    check_edited(&[("\n二、", "\n— 2 —\n二、"), ("\n三、", "\n第3页 共9页\n三、")], &[]);
    check_edited(&[("列席", "\n- 12 -\n列席"), ("材料", "— 3 —材料")], &[]);
}

#[test]
fn a_changed_number_is_always_a_change() {
    for (from, to) in
        [("25件", "26件"), ("98.5%", "98.6%"), ("十二次", "十三次"), ("460人", "4600人"), ("两名", "三名")]
    {
        let new = REPORT.replace(from, to);
        let comparison = compare(&document(REPORT), &document(&new));
        let found = changes(&comparison);
        assert!(matches!(&found[..], [only] if only.starts_with("reworded ")), "{from} {found:?}");
        let rows: Vec<_> = comparison.parts.iter().flat_map(|part| &part.rows).collect();
        let row = rows.iter().find(|row| row.op == Op::Reworded).expect("there is one");
        let shown: Vec<&str> = row
            .pieces
            .iter()
            .filter(|piece| piece.fate != Fate::Kept)
            .map(|piece| if piece.fate == Fate::Removed { piece.old.as_str() } else { piece.new.as_str() })
            .collect();
        let digits = |text: &str| text.trim_end_matches(['件', '人', '次', '名', '%']).to_owned();
        assert_eq!(shown, [digits(from), digits(to)]);
    }
}

#[test]
fn added_dropped_and_reworded_sentences_are_each_found() {
    check_edited(
        &[("个别部门对决策程序不够重视，材料报送迟缓。", "")],
        &["removed 个别部门对决策程序不够重视，材料报送迟缓。 > "],
    );
    check_edited(&[("推行说理式", "新设执法监督热线。推行说理式")], &["added  > 新设执法监督热线。"]);
    check_edited(
        &[("当事人满意度明显提高", "当事人满意度稳步提升")],
        &["reworded 推行说理式文书，当事人满意度明显提高。 > 推行说理式文书，当事人满意度稳步提升。"],
    );
}

#[test]
fn a_moved_sentence_is_told_from_a_dropped_and_an_added_one() {
    let sentence = "推行说理式文书，当事人满意度明显提高。";
    let new = format!("{}{sentence}", REPORT.replace(sentence, ""));
    check(REPORT, &new, &[&format!("moved {sentence} > {sentence}")]);
}

#[test]
fn a_split_sentence_and_a_merged_one_stay_together() {
    let whole = "基层执法力量薄弱，部分乡镇没有专职人员。";
    let halves = "基层执法力量薄弱。部分乡镇没有专职人员。";
    check_edited(&[(whole, halves)], &[&format!("split {whole} > {halves}")]);
    check(&REPORT.replace(whole, halves), REPORT, &[&format!("merged {halves} > {whole}")]);
}

#[test]
fn a_part_that_changed_its_place_keeps_its_sentences() {
    let parts: Vec<&str> = REPORT.split_inclusive("迟缓。\n").collect();
    let first_two: Vec<&str> = parts[0].split("二、").collect();
    let swapped =
        format!("一、{}\n二、{}{}", first_two[1].trim_end(), &first_two[0]["一、".len()..], parts[1]);
    check(
        REPORT,
        &swapped,
        &["reworded 二、存在的不足 > 一、存在的不足", "reworded 一、主要举措 > 二、主要举措"],
    );
}

#[test]
fn texts_without_known_parts_are_compared_with_texts_that_have_them() {
    let comparison = compare(&Document::new("某市报告", REPORT), &document(REPORT));
    assert_eq!(changes(&comparison), [""; 0]);
    let comparison = compare(&document(REPORT), &Document::new("某市报告", REPORT));
    assert_eq!(changes(&comparison), [""; 0]);
}

#[test]
fn shares_come_to_the_whole() {
    let comparison = check(
        "甲乙丙丁。戊己庚辛。",
        "甲乙丙丁。子丑寅卯。",
        &["removed 戊己庚辛。 > ", "added  > 子丑寅卯。"],
    );
    let summary = comparison.summary;
    assert_eq!((summary.verbatim, summary.reworded, summary.added, summary.removed), (0.5, 0.0, 0.5, 0.5));
    assert_eq!(comparison.biggest.len(), 2);
}

#[test]
fn an_empty_text_is_all_new_or_all_dropped() {
    check("", "", &[]);
    assert_eq!(check("", "甲乙丙丁。", &["added  > 甲乙丙丁。"]).summary.added, 1.0);
    assert_eq!(check("甲乙丙丁。", "", &["removed 甲乙丙丁。 > "]).summary.removed, 1.0);
}

#[test]
fn hostile_texts_take_bounded_time() {
    let letter =
        |at: usize| char::from_u32(0x4E00 + (at as u32).wrapping_mul(2_654_435_761) % 20_000).unwrap_or('字');
    let drawn = |seed: usize| -> String {
        (0..700_000).map(|at| if at % 40 == 39 { '。' } else { letter(at + seed) }).collect()
    };
    let pairs = [
        ("字".repeat(700_000), "词".repeat(700_000)),
        ("甲。".repeat(300_000), "乙。甲。".repeat(150_000)),
        (drawn(0), drawn(1_000_000)),
        (drawn(0), drawn(0).chars().rev().collect()),
        ("办理案件一件，".repeat(90_000), "办理案件二件，".repeat(90_000)),
        ("——1——".repeat(100_000), "第1页".repeat(200_000)),
        ("\n1".repeat(300_000), "1\t2\n".repeat(200_000)),
    ];
    for (one, other) in &pairs {
        let started = Instant::now();
        compare(&Document::new("甲", one), &Document::new("乙", other));
        let seconds = started.elapsed().as_secs_f64();
        assert!(seconds < 20.0, "{seconds} s for {}…", one.chars().take(9).collect::<String>());
    }
}

#[test]
fn many_edits_at_once_are_each_found_and_nothing_else() {
    let edits = [
        ("25件、文件118件", "27件、文件118件"),
        ("邀请法律顾问列席会议十二次", "邀请法律顾问列席会议十五次"),
        ("清理不合格证件17个", "清理不合格证件１７个"),
        ("推行说理式文书，当事人满意度明显提高。", "推行说理式文书。当事人满意度明显提高。"),
        ("个别部门对决策程序不够重视，材料报送迟缓。", ""),
        (
            "建立决策目录，按季度公开执行情况。",
            "建立决策目录，按季度公开执行情况。试点行政执法监督企业联系点。",
        ),
        ("（二）规范行政执法。", "(二)規範行政執法｡"),
    ];
    check_edited(
        &edits,
        &[
            "reworded 全年审查合同25件、文件118件，办结率98.5%。 > 全年审查合同27件、文件118件，办结率98.5%。",
            "reworded 邀请法律顾问列席会议十二次，提出意见三十条。 > 邀请法律顾问列席会议十五次，提出意见三十条。",
            "split 推行说理式文书，当事人满意度明显提高。 > 推行说理式文书。当事人满意度明显提高。",
            "removed 个别部门对决策程序不够重视，材料报送迟缓。 > ",
            "added  > 试点行政执法监督企业联系点。",
        ],
    );
}

#[test]
fn a_moved_sentence_whose_number_changed_is_moved_and_changed() {
    let sentence = "组织执法人员培训3场，覆盖460人；";
    let new = format!("{}组织执法人员培训5场，覆盖460人；", REPORT.replace(sentence, ""));
    let comparison = compare(&document(REPORT), &document(&new));
    let rows: Vec<_> =
        comparison.parts.iter().flat_map(|part| &part.rows).filter(|row| row.op != Op::Same).collect();
    assert_eq!(rows.len(), 1, "{rows:?}");
    assert!(rows[0].is_moved && rows[0].op == Op::Reworded, "{rows:?}");
}

#[test]
fn every_number_of_a_report_that_changes_is_a_change() {
    let digits: Vec<usize> =
        REPORT.char_indices().filter(|(_, c)| c.is_ascii_digit()).map(|(at, _)| at).collect();
    assert!(digits.len() > 12);
    for at in digits {
        let mut new = REPORT.to_owned();
        let digit = REPORT.as_bytes()[at] - b'0';
        new.replace_range(at..=at, &((digit + 1) % 10).to_string());
        let found = changes(&compare(&document(REPORT), &document(&new)));
        assert_eq!(found.len(), 1, "{at} {found:?}");
    }
}
