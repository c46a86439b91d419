//! The functions that a page's own scripts define go in; where a call of one leads comes out: `javascript:goPage(2)`,
//! `onclick="openDoc('7')"`. An address is put together of constants and of what the call gives; a form is sent with one field set.

use std::collections::HashMap;
use std::sync::LazyLock;

use regex::Regex;
use scraper::ElementRef;
use scraper::Html;
use scraper::Selector;
use url::Url;
use url::form_urlencoded;

use crate::address;
use crate::discover::ListRequest;
use crate::discover::page::selector;

/// How much of the scripts of a page is looked at, in bytes.
const LONGEST: usize = 1 << 18;
/// How long the body of a function that goes somewhere may be, in bytes.
const LONGEST_BODY: usize = 2_000;
/// How long a form may be that turns a page, in bytes: what a page has it carry along is kept with each page of the list.
const LONGEST_FORM: usize = 1 << 15;
/// How many variables may stand between a call and the address.
const DEEPEST: usize = 4;

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is a constant that the tests compile")
}

/// The functions of a page, by name.
#[derive(Debug, Default)]
pub(crate) struct Functions(HashMap<String, Function>);

#[derive(Debug)]
struct Function {
    parameters: Vec<String>,
    body: String,
}

/// A call with what it gives: the constants, none for whatever else.
struct Call<'f> {
    function: &'f Function,
    given: Vec<Option<String>>,
}

impl Functions {
    /// Reads the functions of a page that go somewhere or send a form.
    pub(crate) fn of(document: &Html) -> Functions {
        static SCRIPTS: LazyLock<Selector> = LazyLock::new(|| selector("script:not([src])"));
        static BEGINS: LazyLock<Regex> = LazyLock::new(|| {
            regex(
                r"\bfunction\s+([A-Za-z0-9_$]+)\s*\(([^(){}]{0,200})\)\s*\{|\b([A-Za-z0-9_$]+)\s*=\s*function\s*\(([^(){}]{0,200})\)\s*\{",
            )
        });
        let mut functions = HashMap::new();
        let mut left = LONGEST;
        for script in document.select(&SCRIPTS) {
            let text: String = script.text().collect();
            let text = &text[..text.floor_char_boundary(left)];
            left -= text.len();
            for begun in BEGINS.captures_iter(text) {
                let (Some(name), Some(parameters)) =
                    (begun.get(1).or(begun.get(3)), begun.get(2).or(begun.get(4)))
                else {
                    continue;
                };
                let from = begun.get(0).map_or(0, |whole| whole.end());
                let body = block(&text[from..]);
                if body.contains("location") || body.contains("window.open") || body.contains("submit") {
                    let parameters =
                        parameters.as_str().split(',').map(|name| name.trim().to_owned()).collect();
                    let function = Function { parameters, body: body.to_owned() };
                    functions.entry(name.as_str().to_owned()).or_insert(function);
                }
            }
        }
        Functions(functions)
    }

    /// The address that a link's script goes to by a function of the page.
    pub(crate) fn address(&self, element: ElementRef<'_>) -> Option<String> {
        let call = self.call(element)?;
        static GOES: LazyLock<Regex> = LazyLock::new(|| {
            regex(
                r"(?:\blocation(?:\.href)?\s*=(?:[^=]|$)|\blocation\.(?:assign|replace)\s*\(|\bwindow\.open\s*\()",
            )
        });
        let goes = GOES.find(&call.function.body)?;
        let from = if goes.as_str().ends_with('(') {
            goes.end()
        } else {
            goes.start() + goes.as_str().find('=')? + 1
        };
        call.value(&call.function.body[from..], DEEPEST).filter(|address| !address.is_empty())
    }

    /// The request that a link's script makes by a function of the page that sends one of its forms.
    pub(crate) fn sent(&self, element: ElementRef<'_>, document: &Html, base: &Url) -> Option<ListRequest> {
        static SENDS: LazyLock<Regex> = LazyLock::new(|| regex(r"\.\s*submit\s*\(\s*\)"));
        static SETS: LazyLock<Regex> = LazyLock::new(|| {
            let name = "[A-Za-z0-9_.-]+";
            let by_id = format!(r#"getElementById\(\s*["']({name})["']\s*\)"#);
            let by_name = format!(r#"getElementsByName\(\s*["']({name})["']\s*\)\s*\[\s*0\s*\]"#);
            let chosen = format!(r##"\$\(\s*["'](?:#|input\[name=["']?)({name})["']?\]?["']\s*\)"##);
            let in_form = r#"\.(?:elements\s*\[\s*["'])?([A-Za-z0-9_-]+)(?:["']\s*\])?"#;
            regex(&format!(r"(?:{by_id}|{by_name}|{chosen}|{in_form})\s*\.\s*(?:value\s*=|val\s*\()"))
        });
        let call = self.call(element)?;
        if !SENDS.is_match(&call.function.body) {
            return None;
        }
        let sets = SETS.captures_iter(&call.function.body).filter_map(|set| {
            let field = (1..=4).find_map(|group| set.get(group))?.as_str();
            let value = call.value(&call.function.body[set.get(0)?.end()..], DEEPEST)?;
            Some((field, value))
        });
        request(document, base, &sets.collect::<Vec<_>>())
    }

    /// Reads the call that a click on a link makes.
    fn call(&self, element: ElementRef<'_>) -> Option<Call<'_>> {
        static CALLS: LazyLock<Regex> = LazyLock::new(|| {
            regex(r"(?i)^\s*(?:javascript:)?\s*(?:return\s+)?([A-Za-z0-9_$]+)\s*\(([^()]{0,300})\)")
        });
        let scripts = ["href", "onclick"].iter().filter_map(|name| element.value().attr(name));
        let mut calls = scripts.filter_map(|script| CALLS.captures(script));
        calls.find_map(|call| {
            let function = self.0.get(&call[1])?;
            Some(Call { function, given: call[2].split(',').map(constant).collect() })
        })
    }
}

impl Call<'_> {
    /// Puts together what an expression begins with: strings, numbers, what was given and variables, with + between.
    fn value(&self, expression: &str, deepest: usize) -> Option<String> {
        static TERM: LazyLock<Regex> = LazyLock::new(|| {
            regex(r#"^\s*(?:"([^"\\<>]{0,500})"|'([^'\\<>]{0,500})'|([A-Za-z0-9_$]+))\s*(.?)"#)
        });
        let (mut value, mut rest) = (String::new(), expression);
        loop {
            let term = TERM.captures(rest)?;
            if let Some(literal) = term.get(1).or_else(|| term.get(2)) {
                value.push_str(literal.as_str());
            } else {
                value.push_str(&self.named(&term[3], deepest)?);
            }
            match &term[4] {
                "+" => rest = &rest[term.get(4)?.end()..],
                "" | ";" | ")" | "," | "}" => return Some(value),
                _ => return None,
            }
        }
    }

    /// What a name in the function stands for.
    fn named(&self, name: &str, deepest: usize) -> Option<String> {
        if name.bytes().all(|byte| byte.is_ascii_digit()) {
            return Some(name.to_owned());
        }
        if let Some(at) = self.function.parameters.iter().position(|parameter| parameter == name) {
            return self.given.get(at)?.clone();
        }
        let set = Regex::new(&format!(r"\b(?:var|let|const)\s+{}\s*=", regex::escape(name))).ok()?;
        let set = set.find(&self.function.body).filter(|_| deepest > 0)?;
        self.value(&self.function.body[set.end()..], deepest - 1)
    }
}

/// Reads a string or a number that a call gives.
fn constant(written: &str) -> Option<String> {
    let written = written.trim();
    let quoted = |mark: char| written.strip_prefix(mark).and_then(|rest| rest.strip_suffix(mark));
    let is_number = !written.is_empty() && written.bytes().all(|byte| byte.is_ascii_digit());
    quoted('\'').or_else(|| quoted('"')).or_else(|| is_number.then_some(written)).map(str::to_owned)
}

/// Returns what stands before the brace that closes the open one; nothing of a body that is too long.
fn block(text: &str) -> &str {
    let text = &text[..text.floor_char_boundary(LONGEST_BODY)];
    let mut open = 1;
    let closes = |(_, byte): &(usize, u8)| {
        open += match byte {
            b'{' => 1,
            b'}' => -1,
            _ => 0,
        };
        open == 0
    };
    text.bytes().enumerate().find(closes).map_or("", |(at, _)| &text[..at])
}

/// Returns the request of the form that holds the first of some fields, by name or id, with all of them set; none of a form that is
/// too long to be kept.
fn request(document: &Html, base: &Url, fields: &[(&str, String)]) -> Option<ListRequest> {
    static FORMS: LazyLock<Selector> = LazyLock::new(|| selector("form"));
    static FIELDS: LazyLock<Selector> = LazyLock::new(|| selector("input, select"));
    static CHOSEN: LazyLock<Selector> = LazyLock::new(|| selector("option[selected]"));
    static CHOICE: LazyLock<Selector> = LazyLock::new(|| selector("option"));
    let is_called = |input: &ElementRef<'_>, field: &str| {
        ["name", "id"].iter().any(|name| input.value().attr(name).is_some_and(|own| own == field))
    };
    let (first, _) = fields.first()?;
    let form =
        document.select(&FORMS).find(|form| form.select(&FIELDS).any(|input| is_called(&input, first)))?;
    let (mut pairs, mut length) = (Vec::new(), 0);
    for input in form.select(&FIELDS) {
        let attribute = |name| input.value().attr(name).unwrap_or_default();
        let sort = attribute("type").to_ascii_lowercase();
        // Nobody logs in or sends a file to turn a page.
        if matches!(sort.as_str(), "password" | "file") {
            return None;
        }
        let is_off = matches!(sort.as_str(), "checkbox" | "radio") && input.value().attr("checked").is_none();
        let is_button = matches!(sort.as_str(), "submit" | "button" | "image" | "reset");
        let name = attribute("name");
        if is_off || is_button || name.is_empty() {
            continue;
        }
        let own = match input.value().name() {
            "select" => {
                let chosen = input.select(&CHOSEN).next().or_else(|| input.select(&CHOICE).next());
                chosen.and_then(|option| option.value().attr("value")).unwrap_or_default()
            }
            _ => attribute("value"),
        };
        let set = fields.iter().rev().find(|(field, _)| is_called(&input, field));
        let value = set.map_or(own, |(_, value)| value);
        length += name.len() + value.len();
        pairs.push((name.to_owned(), value.to_owned()));
    }
    if length > LONGEST_FORM {
        return None;
    }
    let action = form.value().attr("action").filter(|action| !action.trim().is_empty());
    let mut url = action.map_or_else(|| Some(base.clone()), |action| address::join(base, action))?;
    if form.value().attr("method").is_some_and(|method| method.eq_ignore_ascii_case("post")) {
        return Some(ListRequest { url, form: Some(pairs) });
    }
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
    url.set_query(Some(&query));
    Some(ListRequest::get(url))
}

#[cfg(test)]
mod tests {
    use scraper::Html;
    use scraper::Selector;
    use url::Url;

    use crate::discover::calls::Functions;

    #[track_caller]
    fn check(html: &str, address: Option<&str>, sent: Option<(&str, Option<&str>)>) {
        let document = Html::parse_document(html);
        let base = Url::parse("http://a.gov.cn/x/list.jsp").unwrap();
        let link = document.select(&Selector::parse("a").unwrap()).next().expect("a link");
        let functions = Functions::of(&document);
        assert_eq!(functions.address(link).as_deref(), address, "{html}");
        let came = functions.sent(link, &document, &base).map(|request| {
            let form = request.form.map(|form| {
                form.into_iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&")
            });
            (request.url.to_string(), form)
        });
        let expected = sent.map(|(url, form)| (url.to_owned(), form.map(str::to_owned)));
        assert_eq!(came, expected, "{html}");
    }

    #[test]
    fn an_address_is_put_together_of_constants_and_what_is_given() {
        for (script, call, address) in [
            ("function goPage(n){location.href='list.jsp?page='+n;}", "goPage(2)", "list.jsp?page=2"),
            ("function go(n) { window.location = \"index_\" + n + \".html\" }", "go('3')", "index_3.html"),
            (
                "var go = function(id, day){window.open('/d/'+day+'/'+id+'.html','_blank')}",
                "go(7, '2024')",
                "/d/2024/7.html",
            ),
            (
                "function f(n){ if(n<1){return;} var url = 'l.do?p=' + n; self.location.replace(url); }",
                "f(4)",
                "l.do?p=4",
            ),
        ] {
            check(
                &format!("<script>{script}</script><a href=\"javascript:{call}\">x</a>"),
                Some(address),
                None,
            );
            check(
                &format!("<script>{script}</script><a href='#' onclick=\"return {call};\">x</a>"),
                Some(address),
                None,
            );
        }
    }

    #[test]
    fn what_is_no_constant_leads_nowhere() {
        for (script, call) in [
            ("function go(n){location.href='l?p='+(n*10)}", "go(2)"),
            ("function go(n){location.href='l?p='+total}", "go(2)"),
            ("function go(n){location.href='l?p='+n}", "go(this)"),
            ("function go(n){if(location.href=='a'){load(n)}}", "go(2)"),
            ("function go(n){load(n)}", "go(2)"),
            ("function other(n){location.href='l?p='+n}", "go(2)"),
            ("function go(a){var a1=b1;var b1=a1;location.href='l?p='+a1}", "go(2)"),
        ] {
            check(&format!("<script>{script}</script><a href=\"javascript:{call}\">x</a>"), None, None);
        }
    }

    #[test]
    fn a_form_is_sent_with_the_number_in_its_field() {
        let form = |method: &str| {
            format!(
                "<form name=f1 method={method} action=list.do><input type=hidden name=channel value=12>\
                 <input name=pageNo id=pn value=1><select name=size><option value=10><option value=20 selected></select>\
                 <input type=checkbox name=all value=1><input type=submit name=go value=go></form>"
            )
        };
        for set in [
            "document.f1.pageNo.value=n",
            "document.forms['f1'].pageNo.value = n",
            "document.getElementById('pn').value = n",
            "document.getElementsByName(\"pageNo\")[0].value=n",
            "$('#pn').val(n)",
        ] {
            let page = |method: &str| {
                let script = format!("<script>function go(n){{ {set}; document.f1.submit(); }}</script>");
                format!("{script}{}<a href='javascript:go(2)'>下一页</a>", form(method))
            };
            let query = "channel=12&pageNo=2&size=20";
            check(&page("post"), None, Some(("http://a.gov.cn/x/list.do", Some(query))));
            let url = format!("http://a.gov.cn/x/list.do?{query}");
            check(&page("get"), None, Some((&url, None)));
        }
        let carried = "<script>function __doPostBack(eventTarget, eventArgument) { if (!theForm.onsubmit || (theForm.onsubmit() != false)) {\
            theForm.__EVENTTARGET.value = eventTarget; theForm.__EVENTARGUMENT.value = eventArgument; theForm.submit(); } }</script>\
            <form method=post action='./list.aspx?c=7' id=form1><input type=hidden name=__EVENTTARGET value=''>\
            <input type=hidden name=__EVENTARGUMENT><input type=hidden name=__VIEWSTATE value=dDw>\
            <a href=\"javascript:__doPostBack('AspNetPager1','2')\">2</a></form>";
        let form = "__EVENTTARGET=AspNetPager1&__EVENTARGUMENT=2&__VIEWSTATE=dDw";
        check(carried, None, Some(("http://a.gov.cn/x/list.aspx?c=7", Some(form))));
        let login = "<script>function go(n){document.f.p.value=n;document.f.submit()}</script>\
                     <form name=f><input name=p><input type=password name=w></form><a href='javascript:go(2)'>x</a>";
        check(login, None, None);
    }
}
