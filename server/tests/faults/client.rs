//! HTTP as far as these tests need it, on sockets, so that a connection can be cut wherever a test wants it cut.

use std::{
    io::{self, BufRead as _, BufReader, Read as _, Write as _},
    net::{Ipv4Addr, TcpStream},
    time::Duration,
};

/// Longer than the server takes to say that it cannot.
const PATIENCE: Duration = Duration::from_secs(40);

/// One connection, which is made anew after it broke.
#[derive(Default)]
pub(super) struct Client {
    connection: Option<(u16, BufReader<TcpStream>)>,
}

impl Client {
    /// Posts a batch of records; answers the status and the body.
    pub(super) fn post(&mut self, port: u16, body: &str) -> io::Result<(u16, String)> {
        let kept = self.connection.take().filter(|(of, _)| *of == port);
        let mut connection = match kept {
            Some((_, connection)) => connection,
            None => BufReader::new(connect(port)?),
        };
        send(connection.get_ref(), port, body)?;
        let answer = read(&mut connection)?;
        self.connection = Some((port, connection));
        Ok(answer)
    }
}

/// Posts a batch and hands over the connection, whose answer nobody has read.
pub(super) fn post_unread(port: u16, body: &str) -> io::Result<TcpStream> {
    let connection = connect(port)?;
    send(&connection, port, body)?;
    Ok(connection)
}

/// Gets all of a resource. What broke off is an error and not a part of it.
pub(super) fn get(port: u16, path: &str) -> io::Result<(u16, String)> {
    let mut connection = connect(port)?;
    write!(connection, "GET {path} HTTP/1.1\r\nhost: localhost:{port}\r\nconnection: close\r\n\r\n")?;
    let mut answer = String::new();
    connection.read_to_string(&mut answer)?;
    let (head, body) = answer.split_once("\r\n\r\n").ok_or(io::ErrorKind::UnexpectedEof)?;
    let chunked = head.to_ascii_lowercase().contains("transfer-encoding: chunked");
    let body = if chunked { joined(body).ok_or(io::ErrorKind::UnexpectedEof)? } else { body.to_owned() };
    Ok((status(head)?, body))
}

/// What came in chunks, if the last of them came too.
fn joined(mut chunks: &str) -> Option<String> {
    let mut body = String::new();
    loop {
        let (length, rest) = chunks.split_once("\r\n")?;
        let length = usize::from_str_radix(length, 16).ok()?;
        if length == 0 {
            return Some(body);
        }
        body.push_str(rest.get(..length)?);
        chunks = rest.get(length..)?.strip_prefix("\r\n")?;
    }
}

fn connect(port: u16) -> io::Result<TcpStream> {
    let connection = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
    connection.set_read_timeout(Some(PATIENCE))?;
    connection.set_nodelay(true)?;
    Ok(connection)
}

fn send(mut connection: &TcpStream, port: u16, body: &str) -> io::Result<()> {
    let length = body.len();
    let request = format!(
        "POST /api/v1/records HTTP/1.1\r\nhost: localhost:{port}\r\ncontent-type: application/json\r\n\
         content-length: {length}\r\n\r\n{body}"
    );
    connection.write_all(request.as_bytes())
}

fn read(connection: &mut BufReader<TcpStream>) -> io::Result<(u16, String)> {
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if connection.read_line(&mut head)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
    }
    let length = head.to_ascii_lowercase().lines().find_map(|line| {
        line.strip_prefix("content-length:").and_then(|length| length.trim().parse::<usize>().ok())
    });
    let mut body = vec![0; length.unwrap_or_default()];
    connection.read_exact(&mut body)?;
    Ok((status(&head)?, String::from_utf8(body).map_err(io::Error::other)?))
}

fn status(head: &str) -> io::Result<u16> {
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok());
    status.ok_or_else(|| io::ErrorKind::InvalidData.into())
}
