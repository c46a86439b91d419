//! A page in; the document it holds, its attachments and what else it is, out.

use corpus::document::Confidence;
use corpus::document::Document;
use corpus::document::Field;
use corpus::document::Gap;
use corpus::document::Origin;
use corpus::reason::Reason;
use url::Url;

use crate::extract::AttachmentLink;
use crate::extract::Extracted;
use crate::extract::Page;
use crate::extract::account_page;
use crate::extract::built_title;
use crate::extract::container;
use crate::extract::container::Body;
use crate::extract::facts::Facts;
use crate::extract::fields;
use crate::extract::fields::Around;
use crate::extract::lines;
use crate::extract::links;
use crate::extract::meta_line;
use crate::extract::meta_tags;
use crate::extract::meta_tags::MetaTags;
use crate::extract::page_parts;
use crate::extract::page_parts::Parts;
use crate::extract::put_up::Shown;
use crate::extract::short_text;
use crate::extract::signals;
use crate::extract::signals::Written;
use crate::extract::tag::Tag;
use crate::extract::title;
use crate::extract::tree::NodeId;
use crate::extract::tree::Tree;

/// Reads a page.
pub(crate) fn read(page: &Page<'_>) -> Extracted {
    let tree = Tree::parse(page.html);
    let lines = lines::lines(&tree);
    let tags = meta_tags::read(&tree);
    let attachments = links::attachments(&tree, page.url);
    let mut body = container::find(&tree, &lines, &attachments);
    let mut parts = Parts::of(&lines, body.as_ref());
    let printed = title::Printed {
        tree: &tree,
        tags: &tags,
        body: body.as_ref().map_or(tree.len(), |body| body.nodes.start),
        lines: &lines,
    };
    let named = meta_line::read(&parts.around).title;
    let found = title::find(&printed, page.link_text, named.as_deref());
    let called = found.as_ref().map(|(title, _)| title.as_str());
    let mut body_text = page_parts::body_text(&parts, called);
    let has_text = !body_text.text.is_empty() || !attachments.is_empty();
    if let Some(short) =
        called.and_then(|title| short_text::find((&tree, &lines), body.as_ref(), title, has_text))
    {
        parts = Parts::of(&lines, Some(&short));
        body_text = page_parts::body_text(&parts, called);
        body = Some(short);
    }
    let near: Vec<&str> = parts.near_top().chain(named_titles(&tags)).collect();
    let found = found.map(|(title, origin)| (title::uncut(title, &near), origin));
    let own = parts.own_lines(found.as_ref().map(|(title, _)| title.as_str()));
    let mut facts = Facts::of_page(&own, &body_text, parts.is_exact);
    facts.above = facts.above.or(account_page::read(&tree));
    let catalogued = meta_line::read(&body_text.meta).title;
    let catalogued = catalogued.as_deref().map(title::tidy).filter(|title| title::can_be(title));
    let shown = Shown {
        lines: &lines,
        files: &attachments,
        titles: named_titles(&tags).collect(),
        headings: headings(&tree),
        link_text: page.link_text,
        is_dated: facts.are_dated() || tags.published.is_some(),
        text: &body_text.text,
        is_framed: body.as_ref().is_some_and(|body| body.is_exact),
        has_pictures: has_pictures(&tree, body.as_ref()),
    };
    let (url, html, head_title) = (page.url, page.html, tags.head_title.as_str());
    let signals = signals::read(&Written { url, html, tree: &tree, head_title, body: body.as_ref() }, &shown);
    let name = picture_name(&tree).or_else(|| annex_name(&attachments)).or_else(|| file_name(page.url));
    let line = body_text.title.or_else(|| parts.title_above());
    let (title, origin) = found
        .or_else(|| said_by(catalogued, Reason::CatalogueTitle, Confidence::Stated))
        .or_else(|| said_by(line, Reason::LineAbove, Confidence::Inferred))
        .unwrap_or_else(|| built_title::build(&body_text.text, name.as_deref()));
    let mut document = Document::new(title, body_text.text);
    document.origins.insert(Field::Title, origin);
    document.origins.extend(body.as_ref().map(|body| (Field::Text, where_found(body))));
    if document.text.is_empty() && has_pictures(&tree, None) {
        document.gaps.push(Gap { field: Field::Text, because: Reason::NeedsOcr.into() });
    }
    let breadcrumb = format!("{}{}", parts.breadcrumb, body_text.breadcrumb);
    let around = around(page, &tags, facts, parts.nearest().map(str::to_owned).collect(), &breadcrumb);
    Extracted { document: fields::fill(document, &around), attachments, signals, around }
}

fn said_by(title: Option<String>, reason: Reason, confidence: Confidence) -> Option<(String, Origin)> {
    Some((title?, Origin::new(reason, confidence)))
}

fn where_found(body: &Body) -> Origin {
    let confidence = if body.is_exact { Confidence::Stated } else { Confidence::Inferred };
    Origin::new(body.because.clone(), confidence)
}

/// Returns the titles that the head of a page names.
fn named_titles(tags: &MetaTags) -> impl Iterator<Item = &str> {
    let head = tags.head_title.split(['_', '|', '-', '—']);
    tags.title.as_deref().into_iter().chain(head)
}

fn around(page: &Page<'_>, tags: &MetaTags, facts: Facts, above: Vec<String>, breadcrumb: &str) -> Around {
    let mut breadcrumb = breadcrumb.to_owned();
    for name in [&tags.column, &tags.site].into_iter().flatten() {
        breadcrumb.push_str(name);
        breadcrumb.push('\n');
    }
    if tags.site.is_none() {
        breadcrumb.push_str(&tags.head_title);
    }
    Around {
        url: Some(page.url.to_owned()),
        declared_place: page.declared_place.map(str::to_owned),
        listed_date: page.listed_date,
        breadcrumb,
        facts,
        above,
        tagged_date: tags.published,
        tagged_source: tags.source.clone(),
    }
}

/// Whether a page has pictures; where it has an editor's container, in that.
fn has_pictures(tree: &Tree<'_>, body: Option<&Body>) -> bool {
    let whole = tree.subtree(tree.root());
    let mut looked_at = body.filter(|body| body.is_exact).map_or(whole, |body| body.nodes.clone());
    looked_at.any(|id| tree.tag(id) == Some(Tag::Img))
}

/// Returns what a page prints as headings.
fn headings(tree: &Tree<'_>) -> Vec<String> {
    let is_heading = |id: &NodeId| tree.tag(*id) == Some(Tag::Heading);
    tree.subtree(tree.root()).filter(is_heading).map(|id| tree.text(id)).take(8).collect()
}

/// Returns what a picture is called, for a page of nothing else.
fn picture_name(tree: &Tree<'_>) -> Option<String> {
    let named = |id| tree.attribute(id, "title").or_else(|| tree.attribute(id, "alt"));
    let mut names = tree.subtree(tree.root()).filter(|id| tree.tag(*id) == Some(Tag::Img)).filter_map(named);
    let name = names.find(|name| name.chars().any(|c| matches!(c, '\u{4e00}'..='\u{9fff}')))?;
    Some(name.rsplit_once('.').map_or(name.as_ref(), |(stem, _)| stem).to_owned())
}

/// Returns what the first file beside a text is called: 详见附件 says no more.
fn annex_name(attachments: &[AttachmentLink]) -> Option<String> {
    let name = attachments.first()?.name.trim();
    let stem = name
        .rsplit_once('.')
        .map_or(name, |(stem, _)| stem)
        .trim_start_matches(['附', '件', '：', ':', '0', '1', '.', ' ']);
    (stem.chars().count() >= 6).then(|| stem.to_owned())
}

fn file_name(url: &str) -> Option<String> {
    let url = Url::parse(url).ok()?;
    url.path_segments()?.rfind(|part| !part.is_empty()).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use corpus::document::Document;
    use corpus::document::Field;

    use crate::extract;
    use crate::extract::Extracted;
    use crate::extract::Page;

    fn read(html: &str) -> Extracted {
        extract::html(&Page { url: "http://www.a.gov.cn/info/1025/61000.htm", html, ..Page::default() })
    }

    #[track_caller]
    fn check_text(html: &str, expected: &str) -> Document {
        let document = read(html).document;
        assert_eq!(document.text, expected, "{html}");
        document
    }

    #[test]
    fn a_page_with_nothing_but_a_link_gives_the_link_and_reads_its_file_as_text() {
        let page = "<title>甲县2020年工作总结-甲县信息公开平台</title><form><h2>甲县2020年工作总结</h2><div>发布时间：2021-02-03 &nbsp; 点击数：[<script>x()</script>]</div><div id=vsb_content_2><div class=v_news_content></div></div><ul><li>附件【<a href='/a/总结.docx'>总结.docx</a>】已下载<span></span>次</li></ul></form>";
        let extracted = read(page);
        assert_eq!(extracted.document.text, "");
        assert_eq!(extracted.attachments.len(), 1);
        let whole = extract::with_attachment(
            extracted,
            "甲县2020年工作总结\n一、工作情况\n做了许多工作。\n甲县司法局\n2021年1月8日",
        )
        .document;
        assert_eq!(whole.title, "甲县2020年工作总结");
        assert_eq!(whole.published.map(|date| date.to_string()).as_deref(), Some("2021-02-03"));
        assert_eq!(whole.signed.map(|date| date.to_string()).as_deref(), Some("2021-01-08"));
        assert_eq!(whole.issuer.as_deref(), Some("甲县司法局"));
        assert_eq!(whole.sections.len(), 1);
        assert!(whole.gaps.iter().all(|gap| gap.field != Field::Text));
    }

    #[test]
    fn the_longest_container_is_the_text_not_the_first() {
        check_text(
            "<div class=TRS_Editor>摘要</div><div class=TRS_Editor><p>第一段说得更多一些。</p><p>第二段。</p></div>",
            "第一段说得更多一些。\n第二段。",
        );
    }

    #[test]
    fn several_word_sections_are_one_text() {
        check_text(
            "<div><div class=WordSection1><p>上部的文字。</p></div><div class=WordSection2><p>下部的文字。</p></div></div>",
            "上部的文字。\n下部的文字。",
        );
    }

    #[test]
    fn a_table_that_lays_out_facts_and_text_parts_its_paragraphs() {
        let page = "<title>甲县工作报告</title><table><tr><td>甲县工作报告</td></tr><tr><td>发布时间：2022-01-20 15:00</td><td>浏览次数：</td><td>信息来源：甲县司法局</td></tr><tr><td colspan=3><div id=zoom><p>正文一段。</p><p>正文二段。</p></div></td></tr></table>";
        let document = check_text(page, "正文一段。\n正文二段。");
        assert_eq!(document.source.as_deref(), Some("甲县司法局"));
    }

    #[test]
    fn tables_of_two_years_formats_keep_their_header_and_cells() {
        let document = check_text(
            "<div id=zoom><p>二、主动公开政府信息情况</p><table><tr><td colspan=4>第二十条第（一）项</td></tr><tr><td>信息内容</td><td>本年新制作数量</td><td>本年新公开数量</td><td>对外公开总数量</td></tr><tr><td>规章</td><td>0</td><td>0</td><td>3</td></tr><tr><td>规范性文件</td><td></td><td>1</td><td>12</td></tr></table></div>",
            "二、主动公开政府信息情况\n第二十条第（一）项\n信息内容\t本年新制作数量\t本年新公开数量\t对外公开总数量\n规章\t0\t0\t3\n规范性文件\t\t1\t12",
        );
        assert_eq!(document.sections.len(), 1);
    }

    #[test]
    fn a_page_of_pictures_says_that_it_needs_reading_by_eye() {
        let document = read("<div class=TRS_UEDITOR><img src=a.png title='五月进展.png'></div>").document;
        assert_eq!(document.title, "五月进展");
        assert!(
            document.gaps.iter().any(|gap| gap.field == Field::Text && gap.because.contains("needs_ocr"))
        );
    }

    #[test]
    fn a_page_that_is_not_there_and_a_challenge_are_told_apart_from_documents() {
        assert!(read("<title>404</title><body>您访问的页面不存在</body>").signals.soft_not_found);
        for words in [
            "对不起，页面已被删除！",
            "页面走丢了，5秒后返回首页",
            "抱歉,该信息已下线",
            "您浏览的页面暂时无法访问或已被移除",
            "该稿件不存在",
            "此文章已被撤稿",
            "网页无法显示",
            "数据不存在！",
            "没有找到您要访问的页面",
            "Sorry, the page you requested was not found",
        ] {
            let menu = "<li><a href='/c/'>政务公开专栏</a></li>".repeat(80);
            let page = format!("<title>提示信息</title><body><ul>{menu}</ul><div>{words}</div></body>");
            assert!(read(&page).signals.soft_not_found, "{words}");
        }
        assert!(
            read("<script>alert('文章不存在或已删除！');location.href='/'</script>").signals.soft_not_found
        );
        for words in [
            "经清理，下列文件已失效。",
            "关于部分规范性文件失效的通知",
            "该县建立信息公开保密审查机制，公开内容全部经过审查。",
            "本单位2022年度无因政府信息公开申请行政复议的情况。",
            "我局网站无错链，未发现信息不准确的问题。",
            "此文件已失效",
            "经清理，该文件已失效。",
            "您申请的政府信息不存在，特此告知。",
            "您反映的网站页面无法访问问题已修复",
        ] {
            let page = format!("<title>某县公告</title><h1>某县公告</h1><div id=zoom><p>{words}</p></div>");
            assert!(!read(&page).signals.soft_not_found, "{words}");
        }
        assert!(read("<title>提示</title><p>系统维护中，请稍后访问</p>").signals.out_of_order);
        assert!(read("<title>提示</title><p>系统繁忙，请稍后再试</p>").signals.out_of_order);
        let work =
            "<title>某县通知</title><h1>某县通知</h1><div id=zoom><p>网站升级改造工作已经完成。</p></div>";
        assert!(!read(work).signals.out_of_order);
        for title in [
            "某市政务服务平台升级改造项目中标公告",
            "某县供水系统改造项目中标候选人公示",
            "某市社区养老服务设施改造中期评估",
            "节日志愿服务忙 温暖传万家",
            "关于政务服务平台升级维护的公告",
        ] {
            let page = format!("<title>{title}</title><h1>{title}</h1><div id=zoom><p>{title}</p></div>");
            assert!(!read(&page).signals.out_of_order, "{title}");
        }
        let with_file =
            "<h1>某县决算</h1><div id=zoom><p>该页面数据不存在</p><a href=a.pdf>附件：决算.pdf</a></div>";
        assert!(!read(with_file).signals.soft_not_found);
        assert!(read("<script>document.cookie='__jsl_clearance=1'</script>").signals.challenge);
        let document = read(
            "<title>关于某事的通知</title><div id=zoom><p>请各单位加强验证码管理，页面不存在的应当修复。</p></div>",
        );
        assert!(!document.signals.challenge);
        assert!(read("<div><a>一月工作</a><br><a>二月工作</a><br><a>三月工作</a><br><a>四月工作</a><br><a>五月工作</a></div>").signals.navigation_only);
    }
}
