//! `gongbao serve`: the web page and the JSON API.

use std::io::ErrorKind;
use std::net::SocketAddr;
use std::sync::Arc;

use anyhow::Context;
use rustix::process::Resource;
use rustix::process::Rlimit;
use rustix::process::getrlimit;
use rustix::process::setrlimit;
use tokio::net::TcpListener;
use tokio::sync::watch;
use web::App;

use crate::Ending;
use crate::arguments::ServeArguments;
use crate::commands::crawl;
use crate::commands::ingest;
use crate::commands::print;
use crate::config::Config;
use crate::folder::Folder;
use crate::world;

/// Runs the command until Ctrl-C or SIGTERM.
///
/// # Errors
/// A port in use, a store or an index that cannot be read.
pub(crate) async fn run(given: &ServeArguments, config: &Config, folder: &Folder) -> anyhow::Result<Ending> {
    let addr = given.addr.unwrap_or(config.web.addr);
    let stop = world::stop_signal()?;
    if given.ingest {
        // The first crawl may be what makes the folder.
        folder.open()?;
    } else if !folder.root().is_dir() {
        // An empty folder is a beginning; one that is not there is a slip in --data.
        folder.open_existing()?;
    }
    let listener = listen(addr).await?;
    make_room(config.web.connections);
    follow_at_start(folder);
    let address = listener.local_addr().context("cannot tell the address")?;
    print::line(&format!(
        "Gongbao serves {} at http://{address}/ (Ctrl-C ends it)",
        folder.root().display()
    ))?;
    if !given.ingest {
        until_stopped(listener, config, folder, stop).await?;
        return Ok(Ending::Fine);
    }
    let sources = crawl::chosen(&[], &config.source)?;
    tokio::try_join!(
        until_stopped(listener, config, folder, stop.clone()),
        ingest::beside(&sources, config, folder, stop)
    )?;
    Ok(Ending::Fine)
}

/// Listens at an address.
///
/// # Errors
/// One sentence that says what to do when the port is taken.
pub(crate) async fn listen(addr: SocketAddr) -> anyhow::Result<TcpListener> {
    TcpListener::bind(addr).await.map_err(|err| match err.kind() {
        ErrorKind::AddrInUse => {
            anyhow::anyhow!("cannot listen at {addr}: another program uses that port; choose one with --addr")
        }
        _ => anyhow::Error::new(err).context(format!("cannot listen at {addr}")),
    })
}

/// Serves a data folder until told to stop.
///
/// # Errors
/// A store or an index that cannot be read.
pub(crate) async fn until_stopped(
    listener: TcpListener,
    config: &Config,
    folder: &Folder,
    mut stop: watch::Receiver<bool>,
) -> anyhow::Result<()> {
    let app = App::open(&config.web, folder.root(), &folder.index(), Arc::new(world::now))?;
    let shutdown = async move {
        // An error means that nobody can tell us to stop any more; then we stop as well.
        let _ = stop.wait_for(|stop| *stop).await;
    };
    web::serve(listener, app, shutdown).await.context("the server failed")
}

/// Asks the machine for as many open files as connections may be held, and some for store and index.
fn make_room(connections: usize) {
    let wanted = connections as u64 + 1024;
    let allowed = getrlimit(Resource::Nofile);
    let got = allowed.maximum.map_or(wanted, |most| most.min(wanted));
    if allowed.current.is_none_or(|current| current >= wanted) {
        return;
    }
    match setrlimit(Resource::Nofile, Rlimit { current: Some(got), ..allowed }) {
        Ok(()) if got >= wanted => {}
        Ok(()) => tracing::warn!("this machine allows {got} open files, fewer than web.connections may need"),
        Err(err) => tracing::warn!("cannot raise the number of open files: {err}"),
    }
}

/// An import or crawl that was cut short may have left the index behind the store. A store that cannot be read, or
/// another process at work on the index, shows up elsewhere.
fn follow_at_start(folder: &Folder) {
    if let Ok(store) = folder.open_existing()
        && let Err(err) = crate::ingest::catch_up(&store, folder)
    {
        tracing::warn!("the index stays as it is: {err:#}");
    }
}
