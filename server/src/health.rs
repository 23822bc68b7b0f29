//! Asks a server of this machine whether it is ready, for containers that have no other program than this one.

use std::{net::SocketAddr, time::Duration};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    time::timeout,
};

/// A server that takes longer is not ready.
const PATIENCE: Duration = Duration::from_secs(3);

/// Whether the server that listens there is ready to work.
pub async fn is_ready(addr: SocketAddr) -> bool {
    timeout(PATIENCE, ask(addr)).await.is_ok_and(|answer| answer.is_ok_and(|status| status == 200))
}

/// The status of its answer. One request on a connection of its own needs no client.
async fn ask(addr: SocketAddr) -> std::io::Result<u16> {
    // Whoever listens everywhere is found here.
    let here = match (addr.ip().is_unspecified(), addr.is_ipv4()) {
        (false, _) => addr,
        (true, true) => SocketAddr::from(([127, 0, 0, 1], addr.port())),
        (true, false) => SocketAddr::from((std::net::Ipv6Addr::LOCALHOST, addr.port())),
    };
    let mut connection = TcpStream::connect(here).await?;
    let request =
        format!("GET /readyz HTTP/1.1\r\nhost: localhost:{}\r\nconnection: close\r\n\r\n", here.port());
    connection.write_all(request.as_bytes()).await?;
    let mut head = [0; 12];
    connection.read_exact(&mut head).await?;
    let status =
        std::str::from_utf8(&head).ok().and_then(|head| head.strip_prefix("HTTP/1.1 ")?.parse().ok());
    Ok(status.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use tokio::net::TcpListener;

    use super::*;

    async fn answering(status: &'static str) -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let addr = listener.local_addr().unwrap();
        tokio::spawn(async move {
            let (mut connection, _) = listener.accept().await.unwrap();
            let mut asked = [0; 512];
            let _ = connection.read(&mut asked).await.unwrap();
            connection.write_all(format!("HTTP/1.1 {status}\r\n\r\n").as_bytes()).await.unwrap();
        });
        addr
    }

    #[tokio::test]
    async fn a_server_is_ready_that_says_so() {
        assert!(is_ready(answering("200 OK").await).await);
        assert!(!is_ready(answering("503 Service Unavailable").await).await);
    }

    #[tokio::test]
    async fn a_server_that_listens_everywhere_is_asked_here() {
        let port = answering("200 OK").await.port();
        assert!(is_ready(SocketAddr::from(([0, 0, 0, 0], port))).await);
    }

    #[tokio::test]
    async fn where_nobody_listens_nothing_is_ready() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let addr = listener.local_addr().unwrap();
        drop(listener);
        assert!(!is_ready(addr).await);
    }
}
