//! As much HTTP/1.1 as an officer's client needs: one connection, JSON bodies with a length.

use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// A signed-in client.
pub struct Client {
    stream: BufReader<TcpStream>,
    host: String,
    cookie: String,
    csrf: String,
    district: String,
    /// West, south, east, north of the district.
    bounds: [f64; 4],
    /// Where the next call is, so that calls do not fall on one spot.
    step: u32,
}

impl Client {
    /// Uses a one-time link up.
    pub fn sign_in(link: &str) -> Self {
        let (host, token) = link.trim_start_matches("http://").split_once("/link/").expect("a sign-in link");
        let mut client = Self {
            stream: connect(host),
            host: host.to_owned(),
            cookie: String::new(),
            csrf: String::new(),
            district: String::new(),
            bounds: [0.0; 4],
            step: 0,
        };
        let (status, headers, session) = client
            .ask("POST", "/api/v1/session/link", Some(json!({ "token": token.trim() })))
            .expect("an answer");
        assert_eq!(status, 200, "{session}");
        let cookie =
            headers.iter().find_map(|line| line.strip_prefix("set-cookie: ")).expect("a session cookie");
        client.cookie = cookie.split(';').next().unwrap_or_default().to_owned();
        client.csrf = session["csrf"].as_str().expect("a csrf token").to_owned();
        client.district = session["districts"][0]["code"].as_str().expect("a district").to_owned();
        let (_, _, district) =
            client.ask("GET", &format!("/api/v1/{}", client.district), None).expect("an answer");
        client.bounds =
            std::array::from_fn(|side| district["bounds"][side].as_f64().expect("bounds of the district"));
        client
    }

    /// The same session on a connection of its own.
    pub fn another(&self) -> Self {
        Self {
            stream: connect(&self.host),
            host: self.host.clone(),
            cookie: self.cookie.clone(),
            csrf: self.csrf.clone(),
            district: self.district.clone(),
            bounds: self.bounds,
            step: 0,
        }
    }

    /// Takes a call and returns the incident's number once it is acknowledged; `None` when no answer came.
    pub fn take_call(&mut self, address: &str) -> Option<String> {
        self.step += 1;
        let [west, south, east, north] = self.bounds;
        let share = 0.4 + 0.2 * f64::from(self.step % 100) / 100.0;
        let call = json!({
            "kind": "noise", "severity": "minor", "channel": "phone", "address": address,
            "position": { "lon": west + (east - west) * share, "lat": south + (north - south) * share },
        });
        let (status, _, answer) =
            self.ask("POST", &format!("/api/v1/{}/incidents", self.district), Some(call))?;
        assert_eq!(status, 201, "{answer}");
        answer["id"].as_str().map(str::to_owned)
    }

    /// Whether the service knows an incident.
    pub fn knows(&mut self, id: &str) -> bool {
        let path = format!("/api/v1/{}/incidents/{id}", self.district);
        self.ask("GET", &path, None).is_some_and(|(status, _, _)| status == 200)
    }

    fn ask(&mut self, method: &str, path: &str, body: Option<Value>) -> Option<(u16, Vec<String>, Value)> {
        let body = body.map(|body| body.to_string()).unwrap_or_default();
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nCookie: {}\r\nX-CSRF-Token: {}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            self.host,
            self.cookie,
            self.csrf,
            body.len(),
        );
        self.stream.get_mut().write_all(request.as_bytes()).ok()?;
        let mut headers = Vec::new();
        loop {
            let mut line = String::new();
            if self.stream.read_line(&mut line).ok()? == 0 {
                return None;
            }
            match line.trim_end() {
                "" => break,
                header => headers.push(header.to_owned()),
            }
        }
        let status = headers.first()?.split(' ').nth(1)?.parse().ok()?;
        let length = headers.iter().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok())?;
        let mut bytes = vec![0; length];
        self.stream.read_exact(&mut bytes).ok()?;
        Some((status, headers, serde_json::from_slice(&bytes).unwrap_or(Value::Null)))
    }
}

fn connect(host: &str) -> BufReader<TcpStream> {
    let stream = TcpStream::connect(host).expect("the service listens");
    stream.set_read_timeout(Some(Duration::from_secs(60))).expect("a timeout can be set");
    stream.set_nodelay(true).expect("a socket takes options");
    BufReader::new(stream)
}
