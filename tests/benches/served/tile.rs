//! Tiles over HTTP as a browser asks for them: compressed, with the session's cookie, on connections that stay open.

use super::city::{CELLS, CORNER, SIDE, ZOOM};
use super::client::{Asking, Connection, Session};
use super::service::Service;
use super::{middle_and_p99, service};
use std::time::{Duration, Instant};

/// How long each line is measured.
const SPAN: Duration = Duration::from_secs(3);
/// Requests under way at once on a connection where pipelining is measured; browsers do not pipeline.
const DEPTH: usize = 8;

/// Measures both: tiles asked for the first time, and one that is kept.
pub fn measure(service: &Service, session: &Session) {
    let polygons = CELLS[0] * CELLS[1];
    let mut connection = Connection::open(&session.host);
    let description = format!("/tiles/{}/areas.json", session.district);
    let description = connection.ask(&session.request("GET", &description, None, Asking::Program)).json();
    let template = description["tiles"][0].as_str().expect("an address of tiles").to_owned();
    let (_, template) = template.split_once(&session.host).expect("an address of this service");
    let request = |[x, y]: [i32; 2]| {
        let path = template
            .replace("{z}", &ZOOM.to_string())
            .replace("{x}", &x.to_string())
            .replace("{y}", &y.to_string());
        session.request("GET", &path, None, Asking::Browser)
    };

    // The first tile of a zoom waits for the layer to be simplified for it; it is one on the city's edge.
    let (full, edge) = ([SIDE / CELLS[0], SIDE / CELLS[1]], [CORNER[0] + SIDE / CELLS[0], CORNER[1]]);
    let started = Instant::now();
    assert_eq!(connection.ask(&request(edge)).status, 200);
    println!("first tile of a zoom: {:.1} ms", started.elapsed().as_secs_f64() * 1e3);
    let mut bytes = 0;
    let times: Vec<Duration> = (0..full[0] * full[1])
        .map(|index| {
            let request = request([CORNER[0] + index % full[0], CORNER[1] + index / full[0]]);
            let started = Instant::now();
            let answer = connection.ask(&request);
            assert_eq!((answer.status, answer.header("content-encoding")), (200, Some("gzip")));
            bytes = answer.body.len();
            started.elapsed()
        })
        .collect();
    let rate = times.len() as f64 / times.iter().sum::<Duration>().as_secs_f64();
    println!(
        "served tile of {polygons} polygons, not kept, gzip, {bytes} bytes: {rate:.0} / s on 1 connection, {}",
        middle_and_p99(times)
    );
    kept(service, session, &request([CORNER[0] + 1, CORNER[1] + 1]));
}

/// One tile again and again.
fn kept(service: &service::Service, session: &Session, request: &[u8]) {
    let mut connections: Vec<Connection> = (0..8).map(|_| Connection::open(&session.host)).collect();
    let length = connections[0].ask(request).length;
    let mut shares = Vec::new();
    for (count, depth) in [(1, 1), (2, 1), (8, 1), (8, DEPTH)] {
        let busy = service.processor_time();
        let (answers, took) = hammer(&mut connections[..count], request, length, depth);
        let core = (service.processor_time() - busy).as_secs_f64() * 1e6 / answers as f64;
        let how = if depth > 1 { format!(", {depth} requests in advance") } else { String::new() };
        shares.push(format!(
            "{:.0} / s on {count} connection{}{how} ({core:.0} µs of the server's cores each)",
            answers as f64 / took.as_secs_f64(),
            if count > 1 { "s" } else { "" }
        ));
    }
    println!("served tile kept, gzip, {length} bytes with the head: {}", shares.join(", "));
}

/// Keeps `depth` requests under way on each connection for a while, from one thread that reads nothing but as many
/// bytes as an answer has: what the client needs of the cores is missing to the server.
fn hammer(connections: &mut [Connection], request: &[u8], length: usize, depth: usize) -> (usize, Duration) {
    let (requests, mut answers) = (request.repeat(depth), vec![0; length * depth]);
    let (started, mut count) = (Instant::now(), 0);
    for connection in connections.iter_mut() {
        connection.send(&requests);
    }
    while started.elapsed() < SPAN {
        for connection in connections.iter_mut() {
            connection.fill(&mut answers);
            connection.send(&requests);
            assert!(answers.starts_with(b"HTTP/1.1 200 OK\r\n"), "every answer has the same length");
            count += depth;
        }
    }
    let took = started.elapsed();
    connections.iter_mut().for_each(|connection| connection.fill(&mut answers));
    (count, took)
}
