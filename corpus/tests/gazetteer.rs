//! Places read from titles, issuers and hosts, by the rules; and against the lists outside the repository.

use corpus::gazetteer::Clues;
use corpus::gazetteer::Placement;
use corpus::gazetteer::by_code;
use corpus::gazetteer::children;
use corpus::gazetteer::find;
use corpus::gazetteer::knows;
use corpus::gazetteer::only;
use corpus::gazetteer::place;
use corpus::gazetteer::place_in;
use corpus::gazetteer::same_entity;
use jiff::civil::Date;

fn written(placement: &Placement) -> String {
    placement.place.as_ref().map_or_else(|| "-".to_owned(), ToString::to_string)
}

#[track_caller]
fn check(text: &str, host: Option<&str>, expected: &str) {
    let placement = place_in(text, host, None);
    assert_eq!(written(&placement), expected, "{text} @ {host:?}: {placement:?}");
}

#[track_caller]
fn check_on(text: &str, date: &str, expected: &str) {
    let date: Date = date.parse().expect("a written date");
    let placement = place_in(text, None, Some(date));
    assert_eq!(written(&placement), expected, "{text} on {date}: {placement:?}");
}

#[track_caller]
fn check_clues(clues: &Clues<'_>, expected: &str) {
    let placement = place(clues);
    assert_eq!(written(&placement), expected, "{clues:?}: {placement:?}");
}

#[test]
fn a_title_begins_with_its_place() {
    check("2025年上海市政府工作报告", None, "上海市");
    check("2025年宁夏政府工作报告", None, "宁夏回族自治区");
    check("2024年阿坝藏族羌族自治州政府工作报告", None, "四川省/阿坝藏族羌族自治州");
    check("2025年中华人民共和国国务院政府工作报告", None, "全国");
    check("二〇二一年绵阳市法治政府建设年度报告", None, "四川省/绵阳市");
    check("关于印发绵阳市涪城区2023年工作要点的通知", None, "四川省/绵阳市/涪城区");
    check("海南省五指山市2022年统计公报", None, "海南省/五指山市");
    check("神农架林区人民政府", None, "湖北省/神农架林区");
    check("六枝特区2021年政府工作报告", None, "贵州省/六盘水市/六枝特区");
    check("鄂温克族自治旗人民政府", None, "内蒙古自治区/呼伦贝尔市/鄂温克族自治旗");
    check("浦东新区2022年预算", None, "上海市/浦东新区");
    check("前郭县人民政府办公室", None, "吉林省/松原市/前郭尔罗斯蒙古族自治县");
    check("临港新片区管委会2023年度报告", None, "上海市/临港新片区");
    check("莫旗人民政府办公室", None, "内蒙古自治区/呼伦贝尔市/莫力达瓦达斡尔族自治旗");
    check("黔东南州统计局", None, "贵州省/黔东南苗族侗族自治州");
}

#[test]
fn an_ambiguous_name_is_decided_by_the_host_or_not_at_all() {
    check("朝阳区人民政府", Some("bjchy.gov.cn"), "北京市/朝阳区");
    check("朝阳区人民政府", Some("changchun.gov.cn"), "吉林省/长春市/朝阳区");
    check("朝阳市人民政府", Some("chaoyang.gov.cn"), "辽宁省/朝阳市");
    check("鼓楼区", Some("njgl.gov.cn"), "江苏省/南京市/鼓楼区");
    check("鼓楼区", Some("gl.gov.cn"), "福建省/福州市/鼓楼区");
    check("鼓楼区", None, "-");
    check("莱芜市某事促进条例", None, "山东省/莱芜市");
    assert_eq!(place_in("鼓楼区2023年报告", Some("unknown.gov.cn"), None).candidates.len(), 4);
    check("巴州人民政府", Some("xjbz.gov.cn"), "新疆维吾尔自治区/巴音郭楞蒙古自治州");
    check("巴州区人民政府", None, "四川省/巴中市/巴州区");
}

#[test]
fn an_organ_of_the_province_is_above_the_site() {
    check("省司法厅2022年度报告", Some("yueyang.gov.cn"), "湖南省");
    check("全省2022年度报告", Some("yueyang.gov.cn"), "湖南省");
    check("省级示范单位名单", Some("yueyang.gov.cn"), "湖南省/岳阳市");
    check("市司法局2022年度报告", Some("yueyang.gov.cn"), "湖南省/岳阳市");
    check("省司法厅2022年度报告", None, "-");
}

#[test]
fn an_organ_of_the_city_is_above_the_site_of_a_district() {
    check("市教育局", Some("luqiao.gov.cn"), "浙江省/台州市");
    check("市教育局2022年度报告", Some("bjchy.gov.cn"), "北京市");
    check("全市2022年度报告", Some("luqiao.gov.cn"), "浙江省/台州市");
    check("区教育局2022年度报告", Some("luqiao.gov.cn"), "浙江省/台州市/路桥区");
    check("市民中心2022年度报告", Some("luqiao.gov.cn"), "浙江省/台州市/路桥区");
    check("市教育局2022年度报告", Some("yueyang.gov.cn"), "湖南省/岳阳市");
    check("市教育局2022年度报告", Some("ks.gov.cn"), "江苏省/苏州市/昆山市");
    check("市教育局2022年度报告", None, "-");
}

#[test]
fn a_sort_of_zone_belongs_to_the_city_that_it_is_called_after() {
    check("昆山开发区2022年度报告", None, "江苏省/苏州市/昆山市/开发区");
    check("江阴高新区管委会", None, "江苏省/无锡市/江阴市/高新区");
    check("张家港保税区2022年度报告", None, "江苏省/苏州市/张家港市/保税区");
    check("南京江北新区2022年度报告", None, "江苏省/南京市/江北新区");
    check("光明新区2012年度报告", None, "广东省/深圳市/光明新区");
    check("钱塘新区2020年度报告", None, "浙江省/杭州市/钱塘新区");
    check("城东新区2020年度报告", None, "-");
    check("浦东新区2022年度报告", None, "上海市/浦东新区");
    check("大柴旦行委2021年政府工作报告", None, "青海省/海西蒙古族藏族自治州/大柴旦行委");
    check("江阴开发区建设管理办法", None, "-");
}

#[test]
fn one_character_alone_is_its_province() {
    let letters = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新台港澳";
    let provinces: std::collections::BTreeSet<String> =
        letters.chars().map(|letter| written(&place_in(&letter.to_string(), None, None))).collect();
    assert_eq!(provinces.len(), 34, "{provinces:?}");
    check("沪", None, "上海市");
    check("区", None, "-");
}

#[test]
fn the_issuer_beats_the_host() {
    let placement = place_in("广东省审计厅", Some("jiaoling.gov.cn"), None);
    assert_eq!(written(&placement), "广东省");
    assert_eq!(placement.host_place.unwrap().written(), "广东省/梅州市/蕉岭县");
    check("永川区市监局", Some("scjgj.cq.gov.cn/zz/ycq/"), "重庆市/永川区");
    check("国务院办公厅关于加强数字政府建设的意见", Some("jiaoling.gov.cn"), "全国");
    check("国家税务总局绵阳市税务局2023年公告", None, "四川省/绵阳市");
}

#[test]
fn a_branch_in_a_county_is_of_the_county() {
    check("台州市公安局路桥分局2022年法治政府建设工作报告", None, "浙江省/台州市/路桥区");
    check("成都市规划和自然资源局锦江分局关于某事的公告", None, "四川省/成都市/锦江区");
    check("绵阳市三台生态环境局2022年法治政府建设工作报告", None, "四川省/绵阳市/三台县");
    check("台州市公安局交通分局关于某事的公告", None, "浙江省/台州市");
    // A name that many things have does not beat the host for standing before an office.
    check("朝阳生态环境局2022年工作总结", Some("www.bjchy.gov.cn"), "北京市/朝阳区");
}

#[test]
fn a_zone_is_a_child_of_its_city() {
    let clues = Clues {
        title: Some("仙海区2021年度法治政府建设工作报告"),
        source: Some("绵阳市仙海水利风景区"),
        ..Clues::default()
    };
    let found = place(&clues).place.unwrap();
    assert_eq!(found.written(), "四川省/绵阳市/仙海区");
    assert_eq!((found.code.as_deref(), found.zone.as_deref()), (Some("510700"), Some("仙海区")));
    check("仙海区", None, "四川省/绵阳市/仙海区");
    check("苏州工业园区2023年报告", None, "江苏省/苏州市/苏州工业园区");
    check("大兴安岭地区加格达奇区人民政府", None, "黑龙江省/大兴安岭地区/加格达奇区");
    check("上海市外滩风景区管理办法", None, "上海市");
    check("绵阳市经济技术开发区管委会", None, "四川省/绵阳市/经济技术开发区");
    let bare = place_in("经济技术开发区经济发展局", Some("qeda.gov.cn"), None);
    assert_eq!((written(&bare).as_str(), bare.zone.as_deref()), ("-", Some("经济技术开发区")));
    check("经济技术开发区经济发展局", Some("my.gov.cn"), "四川省/绵阳市/经济技术开发区");
}

#[test]
fn what_a_decision_is_about_is_not_its_issuer() {
    check("关于同意绵阳市总体规划的批复", Some("sc.gov.cn"), "四川省");
    check("关于绵阳市2022年度预算执行情况的审计工作报告", Some("my.gov.cn"), "四川省/绵阳市");
    check("关于湖南省与广东省界线联合检查情况的报告", Some("gd.gov.cn"), "广东省");
    check("四川省渡口管理办法", None, "四川省");
    check("广东省惠东海龟自然保护区管理办法", None, "广东省");
}

#[test]
fn a_township_stands_below_its_county() {
    check("新桥镇", Some("luqiao"), "浙江省/台州市/路桥区/新桥镇");
    check("长沙市天心区坡子街街道办事处2022年报告", None, "湖南省/长沙市/天心区/坡子街街道");
    check("鲤城区人民政府金龙街道办事处关于2022年度工作的报告", None, "福建省/泉州市/鲤城区/金龙街道");
    check("新桥镇2022年度工作报告", None, "-");
    check("阳江镇2022年度工作报告", None, "-");
    check("兴安镇2022年度工作报告", Some("gaocheng.gov.cn"), "河北省/石家庄市/藁城区/兴安镇");
    check("阳江镇人民政府2022年度工作报告", Some("gaochun.gov.cn"), "江苏省/南京市/高淳区/阳江镇");
    check("石家庄镇2022年度工作报告", None, "山西省/忻州市/宁武县/石家庄镇");
    check("黄石港街道2022年度工作报告", None, "湖北省/黄石市/黄石港区/黄石港街道");
    check("阳江市2022年度工作报告", None, "广东省/阳江市");
    check("留下街道2022年度工作报告", None, "浙江省/杭州市/西湖区/留下街道");
    check("杭州市留下街道2022年度工作报告", None, "浙江省/杭州市/西湖区/留下街道");
    check("新桥镇2022年度工作报告", Some("ningbo.gov.cn"), "浙江省/宁波市/象山县/新桥镇");
}

#[test]
fn a_division_of_the_corps_stands_for_its_city() {
    let placement = place_in("第六师五家渠市", None, None);
    assert_eq!(written(&placement), "新疆维吾尔自治区/五家渠市");
    assert_eq!(placement.corps.as_deref(), Some("第六师"));
    check("新疆生产建设兵团第八师2023年报告", None, "新疆维吾尔自治区/石河子市");
}

#[test]
fn a_name_is_read_as_of_its_day() {
    check("玉环县2016年政府工作报告", None, "浙江省/台州市/玉环县");
    check("玉环市2019年政府工作报告", None, "浙江省/台州市/玉环市");
    check_on("玉环县政府工作报告", "2016-02-01", "浙江省/台州市/玉环县");
    check_on("玉环县政府工作报告", "2020-02-01", "浙江省/台州市/玉环市");
    check_on("临平区人民政府", "2022-01-01", "浙江省/杭州市/临平区");
    check_on("余杭区人民政府", "2019-01-01", "浙江省/杭州市/余杭区");
    assert!(same_entity("331083", "331021"));
    assert!(!same_entity("110103", "110101"));
}

#[test]
fn words_that_only_contain_a_name_decide_nothing() {
    for text in [
        "南京路步行街改造",
        "中山大学2023年预算",
        "长江保护规划",
        "东方航空公告",
        "市中区域划分",
        "城区绿化",
        "郊区规划",
        "新城建设",
        "北京路街景",
    ] {
        check(text, None, "-");
    }
}

#[test]
fn another_place_in_the_title_does_not_beat_the_site() {
    let declared = |title| Clues { title: Some(title), declared: Some("510703"), ..Clues::default() };
    check_clues(&declared("关于对口支援凉山州的工作报告"), "四川省/绵阳市/涪城区");
    check_clues(&declared("司法局赴成都市武侯区考察学习"), "四川省/绵阳市/涪城区");
    check_clues(&declared("全区2023年法治政府建设工作报告"), "四川省/绵阳市/涪城区");
    check_clues(&declared("转发《四川省人民政府关于安全生产的通知》"), "四川省/绵阳市/涪城区");
    let nanjing =
        Clues { title: Some("鼓楼区2023年工作报告"), declared: Some("320106"), ..Clues::default() };
    check_clues(&nanjing, "江苏省/南京市/鼓楼区");
}

#[test]
fn a_filter_may_be_a_name_a_path_or_a_code() {
    let first = |region: &str| find(region).first().map_or_else(String::new, ToString::to_string);
    assert_eq!(first("四川"), "四川省");
    assert_eq!(first("川"), "四川省");
    assert_eq!(first("四川/绵阳"), "四川省/绵阳市");
    assert_eq!(first("四川省/绵阳市/仙海区"), "四川省/绵阳市/仙海区");
    assert_eq!(first("510700"), "四川省/绵阳市");
    assert_eq!(first("全国"), "全国");
    assert_eq!(first("黔东南"), "贵州省/黔东南苗族侗族自治州");
    assert_eq!(find("朝阳区").len(), 2);
    let names: Vec<String> = find("玉环市").iter().map(ToString::to_string).collect();
    assert_eq!(names[..2], ["浙江省/台州市/玉环市", "浙江省/台州市/玉环县"]);
    assert!(find("无此地").is_empty());
    let one = |region: &str| only(region).map_or_else(String::new, |place| place.written());
    assert_eq!(one("绵阳市"), "四川省/绵阳市");
    assert_eq!(one("玉环市"), "浙江省/台州市/玉环市");
    assert_eq!(one("浙江省/台州市/玉环县"), "浙江省/台州市/玉环县");
    assert_eq!(one("全国"), "全国");
    assert_eq!(one("朝阳区"), "");
}

#[track_caller]
fn check_found(region: &str, among: &[&str]) {
    let written: Vec<String> = find(region).iter().map(corpus::district::Place::written).collect();
    for wanted in among {
        assert!(written.iter().any(|found| found == wanted), "{region}: {written:?}");
    }
}

#[test]
fn a_filter_finds_what_ended_or_lay_elsewhere_before() {
    check_found("莱芜", &["山东省/济南市/莱芜区", "山东省/莱芜市"]);
    check_found("莱芜/钢城", &["山东省/莱芜市/钢城区", "山东省/济南市/钢城区"]);
    check_found("资阳/简阳", &["四川省/资阳市/简阳市", "四川省/成都市/简阳市"]);
    check_found("巢湖市", &["安徽省/合肥市/巢湖市", "安徽省/巢湖市"]);
    assert!(
        find("资阳/简阳").iter().all(|place| place.path.last().is_some_and(|name| name.starts_with("简阳")))
    );
    assert_eq!(find("莱芜")[0].written(), "山东省/济南市/莱芜区", "the living one comes first");
}

#[test]
fn a_filter_may_be_in_traditional_characters_or_without_signs() {
    let one = |region: &str| find(region).first().map(corpus::district::Place::written).unwrap_or_default();
    assert_eq!(one("濟南"), "山东省/济南市");
    assert_eq!(one("山東/濟南"), "山东省/济南市");
    assert_eq!(one("河南省郑州市"), "河南省/郑州市");
    assert_eq!(one("山东济南"), "山东省/济南市");
    assert_eq!(one("四川省绵阳市涪城区"), "四川省/绵阳市/涪城区");
    assert_eq!(one("四川／绵阳"), "四川省/绵阳市");
    assert_eq!(one("山东济南高新区"), "山东省/济南市/高新区");
    assert_eq!(one("乾县"), "陕西省/咸阳市/乾县");
    for region in ["南京路", "四川火星", "火星济南", "上海人"] {
        assert!(find(region).is_empty(), "{region}");
    }
}

#[test]
fn a_filter_is_known_when_all_its_parts_are() {
    for region in
        ["四川", "510000", "全国", "四川/绵阳/仙海区", "四川/绵阳/游仙/新桥镇/某村", "濟南", "资阳/简阳"]
    {
        assert!(knows(region), "{region}");
    }
    for region in ["", "火星", "四川/火星", "四川/杭州", "四川/绵阳/火星", "四川火星", "999999"]
    {
        assert!(!knows(region), "{region}");
    }
}

#[test]
fn a_code_stands_for_its_division() {
    assert_eq!(by_code("110100").unwrap().written(), "北京市");
    assert_eq!(by_code("110105").unwrap().written(), "北京市/朝阳区");
    assert_eq!(by_code("331021").unwrap().written(), "浙江省/台州市/玉环县");
    assert_eq!(by_code("510704100201").unwrap().written(), "四川省/绵阳市/游仙区");
    assert_eq!(by_code("999999"), None);
    assert_eq!(children("460000").len(), 4 + 15);
}

#[test]
fn hostile_text_is_read_in_linear_time() {
    let long = "中华人民共和国四川省".repeat(100_000);
    place_in(&long, Some(&long), None);
    for text in ["", "市", "区区区区", "《", "第", "\u{0}", "2025", "镇镇镇", "a\u{301}"] {
        place_in(text, Some(text), None);
        find(text);
        by_code(text);
    }
}
