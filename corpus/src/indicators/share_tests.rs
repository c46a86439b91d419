//! What counts as a share, a range or a part of a longer amount, rule by rule.

use crate::indicators::read;

/// Checks amounts written as `value unit`, ranges as `low..high unit`.
#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let quantities = read(text, &[]).quantities;
    let written = quantities.iter().map(|quantity| {
        let upper = quantity.upper.map(|upper| format!("..{upper}")).unwrap_or_default();
        format!("{}{upper} {}", quantity.value, quantity.unit)
    });
    assert_eq!(written.collect::<Vec<String>>(), expected, "{text}");
}

#[test]
fn tenths_count_behind_what_was_reached() {
    check("某乡占了七成", &["7 成"]);
    check("小微企业占到九成。", &["9 成"]);
    check("达到了六成，", &["6 成"]);
    check("男占六成", &["6 成"]);
    check("，林占三成，", &["3 成"]);
    check("打破了一成不变的做法", &[]);
    check("有了三成把握", &[]);
}

#[test]
fn hundredths_may_stand_behind_tenths() {
    check("同比增长两成五。", &["2.5 成"]);
    check("投诉量下降一成五，", &["-1.5 成"]);
    check("占三成五左右", &["3.5 成"]);
    check("占三成五千元", &[]);
    check("张三成五人", &[]);
}

#[test]
fn a_name_of_a_person_is_no_share() {
    check("王占五成同志出席", &[]);
    check("张三、李占七成等5人", &["5 人"]);
    check("，王占五成，", &["5 成"]);
    check("其中王占五成的股份", &["5 成"]);
    check("白占三成以上", &["3 成"]);
    check("，江占三成多", &["3 成"]);
    check("，江占三成余，", &["3 成"]);
}

#[test]
fn ranges_may_be_said_with_dao() {
    check("三到五个工作日", &["3..5 个工作日"]);
    check("需要3到5个工作日", &["3..5 个工作日"]);
    check("需要三至五个工作日", &["3..5 个工作日"]);
    check("从3到5件", &["5 件"]);
    check("第3至5条", &[]);
    check("围绕三至五个方面", &[]);
    check("一到六年级", &[]);
    check("由85%到92%", &["85 %", "92 %"]);
    check("第3到5条", &[]);
    check("现场有三到四百人", &["300..400 人"]);
    check("现场有三到五百人", &["500 人"]);
    check("现场有三至四百人", &["400 人"]);
    check("现场有十到二十人", &["10..20 人"]);
    check("聚集二至三十人", &["30 人"]);
    check("五到十年内", &["5..10 年"]);
    check("由七至十一人组成", &["7..11 人"]);
    check("两侧各五米至五十米", &["5..50 米"]);
    check("两侧各五至五十米", &["50 米"]);
    check("第一到三项", &[]);
    check("第一至三项。", &[]);
}

#[test]
fn the_half_of_an_amount_may_stand_behind_its_unit() {
    check("历时12个半月", &["12.5 个月"]);
    check("3个半小时内办结", &["3.5 小时"]);
    check("3个半天", &[]);
    check("3个半导体项目", &["3 个"]);
}

#[test]
fn marks_and_bounds_before_a_number_are_no_name() {
    for (text, context) in
        [("误差±5%", "误差"), ("处5000元以上2万元以下罚款", "处"), ("3亿元以上项目402个", "以上项目")]
    {
        let last = read(text, &[]).quantities.pop().expect("an amount");
        assert_eq!(last.context, context, "{text}");
    }
}
