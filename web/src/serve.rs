//! Serves the app on a listener until it is told to stop.

use std::future::Future;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::Notify;

use crate::App;
use crate::routes;

/// How long requests under way may still take once the server is told to stop.
const GRACE: Duration = Duration::from_secs(10);

/// Serves until `shutdown` is ready, then lets the requests under way finish, for ten seconds at most.
///
/// # Errors
/// When the listener fails for good.
pub async fn serve(
    listener: TcpListener,
    app: App,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let told = Arc::new(Notify::new());
    let tell = Arc::clone(&told);
    let stop = async move {
        shutdown.await;
        tell.notify_one();
    };
    let serving = axum::serve(listener, routes::router(app)).with_graceful_shutdown(stop);
    tokio::select! {
        result = async move { serving.await } => result,
        () = async move { told.notified().await; tokio::time::sleep(GRACE).await } => {
            tracing::warn!("stopped with requests still under way");
            Ok(())
        }
    }
}
