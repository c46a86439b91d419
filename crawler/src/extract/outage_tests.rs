//! Pages that speak of faults: those of sites that are out of order, and those that offices put up.

use crate::extract::Extracted;
use crate::extract::Page;
use crate::extract::page::read as read_page;

fn read(html: &str) -> Extracted {
    read_page(&Page { url: "http://www.example.gov.cn/a.html", html, ..Page::default() })
}

/// What the list calls a page, and what stands there.
fn listed(link_text: &str, html: &str) -> bool {
    let page =
        Page { url: "http://www.example.gov.cn/a.html", html, link_text: Some(link_text), ..Page::default() };
    read_page(&page).signals.out_of_order
}

#[test]
fn a_site_that_is_out_of_order_says_so() {
    for broken in ["数据库连接失败", "Error establishing a database connection", "500 Internal Server Error"]
    {
        assert!(read(&format!("<p>{broken}</p>")).signals.out_of_order, "{broken}");
    }
    let frames: String =
        (1..40).map(|n| format!("\tat cn.example.web.Portal$Page.show{n}(Portal.java:{n})\n")).collect();
    let tomcat = frames.replace("\tat ", "\t");
    for broken in [
        "程序异常",
        "程序发生异常，请联系管理员",
        "java.lang.NullPointerException",
        &format!("<pre>java.sql.SQLException: 连接超时\n{frames}</pre>"),
        &format!("<h1>HTTP Status 200</h1><p>message</p><pre>{tomcat}</pre>"),
        &format!("<p>{}</p>", frames.replace('\n', "<br>")),
    ] {
        assert!(read(&format!("<div>{broken}</div>")).signals.out_of_order, "{broken}");
    }
}

#[test]
fn a_document_about_what_is_out_of_order_is_no_such_page() {
    let frame = "at cn.example.web.Portal.show(Portal.java:12)";
    let report =
        "专项检查组对全县政务服务平台的运行情况作了检查，形成以下意见，请各单位认真研究落实。".repeat(8);
    for words in [
        "经复核，原处罚决定程序错误，现予撤销。",
        "审批程序异常情况处置办法已经印发，请遵照执行。",
        "关于程序异常终止的处理意见",
        &format!("<p>{report}</p><p>日志如下：{frame}</p><p>{frame}</p><p>{frame}</p>"),
        &format!("<p>日志只有一行：{frame}，已经转交维护单位。</p>"),
    ] {
        let page = format!("<title>某县通知</title><h1>某县通知</h1><div id=zoom><p>{words}</p></div>");
        assert!(!read(&page).signals.out_of_order, "{words}");
    }
}

/// A page of a site: its head, its title, a line about it and its text.
fn article(title: &str, line: &str, text: &str) -> String {
    format!(
        "<title>{title}_某县人民政府</title><div class=nav><a>首页</a><a>政务公开</a></div><h1>{title}</h1><div>{line}</div><div id=zoom><p>{text}</p></div>"
    )
}

#[test]
fn what_an_office_tells_of_a_fault_is_an_article() {
    let dated = "发布时间：2023-05-06 来源：某县大数据局";
    for (title, line, text) in [
        ("关于办事大厅停办业务的情况说明", "", "数据库连接失败系断电所致，已恢复。"),
        ("情况说明", "", "昨日办理大厅数据库连接异常，经查系光缆被挖断，已于当日修复。"),
        ("关于群众来信的答复", "", "您反映的医保系统异常，缴费记录无法查询的问题，现已处理完毕。"),
        ("不动产登记数据库错误处置情况", "", "登记数据库错误共十二条，已全部整改，责任人已约谈。"),
        ("某局通报", "", "因值守人员失职，服务器错误三小时无人处理，对王某给予通报批评。"),
        ("关于网站升级维护的公告", dated, "因网站正在升级维护，11月25日至26日暂停网上申报，特此公告。"),
        ("关于暂停社保系统服务的通知", dated, "社保系统正在升级，5月8日至10日停办转移业务，请提前办理。"),
        ("政务服务平台系统切换公告", dated, "平台正在例行维护，届时预约挂号由窗口受理。"),
        ("公积金系统升级期间暂停业务的公告", "", "公积金系统正在升级，本月底前暂停提取，贷款照常受理。"),
        ("关于电子证照系统故障的情况通报", "", "系统异常，持续四十分钟，影响办件六十一件，均由窗口补办。"),
        (
            "某市数据中心机房断电情况",
            "",
            "机房断电，造成数据库连接失败，十六个部门业务受影响，两小时后由备用电源供电。",
        ),
        ("关于处理信访系统异常的回复", dated, "信访系统异常，现已排除，来件按受理先后办理。"),
        ("停办公告", dated, "因系统正在升级，定于本周五全天停办婚姻登记业务。"),
        ("税务系统异常期间申报期限的通知", dated, "系统异常，申报期限顺延三日，逾期不予加收滞纳金。"),
        ("关于恢复网上办理的通知", "", "此前因数据库错误停办的业务已经恢复，网上可以照常申请。"),
        ("某县政务网站改版试运行公告", dated, "网站正在改版，新版栏目六个，试运行至年底，征求公众意见。"),
        ("医保系统迁移工作安排", "", "医保系统正在升级迁移，各定点医院自十日起改用新接口结算。"),
        ("网络安全检查通报", "", "检查中发现两单位数据库错误配置，已责令限期改正。"),
        ("服务器故障处置情况", "", "服务器异常，抢修用时五小时，备份数据完整，无信息泄露。"),
        ("消防平台升级改造进展", dated, "平台升级改造中，已装探测器三百个，造成的停水停电期间由物业巡查。"),
    ] {
        assert!(!listed(title, &article(title, line, text)), "{title}");
        let cut: String = title.chars().take(9).collect();
        if title.chars().count() > 9 {
            assert!(!listed(&format!("{cut}…"), &article(title, line, text)), "{cut}");
        }
    }
}

#[test]
fn a_site_that_is_out_of_order_is_so_whatever_stands_around_what_it_says() {
    let report = "某县2020年度法治政府建设工作报告";
    let dated = "发布时间：2021-01-20 来源：某县司法局";
    for (title, line, text) in [
        ("提示", "", "系统正在升级维护，预计两小时后恢复，给您带来不便敬请谅解。"),
        ("系统维护公告", "", "网站正在升级维护，11月25日8时恢复访问。"),
        ("系统提示", "", "数据库连接失败，请联系管理员。"),
        ("错误", "", "数据库连接异常！请稍后重试，或返回首页。"),
        ("某县人民政府", "", "网站维护中，请稍后访问。"),
        ("某县人民政府门户网站", "2026年11月24日 星期二", "系统繁忙，请您稍后再试。"),
        ("Error", "", "500 Internal Server Error"),
        ("服务器错误", "", "服务器错误，我们的工程师正在紧急处理。"),
        ("出错了", "", "程序异常，错误编号20231106，请与技术支持联系。"),
        ("503 Service Unavailable", "", "服务不可用"),
        ("温馨提示", "", "本站正在例行维护，维护时间每周三凌晨，敬请期待。"),
        ("Whitelabel Error Page", "", "org.springframework.dao.DataAccessException"),
        ("系统升级公告", "", "尊敬的用户：系统升级中，暂停访问，感谢您的支持。"),
        ("信息提示", "2026-11-24 10:20:30", "数据库查询失败，错误代码1040，连接数过多。"),
        ("运行错误", "", "com.example.web.PortalException 数据库操作失败"),
        (report, "", "数据库连接失败"),
        (report, dated, "数据库连接失败，请稍后再试。"),
        (report, "", "系统繁忙，请稍后再试"),
        (report, dated, "服务器异常，请刷新页面或联系管理员。"),
        (report, "", "网站正在升级维护，将于11月25日恢复。"),
        (report, dated, "网站正在升级维护，将于11月25日8时恢复访问。"),
    ] {
        assert!(listed(report, &article(title, line, text)), "{title} {text}");
        assert!(listed("", &article(title, line, text)), "{title} {text}");
    }
}

#[test]
fn a_notice_of_work_on_the_site_is_one_only_where_the_list_calls_it_so() {
    let text = "因网站正在升级维护，11月25日至26日暂停网上申报，特此公告。";
    let page = article("关于网站升级维护的公告", "", text);
    assert!(!listed("关于网站升级维护的公告", &page));
    assert!(listed("某县2020年度法治政府建设工作报告", &page), "another page was asked for");
    assert!(listed("", &page), "nothing tells that it is what was asked for");
}

#[test]
fn a_site_that_was_closed_or_has_moved_is_told_where_something_else_was_promised() {
    let report = "某县2020年度法治政府建设工作报告";
    for text in [
        "按照政府网站集约化要求，本网站已关停，内容整合到某县人民政府网站，请点击访问。",
        "该站点正在进行等级保护整改，暂停对外服务，恢复时间另行通知。",
        "您访问的网页已迁移到新版网站，请更新收藏夹。",
    ] {
        let page = format!("<title>某县人民政府</title><div>{text}</div>");
        assert!(listed(report, &page), "{text}");
        let title = "关于网站关停迁移的公告";
        let page = format!("<title>{title}</title><h1>{title}</h1><div>{text}</div>");
        assert!(!listed(title, &page), "{text}");
    }
}
