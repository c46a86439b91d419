//! Comparing through the real program: real reports on every page, and the commands over a collection with a planted copy.

use crate::program::Running;
use crate::program::address_in;
use crate::program::escaped;
use crate::program::get;
use crate::program::gongbao;
use crate::program::run;
use crate::shared;

/// Checks that a page is whole and that nothing was written out that is nothing.
#[track_caller]
fn check_page(address: &str, path: &str) -> String {
    let page = get(address, path);
    assert_eq!(page.status, 200, "{path}");
    assert!(page.body.trim_end().ends_with("</html>"), "{path} is cut off");
    for nothing in
        ["NaN", " style=", "href=\"\"", ">None<", "<td></td></tr></tbody></table></div>\n</section>\n</html>"]
    {
        assert!(!page.body.contains(nothing), "{path} holds {nothing}");
    }
    page.body
}

#[test]
fn real_reports_run_through_every_page() {
    let Some(shared) = shared::folder() else { return };
    let folder = tempfile::tempdir().expect("a temporary folder");
    for file in ["gwr_province_2025.jsonl", "gwr_state_council_1954_2025.jsonl"] {
        let lines = shared::lines(&shared.join("data/corpus").join(file)).into_iter().map(|line| {
            let region = line["province"].as_str().unwrap_or_default();
            serde_json::json!({
                "id": line["id"], "title": line["title"], "text": line["text"], "year": line["year"], "region": region,
                "kind": "work-report",
            })
        });
        let lines: String = lines.map(|line| format!("{line}\n")).collect();
        std::fs::write(folder.path().join(file), lines).expect("a file can be written");
        let printed = run(folder.path(), &["import", file]);
        assert_eq!(printed.code, 0, "{}", printed.err);
    }
    let mut server = Running::start(gongbao(folder.path()).args(["serve", "--addr", "127.0.0.1:0"]));
    let address = address_in(&server.line_with("http://"));

    let grid = get(&address, "/api/v1/coverage?kind=work-report").json();
    let rows = grid["rows"].as_array().expect("there are rows");
    let council = rows.iter().find(|row| row["region"] == "全国").expect("the State Council has a row");
    let ids: Vec<&str> =
        council["cells"].as_array().expect("cells").iter().filter_map(|cell| cell["id"].as_str()).collect();
    assert!(ids.len() >= 45, "{}", ids.len());
    for pair in ids.windows(2).step_by(6).chain(ids.windows(2).rev().take(1)) {
        let page = check_page(&address, &format!("/compare?a={}&b={}", escaped(pair[0]), escaped(pair[1])));
        assert!(page.contains("class=\"shares\""), "{pair:?}");
    }
    check_page(&address, "/coverage?kind=work-report");
    check_page(&address, "/copies?lang=en");
    let region = escaped("全国");
    let timeline = check_page(&address, &format!("/timeline?kind=work-report&region={region}"));
    assert!(timeline.matches("<svg class=\"chart\"").count() > 4, "there are charts of quantities");
    let panel = check_page(&address, "/panel?kind=work-report&year=2025");
    assert!(panel.contains("&#38;quantity="), "there are quantities to choose from");
    let asked = format!("/panel?kind=work-report&year=2025&quantity={}&lang=en", escaped("一般公共预算收入"));
    check_page(&address, &asked);
    check_page(&address, "/panel?kind=work-report&year=2025&section=next_plan");
    for province in rows.iter().filter_map(|row| row["region"].as_str()).filter(|region| *region != "全国")
    {
        check_page(&address, &format!("/timeline?kind=work-report&region={}", escaped(province)));
    }
}

fn sentences(city: &str, number: usize) -> String {
    let things = [
        "河道保洁船",
        "早市摊位证",
        "校园晨检表",
        "菌菇大棚",
        "小区充电桩",
        "护林检查站",
        "残疾人车位",
        "冷库用电价",
    ];
    let sentence = |(at, thing): (usize, &&str)| {
        format!(
            "{city}把{thing}逐一登记造册，由包联干部每月核对{}次，对不上的当场改正并张榜公布。",
            number + at
        )
    };
    things.iter().enumerate().map(sentence).collect()
}

#[test]
fn the_commands_tell_a_copy_its_years_and_its_neighbours() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let line = |id: &str, year: i16, region: &str, text: String| {
        let text = format!(
            "一、主要举措\n{text}全年办理行政复议案件{}件。\n二、存在的不足\n基层执法人员数量不足，专业能力有待提高。",
            year - 2000
        );
        let title = format!("{}{year}年法治政府建设年度报告", region.rsplit('/').next().unwrap_or(region));
        let line = serde_json::json!({"id": id, "title": title, "text": text, "year": year, "region": region, "kind": "rule-of-law-report"});
        format!("{line}\n")
    };
    let copied =
        format!("{}以上做法在绵阳市全面铺开，受到企业和群众的广泛好评与充分肯定。", sentences("台州市", 7));
    let source =
        format!("{}以上做法在绵阳市全面铺开，受到企业和群众的广泛好评与充分肯定。", sentences("绵阳市", 3));
    let lines = [
        line("m2020", 2020, "四川省/绵阳市", source.clone()),
        line("m2021", 2021, "四川省/绵阳市", source),
        line("t2022", 2022, "浙江省/台州市", copied),
    ];
    std::fs::write(folder.path().join("reports.jsonl"), lines.concat()).expect("a file can be written");
    assert_eq!(run(folder.path(), &["import", "reports.jsonl"]).code, 0);

    let pairs = run(folder.path(), &["copies", "--json"]).json();
    let pairs = pairs.as_array().expect("a list");
    let find = |a: &str, b: &str| {
        pairs.iter().find(|pair| pair["a"] == a && pair["b"] == b).expect("the pair is found")
    };
    assert_eq!(find("m2021", "m2020")["relation"], "own-year");
    let copy = find("t2022", "m2021");
    assert_eq!(
        (&copy["relation"], &copy["foreign_names"]),
        (&"other-district".into(), &serde_json::json!(["绵阳市"]))
    );
    assert!(
        copy["similarity"].as_f64() > Some(0.8) && copy["shared_sentences"].as_u64() >= Some(8),
        "{copy}"
    );
    let of_one = run(folder.path(), &["copies", "--id", "t2022", "--json"]).json();
    assert!(of_one[0]["sentences"].as_array().is_some_and(|sentences| sentences.len() >= 8), "{of_one}");
    assert_eq!(run(folder.path(), &["copies", "--id", "nothing"]).code, 2);

    let timeline = run(folder.path(), &["timeline", "绵阳", "--json"]).json();
    let years: Vec<i64> = timeline["years"]
        .as_array()
        .expect("years")
        .iter()
        .filter_map(|year| year["year"].as_i64())
        .collect();
    assert_eq!(years, [2020, 2021]);
    assert_eq!(timeline["problems"][0]["years"], serde_json::json!([2020, 2021]));
    let series = timeline["quantities"]
        .as_array()
        .expect("quantities")
        .iter()
        .find(|series| series["context"] == "办理行政复议案件");
    assert_eq!(series.expect("the series is there")["values"], serde_json::json!([20, 21]));

    let csv = run(folder.path(), &["panel", "--year", "2022", "--quantity", "行政复议案件", "--csv"]).out;
    assert!(csv.starts_with('\u{FEFF}') && csv.contains("浙江省/台州市") && csv.contains(",22,件,"), "{csv}");
    let csv = run(folder.path(), &["compare", "m2020", "m2021", "--csv"]).out;
    assert!(csv.contains("办理行政复议案件,20,21,件,1,5"), "{csv}");
}
