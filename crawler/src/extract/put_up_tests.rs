//! Pages that speak of captchas, logins and missing pages: those of programs, and those that offices put up.

use crate::extract;
use crate::extract::Page;
use crate::extract::Signals;

fn signals(link_text: Option<&str>, html: &str) -> Signals {
    extract::html(&Page { url: "http://www.example.gov.cn/a/1.html", html, link_text, ..Page::default() })
        .signals
}

/// What a page is in place of an article; empty when it is one.
fn judged(signals: &Signals) -> &'static str {
    match signals {
        signals if signals.soft_not_found => "missing",
        signals if signals.challenge => "challenge",
        signals if signals.out_of_order => "out of order",
        signals if signals.instead.is_some() => "instead",
        signals if signals.login => "login",
        signals if signals.shell => "shell",
        _ => "",
    }
}

/// An article of a site: its title, a text in an editor's container, and what its template holds besides.
fn article(title: &str, text: &str, template: &str) -> String {
    format!(
        "<html><head><title>{title}_某县司法局</title></head><body><div class=nav><a>首页</a></div><h1>{title}</h1><div>发布日期：2023-01-05 来源：某县司法局</div><div id=zoom><p>{text}</p></div>{template}</body></html>"
    )
}

#[track_caller]
fn check_article(title: &str, text: &str, template: &str) {
    let page = article(title, text, template);
    assert_eq!(judged(&signals(Some(title), &page)), "", "{title} {text} {template}");
}

#[track_caller]
fn check_program(expected: &str, html: &str) {
    for listed in [None, Some("某县2020年度法治政府建设工作报告")] {
        assert_eq!(judged(&signals(listed, html)), expected, "{html}");
    }
}

#[test]
fn a_template_makes_no_challenge_of_a_short_notice() {
    let one = "经研究决定：任命张三为某县司法局局长。";
    let several = "经研究决定：任命张三为某县司法局局长，试用期一年，免去其科长职务。".repeat(6);
    for template in [
        "<noscript>请开启JavaScript以获得更好体验</noscript><script src=/a.js></script>",
        "<script>function setFont(v) { document.cookie = 'font=' + v; }</script>",
        "<script>function f(arg1) { var x; arg1=x; } function back() { location.href='/'; document.cookie='a=1'; }</script>",
        "<script src=/js/captcha.js></script>",
        "<link rel=stylesheet href=/css/WAF.css>",
        "<!-- __jsluid __jsl_clearance acw_sc__v2 -->",
        "<script>var $_ts = window['$_ts'];</script>",
        "<p>WAFER项目。</p>",
        "<script src=/a.js></script><div class=foot>本站由云防护、安全狗提供防护</div>",
        "<p>本网站安全验证由创宇盾提供。</p>",
        "<form class=comment>发表评论 请输入验证码：<input name=yzm></form><script src=//x/geetest.js></script>",
    ] {
        check_article("某县人民政府任免通知", one, template);
        check_article("某县人民政府任免通知", &several, template);
    }
}

#[test]
fn a_script_that_sets_a_cookie_makes_no_challenge_of_a_sentence() {
    let page = "<title>政务公开</title><script>document.cookie='x=1';if (top != self) location.reload()</script><div>任职通知</div><p>任命王五为某县民政局副局长。</p>";
    assert_eq!(judged(&signals(Some("关于王五任职的通知"), page)), "");
}

#[test]
fn what_an_office_writes_about_challenges_is_no_challenge() {
    for (title, text) in [
        ("某县办事指南第三号", "第一步：打开网站；第二步：请输入验证码；第三步：提交第三号申请。"),
        ("关于验证码登录的说明", "为防止恶意访问，请输入验证码后查询。验证码有效期五分钟。"),
        ("关于网络访问受限的情况说明", "市民反映访问受限，经查系IP地址被安全设备拦截，现已解除。"),
        ("关于采购网站防火墙的公告", "采购网站防火墙一套，预算十二万元，五月六日前报名。"),
        ("关于启用滑块验证登录的公告", "自五月一日起，请拖动滑块完成登录。"),
        ("关于同意设立某社区的批复", "同意。"),
        ("网民留言：网站打不开", "问：为何显示“您的请求已被拦截”？答：系境外线路所致，已恢复。"),
        ("浏览器安全提示", "近期有网站要求请开启JavaScript，实为诈骗，请市民谨慎。"),
    ] {
        check_article(title, text, "<script src=/a.js></script>");
    }
}

#[test]
fn a_challenge_is_one_in_whatever_words() {
    for page in [
        "<script>document.cookie='__jsl_clearance=1'</script>",
        "<html><script>var arg1='3F';document.cookie='acw_sc__v2='+x;location.reload()</script></html>",
        "<title>安全验证</title><h1>安全验证</h1><p>请完成下列安全验证后继续访问</p><script src=a.js></script>",
        "<title>网站防火墙</title><h1>网站防火墙</h1><p>您的请求带有不合法参数，已被网站管理员设置拦截！</p><p>可能原因：您提交的内容包含危险的攻击请求</p><p>如何解决：1）检查提交内容；2）如网站托管，请联系空间提供商；3）普通网站访客，请联系网站管理员；</p>",
        "<title>某县人民政府</title><p>您的访问过于频繁，请稍后再试</p>",
        "<title>访问验证</title><p>请按住滑块，拖动到最右边</p><script src=/captcha/x.js></script>",
        "<div id=app></div><noscript>请开启JavaScript后访问</noscript><script src=app.js></script>",
        "<title>某县司法局</title><p>请输入验证码后查看全文</p><img src=code.jsp>",
        "<title>访问受限</title><h2>访问受限</h2><p>您的IP地址因异常行为被限制访问，事件编号：20230105123456</p>",
        "<title>拦截提示</title><p>本次请求可能存在风险，已被云防护拦截</p><p>客户端IP：10.0.0.1 时间：2023-01-05 10:00:00</p>",
        "<title>提示</title><div>您的访问请求可能对网站造成安全威胁，请求已被管理员设置的策略阻断</div>",
        "<title>Attention</title><p>Please verify you are a human</p>",
        "<script>document.cookie='a=1';location.reload()</script><p>正在进入某县司法局网站，请稍候</p>",
        "<title>安全检测</title><p>系统检测到您的网络环境存在异常，请稍后再试</p>",
    ] {
        check_program("challenge", page);
    }
    let listed = "某县2020年度法治政府建设工作报告";
    let gated = article(listed, "请输入验证码后查看全文", "<script src=a.js></script>");
    assert_eq!(judged(&signals(Some(listed), &gated)), "challenge", "nothing of the report is there");
}

#[test]
fn what_an_office_writes_about_what_is_missing_is_there() {
    for (title, text) in [
        ("404地质大队2022年法治建设年度报告", "大队组织学习宪法、民法典等法律法规三次，审查合同十二份。"),
        ("404号提案的答复", "张某委员：您提出的关于加强行政复议工作的提案收悉，现答复如下。"),
        ("404号文件解读", "主要内容如下：一是加强行政执法；二是推进公开。"),
        ("关于规范性文件备案审查情况的报告", "共报备规范性文件十五件，经审查，文件不存在违反上位法的情形。"),
        ("意见征集结果反馈", "内容不存在争议，未采纳意见零条。"),
        ("政府网站检查表", "首页访问：正常。栏目更新：正常。页面不存在：0个。"),
        ("政府信息不存在告知书", "张某：经检索，您申请获取的政府信息不存在，特此告知。"),
        ("信用修复公告", "某县某公司行政处罚信息公示期满，该信息已删除。"),
        ("关于撤销决定的公告", "该信息已失效，文件已删除，特此公告。"),
        ("关于删除2022年行政处罚信息的公告", "该信息已被删除的，以新公告为准。"),
        ("关于整治政府网站“页面不存在”问题的通报", "十二个单位网站有“页面不存在”等问题，责令限期整改。"),
        ("您访问的页面不存在怎么办", "答：请拨打12345热线反映。"),
        ("规范性文件清理结果", "文件不存在上位法依据，予以废止。"),
        ("某县司法局任免通知", "任命张三为某县司法局局长。"),
    ] {
        let ajax = "<script>$.ajax({error: function() { alert('页面不存在！'); }})</script>";
        let hidden = "<div style='display:none'>您访问的页面不存在</div>";
        check_article(title, text, &format!("{ajax}{hidden}"));
    }
    let row = |n: u32| format!("<tr><td>{n}</td><td>第{n}局</td><td>页面不存在</td></tr>");
    let rows: String = (1..12).map(row).collect();
    let table = format!("<table><tr><td>序号</td><td>单位</td><td>问题</td></tr>{rows}</table>");
    check_article("政务公开评估问题清单", &table, "");
}

#[test]
fn a_page_that_is_missing_says_so_of_itself() {
    for page in [
        "<title>404</title><body>您访问的页面不存在</body>",
        "<title>404 - 某县人民政府</title><h1>404</h1><p>抱歉，您访问的页面找不到了</p><p>可能原因：网址输入有误；页面已被移除。</p>",
        "<title>404错误</title><p>返回首页</p>",
        "<title>某县人民政府</title><h1>某县人民政府</h1><p>很抱歉，您要查看的内容不存在或已被删除。</p><p>您可以：返回首页，或者使用站内搜索。</p>",
        "<script>alert('文章不存在或已删除！');history.back()</script>",
        "<title>信息提示</title><h3>信息提示</h3><p>该文章已被管理员删除或正在审核</p><p>如果您的浏览器没有自动跳转，请点击这里</p>",
        "<title>没有找到站点</title><p>您的请求在Web服务器中没有找到对应的站点！</p>",
        "<title>提示信息</title><p>该稿件已被撤稿，如有疑问请拨打电话</p>",
    ] {
        check_program("missing", page);
    }
    let listed = "某县2020年度法治政府建设工作报告";
    for text in [
        "很抱歉，您要查看的内容不存在或已被管理员删除，如有需要请联系网站管理员，电话00000000。",
        "该信息已下线。您可以返回首页，查看其他信息。",
    ] {
        let page = article(listed, text, "");
        assert_eq!(judged(&signals(Some(listed), &page)), "missing", "{text}");
    }
}

#[test]
fn what_an_office_writes_about_faults_is_there() {
    for (title, text) in [
        (
            "503 Service Unavailable应急演练",
            "演练模拟服务器繁忙、503 Service Unavailable等场景，检验应急能力。",
        ),
        ("关于停止数据库连接的通告", "数据库连接失败的用户请重新安装客户端。"),
        ("数据安全应急演练简讯", "演练模拟数据库连接失败、网页被篡改，用时四十分钟。"),
        (
            "网站普查通报",
            "<table><tr><td>单位</td><td>问题</td></tr><tr><td>某镇</td><td>系统维护中</td></tr></table>",
        ),
        ("关于浏览器兼容性的公告", "请使用谷歌浏览器访问申报系统。"),
        ("政府网站检查表", "首页访问：正常。数据库异常：0次。系统错误：0次。"),
    ] {
        check_article(title, text, "");
    }
}

#[test]
fn a_page_that_shows_nothing_itself_is_none() {
    for page in [
        "<title>某县</title><div id=root></div><script src=main.js></script>",
        "<title>某县</title><body onload='document.forms[0].submit()'><form action=/x><input type=hidden name=t></form>",
        "<html><title>某县</title><frameset><frame src='http://b.example.gov.cn/'></frameset></html>",
        "<title>某县</title><iframe src='http://b.example.gov.cn/' width=100%></iframe>",
    ] {
        check_program("shell", page);
    }
    for page in [
        "<title>某县</title><h1>网站建设中</h1><p>敬请期待</p>",
        "<h1>It works!</h1>",
        "<title>提示</title><h2>您的浏览器版本过低</h2><p>请使用谷歌浏览器或升级后访问</p>",
        "<script>alert('请先登录！');location.href='/login.jsp';</script>",
        "<script>alert('您没有权限浏览此信息！');window.close();</script>",
    ] {
        check_program("instead", page);
    }
    let leads =
        "<title>某县</title><script src=a.js></script><meta http-equiv=refresh content='0;url=/b.html'>";
    for page in [leads, "<h1>某县司法局</h1>", "<div id=zoom><img src=a.jpg></div><script src=a.js></script>"]
    {
        check_program("", page);
    }
}

const FORM: &str =
    "<form action=/login>用户名<input name=u>密码<input type=password name=p><button>登录</button></form>";

#[test]
fn a_login_where_an_article_should_be_is_none() {
    let listed = "某县2020年度法治政府建设工作报告";
    for page in [
        format!("<title>年度报告</title><h2>用户登录</h2>{FORM}"),
        format!("<title>用户登录</title><div class=login><h1>用户登录</h1>{FORM}</div>"),
        format!("<title>某市统一身份认证平台</title><p>请先登录</p>{FORM}<p>版权所有：某市人民政府</p>"),
        format!("<title>{listed}</title><h1>{listed}</h1>{FORM}"),
        "<title>用户登录</title><div class=box>手机号<input name=m>短信验证码<input name=c></div>".to_owned(),
    ] {
        check_program("login", &page);
        assert!(!signals(None, &page).shell, "{page}");
    }
    for text in ["会话已过期，请重新登录。", "您尚未登录，登录后方可查看。"] {
        let page = article(listed, text, "");
        assert_ne!(judged(&signals(Some(listed), &page)), "", "{text}");
    }
}

#[test]
fn an_article_with_a_login_beside_it_stays_one() {
    let around = format!("<div class=top>您好，请先登录{FORM}</div>");
    let modal = format!("<div style='display:none'>{FORM}</div>");
    for template in [&around, &modal] {
        check_article("关于防范钓鱼网站的提示", "收到“会话已过期，请重新登录”短信的，切勿点击。", template);
        check_article("任前公示", "张三，拟任某县司法局副局长。", template);
        check_article(
            "关于统一身份认证登录方式调整的公告",
            "企业用户请先登录政务服务网，再办理业务。",
            template,
        );
        check_article("某县决算公开", "<img src=scan.jpg>", template);
        check_article("某县决算公开", "<a href=a.pdf>决算.pdf</a>", template);
        check_article("关于某事的批复", "同意。", template);
        let picture = format!("{template}<div>法治动态图片</div><p><img src=a.jpg></p>");
        assert_eq!(judged(&signals(Some("法治动态图片"), &picture)), "", "{picture}");
        let unframed =
            format!("{template}<h1>任前公示公告</h1><p>2023-01-05</p><p>张三，拟任某县司法局副局长。</p>");
        assert_eq!(judged(&signals(Some("任前公示"), &unframed)), "", "{unframed}");
    }
}

#[test]
fn a_text_in_a_whole_frame_is_an_offices_whatever_words_it_holds() {
    for (title, text) in [
        ("谨防仿冒登录页面的提示", "请勿在来路不明的页面填写密码、短信验证码。"),
        ("个体工商户年报指南", "请先登录市场监管部门的年报系统，再填写报表。"),
        ("身份核验技术交流会召开", "会上介绍了人机验证、滑动验证等做法。"),
        ("校园网络安全课堂", "防火墙可以拦截恶意请求。"),
        ("护网演练简讯", "演练当日防火墙拦截攻击三百次。"),
        ("最美家庭评选办法", "评选时请填写手机号并完成滑动验证。"),
        ("关于某户查询他人房产的答复", "您没有权限。"),
        ("门户网站停机公告", "门户网站停机维护。"),
        ("社保系统升级公告", "社保系统升级中。"),
        ("关于账号安全的提示", "收到“请重新登录”短信的，请勿理会。"),
    ] {
        check_article(title, text, "");
    }
}

#[test]
fn what_a_program_says_of_the_page_in_a_whole_frame_is_none() {
    let listed = "某县2020年度法治政府建设工作报告";
    for (text, expected) in [
        ("您没有权限。", "instead"),
        ("网站停机维护。", "instead"),
        ("请完成滑动验证后继续访问本页。", "challenge"),
        ("本件为内部材料，请登录后查看全文。", "login"),
        ("系统升级中。", "out of order"),
        ("您无权访问该页面。", "instead"),
    ] {
        assert_eq!(judged(&signals(Some(listed), &article(listed, text, ""))), expected, "{text}");
    }
    let form = format!("本件为内部材料，请登录后查看。{FORM}");
    assert_eq!(judged(&signals(Some(listed), &article(listed, &form, ""))), "login");
}

#[test]
fn forms_and_banners_beside_a_sentence_below_its_title_do_not_count() {
    let comment = "<div class=comment><h3>发表评论</h3><form><textarea></textarea>请输入验证码：<input name=c>看不清，换一张<button>提交</button>请先登录后再评论</form></div>";
    let banner = "<div class=cookie>本网站使用cookie以改善体验，请先允许 cookie。</div><script>document.cookie='ok=1';location.reload()</script>";
    for text in ["老城今夜停气。", "某月某日放假一天。"] {
        for (before, below) in [("", comment), (banner, ""), (banner, comment)] {
            for day in ["", "<div class=sj>发布时间：2023-03-05 10:20</div>"] {
                let title = "某县停气通知公告";
                let page = format!(
                    "<title>{title}</title><div class=hd><a href=/>首页</a><a href=/a/>新闻中心</a>{before}</div><div class=wrap><h3>{title}</h3>{day}<div class=txt><p>{text}</p></div>{below}</div><div class=ft>主办：某县人民政府 某ICP备00000000号</div>"
                );
                let read = extract::html(&Page {
                    url: "http://www.example.gov.cn/a/1.html",
                    html: &page,
                    link_text: Some(title),
                    ..Page::default()
                });
                assert_eq!(judged(&read.signals), "", "{page}");
                assert_eq!(read.document.text, text, "{page}");
            }
        }
    }
}

#[test]
fn a_page_that_says_at_length_that_it_is_missing_is_missing() {
    let menu =
        "<div class=nav><a href=/a/>领导之窗</a><a href=/b/>政策文件</a><a href=/c/>统计数据</a></div>";
    for text in [
        "<h1>友情提示</h1><p>十分抱歉，您要访问的页面不存在或已被删除，请核对您输入的网址。您也可以使用本站的检索功能查找所需信息，或者拨打政务热线咨询，并可以发送邮件与我们联系，感谢您对本网站的支持。</p>",
        "<p>尊敬的网友：您好！因网站调整，您所浏览的网页已不存在。请从首页重新进入有关栏目查找所需内容，由此带来的不便深表歉意。感谢您一直以来的关注与支持！</p>",
    ] {
        check_program("missing", &format!("<title>某县人民政府</title>{menu}<div id=zoom>{text}</div>"));
    }
}
