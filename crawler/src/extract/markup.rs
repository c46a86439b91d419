//! A page in; its tags, texts and comments out, in one pass whose time is linear in the page.

/// The elements whose content is not markup.
const RAW: &[&str] = &["script", "style", "title", "textarea", "xmp", "iframe", "noframes"];

/// One piece of a page; slices of the source, not yet decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Token<'a> {
    /// An opening tag.
    Open {
        /// The name as written.
        name: &'a str,
        /// Everything between the name and the `>`.
        attributes: &'a str,
    },
    /// A closing tag.
    Close {
        /// The name as written.
        name: &'a str,
    },
    /// Text between tags.
    Text(&'a str),
    /// The content of a raw element, up to its closing tag.
    Raw {
        /// The element's name as written.
        name: &'a str,
        /// What stands in it.
        text: &'a str,
    },
    /// A comment without its marks.
    Comment(&'a str),
}

/// The tokens of a page.
pub(crate) struct Tokens<'a> {
    source: &'a str,
    at: usize,
    /// The raw element that the last opening tag began.
    raw: Option<&'a str>,
    /// Raw elements that are never closed after here; looked for only once each.
    unclosed: [bool; RAW.len()],
    /// No `-->` stands after here.
    no_comment_end: bool,
    /// How often a tag that never ends was taken for text; after a few, the rest is dropped as a browser does.
    unended: u8,
}

/// Returns the tokens of a page.
pub(crate) fn tokens(source: &str) -> Tokens<'_> {
    Tokens { source, at: 0, raw: None, unclosed: [false; RAW.len()], no_comment_end: false, unended: 0 }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        if let Some(name) = self.raw.take()
            && let Some(token) = self.raw_text(name)
        {
            return Some(token);
        }
        if self.at >= self.source.len() {
            return None;
        }
        if self.source.as_bytes()[self.at] == b'<'
            && let Some(token) = self.markup()
        {
            return Some(token);
        }
        Some(self.text())
    }
}

impl<'a> Tokens<'a> {
    /// Reads text up to the next `<` that opens markup; there is at least one byte of it.
    fn text(&mut self) -> Token<'a> {
        let bytes = self.source.as_bytes();
        let start = self.at;
        let mut end = start + 1;
        loop {
            match self.source.get(end..).and_then(|rest| rest.find('<')) {
                Some(found) => end += found,
                None if end < bytes.len() && !self.source.is_char_boundary(end) => {
                    end += 1;
                    continue;
                }
                None => end = bytes.len(),
            }
            let opens =
                bytes.get(end + 1).is_none_or(|next| next.is_ascii_alphabetic() || b"/!?".contains(next));
            if end >= bytes.len() || opens {
                break;
            }
            end += 1;
        }
        self.at = end;
        Token::Text(&self.source[start..end])
    }

    fn markup(&mut self) -> Option<Token<'a>> {
        let rest = &self.source[self.at..];
        if let Some(body) = rest.strip_prefix("<!--") {
            return self.comment(body);
        }
        match rest.as_bytes().get(1)? {
            b'!' | b'?' => {
                let end = rest.find('>').unwrap_or(rest.len());
                self.at += (end + 1).min(rest.len());
                Some(Token::Comment(&rest[2..end]))
            }
            b'/' => self.close(rest),
            first if first.is_ascii_alphabetic() => self.open(rest),
            _ => None,
        }
    }

    fn comment(&mut self, body: &'a str) -> Option<Token<'a>> {
        let start = self.at + 4;
        if self.no_comment_end {
            // An editor's half-deleted comment must not swallow the page: the mark alone is dropped.
            self.at = start;
            return Some(Token::Comment(""));
        }
        match body.find("-->") {
            Some(end) => {
                self.at = start + end + 3;
                Some(Token::Comment(&body[..end]))
            }
            None => {
                self.no_comment_end = true;
                self.at = start;
                Some(Token::Comment(""))
            }
        }
    }

    fn close(&mut self, rest: &'a str) -> Option<Token<'a>> {
        let name = name_of(&rest[2..]);
        if name.is_empty() {
            // `</>` and the like are dropped, as browsers do.
            let end = rest.find('>').map_or(rest.len(), |end| end + 1);
            self.at += end;
            return Some(Token::Comment(""));
        }
        let after = 2 + name.len();
        let end = rest[after..].find('>').map_or(rest.len(), |end| after + end + 1);
        self.at += end;
        Some(Token::Close { name })
    }

    fn open(&mut self, rest: &'a str) -> Option<Token<'a>> {
        let name = name_of(&rest[1..]);
        let start = 1 + name.len();
        let Some(length) = attributes_length(&rest[start..]) else {
            self.unended += 1;
            if self.unended < 8 {
                return None;
            }
            self.at = self.source.len();
            return Some(Token::Comment(""));
        };
        self.at += start + length + 1;
        let attributes = &rest[start..start + length];
        if RAW.iter().any(|raw| raw.eq_ignore_ascii_case(name)) && !attributes.ends_with('/') {
            self.raw = Some(name);
        }
        Some(Token::Open { name, attributes })
    }

    /// Reads what stands up to the closing tag of a raw element; nothing when there is none.
    fn raw_text(&mut self, name: &'a str) -> Option<Token<'a>> {
        let known = RAW.iter().position(|raw| raw.eq_ignore_ascii_case(name))?;
        if self.unclosed[known] {
            return None;
        }
        let rest = &self.source[self.at..];
        let Some(end) = find_close(rest, name) else {
            self.unclosed[known] = true;
            // What follows an unclosed script is script; what follows an unclosed title is the page.
            if known < 2 {
                self.at = self.source.len();
            }
            return None;
        };
        self.at += end;
        Some(Token::Raw { name, text: &rest[..end] })
    }
}

/// Returns the name that a tag starts with.
fn name_of(text: &str) -> &str {
    let end = text.bytes().position(|byte| byte.is_ascii_whitespace() || b"/><".contains(&byte));
    &text[..end.unwrap_or(text.len())]
}

/// Returns how many bytes stand before the `>` that ends a tag; quoted values may hold one.
fn attributes_length(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'>' => return Some(at),
            b'=' => {
                at += 1;
                while bytes.get(at).is_some_and(u8::is_ascii_whitespace) {
                    at += 1;
                }
                if let Some(quote @ (b'"' | b'\'')) = bytes.get(at) {
                    at += 1 + text[at + 1..].find(char::from(*quote))?;
                    at += 1;
                }
            }
            _ => at += 1,
        }
    }
    None
}

/// Finds the closing tag of an element, upper or lower case.
fn find_close(text: &str, name: &str) -> Option<usize> {
    let mut from = 0;
    while let Some(found) = text[from..].find("</") {
        let at = from + found;
        let candidate = text.as_bytes().get(at + 2..at + 2 + name.len());
        if candidate.is_some_and(|bytes| bytes.eq_ignore_ascii_case(name.as_bytes())) {
            return Some(at);
        }
        from = at + 2;
    }
    None
}

/// Returns the value of one attribute, not decoded; empty when it stands without a value.
pub(crate) fn attribute<'a>(attributes: &'a str, wanted: &str) -> Option<&'a str> {
    let bytes = attributes.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        while at < bytes.len() && (bytes[at].is_ascii_whitespace() || bytes[at] == b'/') {
            at += 1;
        }
        let start = at;
        while at < bytes.len() && !bytes[at].is_ascii_whitespace() && !b"=/".contains(&bytes[at]) {
            at += 1;
        }
        let name = &bytes[start..at];
        while at < bytes.len() && bytes[at].is_ascii_whitespace() {
            at += 1;
        }
        let value = if bytes.get(at) == Some(&b'=') {
            let (value, end) = attribute_value(attributes, at + 1);
            at = end;
            value
        } else {
            ""
        };
        if name.eq_ignore_ascii_case(wanted.as_bytes()) {
            return Some(value);
        }
        if at == start {
            at += 1;
        }
    }
    None
}

fn attribute_value(attributes: &str, mut at: usize) -> (&str, usize) {
    let bytes = attributes.as_bytes();
    while at < bytes.len() && bytes[at].is_ascii_whitespace() {
        at += 1;
    }
    match bytes.get(at) {
        Some(quote @ (b'"' | b'\'')) => {
            let value = &attributes[at + 1..];
            let end = value.find(char::from(*quote)).unwrap_or(value.len());
            (&value[..end], (at + 2 + end).min(bytes.len()))
        }
        _ => {
            let end = attributes[at..].bytes().position(|byte| byte.is_ascii_whitespace());
            let end = end.map_or(attributes.len(), |end| at + end);
            (&attributes[at..end], end)
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::extract::markup::Token;
    use crate::extract::markup::attribute;
    use crate::extract::markup::tokens;

    #[track_caller]
    fn check(page: &str, expected: &str) {
        let mut written = String::new();
        for token in tokens(page) {
            match token {
                Token::Open { name, .. } => written += &format!("[{name}]"),
                Token::Close { name } => written += &format!("[/{name}]"),
                Token::Text(text) => written += text,
                Token::Raw { text, .. } => written += &format!("({text})"),
                Token::Comment(text) => written += &format!("{{{text}}}"),
            }
        }
        assert_eq!(written, expected, "{page}");
    }

    #[test]
    fn tags_texts_and_comments_are_told_apart() {
        check("<p class=\"a>b\">一<br/>二</P>", "[p]一[br]二[/P]");
        check("<!--正文--><!DOCTYPE html>三", "{正文}{DOCTYPE html}三");
        check("<script>if (a<b) '</p>'</SCRIPT>四", "[script](if (a<b) '</p>')[/SCRIPT]四");
    }

    #[test]
    fn what_only_looks_like_markup_is_text() {
        check("1 < 2 <3 <", "1 < 2 <3 <");
        check("<<<", "<<<");
        check("<p 一", "<p 一");
    }

    #[test]
    fn an_unclosed_comment_or_title_does_not_swallow_the_page() {
        check("<!-- 一<p>二</p>", "{} 一[p]二[/p]");
        check("<title>一<p>二</p>", "[title]一[p]二[/p]");
    }

    #[test]
    fn a_declaration_that_never_ends_is_dropped_whatever_its_last_character() {
        check("一<!段落", "一{段落}");
        check("一<?", "一{}");
        check("一<!>二", "一{}二");
    }

    #[test]
    fn attributes_are_found_in_every_way_of_writing() {
        let written = " class='a b' ID=zoom data-x=\"1\" checked href=/a/b.htm ";
        assert_eq!(attribute(written, "class"), Some("a b"));
        assert_eq!(attribute(written, "id"), Some("zoom"));
        assert_eq!(attribute(written, "checked"), Some(""));
        assert_eq!(attribute(written, "href"), Some("/a/b.htm"));
        assert_eq!(attribute(written, "style"), None);
        assert_eq!(attribute("=\"", "x"), None);
        assert_eq!(attribute("a=", "a"), Some(""));
    }
}
