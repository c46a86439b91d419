//! The names of offices as titles, issuers and sources write them in; whether two are the name of one office out.

use std::sync::LazyLock;

use regex::Regex;

use crate::gazetteer;
use crate::text;

/// What divisions are called.
const DIVISIONS: [char; 9] = ['省', '市', '县', '区', '州', '盟', '旗', '镇', '乡'];

/// What offices are usually called for short. What holds another full name stands before it.
const SHORT_FOR: &[(&str, &str)] = &[
    ("管理委员会", "管委"),
    ("管委会", "管委"),
    ("委员会", "委"),
    ("街道办事处", "街道"),
    ("办公室", "办"),
    ("办公厅", "办"),
    ("区分局", "分局"),
    ("发展和改革", "发改"),
    ("发展改革", "发改"),
    ("人力资源和社会保障", "人社"),
    ("人力资源社会保障", "人社"),
    ("住房和城乡建设", "住建"),
    ("住房城乡建设", "住建"),
    ("卫生健康", "卫健"),
    ("食品药品监督管理", "食药监"),
    ("药品监督管理", "药监"),
    ("市场监督管理", "市监"),
    ("市场监管", "市监"),
    ("自然资源和规划", "自规"),
    ("自然资源规划", "自规"),
    ("文化广播电视和旅游", "文旅"),
    ("文化广电和旅游", "文旅"),
    ("文化广电旅游", "文旅"),
    ("文化和旅游", "文旅"),
    ("文化旅游", "文旅"),
    ("工业和信息化", "工信"),
    ("工业信息化", "工信"),
    ("经济和信息化", "经信"),
    ("经济信息化", "经信"),
    ("教育和体育", "教体"),
    ("教育体育", "教体"),
    ("退役军人事务", "退役军人"),
    ("应急管理", "应急"),
    ("医疗保障", "医保"),
    ("城市管理行政执法", "城管"),
    ("城市管理", "城管"),
    ("综合行政执法", "综合执法"),
    ("民族宗教事务", "民宗"),
    ("国有资产监督管理", "国资"),
    ("政务服务和数据管理", "政数"),
    ("政务服务数据管理", "政数"),
    ("大数据发展管理", "大数据"),
    ("大数据管理", "大数据"),
    ("疾病预防控制", "疾控"),
    ("安全生产监督管理", "安监"),
    ("环境保护", "环保"),
    ("国土资源", "国土"),
    ("交通运输", "交通"),
    ("经济技术开发区", "经开区"),
    ("经济开发区", "经开区"),
    ("高新技术产业开发区", "高新区"),
    ("高新技术开发区", "高新区"),
    ("人民政府", ""),
    ("政府", ""),
];

/// Returns the names of the organs that issued a document together, in short. Its office issues for a government.
pub(super) fn issuers(issuer: &str) -> Vec<String> {
    static OFFICE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new("政府办公[室厅]|政府办$").expect("a pattern written here is well formed")
    });
    let parts = issuer.split(['、', '，', ',', ' ', '\u{3000}']);
    let organs = parts.map(|organ| in_short(&OFFICE.replace(&text::folded(organ), "政府")));
    organs.filter(|organ| !organ.is_empty()).collect()
}

/// Returns a folded name without what one writes and another leaves out. Of a party committee and its government, which issue
/// together, the government.
pub(super) fn in_short(name: &str) -> String {
    let mut name = name.to_owned();
    for (full, short) in SHORT_FOR {
        if name.contains(full) {
            name = name.replace(full, short);
        }
    }
    for party in ["中国共产党", "中共"] {
        let Some(committee) = name.strip_prefix(party) else { continue };
        return match committee.split_once('委') {
            Some((_, government)) if government.ends_with(DIVISIONS) => government.to_owned(),
            _ => committee.to_owned(),
        };
    }
    name
}

/// Tells whether a short name is another one, or that without the divisions above it: 市财政局 and 某省某市财政局. What stands
/// elsewhere makes another name: 第二人民医院, 公安局高新分局, 城北新区街道.
pub(super) fn is_one_name(one: &str, other: &str) -> bool {
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    long.strip_suffix(short).is_some_and(|above| {
        above.is_empty()
            || above.ends_with(DIVISIONS)
            || short.starts_with(DIVISIONS)
            || gazetteer::mentioned(above).last().is_some_and(|named| named.span == (0..above.len()))
    })
}

/// What offices below a government are called; a town has one government and no offices.
const BUREAUS: [char; 18] = [
    '局', '委', '厅', '部', '院', '校', '会', '处', '所', '站', '队', '办', '室', '心', '镇', '乡', '村',
    '团',
];

/// Who publishes what others wrote.
const PUBLISHERS: [&str; 14] = [
    "网站",
    "新闻",
    "媒体",
    "传媒",
    "宣传",
    "报社",
    "通讯社",
    "电视",
    "广播",
    "编辑",
    "记者",
    "信息中心",
    "政务公开",
    "信息公开",
];

/// Returns the office that a source names, in short. A government stands for its offices; websites and papers publish what others wrote.
pub(super) fn bureau(source: &str) -> Option<String> {
    let [name] = <[String; 1]>::try_from(issuers(source)).ok()?;
    let is_bureau = (name.ends_with(BUREAUS) || name.ends_with("街道") || name.ends_with("社区"))
        && name.chars().count() >= 3
        && !name.starts_with(['本', '我'])
        && !PUBLISHERS.iter().any(|publisher| name.contains(publisher));
    is_bureau.then_some(name)
}

/// Tells whether a name is that of a government: 某县, 某省.
pub(super) fn is_government(name: &str) -> bool {
    name.ends_with(['省', '市', '县', '区', '州', '盟', '旗'])
}

/// Tells whether an office is one of a county or a city: what those above them issue is reprinted below.
pub(super) fn is_local(name: &str) -> bool {
    let is_above = name.ends_with('厅') || name.contains('省') || name.contains("自治区");
    !is_above && !name.starts_with("国家") && gazetteer::central_organ(name).is_none()
}

#[cfg(test)]
mod tests {
    use super::bureau;
    use super::in_short;
    use super::is_one_name;

    #[track_caller]
    fn names(one: &str, other: &str, expected: bool) {
        let (short, other_short) = (in_short(one), in_short(other));
        assert_eq!(is_one_name(&short, &other_short), expected, "{one} ({short}) {other} ({other_short})");
        assert_eq!(is_one_name(&other_short, &short), expected, "{other} {one}");
    }

    #[test]
    fn a_short_name_leaves_out_the_divisions_above_or_is_a_usual_one() {
        names("市财政局", "某省某市财政局", true);
        names("某市财政局", "某省某市财政局", true);
        names("绵阳市公安局", "四川绵阳市公安局", true);
        names("某市卫健委", "某市卫生健康委员会", true);
        names("某县发改局", "某县发展和改革局", true);
        names("某县人社局", "某县人力资源社会保障局", true);
        names("某县住建局", "某县住房和城乡建设局", true);
        names("某县市场监管局", "某县市场监督管理局", true);
        names("甲街道", "某区甲街道办事处", true);
        names("某区管委会", "某区管理委员会", true);
        names("东山镇", "某县东山镇人民政府", true);
        names("中共某县委某县人民政府", "某县", true);
    }

    #[test]
    fn what_is_put_in_before_the_end_or_without_a_division_makes_another_name() {
        names("某县人民医院", "某县第二人民医院", false);
        names("人民医院", "某县第二人民医院", false);
        names("某县第一中学", "某县中学", false);
        names("绵阳市公安局", "绵阳市公安局高新分局", false);
        names("绵阳市财政局", "绵阳市高新区财政局", false);
        names("城北街道办事处", "城北新区街道办事处", false);
        names("北街道办事处", "城北街道办事处", false);
        names("东山镇", "东西山镇", false);
        names("西山镇", "东西山镇", false);
        names("某市", "某市财政局", false);
        names("某省财政局", "某省某市财政局", false);
    }

    #[track_caller]
    fn sources(source: &str, expected: Option<&str>) {
        assert_eq!(bureau(source).as_deref(), expected, "{source}");
    }

    #[test]
    fn a_source_may_name_an_office() {
        sources("某县财政局", Some("某县财政局"));
        sources("某县发展和改革局", Some("某县发改局"));
        sources("城关镇人民政府", Some("城关镇"));
        sources("某县卫生健康委员会", Some("某县卫健委"));
        for publisher in [
            "本站",
            "本局",
            "某县人民政府",
            "某县人民政府办公室",
            "某县政府网",
            "某市日报社",
            "某县融媒体中心",
            "",
        ] {
            sources(publisher, None);
        }
    }
}
