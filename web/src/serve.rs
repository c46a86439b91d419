//! Serves the app on a listener until it is told to stop: connections in, answers out, slow and idle ones closed.

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::TokioIo;
use hyper_util::rt::TokioTimer;
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tokio::net::TcpStream;
use tokio::sync::OwnedSemaphorePermit;
use tokio::sync::Semaphore;
use tower::Service;
use tower::service_fn;

use crate::App;
use crate::client::Peer;
use crate::patient::Patient;
use crate::routes;

/// How long requests under way may still take once the server is told to stop.
const GRACE: Duration = Duration::from_secs(10);

/// How long to wait when the machine has no room for another connection.
const FULL: Duration = Duration::from_millis(50);

/// The longest head of a request in bytes; the longest query that a page takes is a tenth of it.
const LONGEST_HEAD: usize = 64 * 1024;

/// Serves until `shutdown` is ready, then lets the requests under way finish, for ten seconds at most.
///
/// # Errors
/// When the listener fails for good.
pub async fn serve(
    listener: TcpListener,
    app: App,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let idle = Duration::from_secs(app.config().idle_seconds.max(1));
    let room = Arc::new(Semaphore::new(app.config().connections.max(1)));
    let router = routes::router(app);
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(idle).max_buf_size(LONGEST_HEAD);
    let graceful = GracefulShutdown::new();
    tokio::pin!(shutdown);
    loop {
        let permit = tokio::select! {
            permit = Arc::clone(&room).acquire_owned() => permit.expect("the semaphore is never closed"),
            () = &mut shutdown => break,
        };
        let (stream, peer) = tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok(accepted) => accepted,
                Err(err) => {
                    rest(&err).await;
                    continue;
                }
            },
            () = &mut shutdown => break,
        };
        // Answers are written whole, so nothing is gained by waiting for more.
        let _ = stream.set_nodelay(true);
        let connection = connection(&http, &router, (stream, peer), idle);
        let watched = graceful.watch(connection);
        tokio::spawn(hold(watched, permit));
    }
    drop(listener);
    tokio::select! {
        () = graceful.shutdown() => {}
        () = tokio::time::sleep(GRACE) => tracing::warn!("stopped with requests still under way"),
    }
    Ok(())
}

type Answerer = TowerToHyperService<Answering>;
type Answering =
    tower::util::BoxCloneService<Request<Incoming>, axum::response::Response, std::convert::Infallible>;

fn connection(
    http: &http1::Builder,
    router: &Router,
    (stream, peer): (TcpStream, SocketAddr),
    idle: Duration,
) -> http1::Connection<TokioIo<Patient<TcpStream>>, Answerer> {
    let router = router.clone();
    let service = service_fn(move |request: Request<Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(Peer(peer.ip()));
        router.clone().call(request)
    });
    let service = TowerToHyperService::new(tower::util::BoxCloneService::new(service));
    http.serve_connection(TokioIo::new(Patient::new(stream, idle)), service)
}

/// Holds a place as long as the connection lasts. How it ends is its own affair.
async fn hold<E>(connection: impl Future<Output = Result<(), E>>, permit: OwnedSemaphorePermit) {
    let _ = connection.await;
    drop(permit);
}

/// Waits after a failure to take a connection: one that broke off is nothing, a machine without room needs a moment.
async fn rest(err: &io::Error) {
    use io::ErrorKind::ConnectionAborted;
    use io::ErrorKind::ConnectionRefused;
    use io::ErrorKind::ConnectionReset;
    if !matches!(err.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset) {
        tracing::warn!("cannot take a connection: {err}");
        tokio::time::sleep(FULL).await;
    }
}

#[cfg(test)]
mod tests;
