//! As much HTTP/1.1 as a browser needs here, at little cost: keep-alive, bodies with a length or in chunks.

use serde_json::{Value, json};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// The account that measures.
const ACCOUNT: &str = "bench";
const PASSWORD: &str = "measured, not guessed";

/// Adds the account to a store that nobody serves; returns the token of its one-time link.
pub fn add_account(data: &std::path::Path) -> String {
    let printed = super::service::run(data, &["user", "add", ACCOUNT, "--role", "administrator"]);
    let (_, token) = printed.trim_end().rsplit_once("/link/").expect("a one-time link");
    token.to_owned()
}

/// Who asks for an answer, which decides how it comes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Asking {
    /// A browser: compressed.
    Browser,
    /// A program: to be read as it is.
    Program,
}

/// A signed-in session.
pub struct Session {
    pub host: String,
    cookie: String,
    csrf: String,
    pub district: String,
}

impl Session {
    /// Uses a one-time link up.
    pub fn by_link(host: &str, token: &str) -> Self {
        Self::begin(host, "/api/v1/session/link", &json!({ "token": token, "password": PASSWORD }))
    }

    /// Signs in by name and password.
    pub fn by_password(host: &str) -> Self {
        Self::begin(host, "/api/v1/session", &json!({ "account": ACCOUNT, "password": PASSWORD }))
    }

    fn begin(host: &str, path: &str, credentials: &Value) -> Self {
        let mut session = Self {
            host: host.to_owned(),
            cookie: String::new(),
            csrf: String::new(),
            district: String::new(),
        };
        let request = session.request("POST", path, Some(credentials), Asking::Program);
        let answer = Connection::open(host).ask(&request);
        let body = answer.json();
        let cookie = answer.header("set-cookie").unwrap_or_else(|| panic!("no session: {body}"));
        session.cookie = cookie.split(';').next().unwrap_or_default().to_owned();
        session.csrf = body["csrf"].as_str().expect("a csrf token").to_owned();
        session.district = body["districts"][0]["code"].as_str().expect("a district").to_owned();
        session
    }

    /// The bytes of a request.
    pub fn request(&self, method: &str, path: &str, body: Option<&Value>, asking: Asking) -> Vec<u8> {
        let encoding = if asking == Asking::Browser { "Accept-Encoding: gzip, deflate\r\n" } else { "" };
        let (host, cookie, csrf) = (&self.host, &self.cookie, &self.csrf);
        let proof = body.map(|_| format!("X-CSRF-Token: {csrf}\r\nContent-Type: application/json\r\n"));
        let body = body.map(Value::to_string).unwrap_or_default();
        let length = body.len();
        format!(
            "{method} {path} HTTP/1.1\r\nHost: {host}\r\nCookie: {cookie}\r\n{encoding}{}Content-Length: {length}\r\n\r\n{body}",
            proof.unwrap_or_default()
        )
        .into_bytes()
    }

    /// An address below that of the district.
    pub fn path(&self, below: &str) -> String {
        format!("/api/v1/{}/{below}", self.district)
    }

    /// Does something and returns the answer.
    pub fn post(&self, connection: &mut Connection, below: &str, body: &Value) -> Value {
        let answer = connection.ask(&self.request("POST", &self.path(below), Some(body), Asking::Program));
        assert!((200..300).contains(&answer.status), "{below}: {} {}", answer.status, answer.json());
        answer.json()
    }
}

/// One answer.
pub struct Answer {
    /// The status.
    pub status: u16,
    head: String,
    /// The body as it came.
    pub body: Vec<u8>,
    /// Bytes of head and body together.
    pub length: usize,
}

impl Answer {
    /// A header's value.
    pub fn header(&self, name: &str) -> Option<&str> {
        header(&self.head, name)
    }

    /// The body read as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or(Value::Null)
    }
}

fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
}

/// One connection that stays open.
pub struct Connection {
    stream: TcpStream,
    /// What has come and was not read yet.
    came: Vec<u8>,
}

impl Connection {
    /// Connects.
    pub fn open(host: &str) -> Self {
        let stream = TcpStream::connect(host).expect("the service listens");
        stream.set_read_timeout(Some(Duration::from_secs(60))).expect("a timeout can be set");
        stream.set_nodelay(true).expect("a socket takes options");
        Self { stream, came: Vec::new() }
    }

    /// Sends a request and reads its answer.
    pub fn ask(&mut self, request: &[u8]) -> Answer {
        self.send(request);
        let end = loop {
            match self.came.windows(4).position(|bytes| bytes == b"\r\n\r\n") {
                Some(at) => break at + 4,
                None => self.more(),
            }
        };
        let head = String::from_utf8_lossy(&self.came[..end]).into_owned();
        self.came.drain(..end);
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
        let body = match header(&head, "content-length").and_then(|length| length.parse().ok()) {
            Some(length) => self.take(length),
            None if header(&head, "transfer-encoding").is_some() => self.chunks(),
            None => Vec::new(),
        };
        Answer { status, length: end + body.len(), head, body }
    }

    /// Sends bytes as they are.
    pub fn send(&mut self, bytes: &[u8]) {
        self.stream.write_all(bytes).expect("the service takes requests");
    }

    /// Fills `answer` with the next bytes that come; nothing may be left from earlier answers.
    pub fn fill(&mut self, answer: &mut [u8]) {
        self.stream.read_exact(answer).expect("the service answers");
    }

    fn chunks(&mut self) -> Vec<u8> {
        let mut body = Vec::new();
        loop {
            let end = loop {
                match self.came.windows(2).position(|bytes| bytes == b"\r\n") {
                    Some(at) => break at,
                    None => self.more(),
                }
            };
            let size = String::from_utf8_lossy(&self.came[..end]).into_owned();
            let size = usize::from_str_radix(&size, 16).expect("the size of a chunk");
            self.take(end + 2);
            let chunk = self.take(size + 2);
            if size == 0 {
                return body;
            }
            body.extend_from_slice(&chunk[..size]);
        }
    }

    fn take(&mut self, length: usize) -> Vec<u8> {
        while self.came.len() < length {
            self.more();
        }
        self.came.drain(..length).collect()
    }

    fn more(&mut self) {
        let before = self.came.len();
        self.came.resize(before + (64 << 10), 0);
        let read = self.stream.read(&mut self.came[before..]).expect("the service answers");
        assert!(read > 0, "the service hung up");
        self.came.truncate(before + read);
    }
}
