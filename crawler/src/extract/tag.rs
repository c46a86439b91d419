//! The names of elements, as far as reading text tells them apart.

/// An element's name. Names that are read alike share a variant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tag {
    /// The page itself.
    Root,
    Html,
    Head,
    Body,
    Title,
    Meta,
    /// `base` and `link`.
    Link,
    /// `script`, `style`, `template`, `iframe`, `object`, `svg` and others whose content nobody reads.
    Hidden,
    P,
    Div,
    /// `section`, `article`, `main`, `center` and other blocks without a rule of their own.
    Block,
    /// `nav`, `footer`, `aside`.
    Aside,
    Heading,
    /// `ul`, `ol`, `dl`.
    List,
    Li,
    /// `dt`, `dd`.
    Definition,
    Table,
    /// `tbody`, `thead`, `tfoot`.
    Tbody,
    Tr,
    Td,
    Th,
    Br,
    Hr,
    Pre,
    A,
    Img,
    Form,
    Select,
    Option,
    /// `input`, `button`, `textarea`.
    Control,
    /// `span`, `b`, `font` and other names that change only the look.
    Inline,
    /// `wbr`, `col` and other elements without content.
    Void,
    /// Everything else, such as `o:p`.
    Unknown,
}

impl Tag {
    /// How many there are.
    pub(crate) const COUNT: usize = Tag::Unknown as usize + 1;

    /// Returns the tag with a name, upper or lower case.
    pub(crate) fn of(name: &str) -> Tag {
        let mut lower = [0_u8; 10];
        let Some(lower) = lower.get_mut(..name.len()) else {
            return Tag::Unknown;
        };
        lower.copy_from_slice(name.as_bytes());
        lower.make_ascii_lowercase();
        match &*lower {
            b"div" => Tag::Div,
            b"p" => Tag::P,
            b"span" | b"b" | b"strong" | b"font" | b"i" | b"em" | b"u" | b"s" | b"del" | b"ins" | b"sub"
            | b"sup" | b"small" | b"big" | b"label" | b"tt" | b"code" | b"mark" | b"abbr" | b"cite" => {
                Tag::Inline
            }
            b"a" => Tag::A,
            b"br" => Tag::Br,
            b"li" => Tag::Li,
            b"ul" | b"ol" | b"dl" | b"menu" => Tag::List,
            b"dt" | b"dd" => Tag::Definition,
            b"table" => Tag::Table,
            b"tbody" | b"thead" | b"tfoot" => Tag::Tbody,
            b"tr" => Tag::Tr,
            b"td" => Tag::Td,
            b"th" => Tag::Th,
            b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" => Tag::Heading,
            b"img" => Tag::Img,
            b"script" | b"style" | b"iframe" | b"object" | b"svg" | b"template" | b"video" | b"audio"
            | b"canvas" | b"xmp" | b"noframes" | b"noscript" | b"map" | b"applet" | b"math" => Tag::Hidden,
            b"html" => Tag::Html,
            b"head" => Tag::Head,
            b"body" => Tag::Body,
            b"title" => Tag::Title,
            b"meta" => Tag::Meta,
            b"link" | b"base" => Tag::Link,
            b"section" | b"article" | b"main" | b"center" | b"blockquote" | b"fieldset" | b"header"
            | b"figure" | b"figcaption" | b"address" | b"caption" | b"details" | b"summary" | b"hgroup"
            | b"dir" | b"ucapcontent" => Tag::Block,
            b"nav" | b"footer" | b"aside" => Tag::Aside,
            b"hr" => Tag::Hr,
            b"pre" => Tag::Pre,
            b"form" => Tag::Form,
            b"select" => Tag::Select,
            b"option" | b"optgroup" => Tag::Option,
            b"button" | b"textarea" => Tag::Control,
            b"input" | b"wbr" | b"col" | b"area" | b"embed" | b"param" | b"source" | b"track" => Tag::Void,
            _ => Tag::Unknown,
        }
    }

    /// Tells whether it never has content.
    pub(crate) fn is_void(self) -> bool {
        matches!(self, Tag::Meta | Tag::Link | Tag::Br | Tag::Hr | Tag::Img | Tag::Void)
    }

    /// Tells whether it begins a new line.
    pub(crate) fn is_block(self) -> bool {
        use Tag as T;
        matches!(
            self,
            T::Root
                | T::Html
                | T::Head
                | T::Body
                | T::P
                | T::Div
                | T::Block
                | T::Aside
                | T::Heading
                | T::List
                | T::Li
                | T::Definition
                | T::Table
                | T::Tbody
                | T::Tr
                | T::Td
                | T::Th
                | T::Hr
                | T::Pre
                | T::Form
                | T::Option
                | T::Title
        )
    }

    /// Tells whether it ends an open paragraph.
    fn is_cell_part(self) -> bool {
        matches!(self, Tag::Tbody | Tag::Tr | Tag::Td | Tag::Th)
    }

    /// Tells whether its opening ends an open paragraph.
    pub(crate) fn closes_paragraph(self) -> bool {
        self.is_block() && !self.is_cell_part() && self != Tag::Title && self != Tag::Option
    }

    /// Tells whether its content is never shown as text.
    pub(crate) fn is_hidden(self) -> bool {
        matches!(self, Tag::Hidden | Tag::Head | Tag::Select | Tag::Control | Tag::Title)
    }
}
