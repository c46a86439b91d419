//! What the reader of TOML says of a broken file in; the same in the words of whoever wrote the file, out.

/// What the reader calls what it expected, and what that is called in a file.
const EXPECTED: &[(&str, &str)] = &[
    ("f64", "a number"),
    ("a boolean", "true or false"),
    ("a string", "text in quotation marks"),
    ("string or table", "text in quotation marks"),
    ("path string", "a path in quotation marks"),
    ("a sequence", "a list in square brackets"),
    ("a map", "a table of settings"),
];

/// Says what is wrong with a file without the names of the program's own types.
pub(crate) fn plain(message: &str) -> String {
    let told = wrong_kind(message).or_else(|| unknown(message)).or_else(|| missing(message));
    told.unwrap_or_else(|| message.to_owned())
}

/// `invalid type: string "2", expected f64`
fn wrong_kind(message: &str) -> Option<String> {
    let rest = message.strip_prefix("invalid type: ").or_else(|| message.strip_prefix("invalid value: "))?;
    let (found, expected) = rest.rsplit_once(", expected ")?;
    if (found, expected) == ("map", "a sequence") {
        return Some("a list belongs here, not one table: write [[name]] above each of several".to_owned());
    }
    Some(format!("{} belongs here, not {}", wanted(expected), found_here(found)))
}

fn found_here(found: &str) -> String {
    match found.split_once(' ') {
        Some(("string", text)) => format!("the text {text}"),
        Some(("integer" | "floating", _)) => {
            let number = found.split('`').nth(1).unwrap_or_default();
            format!("the number {number}")
        }
        Some(("boolean", value)) => value.trim_matches('`').to_owned(),
        _ if found == "map" => "a table".to_owned(),
        _ if found == "sequence" => "a list".to_owned(),
        _ => found.to_owned(),
    }
}

fn wanted(expected: &str) -> String {
    let bits = expected.strip_prefix(['u', 'i']).unwrap_or_default();
    if bits == "size" || !bits.is_empty() && bits.bytes().all(|byte| byte.is_ascii_digit()) {
        let least = if expected.starts_with('u') { " of 0 or more" } else { "" };
        return format!("a whole number{least}");
    }
    if expected.starts_with("struct ") {
        return "a table of settings".to_owned();
    }
    let named = EXPECTED.iter().find(|(word, _)| *word == expected);
    named.map_or_else(|| expected.to_owned(), |(_, plain)| (*plain).to_owned())
}

/// ``unknown field `strat`, expected one of `name`, `start` ``
fn unknown(message: &str) -> Option<String> {
    let (field, expected) = message.strip_prefix("unknown field ")?.split_once(", expected ")?;
    let known = expected.strip_prefix("one of ").unwrap_or(expected);
    Some(format!("there is no setting {field} here; there are: {known}"))
}

/// ``missing field `start` ``
fn missing(message: &str) -> Option<String> {
    let field = message.strip_prefix("missing field ")?;
    Some(format!("the setting {field} is missing"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(message: &str, expected: &str) {
        assert_eq!(plain(message), expected);
    }

    #[test]
    fn no_type_of_the_program_is_named() {
        check("invalid type: string \"2\", expected f64", "a number belongs here, not the text \"2\"");
        check(
            "invalid value: integer `-5`, expected usize",
            "a whole number of 0 or more belongs here, not the number -5",
        );
        check("invalid value: integer `300`, expected i8", "a whole number belongs here, not the number 300");
        check(
            "invalid type: integer `510700`, expected a string",
            "text in quotation marks belongs here, not the number 510700",
        );
        check(
            "invalid type: floating point `1.5`, expected u32",
            "a whole number of 0 or more belongs here, not the number 1.5",
        );
        check("invalid type: sequence, expected a boolean", "true or false belongs here, not a list");
        check(
            "invalid type: boolean `true`, expected struct Config",
            "a table of settings belongs here, not true",
        );
        check(
            "invalid type: map, expected a sequence",
            "a list belongs here, not one table: write [[name]] above each of several",
        );
        check(
            "unknown field `strat`, expected one of `name`, `start`",
            "there is no setting `strat` here; there are: `name`, `start`",
        );
        check("missing field `start`", "the setting `start` is missing");
        check("-1 seconds is no pace: 0 to 3600", "-1 seconds is no pace: 0 to 3600");
    }
}
