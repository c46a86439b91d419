//! The lines of a text in; the lines without what readers wrote under it and without the rows that forums put between posts, out.

use std::sync::LazyLock;

use regex::Regex;

/// What stands alone in a line above readers' comments or the form for them.
static HEADING: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"^[\s【\[（(>»•·■◆]*(?:(?:热门|最新|精彩|全部|网友|读者|用户|相关|文章|网上)(?:评论|跟帖|跟贴|留言|回复)(?:列表)?",
        r"|(?:发表|参与|我要|查看|更多|我来)评论|发表(?:回复|留言|您的看法)|(?:我来|我也)?说两句|评论列表|评论区)",
        r"[\s】\]）):：]*(?:[（(\[]?\s*(?:共|已有)?\s*\d*\s*[条篇个]?(?:评论|跟帖|留言)?\s*[）)\]]?)?\s*$"
    ))
    .expect("a pattern written here is well formed")
});

/// A row that says when and by whom a post was written.
static POST: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?:发布时间|发表时间|发表于|发布于|发贴时间|发帖时间|回复于|回复时间|Posted|posted)",
        r".{0,12}\d{2,4}[-/年.]\d{1,2}[-/月.]\d{1,4}日?.{0,3}\d{1,2}:\d{2}"
    ))
    .expect("a pattern written here is well formed")
});

/// A row of a post is no longer than this, in characters.
const LONGEST_ROW: usize = 90;

/// So many rows of posts make a forum; an article has one.
const FORUM: usize = 3;

/// A reader's signature between a ruled line and the row of the post has no more lines than this.
const SIGNATURE: usize = 3;

/// Drops what readers wrote under a text, and from a forum the rows and signatures between its posts.
pub(crate) fn without(lines: Vec<&str>) -> Vec<&str> {
    without_rows(without_comments(lines))
}

/// Cuts at the heading of the comments, unless they are what the page is about.
fn without_comments(mut lines: Vec<&str>) -> Vec<&str> {
    let Some(at) = lines.iter().position(|line| line.len() < 80 && HEADING.is_match(line)) else {
        return lines;
    };
    // The form below it is no text, and nobody has written anything there.
    if at > 0 && at + 1 == lines.len() {
        lines.truncate(at);
        return lines;
    }
    let length = |lines: &[&str]| lines.iter().map(|line| line.len()).sum::<usize>();
    let (text, comments) = (length(&lines[..at]), length(&lines[at..]));
    // Bytes of UTF-8: a hundred Chinese characters are a text, and one that is much shorter than its comments is a topic.
    if text > 300 && text * 2 > comments {
        lines.truncate(at);
    }
    lines
}

fn without_rows(lines: Vec<&str>) -> Vec<&str> {
    let is_row = |line: &str| line.chars().count() <= LONGEST_ROW && POST.is_match(line);
    let rows: Vec<usize> = (0..lines.len()).filter(|&at| is_row(lines[at])).collect();
    if rows.len() < FORUM {
        return lines;
    }
    let mut kept = vec![true; lines.len()];
    let mut post = 0;
    for row in rows {
        let reach = post.max(row.saturating_sub(SIGNATURE + 1));
        let from = (reach..row).rev().find(|&at| is_ruled(lines[at]));
        kept[from.unwrap_or(row)..=row].fill(false);
        post = row + 1;
    }
    let mut kept = kept.into_iter();
    lines.into_iter().filter(|_| kept.next().unwrap_or(true)).collect()
}

/// Tells whether a line is drawn, not written.
fn is_ruled(line: &str) -> bool {
    line.chars().count() >= 6 && line.chars().all(|c| "-=_*—─~".contains(c))
}

#[cfg(test)]
mod tests {
    use crate::extract::comments::without;

    #[track_caller]
    fn check(lines: &[&str], expected: &[&str]) {
        assert_eq!(without(lines.to_vec()), expected, "{lines:?}");
    }

    #[test]
    fn comments_under_a_text_go_with_their_heading() {
        let text = "这是一篇写得不短的文章，它说了许多话。".repeat(10);
        for heading in
            ["热门评论", "网友评论：", "【发表评论】", "最新评论(12)", "我来说两句 共 3 条评论", "查看评论"]
        {
            check(&[&text, heading, "某人 认为：", "说得好"], &[&text]);
        }
        for sentence in ["网友评论说，这是好事。", "评论", "发表评论文章的有三人"] {
            check(&[&text, sentence, "第二段"], &[&text, sentence, "第二段"]);
        }
    }

    #[test]
    fn a_heading_over_no_comments_goes_under_a_short_text() {
        check(&["一句话。", "发表评论"], &["一句话。"]);
        check(&["发表评论"], &["发表评论"]);
    }

    #[test]
    fn a_topic_that_is_mostly_comments_keeps_them() {
        let comment = "这是一条很长的评论。".repeat(30);
        check(&["一句话", "网友评论", &comment], &["一句话", "网友评论", &comment]);
    }

    #[test]
    fn the_rows_and_signatures_of_a_forum_go_and_those_of_an_article_stay() {
        let row = "〓 某论坛 发布时间 2005/05/17 22:11:42 by 某人 〓";
        check(&["甲", "--------", "签名", row, "乙", "--------", row, "丙", row], &["甲", "乙", "丙"]);
        check(&["甲", "--------", row, "乙"], &["甲", "--------", row, "乙"]);
    }
}
