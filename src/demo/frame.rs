//! A page frame and values in, HTML out.

/// Replaces each `$key$` of a frame by its value, which has to be HTML already.
pub(crate) fn fill(frame: &str, values: &[(&str, &str)]) -> String {
    values.iter().fold(frame.to_owned(), |page, (key, value)| page.replace(&format!("${key}$"), value))
}

/// Returns the text with the four characters escaped that HTML and XML give a meaning to.
pub(crate) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// Returns a link to a page, titled in full as lists do.
pub(crate) fn link(path: &str, title: &str) -> String {
    let title = escape(title);
    format!(r#"<a href="{path}" title="{title}" target="_blank">{title}</a>"#)
}

#[cfg(test)]
mod tests {
    use crate::demo::frame::{escape, fill, link};

    #[test]
    fn every_place_of_a_key_is_filled() {
        assert_eq!(fill("<b>$a$</b>$b$$a$", &[("a", "甲"), ("b", "乙")]), "<b>甲</b>乙甲");
    }

    #[test]
    fn a_title_cannot_open_a_tag() {
        assert_eq!(escape(r#"<a & "b">"#), "&lt;a &amp; &quot;b&quot;&gt;");
        assert!(link("/a.html", "<b>").contains("&lt;b&gt;</a>"));
    }
}
