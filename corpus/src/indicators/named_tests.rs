//! Which numbers behind the name of something count: 目前23家 does, 前3名 does not.

use crate::indicators::read;

/// Checks amounts written as `value unit`.
#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let quantities = read(text, &[]).quantities;
    let written = quantities.iter().map(|quantity| format!("{} {}", quantity.value, quantity.unit));
    assert_eq!(written.collect::<Vec<String>>(), expected, "{text}");
}

#[test]
fn words_of_time_that_end_in_qian_or_chu_name_nothing() {
    check("目前23家企业投产", &["23 家"]);
    check("截至目前12名干部到岗", &["12 名"]);
    check("提前15个工作日办结", &["15 个工作日"]);
    check("比此前3次检查多", &["3 次"]);
    check("改革前12个乡镇、改革后8个乡镇", &["12 个", "8 个"]);
    check("年底前30件全部办结", &["30 件"]);
    check("年初20家、年末25家", &["20 家", "25 家"]);
    check("目前完成率为98%，目前为23家", &["98 %", "23 家"]);
}

#[test]
fn places_in_a_row_and_first_spans_do_not_count() {
    for text in [
        "居全省前3位",
        "进入全市前12名",
        "2023年前10个月",
        "全年收入居前5位",
        "前12期培训班",
        "位列全省第3位",
        "投资额排12位",
        "在全市排名3位",
        "农历初3",
        "初3年级",
        "周5集中学习",
        "最多跑1次",
        "群众只跑1次",
        "一次也不跑，跑1次",
    ] {
        check(text, &[]);
    }
}

#[test]
fn verbs_that_end_in_pai_name_nothing() {
    check("安排15名干部", &["15 名"]);
    check("减排12.3万吨", &["12.3 万吨"]);
    check("编排20个节目", &["20 个"]);
    check("中央财政安排5亿元", &["5 亿元"]);
    check("上周23家、每周3次", &["23 家", "3 次"]);
    check("干部跑5家企业", &["5 家"]);
}

#[test]
fn what_is_counted_of_telephones_and_codes_counts() {
    check("接听电话1234次", &["1234 次"]);
    check("受理12345热线4567件", &["4567 件"]);
    check("热线：4567件", &["4567 件"]);
    check("发放手机200部", &["200 部"]);
    check("赋予统一社会信用代码12万个", &["12 万个"]);
    check("接听热线12.3万", &["12.3 万"]);
    for text in [
        "拨打12345",
        "电话85123456",
        "电话85123456 人次另计",
        "传真：0311-85123456",
        "热线24小时畅通",
        "热线12320所接诉求",
        "编号12",
        "邮编050000",
        "手机号码13800000000",
        "第12345号",
        "拨打110报警",
    ] {
        check(text, &[]);
    }
}

#[test]
fn capitals_before_an_amount_are_what_is_counted() {
    check("GDP1234.5亿元，人均GDP8.5万元", &["1234.5 亿元", "8.5 万元"]);
    check("投放AED120台", &["120 台"]);
    for text in ["PM2.5浓度", "PM10个别站点", "B2张", "IPv6项", "A4页", "GB12345项"] {
        check(text, &[]);
    }
}

#[test]
fn the_number_of_articles_may_end_a_name() {
    check("出台“人才政策60条”，兑现“稳就业32条”", &[]);
    check("征集意见“60条”，制定措施32条", &["60 条", "32 条"]);
}
