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
    let cell = |year: i64| {
        let mut cells = council["cells"].as_array().expect("cells").iter();
        cells.find(|cell| cell["year"] == year).expect("the year has a cell").clone()
    };
    let gap = cell(2020);
    assert_eq!((&gap["state"], &gap["id"]), (&"missing".into(), &serde_json::Value::Null), "{gap}");
    assert!(gap["note"].as_str().is_some_and(|note| note.contains("resolution")), "{gap}");
    for year in [1958, 2019, 2021, 2025] {
        let id = cell(year)["id"].as_str().expect("there is a report").to_owned();
        let document = get(&address, &format!("/api/v1/documents/{}", escaped(&id))).json();
        assert!(
            document["document"]["title"]
                .as_str()
                .or(document["title"].as_str())
                .is_some_and(|title| !title.ends_with("决议")),
            "{document}"
        );
    }
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

#[test]
fn a_year_with_only_a_resolution_is_a_gap_that_says_so() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let line = |id: &str, year: i16, title: &str, text: &str| {
        let line = serde_json::json!({
            "id": id, "title": title, "text": text, "year": year, "region": "四川省/绵阳市", "kind": "work-report",
        });
        format!("{line}\n")
    };
    let whole = "过去一年，修路三百里，建校十所。\n在肯定成绩的同时，我们也清醒看到，全市发展中还存在不少困难和问题。山区通班车的村还不到一半。\n今年工作的总体要求是：稳中求进。\n修渠一百里，让山区的村都通上班车。\n";
    let resolution = "会议听取和审议了市长所作的政府工作报告，决定批准这个报告。";
    let lines = [
        line("w2019", 2019, "2019年绵阳市政府工作报告", whole),
        line("r2019", 2019, "绵阳市人民代表大会关于政府工作报告的决议", resolution),
        line("r2020", 2020, "绵阳市人民代表大会关于政府工作报告的决议", resolution),
        line("w2021", 2021, "2021年绵阳市政府工作报告", &whole.replace("三百里", "二百里")),
    ];
    std::fs::write(folder.path().join("reports.jsonl"), lines.concat()).expect("a file can be written");
    assert_eq!(run(folder.path(), &["import", "reports.jsonl"]).code, 0);

    let grid = run(folder.path(), &["coverage", "--kind", "work-report", "--json"]).json();
    let cells = grid["rows"][0]["cells"].as_array().expect("cells").clone();
    let ids: Vec<Option<&str>> = cells.iter().map(|cell| cell["id"].as_str()).collect();
    assert_eq!(ids, [Some("w2019"), None, Some("w2021")]);
    assert_eq!(cells[1]["note"], "only a resolution or a note about it");
    assert_eq!(cells[1]["about"], serde_json::json!(["r2020"]));
    assert_eq!((&grid["due"], &cells[0]["lag_days"]), (&serde_json::Value::Null, &serde_json::Value::Null));

    let timeline = run(folder.path(), &["timeline", "绵阳", "--kind", "work-report", "--json"]).json();
    let years: Vec<&str> =
        timeline["years"].as_array().expect("years").iter().filter_map(|year| year["id"].as_str()).collect();
    assert_eq!(years, ["w2019", "w2021"]);
    assert_eq!(timeline["problems"][0]["years"], serde_json::json!([2019, 2021]));
    assert_eq!(timeline["problems"][0]["wordings"][0]["origin"], "running-text");
    let promise = &timeline["promises"][1];
    assert!(promise["text"].as_str().is_some_and(|text| text.starts_with("修渠")), "{promise}");

    let panel = ["panel", "--kind", "work-report", "--year", "2020", "--section", "problems", "--json"];
    let row = run(folder.path(), &panel).json()["rows"][0].clone();
    assert_eq!((&row["state"], &row["note"]), (&"missing".into(), &cells[1]["note"]), "{row}");

    let mut server = Running::start(gongbao(folder.path()).args(["serve", "--addr", "127.0.0.1:0"]));
    let address = address_in(&server.line_with("http://"));
    for page in ["/coverage?kind=work-report", "/timeline?kind=work-report&region=510700"] {
        let page = check_page(&address, &format!("{page}&lang=zh"));
        assert!(page.contains("只有关于报告的决议、说明等") && page.contains("/documents/r2020"), "{page}");
    }
    let page = check_page(&address, "/documents/w2019?lang=zh");
    assert!(page.contains("/documents/w2021") && !page.contains("/documents/r20"), "other years are reports");
    let page = check_page(&address, "/coverage?kind=work-report&lang=zh");
    assert!(page.contains("没有已知的公开期限"), "{page}");
}

#[test]
fn a_panel_never_mixes_rates_and_amounts_and_says_what_it_chose() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let line = |place: &str, text: &str| {
        let line = serde_json::json!({
            "id": place, "title": format!("2022年{place}政府工作报告"), "text": text, "year": 2022,
            "region": format!("四川省/{place}"), "kind": "work-report",
        });
        format!("{line}\n")
    };
    let lines = [
        line("绵阳市", "社会消费品零售总额增长3%。"),
        line("德阳市", "社会消费品零售总额900亿元，增长5%。"),
        line("自贡市", "社会消费品零售总额增长7%。"),
    ];
    std::fs::write(folder.path().join("reports.jsonl"), lines.concat()).expect("a file can be written");
    assert_eq!(run(folder.path(), &["import", "reports.jsonl"]).code, 0);
    let panel = |more: &[&str]| {
        let asked = ["panel", "--kind", "work-report", "--year", "2022", "--quantity", "社会消费品零售总额"];
        run(folder.path(), &[&asked[..], more].concat())
    };
    let most = panel(&["--json"]).json();
    let percent = serde_json::json!({"unit": "%", "measure": "change", "documents": 3});
    let yuan = serde_json::json!({"unit": "元", "measure": "level", "documents": 1});
    assert_eq!((&most["dimension"], &most["chosen"]), (&percent, &"most-reports".into()), "{most}");
    assert_eq!(most["dimensions"], serde_json::json!([percent, yuan]));
    let values = |panel: &serde_json::Value| -> Vec<Option<f64>> {
        panel["rows"].as_array().expect("rows").iter().map(|row| row["plain"].as_f64()).collect()
    };
    assert_eq!(values(&most), [Some(7.0), Some(5.0), Some(3.0)]);
    let asked = panel(&["--unit", "亿元", "--json"]).json();
    assert_eq!((&asked["dimension"], &asked["chosen"]), (&yuan, &"asked".into()));
    assert_eq!(values(&asked), [None, Some(9e10), None]);
    let csv = panel(&["--csv"]).out;
    assert!(
        csv.contains("口径 dimension") && csv.matches("% 变化 change,most-reports").count() == 3,
        "{csv}"
    );
    assert_eq!(values(&panel(&["--measure", "level", "--json"]).json()), values(&asked));

    let mut server = Running::start(gongbao(folder.path()).args(["serve", "--addr", "127.0.0.1:0"]));
    let address = address_in(&server.line_with("http://"));
    let asked =
        format!("/panel?kind=work-report&year=2022&quantity={}&lang=zh", escaped("社会消费品零售总额"));
    let page = check_page(&address, &asked);
    assert!(page.contains("% (变化)") && page.contains("多数报告所用"), "{page}");
    assert!(page.contains("&#38;measure=level"), "the other dimension is a link");
}

#[test]
fn a_pair_with_nothing_in_common_an_empty_and_a_huge_document_give_a_clear_page() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let line = |id: &str, year: i16, text: &str| {
        let line = serde_json::json!({
            "id": id, "title": format!("{year}年绵阳市政府工作报告"), "text": text, "year": year,
            "region": "四川省/绵阳市", "kind": "work-report",
        });
        format!("{line}\n")
    };
    let sentence =
        |at: usize| format!("第{at}号渠道长{}米，由村组{}管护，每旬清淤{}次。\n", at * 3, at % 97, at % 7);
    let huge: String = (0..40_000).map(sentence).collect();
    assert!(huge.len() > 2_000_000);
    let lines = [
        line("roads", 2019, "修路三百里，铺桥九座。"),
        line("empty", 2020, ""),
        line("huge", 2021, &huge),
        line("songs", 2023, "歌咏比赛奖励童声合唱团。"),
    ];
    std::fs::write(folder.path().join("reports.jsonl"), lines.concat()).expect("a file can be written");
    let imported = run(folder.path(), &["import", "reports.jsonl"]);
    assert_eq!(imported.code, 0, "{}", imported.err);
    // Unoptimised and beside other tests a text of 2 MB may take longer than the usual ten seconds.
    std::fs::write(folder.path().join("gongbao.toml"), "[web]\ntimeout_seconds = 120\n")
        .expect("a file can be written");
    let mut server = Running::start(gongbao(folder.path()).args(["serve", "--addr", "127.0.0.1:0"]));
    let address = address_in(&server.line_with("http://"));
    for path in [
        "/compare?a=roads&b=songs",
        "/compare?a=roads&b=empty",
        "/compare?a=empty&b=empty",
        "/compare?a=songs&b=huge",
        "/compare?a=roads&b=huge&view=inline",
        "/coverage?kind=work-report",
        "/timeline?kind=work-report&region=510700",
        "/panel?kind=work-report&year=2021&section=problems",
        "/panel?kind=work-report&year=2020",
        "/copies",
        "/documents/empty",
    ] {
        let started = std::time::Instant::now();
        check_page(&address, path);
        let taken = started.elapsed();
        println!("{path}: {} ms", taken.as_millis());
        assert!(taken < std::time::Duration::from_secs(60), "{path} took {taken:?}");
    }
}
