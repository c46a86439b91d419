//! `gongbao source`: a recipe tried out before it is crawled, and a first draft of one.

use std::collections::BTreeSet;
use std::io::IsTerminal;

use anyhow::Context;
use corpus::gazetteer;
use corpus::gazetteer::Clues;
use crawler::Source;
use crawler::discover::Elsewhere;
use crawler::source::Kind;
use crawler::source::host_and_port;
use crawler::trial;
use crawler::trial::Listed;
use crawler::trial::Trial;
use crawler::trial::TriedArticle;
use crawler::trial::TriedList;

use crate::Ending;
use crate::WrongUse;
use crate::arguments::SourceCommand;
use crate::commands::crawl::contact_from_environment;
use crate::commands::print;
use crate::commands::read;
use crate::config::Config;
use crate::plain_words::plain;
use crate::world;

/// How many articles a trial reads.
const ARTICLES: usize = 3;

/// Runs the command.
///
/// # Errors
/// An unknown source, an address that cannot be crawled, a missing contact.
pub(crate) async fn run(given: &SourceCommand, config: &Config) -> anyhow::Result<Ending> {
    match given {
        SourceCommand::Test { name } => test(name, config).await,
        SourceCommand::New { url } => draft(url, config).await,
    }
}

async fn test(name: &str, config: &Config) -> anyhow::Result<Ending> {
    let source = config.source.iter().find(|source| source.name.as_str() == name).ok_or_else(|| {
        let known: Vec<&str> = config.source.iter().map(|source| source.name.as_str()).collect();
        WrongUse(format!("there is no source {name:?}; there are: {}", known.join(", ")))
    })?;
    let crawler = contact_from_environment(config.crawler.clone())?;
    let trial =
        trial::run(source, &crawler, world::surroundings(), &world::workshop(&crawler), ARTICLES).await?;
    for list in &trial.lists {
        show_list(list)?;
    }
    for article in &trial.articles {
        show_article(article, &source.kinds)?;
    }
    print::line("\nNothing was kept.")?;
    Ok(if is_well(&trial) { Ending::Fine } else { Ending::SomeFailed })
}

fn is_well(trial: &Trial) -> bool {
    let lists = trial.lists.iter().all(|list| list.came.is_ok());
    lists && !trial.articles.is_empty() && trial.articles.iter().all(|article| article.came.is_ok())
}

fn show_list(list: &TriedList) -> anyhow::Result<()> {
    match &list.came {
        Err(why) => print::line(&format!("{} {}: {why}", paint(RED, "list"), list.url)),
        Ok(listed) => {
            let total = listed.total.map(|total| format!(" of {total}")).unwrap_or_default();
            print::line(&format!(
                "{} {}: {:?}, {}{total} on {}, {}, {}",
                paint(if listed.links.is_empty() { YELLOW } else { GREEN }, "list"),
                list.url,
                listed.dialect,
                count(listed.links.len(), "article"),
                listed.beyond.as_deref().unwrap_or("this page"),
                count(listed.further, "further page"),
                count(listed.columns.len(), "column")
            ))?;
            if listed.left_out > 0 {
                let left_out = count(listed.left_out, "more link");
                let look = paint(YELLOW, "look at");
                print::line(&format!(
                    "{look} {left_out} of the page that a crawl does not read: it has too many"
                ))?;
            }
            for elsewhere in &listed.elsewhere {
                let (look, rows) = (paint(YELLOW, "look at"), count(elsewhere.rows, "row"));
                print::line(&format!(
                    "{look} {rows} that the recipe leaves out: add {:?} to `hosts` to have what is there",
                    elsewhere.host
                ))?;
            }
            for link in listed.links.iter().take(5) {
                let date = link.date.map_or_else(|| "no date".to_owned(), |date| date.to_string());
                print::line(&format!("    {date}  {}", link.title))?;
            }
            Ok(())
        }
    }
}

fn show_article(article: &TriedArticle, expected: &[Kind]) -> anyhow::Result<()> {
    match &article.came {
        Err(why) => print::line(&format!("\n{} {}: {why}", paint(RED, "article"), article.url)),
        Ok(document) => {
            let colour = if document.gaps.is_empty() { GREEN } else { YELLOW };
            print::line(&format!("\n{} {}", paint(colour, "article"), article.url))?;
            read::show_fields(document)?;
            if !expected.is_empty() && expected.iter().all(|kind| kind.0 != document.kind) {
                let expected: Vec<&str> = expected.iter().map(|kind| kind.0.key()).collect();
                let found = document.kind.key();
                print::line(&format!(
                    "{}    {found} is not expected here; `kinds` names {}",
                    paint(YELLOW, "another kind"),
                    expected.join(", ")
                ))?;
            }
            for name in &article.attachments {
                print::line(&format!("attachment       {name}"))?;
            }
            Ok(())
        }
    }
}

/// Looks at a page and prints a recipe to begin with.
async fn draft(url: &str, config: &Config) -> anyhow::Result<Ending> {
    let recipe = format!("name = \"draft\"\nstart = [{url:?}]\n");
    let source: Source = toml::from_str(&recipe)
        .map_err(|err| WrongUse(format!("{url:?} cannot be crawled: {}", plain(err.message().trim()))))?;
    let crawler = contact_from_environment(config.crawler.clone())?;
    let trial = trial::run(&source, &crawler, world::surroundings(), &world::workshop(&crawler), 0).await?;
    let list = trial.lists.first().context("a trial tries every start page")?;
    let listed = match &list.came {
        Ok(listed) => listed,
        Err(why) => anyhow::bail!("{url} cannot be looked at: {why}"),
    };
    print::line(&drafted(&source, listed))?;
    Ok(Ending::Fine)
}

fn drafted(source: &Source, listed: &Listed) -> String {
    let start = source.start.first().map(crawler::source::StartUrl::url);
    let host = start.and_then(|url| url.host_str()).unwrap_or_default();
    let title = listed.title.clone().unwrap_or_default();
    let placement = gazetteer::place(&Clues { title: Some(&title), host: Some(host), ..Clues::default() });
    let place = placement.place.or(placement.host_place);
    let name: String = if title.is_empty() { host.to_owned() } else { title };
    let name: String = name.chars().filter(is_shown).take(40).collect();
    let code = place.as_ref().and_then(|place| place.code.clone());
    let place = match (code, place) {
        (Some(code), Some(place)) => {
            format!("place = \"{code}\"                  # {place}: {}", placement.because)
        }
        _ => "# place = \"000000\"              # not recognised: the division's six digits".to_owned(),
    };
    let starts: Vec<_> =
        if listed.columns.is_empty() { start.into_iter().collect() } else { listed.columns.iter().collect() };
    let start: Vec<String> = starts.iter().map(|url| format!("    \"{url}\",")).collect();
    let hosts: BTreeSet<String> = starts.iter().map(|url| host_and_port(url)).collect();
    let permits = source.permits();
    let own = listed.links.iter().filter(|link| permits.lists(&link.url)).count();
    let caution = caution(listed, own);
    format!(
        "{caution}[[source]]\nname = {name:?}\n{place}\n# {:?} list: {} on {}, {}\nstart = [\n{}\n]\n{}pace_seconds = 2.0",
        listed.dialect,
        count(own, "article"),
        listed.beyond.as_deref().unwrap_or("the page"),
        count(listed.further, "further page"),
        start.join("\n"),
        drafted_hosts(&hosts, &listed.elsewhere)
    )
}

/// Whether a character of a title may stand in a name; what nobody sees would have to be escaped there.
fn is_shown(c: &char) -> bool {
    !c.is_whitespace() && (matches!(c, '"' | '\\') || c.escape_debug().count() == 1)
}

/// What is to be looked at before the draft is used; that rows lead to other hosts is said where these are proposed.
fn caution(listed: &Listed, own: usize) -> &'static str {
    match () {
        () if listed.is_article => {
            "# LOOK: this page reads as one article and not as a list; begin at the list that names it\n"
        }
        () if own == 0 && listed.columns.is_empty() && listed.elsewhere.is_empty() => {
            "# LOOK: no article was found from this page; begin at the list itself, or say with `selectors` which its rows are\n"
        }
        () => "",
    }
}

/// Proposes the hosts that the rows of a list lead to: those akin to its own at once, others for whoever knows them.
fn drafted_hosts(own: &BTreeSet<String>, elsewhere: &[Elsewhere]) -> String {
    let other: Vec<&Elsewhere> = elsewhere.iter().filter(|other| !own.contains(&other.host)).collect();
    if other.is_empty() {
        return String::new();
    }
    let mut lines =
        vec!["# LOOK: rows of the list lead to other hosts; a crawl goes only where `hosts` says".to_owned()];
    lines.push("hosts = [".to_owned());
    lines.extend(own.iter().map(|host| format!("    {host:?},")));
    for other in other {
        let (host, rows) = (&other.host, count(other.rows, "row"));
        lines.push(match other.is_akin {
            true => format!("    {host:?},  # {rows}"),
            false => format!("    # {host:?},  # {rows}; take it in when they are this source's own"),
        });
    }
    lines.join("\n") + "\n]\n"
}

fn count(number: usize, thing: &str) -> String {
    print::counted(number as u64, thing)
}

const RED: &str = "31";
const GREEN: &str = "32";
const YELLOW: &str = "33";

/// Colours a word on a terminal.
fn paint(colour: &str, word: &str) -> String {
    match std::io::stdout().is_terminal() {
        true => format!("\u{1b}[1;{colour}m{word}\u{1b}[0m"),
        false => word.to_owned(),
    }
}
