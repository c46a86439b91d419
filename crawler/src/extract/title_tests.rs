//! Titles as pages print them, and as their heads and tags name them.

use crate::extract::lines;
use crate::extract::meta_tags;
use crate::extract::title;
use crate::extract::tree::Tree;

#[track_caller]
fn check(page: &str, expected: &str) {
    let tree = Tree::parse(page);
    let tags = meta_tags::read(&tree);
    let lines = lines::lines(&tree);
    let printed = title::Printed { tree: &tree, tags: &tags, body: tree.len(), lines: &lines };
    let found = title::find(&printed, None, None);
    assert_eq!(found.map(|(title, _)| title).as_deref(), Some(expected), "{page}");
}

#[test]
fn the_printed_title_is_the_one_that_the_head_agrees_with() {
    check(
        "<title>甲县2020年工作报告_工作报告_甲县政府</title><h2>工作报告</h2><h1>甲县2020年<br>工作报告</h1>",
        "甲县2020年工作报告",
    );
    check(
        "<title>甲市政府 工作报告 甲市2020年工作报告</title><div class=title>甲市2020年工作报告</div>",
        "甲市2020年工作报告",
    );
    check("<title>甲市政府 工作报告 甲市2020年工作报告</title>", "甲市2020年工作报告");
    check("<title>甲市2020年工作报告-甲市信息公开平台</title>", "甲市2020年工作报告");
    for parted in
        ["报告>>甲市政府", "报告 « 甲市政府", "报告 :: 甲市政府", "报告·甲市政府网", "报告【甲市人民政府】"]
    {
        check(&format!("<title>甲市2020年工作{parted}</title>"), "甲市2020年工作报告");
    }
    check("<title>【甲市人民政府】甲市2020年工作报告</title>", "甲市2020年工作报告");
    for site in ["甲市人民政府", "甲市水务局网站", "市水务局", "政务公开", "政务公开 甲市人民政府"]
    {
        check(&format!("<title>甲市2020年工作报告 {site}</title>"), "甲市2020年工作报告");
        check(&format!("<title>甲市2020年工作报告&nbsp;&nbsp;{site}</title>"), "甲市2020年工作报告");
    }
    check("<title>关于公布名单的通知 附件</title>", "关于公布名单的通知附件");
    check("<title>县长信箱</title><h1>自来水发黄问题</h1>", "自来水发黄问题");
    check("<title>甲县召开会议</title><h1>自来水发黄问题</h1>", "甲县召开会议");
    check("<title>3·15甲市消费维权情况报告</title>", "3·15甲市消费维权情况报告");
    check("<title>甲市2020年工作报告甲市2020年工作报告</title>", "甲市2020年工作报告");
    check(
        "<title>甲市2020年法治政府建设报告_甲市政府</title><h3>法治政府建设</h3><p>甲市2020年法治政府建设报告</p>",
        "甲市2020年法治政府建设报告",
    );
    check(
        "<title>甲市人民政府门户网站</title><h1>甲市人民政府</h1><div class=bt>甲市2020年工作报告</div>",
        "甲市2020年工作报告",
    );
    check("<title>甲市政府网</title><meta name=ArticleTitle content='关于某事的通知'>", "关于某事的通知");
}

#[test]
fn a_dash_inside_a_title_parts_nothing() {
    for title in [
        "关于2023—2024年度冬春安全生产工作的通知",
        "2023年1-12月财政收支情况",
        "COVID-19防控通告（第5号）",
        "A-12地块规划公示",
        "甲县2023-12号地块挂牌出让公告",
        "G309-S102连接线征地公告",
        "奋进新征程——甲县2023年工作综述",
        "甲路（乙街-丙街）改造工程公告",
        "2021-2025年水利规划",
    ] {
        for site in
            ["_甲县财政局", "-甲县人民政府", " - 甲县人民政府", "--甲县新闻网", "——甲县政府网", "|甲县政府网"]
        {
            check(&format!("<title>{title}{site}</title>"), title);
        }
        check(&format!("<title>甲县政府网-{title}</title>"), title);
    }
    check("<title>甲县工作报告2023-甲县政府网</title>", "甲县工作报告2023");
    check("<title>关于表彰先进的决定-通知公告-信息公开-甲县政府</title>", "关于表彰先进的决定");
    check("<title>我们怎样过河？-CBA论坛</title>", "我们怎样过河？");
}

#[test]
fn the_lines_of_a_couplet_stay_apart() {
    let tidied = |title: &str| title::tidy(title);
    assert_eq!(tidied("全面推进依法行政  加快法治政府建设"), "全面推进依法行政 加快法治政府建设");
    assert_eq!(tidied("甲县司法局法治室 关于某事的通知吗"), "甲县司法局法治室关于某事的通知吗");
    assert_eq!(tidied("甲县人民政府关于 做好某事的通知"), "甲县人民政府关于做好某事的通知");
    assert_eq!(tidied("甲 县 水 务 局 简 报"), "甲县水务局简报");
    assert_eq!(tidied("甲县召开防汛会议 甲县召开防汛会议"), "甲县召开防汛会议");
}

#[test]
fn a_blank_between_organs_people_or_clauses_stays() {
    for title in [
        "甲省人民政府 甲省军区关于某事的通报",
        "甲省人民政府 乙省人民政府关于某事的批复",
        "国务院 中央军委关于某事的批复",
        "甲省人民政府办公厅转发省发展改革委 省财政厅关于某事的意见的通知",
        "甲省人民政府关于任免张某某 李某等职务的通知",
        "甲省人民政府关于任免张某某 李某 王某某等职务的通知",
        "甲省人民政府关于授予张某某 李某2名同志某某称号的决定",
        "甲县人民政府关于印发加强某某建设 促进某某发展的意见",
        "甲市“某某新征程 建功新时代”系列活动",
        "关于打响“甲市某某”品牌 加快“某某”建设的意见",
    ] {
        assert_eq!(title::tidy(title), title);
        assert_eq!(title::tidy(&title.replace(' ', "\u{3000}\u{a0}")), title);
        check(&format!("<title>{title}_甲政府网</title><h1>{title}</h1>"), title);
    }
    let people = "甲省人民政府关于任免张某某 李某等职务的通知";
    check(&format!("<title>{people}</title>"), people);
    check(&format!("<title>甲省政府 任免 {people}</title>"), people);
}

#[test]
fn a_blank_that_only_breaks_a_line_or_a_word_goes() {
    let tidied = |title: &str| title::tidy(title);
    assert_eq!(tidied("甲县关于 通 知 的通 知"), "甲县关于通知的通知");
    assert_eq!(tidied("甲县水务局 2020年工作 报告"), "甲县水务局 2020年工作报告");
    assert_eq!(tidied("甲县人民政府 办公室关于某事的通知"), "甲县人民政府办公室关于某事的通知");
    assert_eq!(tidied("甲县某某办法\n促进某某发展的解读"), "甲县某某办法促进某某发展的解读");
    assert_eq!(
        tidied("甲县人民政府\n乙县人民政府\n关于某事的通知"),
        "甲县人民政府 乙县人民政府关于某事的通知"
    );
    assert_eq!(tidied("甲县人民政府 关于转发乙局关于某事的通知"), "甲县人民政府关于转发乙局关于某事的通知");
    assert_eq!(tidied("甲县某某产业 促进条例的解读"), "甲县某某产业促进条例的解读");
    assert_eq!(tidied("关于张 某任职的通知"), "关于张某任职的通知");
}

#[test]
fn a_site_behind_a_blank_is_no_part_of_a_title() {
    for site in ["甲县人民政府", "甲县水务局网站", "县水务局", "政务公开"] {
        check(&format!("<title>甲县水务局2020年工作报告 {site}</title>"), "甲县水务局2020年工作报告");
        check(
            &format!("<title>甲县水务局2020年工作报告&nbsp;&nbsp;{site}</title>"),
            "甲县水务局2020年工作报告",
        );
    }
    check("<title>甲县2020年 工作报告</title>", "甲县2020年工作报告");
}

#[test]
fn a_law_is_a_title_and_a_way_of_working_is_none() {
    for law in [
        "水资源保护法",
        "中华人民共和国水资源保护法（修订草案）",
        "某某公司法",
        "某某预算法",
        "中华人民共和国某法典",
        "社会信用法",
    ] {
        assert!(title::likeness(law) >= 6, "{law}");
    }
    for other in ["某县水务局工作方法", "规范行政执法", "推进学法用法", "群众的看法", "某某好做法"]
    {
        assert!(title::likeness(other) < 6, "{other}");
    }
    assert!(!title::can_be("（2022年9月2日某某会议第三次会议通过） 目录"));
    assert!(!title::can_be("2022年9月2日某某会议第三次会议通过"));
    assert!(title::can_be("行政处罚决定书某水罚决字〔2022〕3号"));
    assert!(!title::can_be("某水罚决字〔2022〕3号"));
}

#[test]
fn a_line_that_the_head_begins_with_is_the_title() {
    check(
        "<title>甲市某局2020年工作报告（甲市政府）</title><div>甲市某局2020年工作报告</div><p>正文</p>",
        "甲市某局2020年工作报告",
    );
    check(
        "<title>甲市某局2020年工作报告（摘要）</title><div>2020年工作报告</div><p>正文</p>",
        "甲市某局2020年工作报告（摘要）",
    );
}

#[test]
fn a_title_in_the_tags_that_the_page_does_not_show_loses_to_the_heading() {
    let page = |named: &str, shown: &str| {
        format!("<title>甲县政府</title><meta name=ArticleTitle content='{named}'>{shown}<p>正文</p>")
    };
    let heading = "<h1>甲县司法局2022年度工作报告</h1>";
    check(&page("工作年度报告", heading), "甲县司法局2022年度工作报告");
    check(&page("乙镇2021年度工作报告", heading), "甲县司法局2022年度工作报告");
    check(&page("乙镇2021年度工作报告", "<h1>通知公告</h1>"), "乙镇2021年度工作报告");
    let both = format!("{heading}<p>乙镇2021年度工作报告</p>");
    check(&page("乙镇2021年度工作报告", &both), "乙镇2021年度工作报告");
    check(&page("甲县司法局2022年度工作报告（全文）", heading), "甲县司法局2022年度工作报告（全文）");
}

#[test]
fn a_page_in_english_has_a_title_in_english() {
    let page = |text: &str| {
        format!(
            "<title>Report on the Work of the Government - A City</title><h1>Report on the Work of the Government</h1><p>{text}</p>"
        )
    };
    check(&page("Fellow deputies, I will now report."), "Report on the Work of the Government");
    let tree_text = page("各位代表，现在向大会报告工作，请予审议。");
    let tree = Tree::parse(&tree_text);
    let (tags, lines) = (meta_tags::read(&tree), lines::lines(&tree));
    let printed = title::Printed { tree: &tree, tags: &tags, body: tree.len(), lines: &lines };
    assert_eq!(title::find(&printed, None, None), None);
}

#[test]
fn a_title_that_was_cut_is_found_whole_near_it() {
    let near = ["首页", "甲市司法局2020年法治政府", "建设情况报告", "甲市司法局2020年法治政府建设…"];
    let cut = |title: &str| title::uncut(title.to_owned(), &near);
    assert_eq!(cut("甲市司法局2020年法治..."), "甲市司法局2020年法治政府建设情况报告");
    assert_eq!(cut("甲市司法局2021年法治…"), "甲市司法局2021年法治…");
    assert_eq!(cut("甲市司法局2020年法治"), "甲市司法局2020年法治");
}
