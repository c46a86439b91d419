//! A line in; whether it heads the names of other pages (相关文章, 最新发布, 热点排行) out.

use std::sync::LazyLock;

use regex::Regex;

/// What heads the lines about other pages, alone in its line.
static HEADS: LazyLock<Regex> = LazyLock::new(|| {
    let whose = "相关|热点|热门|推荐|最新|精彩|更多|延伸|图片|本周|本月|点击|阅读|浏览|同类";
    let what = "报道|新闻|文章|信息|阅读|推荐|资讯|内容|链接|动态|稿件|文档|发布|更新|公告|要闻|排行|排名|热点|专题|解读|政策";
    let others = "猜你喜欢|大家都在看|热文榜?";
    Regex::new(&format!(r"^\W*(?:(?:{whose})(?:{what})榜?|{others})\W*$"))
        .expect("a pattern written here is well formed")
});

/// Tells whether a line heads the names of other pages and says nothing else.
pub(crate) fn is_head(line: &str) -> bool {
    line.len() < 60 && HEADS.is_match(line)
}

#[cfg(test)]
mod tests {
    use crate::extract::neighbours::is_head;

    #[test]
    fn what_stands_over_the_names_of_other_pages_heads_them() {
        for head in
            ["相关文章", "【相关链接】", "最新发布：", "热点排行", "点击排行榜", "猜你喜欢", "延伸阅读 >>"]
        {
            assert!(is_head(head), "{head}");
        }
        for line in ["相关文章三篇", "最新发布的数据", "一、相关政策", "更多", "热点", "三、下一步打算"]
        {
            assert!(!is_head(line), "{line}");
        }
    }
}
