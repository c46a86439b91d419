//! What stands below zero, what is a dash, and what is rounded.

use crate::indicators::Direction;
use crate::indicators::read;

#[track_caller]
fn check(text: &str, expected: &[(&str, &str)]) {
    let quantities = read(text, &[]).quantities;
    let read: Vec<(String, &str)> =
        quantities.iter().map(|q| (format!("{} {}", q.value, q.unit), q.context.as_str())).collect();
    let expected: Vec<(String, &str)> =
        expected.iter().map(|(value, context)| ((*value).to_owned(), *context)).collect();
    assert_eq!(read, expected, "{text}");
}

#[test]
fn a_dash_behind_a_word_is_a_minus() {
    check("甲增速为-2.1%", &[("-2.1 %", "甲")]);
    check("产值同比-3.5%", &[("-3.5 %", "产值")]);
    check("产值增长率-2.1％", &[("-2.1 %", "产值增长率")]);
    check("利润-230万元", &[("-230 万元", "利润")]);
    check("差额为-12.5亿元", &[("-12.5 亿元", "差额")]);
    check("气温-5℃", &[("-5 ℃", "气温")]);
    check("民间投资 -3.4%", &[("-3.4 %", "民间投资")]);
    check("民间投资（不含农户）-3.4%", &[("-3.4 %", "民间投资")]);
    check("一季度-3.1%", &[("-3.1 %", "一季度")]);
    check("第三产业-3.1%", &[("-3.1 %", "第三产业")]);
    check("增幅-3.2个百分点", &[("-3.2 个百分点", "增幅")]);
    check("工业投资为负2.1%", &[("-2.1 %", "工业投资")]);
    let changes = &read("甲分别增长3.2%和-1.2%", &[]).quantities;
    assert_eq!(changes[1].value.to_string(), "-1.2");
    assert_eq!(changes[1].direction, Some(Direction::Down));
}

#[test]
fn a_dash_behind_a_number_or_a_name_is_a_dash() {
    for (text, value) in [
        ("甲地-5公里", "5"),
        ("丙组-3人", "3"),
        ("个人自负10%", "10"),
        ("担负2亿元", "2"),
        ("为企业减负2亿元", "2"),
        ("税负13%", "13"),
        ("由5亿元-3亿元", "5"),
        ("5%-3%", "5"),
    ] {
        let read = read(text, &[]).quantities;
        assert!(read.iter().all(|quantity| !quantity.value.is_negative()), "{text}");
        assert_eq!(read.first().map(|quantity| quantity.value.to_string()).as_deref(), Some(value), "{text}");
    }
    for (text, low, high) in
        [("5000—6000人", "5000", "6000"), ("100-200万元", "100", "200"), ("3%-5%", "3", "5")]
    {
        let quantity = &read(text, &[]).quantities[0];
        assert_eq!(quantity.value.to_string(), low, "{text}");
        assert_eq!(quantity.upper.map(|upper| upper.to_string()).as_deref(), Some(high), "{text}");
    }
}

#[test]
fn a_dash_before_a_price_is_a_dash() {
    check("一等奖-500元，二等奖-300元", &[("500 元", "一等奖"), ("300 元", "二等奖")]);
    check("城区-3.5元/立方米", &[("3.5 元/立方米", "城区")]);
    check("增值税-13%", &[("13 %", "增值税")]);
    check("存款利率-2%", &[("2 %", "存款利率")]);
    check("净利润-3.5亿元", &[("-3.5 亿元", "净利润")]);
    check("利润总额-1.2亿元", &[("-1.2 亿元", "利润总额")]);
    check("利润分红，奖金-1000元", &[("1000 元", "奖金")]);
    check("小规模纳税人-3%", &[("3 %", "小规模纳税人")]);
    check("收支差额（万元）-20万元", &[("-20 万元", "收支差额")]);
    check("净资产收益率-3%", &[("-3 %", "净资产收益率")]);
}

#[test]
fn a_range_may_begin_below_zero() {
    for (text, low, high) in [
        ("气温-5℃至10℃", "-5", "10"),
        ("气温零下10℃到零下5℃", "-10", "-5"),
        ("最低气温-10～-5℃", "-10", "-5"),
        ("增速为-3%～2%", "-3", "2"),
        ("（-3%～2%）", "-3", "2"),
        ("城区-3%～5%", "3", "5"),
        ("5℃～10℃", "5", "10"),
    ] {
        let quantity = &read(text, &[]).quantities[0];
        assert_eq!(quantity.value.to_string(), low, "{text}");
        assert_eq!(quantity.upper.map(|upper| upper.to_string()).as_deref(), Some(high), "{text}");
        assert_eq!(quantity.direction, None, "{text}");
    }
    check("零下5℃", &[("-5 ℃", "")]);
    check("零下18摄氏度", &[("-18 摄氏度", "")]);
    check("零下12个", &[("12 个", "零下")]);
}

#[test]
fn a_sign_stands_behind_brackets_or_is_a_long_dash() {
    check("拨款增加（减少）-20.3万元", &[("-20.3 万元", "拨款增加")]);
    let long = &read("同比增长—3.2%", &[]).quantities[0];
    assert_eq!((long.value.to_string().as_str(), long.direction), ("-3.2", Some(Direction::Down)));
    let dash = &read("增长——3.2%", &[]).quantities[0];
    assert_eq!(dash.value.to_string(), "3.2");
}

#[test]
fn thousands_may_be_parted_by_a_full_width_comma() {
    check("办件1，234件", &[("1234 件", "办件")]);
    check("办件5，办结6件", &[("6 件", "")]);
}

#[test]
fn about_may_stand_before_a_verb() {
    for (text, expected) in
        [("约占3成", true), ("大约有300人", true), ("节约为3%", false), ("合约有3份", false), ("占3%", false)]
    {
        assert_eq!(read(text, &[]).quantities[0].approximate, expected, "{text}");
    }
}
