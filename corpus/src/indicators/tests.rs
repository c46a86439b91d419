//! What counts as an amount and what does not, rule by rule.

use super::*;
use crate::document::SectionKind;

/// Checks amounts written as `value unit`, ranges as `low-high unit`.
#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let written: Vec<String> = read(text, &[])
        .quantities
        .iter()
        .map(|quantity| {
            let upper = quantity.upper.map(|upper| format!("..{upper}")).unwrap_or_default();
            format!("{}{upper} {}", quantity.value, quantity.unit).trim_end().to_owned()
        })
        .collect();
    assert_eq!(written, expected, "{text}");
}

#[test]
fn a_number_with_a_measure_word_counts() {
    check("调处纠纷 17 件", &["17 件"]);
    check("合格率97.4%", &["97.4 %"]);
    check("立案161宗", &["161 宗"]);
    check("接访194件次", &["194 件次"]);
    check("办件１２３４件、９８．５％", &["1234 件", "98.5 %"]);
    check("办件1,234件", &["1234 件"]);
    check("发放传单30000余份", &["30000 份"]);
    check("投资244394万元", &["244394 万元"]);
    check("投资1亿3000万元", &["13000 万元"]);
    check("发电3.2亿千瓦时", &["3.2 亿千瓦时"]);
    check("浓度28微克/立方米", &["28 微克/立方米"]);
    check("对8个项目、9份合同审查", &["8 个", "9 份"]);
}

#[test]
fn a_quoted_amount_counts_and_a_quoted_phrase_does_not() {
    check("写作“17件”", &["17 件"]);
    check("“十七件”", &["17 件"]);
    check("“3—5件”", &["3..5 件"]);
    check("“3张清单”", &[]);
    check("“三个专班”机制", &[]);
}

#[test]
fn chinese_numbers_count_too() {
    check("受理十七件", &["17 件"]);
    check("发放三百余份", &["300 份"]);
    check("完成百分之九十五", &["95 %"]);
    check("完成百分之九十五点六", &["95.6 %"]);
    check("占三分之一", &["0.3333"]);
    check("投入三百万元", &["3000000 元"]);
    check("召开三次会议", &["3 次"]);
    check("培训百余人次", &["100 人次"]);
}

#[test]
fn tenths_count_where_they_are_shares() {
    check("近七成群众知道", &["7 成"]);
    check("投诉量下降三成，", &["-3 成"]);
    check("同比增长近两成", &["2 成"]);
    check("增幅达三成", &["3 成"]);
    check("占三成，", &["3 成"]);
    check("进度已过六成。", &["6 成"]);
    check("超八成分布在园区", &["8 成"]);
    check("七成以上的事项网上办", &["7 成"]);
    check("进度六成上下", &["6 成"]);
    check("增长三至五成", &["3..5 成"]);
    check_context("播种面积已过六成，", &[("播种面积", None)]);
    assert!(read("近七成群众知道", &[]).quantities[0].approximate);
    for text in [
        "达三成员",
        "降低三成本",
        "第五成立大会",
        "约七成熟",
        "一成不变",
        "了一成不变的做法",
        "张三成，李五成。",
        "近三成半",
        "下降二、三成以上",
        "附近三成区域",
        "几成把握",
        "六七成",
        "调成3起，九成关",
    ] {
        let tenths = read(text, &[]).quantities.into_iter().filter(|q| q.unit == "成");
        assert_eq!(tenths.count(), 0, "{text}");
    }
}

#[test]
fn what_doubles_grows_by_as_much_as_it_was() {
    for (text, value, times) in
        [("产值翻一番", "1", "1"), ("收入比上年翻了近两番", "2", "3"), ("力争翻3番", "3", "7")]
    {
        let quantity = &read(text, &[]).quantities[0];
        assert_eq!((quantity.value.to_string().as_str(), quantity.unit.as_str()), (value, "番"), "{text}");
        assert_eq!(quantity.normalised.value.to_string(), times, "{text}");
        assert_eq!(
            (quantity.normalised.unit.as_str(), quantity.direction),
            ("倍", Some(Direction::Up)),
            "{text}"
        );
    }
    check_context("2025年产值再翻一番", &[("产值", None)]);
    for text in ["三番五次", "另一番景象", "产值翻番", "翻一番半", "翻炒一番", "打翻一番茄"]
    {
        check(text, &[]);
    }
}

#[test]
fn financial_capitals_count_money_only() {
    check("罚款壹万元", &["10000 元"]);
    check("人民币伍佰元整", &["500 元"]);
    check("奖金伍元整", &["5 元"]);
    check("赔偿贰仟零叁拾圆整", &["2030 圆"]);
    check_context("罚款人民币伍佰圆正", &[("", Some("罚款"))]);
    assert_eq!(read("伍佰圆整", &[]).quantities[0].normalised.unit, "元");
    for text in [
        "贰零二一年",
        "陆元同志",
        "大陆万亿元城市",
        "队伍万元户",
        "叁项工作",
        "柒号楼",
        "壹点伍万元",
        "收拾元件",
        "5圆桌会议",
        "伍佰人",
    ] {
        check(text, &[]);
    }
}

#[test]
fn words_that_end_or_begin_with_a_capital_hide_no_number() {
    check("引进大陆三百家企业", &["300 家"]);
    check("志愿者队伍三百余人", &["300 人"]);
    check("收拾三百袋垃圾", &["300 袋"]);
    check("内陆万余家企业", &["10000 家"]);
    check("资金3亿陆续到位", &["3 亿"]);
    check("收入伍佰元整", &["500 元"]);
    check("陆拾伍元", &["65 元"]);
    check("叁佰五十元", &[]);
}

#[test]
fn words_behind_a_sum_hide_it_no_more_than_others() {
    check("投资5亿圆满完成", &["5 亿"]);
    check("总投资3亿番茄产业园", &["3 亿"]);
    check("投资2亿成立公司", &["2 亿"]);
    check("捐款伍佰圆", &["500 圆"]);
    check("近八成不合格", &["8 成"]);
    check("近8成不动产登记业务", &["8 成"]);
    check("打破近一成不变的做法", &[]);
}

#[test]
fn words_for_many_are_no_numbers() {
    for text in [
        "数十万元",
        "几十个项目",
        "上百家企业",
        "数百件案件",
        "成千上万户群众",
        "几百亿元投资",
        "网上千人次",
        "十几个部门",
        "数千名干部",
        "若干万元",
    ] {
        check(text, &[]);
    }
    check("近百家企业", &["100 家"]);
    check("上100家企业", &["100 家"]);
    check("达上百余家", &["100 家"]);
    check("处一万元以上十万元以下罚款", &["10000 元", "100000 元"]);
    check("线上十五场活动", &["15 场"]);
}

#[test]
fn ranges_have_two_ends() {
    check("每组3—5件", &["3..5 件"]);
    check("降至3%—5%", &["3..5 %"]);
    check("需要3至5个工作日", &["3..5 个工作日"]);
}

#[test]
fn names_ordinals_and_dates_do_not_count() {
    for text in [
        "第29次会议",
        "第 3 次会议",
        "“3·8”节",
        "3·8活动",
        "PM2.5下降",
        "12345热线",
        "拨打110",
        "邮编646200",
        "电话0830-5269802",
        "电话13800000000",
        "某办发〔2021〕30号",
        "2021年12月31日",
        "2021年",
        "编号25.",
        "28.70&",
        "Ⅱ类水体",
        "第十二条",
        "上午9时30分",
        "8:30",
        "“十四五”规划",
        "十三五",
        "两个维护",
        "双随机一公开",
        "三重一大",
        "三项制度",
        "十一个坚持",
        "1.2.3",
        "2019—2021年",
        "7×24小时服务",
        "“1+3+N”",
        "五台山",
        "六合区",
        "一批项目",
        "二〇二一年",
        "(一)加强",
        "1.加强",
        "5G网络",
        "百色市",
        "千家万户",
        "十分重要",
        "三中全会",
        "3条例",
        "2022年1—6月",
        "星期三次日",
        "8.5普法",
        "24小时自助",
        "3月15日起",
        "市委六届七次全会",
        "1 8 7 个",
        "7000吨级码头",
        "60岁以上老人",
        "二期工程",
        "亿元以上项目",
        "6、7号线",
    ] {
        check(text, &[]);
    }
}

#[test]
fn what_fell_is_below_zero() {
    check("同比下降0.2 %", &["-0.2 %"]);
    check("增长12%，回落1.5个百分点", &["12 %", "-1.5 个百分点"]);
    check("分别下降2.1%、3.5%", &["-2.1 %", "-3.5 %"]);
    check("降幅为7%", &["-7 %"]);
    check("粮食比上年减产0.8%，油料增产1.2%", &["-0.8 %", "1.2 %"]);
    check("下降到5%", &["5 %"]);
    check("利润增长-3.5%", &["-3.5 %"]);
    assert_eq!(read("利润增长-3.5%", &[]).quantities[0].direction, Some(Direction::Down));
    check("减少案件17件", &["17 件"]);
    check("分别提高0.4、0.5个百分点", &["0.4 个百分点", "0.5 个百分点"]);
    check("新增道路5条", &["5 条"]);
}

#[test]
fn the_number_of_a_heading_is_no_part_of_an_amount() {
    check("概况\n1.3个项目开工", &["3 个"]);
    check("概况\n1.5公里道路", &["1.5 公里"]);
}

#[test]
fn a_sum_without_unit_counts_after_its_word() {
    check("历年累计2123", &["2123"]);
    check("热线12345", &[]);
    assert!(read("历年累计2123", &[]).quantities[0].cumulative);
    assert!(!read("全年17件", &[]).quantities[0].cumulative);
}

#[test]
fn rounded_numbers_say_so() {
    for (text, expected) in [
        ("30000余份", true),
        ("约300件", true),
        ("近300件", true),
        ("300多件", true),
        ("95%以上", true),
        ("300件", false),
        ("三分之一", true),
        ("四分之三", false),
        ("不少于40学时", true),
        ("5万余件", true),
        ("最近3次", false),
    ] {
        assert_eq!(read(text, &[]).quantities[0].approximate, expected, "{text}");
    }
}

#[test]
fn amounts_are_comparable_in_their_plain_unit() {
    for (text, value, unit) in [
        ("244394万元", "2443940000", "元"),
        ("24.44亿元", "2444000000", "元"),
        ("161宗", "161", "件"),
        ("3公里", "3000", "米"),
        ("30余万件", "300000", "件"),
        ("3成", "30", "%"),
        ("12个工作日", "12", "个工作日"),
    ] {
        let normalised = &read(text, &[]).quantities[0].normalised;
        assert_eq!(
            (normalised.value.to_string().as_str(), normalised.unit.as_str()),
            (value, unit),
            "{text}"
        );
    }
}

#[track_caller]
fn check_context(text: &str, expected: &[(&str, Option<&str>)]) {
    let read = read(text, &[]);
    let found: Vec<(&str, Option<&str>)> =
        read.quantities.iter().map(|q| (q.context.as_str(), q.action.as_deref())).collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn what_is_counted_stands_before_or_behind() {
    check_context("行政复议案件 17 件", &[("行政复议案件", None)]);
    check_context(
        "全年共受理行政复议案件17件，办结15件。",
        &[("行政复议案件", Some("受理")), ("行政复议案件", Some("办结"))],
    );
    check_context("对17个项目、25个合同", &[("项目", None), ("合同", None)]);
    check_context("办理17件投诉案件", &[("投诉案件", Some("办理"))]);
    check_context("受理案件，办结率均为100%", &[("办结率", None)]);
    check_context("全年群众满意率平均为98.5%", &[("群众满意率", None)]);
    check_context("按时办结率平均值97%", &[("按时办结率", None)]);
    check_context("群众满意度达98%", &[("群众满意度", None)]);
    check_context("货物运输收入：5亿元", &[("货物运输收入", None)]);
    check_context("群众满意度由85%升至92%", &[("群众满意度", None), ("群众满意度", None)]);
    check_context("平均时限缩短到3天", &[("平均时限", None)]);
    check_context("纠纷比上年增加12件", &[("纠纷", None)]);
    check_context("投诉量锐减30%", &[("投诉量", None)]);
    check_context("2021年初中在校生5.2万人", &[("初中在校生", None)]);
    check_context("农民人均增收达到500元", &[("农民人均增收", None)]);
    check_context("群众满意度跃升至98%", &[("群众满意度", None)]);
    check_context("群众满意度达98%，较去年高3个百分点", &[("群众满意度", None), ("群众满意度", None)]);
    check_context("罚款人民币5000元整", &[("", Some("罚款"))]);
    check_context("2021年12月底前完成5项", &[("", Some("完成"))]);
    check_context("行政复议案件\t\t17件", &[("行政复议案件", None)]);
    check_context("向企业退还2,345.67元", &[("", Some("退还"))]);
    check_context("查处案件3件，向群众退还2万元", &[("案件", Some("查处")), ("案件", Some("退还"))]);
    check_context("为农民工追回工资12万元", &[("为农民工追回工资", None)]);
}

#[test]
fn numbers_that_belong_together_are_compared() {
    for (text, expected) in [
        ("排查68起，调成66起", Some(true)),
        ("排查66起，调成68起", Some(false)),
        ("共审理17件，其中维持12件，占70.6%", Some(true)),
        ("共审理17件，其中维持12件，占80.6%", Some(false)),
        ("受理17件，办结17件，办结率100%", Some(true)),
        ("审查17件，印发18件", None),
        ("受理1000件，办结950件，办结率96%", Some(false)),
        ("受理1000件，办结950件，办结率95%", Some(true)),
        ("受理120件，办结118件，办结率98.33%", Some(true)),
        ("受理120件，办结118件，办结率99%", Some(false)),
        ("排查68起，调成66起，成功率97%", Some(true)),
        ("受理1000件，办结958件，办结率95%", Some(true)),
        ("受理1000件，办结958件，办结率96%", Some(true)),
        ("应诉案件5件，其中胜诉4件、败诉3件", Some(false)),
        ("应诉案件5件，其中胜诉4件、败诉1件", Some(true)),
        ("干部5人，其中女性3人、党员4人", Some(true)),
        ("由20件增加到25件，增长25%", Some(true)),
        ("由20件增加到25件，同比增长20%", Some(false)),
        ("2021年为123件，2022年为145件，增长17.9%", Some(true)),
        ("2021年为123件，2022年为145件，增长20%", Some(false)),
        ("2021年为145件，2022年为123件，下降15.2%", Some(true)),
        ("2021年为145件，2022年为123件，增长15.2%", Some(false)),
        ("由20件增加为25件，增长25%", Some(true)),
        ("由20件增加为25件，增长20%", Some(false)),
        ("2021年上半年67件，2022年145件，增长20%", None),
        ("2021年为123件，2022年为145件，其中甲类增长20%", None),
    ] {
        assert_eq!(read(text, &[]).agreements.first().map(|a| a.holds), expected, "{text}");
    }
}

#[test]
fn what_is_left_from_earlier_years_may_be_settled_too() {
    for (text, expected) in [
        ("收到申请12件，答复14件（含上年度2件）", None),
        ("受理12件，审结15件（含旧存3件）", None),
        ("上年结转3件，新收12件，审结15件", None),
        ("受理12件，办结15件（其中上年遗留3件）", Some(true)),
        ("受理12件，办结11件（含上年结转3件）", Some(true)),
        ("收到申请12件，答复14件", Some(false)),
        ("收到申请12件，比上年多2件，答复14件", None),
        ("上年结转3件。新收12件，审结15件", Some(false)),
    ] {
        assert_eq!(read(text, &[]).agreements.first().map(|a| a.holds), expected, "{text}");
    }
}

#[test]
fn the_share_of_all_is_checked_where_it_names_what_was_settled() {
    for (text, expected) in [
        ("共办理提案120件，办结118件，办结率98.3%", Some(true)),
        ("共办理提案120件，办结118件，办结率99%", Some(false)),
        ("全年共有信访件120件，已化解90件，化解率75%", Some(true)),
        ("共印发文件12件，办结案件118件，办结率98%", None),
        ("共印发文件120件，办结案件118件，满意率98%", None),
    ] {
        assert_eq!(read(text, &[]).agreements.first().map(|a| a.holds), expected, "{text}");
    }
}

#[test]
fn an_amount_knows_its_innermost_section() {
    let section = |number: &str, start, end, level| Section {
        number: number.into(),
        heading: String::new(),
        kind: SectionKind::Other,
        year: None,
        level,
        start,
        end,
    };
    let sections = [section("1", 0, 20, 1), section("1.1", 5, 12, 2), section("2", 20, 40, 1)];
    let text = "甲甲甲甲甲乙受理17件乙丙受理18件丙丙丙丁受理19件";
    let numbers: Vec<Option<String>> =
        read(text, &sections).quantities.into_iter().map(|q| q.section).collect();
    assert_eq!(numbers, [Some("1.1".into()), Some("1".into()), Some("2".into())]);
}
