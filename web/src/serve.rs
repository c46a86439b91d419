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

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::AsyncReadExt;
    use tokio::io::AsyncWriteExt;
    use tokio::net::TcpStream;
    use tokio::sync::oneshot;

    #[tokio::test]
    async fn it_serves_until_told_to_stop() {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let clock = Arc::new(|| jiff::Timestamp::UNIX_EPOCH);
        let app = App::open(&crate::Config::default(), folder.path(), &folder.path().join("index"), clock)
            .expect("an empty folder can be served");
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("a bound listener has an address");
        let (stop, stopped) = oneshot::channel::<()>();
        let serving = tokio::spawn(serve(listener, app, async {
            let _ = stopped.await;
        }));
        let mut stream = TcpStream::connect(address).await.expect("the port is open");
        stream.write_all(b"GET /healthz HTTP/1.1\r\nhost: a\r\n\r\n").await.expect("a request can be sent");
        let mut answer = [0; 15];
        stream.read_exact(&mut answer).await.expect("an answer comes");
        assert_eq!(&answer, b"HTTP/1.1 200 OK");
        // An idle connection that is kept open does not hold the server up.
        stop.send(()).expect("the server still runs");
        serving.await.expect("the server does not panic").expect("it stops without an error");
        assert!(TcpStream::connect(address).await.is_err());
    }
}
