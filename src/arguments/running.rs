//! What can be said to the commands that visit sites or serve: demo, crawl, ingest, serve, config, source.

use std::net::SocketAddr;

use clap::Args;
use clap::Subcommand;

use crate::arguments::given;

/// How to show the demonstration.
#[derive(Debug, Args)]
pub(crate) struct DemoArguments {
    /// Where to serve it [default: 127.0.0.1:8080, or a free port when that is taken]
    #[arg(long, value_name = "ADDRESS", value_parser = given::address)]
    pub(crate) addr: Option<SocketAddr>,
}

/// What to crawl.
#[derive(Debug, Args)]
pub(crate) struct CrawlArguments {
    /// Only this source; may be given several times
    #[arg(long, value_name = "NAME")]
    pub(crate) source: Vec<String>,
}

/// What to crawl on schedule.
#[derive(Debug, Args)]
pub(crate) struct IngestArguments {
    /// Only this source; may be given several times
    #[arg(long, value_name = "NAME")]
    pub(crate) source: Vec<String>,
    /// Crawl what is due now and end, for cron and systemd timers
    #[arg(long)]
    pub(crate) once: bool,
}

/// How to serve.
#[derive(Debug, Args)]
pub(crate) struct ServeArguments {
    /// Where to listen [default: 127.0.0.1:8080]
    #[arg(long, env = "GONGBAO_ADDR", value_name = "ADDRESS", value_parser = given::address)]
    pub(crate) addr: Option<SocketAddr>,
    /// Crawl each source when it is due as well
    #[arg(long)]
    pub(crate) ingest: bool,
}

/// What to do with the configuration.
#[derive(Debug, Subcommand)]
pub(crate) enum ConfigCommand {
    /// Read it and say what is wrong, with the line; exit code 2 when something is
    Check,
}

/// What to do with a source.
#[derive(Debug, Subcommand)]
pub(crate) enum SourceCommand {
    /// Fetch its lists and three articles, show what is read from them, keep nothing; exit code 3 when something fails
    Test {
        /// The source's name in the configuration
        name: String,
    },
    /// Look at a list page and print a recipe to begin with
    New {
        /// The address of the list page
        url: String,
    },
}
