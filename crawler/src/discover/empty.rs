//! A page without rows goes in; whether it tells its readers that there are none comes out.

use std::sync::LazyLock;

use regex::Regex;
use scraper::Html;
use scraper::Node;

/// Whether what a reader sees of a page says that its list is empty. Scripts hold such words for the case that it is.
pub(crate) fn says_so(document: &Html) -> bool {
    static WORDS: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"暂\s*(?:无|时没有|没有)(?:相关|任何)?(?:数据|内容|信息|记录|文章|文件|公告|资料)|(?:没有|无)(?:找到|查到)?相关(?:数据|内容|信息|记录|文章)|(?:栏目|专栏|页面)(?:内容)?(?:正在)?建设中|共(?:有|计)?\s*0\s*(?:条|篇|项)",
        )
        .expect("the pattern is a constant that the tests compile")
    });
    let mut seen = String::new();
    for node in document.tree.nodes() {
        let Node::Text(text) = node.value() else { continue };
        let is_shown = !node.ancestors().any(|above| {
            above.value().as_element().is_some_and(|element| {
                matches!(element.name(), "script" | "style" | "template" | "noscript" | "head" | "textarea")
            })
        });
        if is_shown {
            seen.push_str(text.trim());
        }
    }
    WORDS.is_match(&seen)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(html: &str, expected: bool) {
        assert_eq!(says_so(&Html::parse_document(html)), expected, "{html}");
    }

    #[test]
    fn an_empty_list_says_so_to_its_readers() {
        for words in [
            "<p>暂无数据</p>",
            "<li>暂无相关信息！</li>",
            "<b>该栏目建设中</b>",
            "共<i>0</i>条",
            "没有找到相关内容",
        ] {
            check(words, true);
        }
        for words in [
            "<script>if (!rows) show('暂无数据')</script>",
            "<template>暂无数据</template><div id=app></div>",
            "<p>共10条</p>",
            "<p>网站正在升级维护中</p>",
            "<h1>页面不存在</h1>",
            "<p>信息公开</p>",
        ] {
            check(words, false);
        }
    }
}
