//! Which way an amount changed, and which are what something came to.

use crate::indicators::Direction;
use crate::indicators::read;

/// Checks amounts written as `value unit`, with the direction behind a change.
#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let quantities = read(text, &[]).quantities;
    let written = quantities.iter().map(|quantity| {
        let way = quantity.direction.map_or("", Direction::key);
        format!("{} {}{way}", quantity.value, quantity.unit)
    });
    assert_eq!(written.collect::<Vec<String>>(), expected, "{text}");
}

#[test]
fn what_something_came_to_is_no_change() {
    check("办理时限由20天缩短为5天", &["20 天", "5 天"]);
    check("审批材料从15份减少为6份", &["15 份", "6 份"]);
    check("失业率由5.1%下降为4.6%", &["5.1 %", "4.6 %"]);
    check("时限压缩为3个工作日", &["3 个工作日"]);
    check("乡镇由12个精简为8个", &["12 个", "8 个"]);
    check("覆盖率由85%增长为92%", &["85 %", "92 %"]);
    check("税率降为3%", &["3 %"]);
    check("降幅为7%", &["-7 %-"]);
    check("同比增长率为7%", &["7 %+"]);
    check("投资同比增长为7%", &["7 %+"]);
    check("由20天缩短了5天", &["20 天", "-5 天-"]);
}

#[test]
fn what_an_amount_came_to_is_counted_of_what_was_named() {
    let read = read("办理时限由20天缩短为5天", &[]).quantities;
    assert_eq!(read[1].context, read[0].context);
    assert_eq!(read[1].action, None);
}

#[test]
fn to_grow_less_is_to_fall() {
    check("贷款同比少增2.1亿元", &["-2.1 亿元-"]);
    check("贷款同比多增2.1亿元", &["2.1 亿元+"]);
    check("库存同比少减3万吨", &["3 万吨+"]);
}

#[test]
fn a_plus_before_a_share_is_a_rise() {
    check("投资+12.3%", &["12.3 %+"]);
    check("投资（不含农户）同比 +12.3%", &["12.3 %+"]);
    check("投资+12.3%，消费-2.1%", &["12.3 %+", "-2.1 %"]);
    check("“1+3”模式", &[]);
    check("社零+4.2%", &["4.2 %+"]);
    check("十+4.2%", &[]);
    check("互联网+5项", &[]);
    check("基准利率+2%", &[]);
    check("3%+2%", &["3 %"]);
}

#[test]
fn the_thing_may_stand_between_the_change_and_its_share() {
    check("压减“三公”经费12.5%", &["-12.5 %-"]);
    check("平均缩短办理时限60%以上", &["-60 %-"]);
    check("减少申报材料三分之一", &["-0.3333 -"]);
    check("预计提高产量5%", &["5 %+"]);
    check("提升监管效率20%", &["20 %+"]);
    check("缩短办理时限5天", &["5 天"]);
    check("提高办结率98%", &["98 %"]);
    check("降低失业率0.5%", &["-0.5 %-"]);
    check("减少诉讼案件调解成功率98%", &["98 %"]);
    check("减少案件占比12%", &["12 %"]);
    check("规上工业增加值40%", &["40 %"]);
    check("增加值增速高于全省2个百分点", &["2 个百分点"]);
    check("压减事项，办结率98%", &["98 %"]);
}

#[test]
fn what_differs_from_something_else_is_a_change() {
    check("出生率比去年少3.5个百分点", &["-3.5 个百分点-"]);
    check("增速较全省低3.5个百分点", &["-3.5 个百分点-"]);
    check("比上年多12件", &["12 件+"]);
    check("支出较预算数少20.3万元", &["-20.3 万元-"]);
    check("占比高达30%，至少12件，最多15家", &["30 %", "12 件", "15 家"]);
    check("比例高12%", &["12 %"]);
}
