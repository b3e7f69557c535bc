//! A duty room: the streets and areas of the demo district, with 1,000 patrols on duty that have just said where they are.

use super::client::{self, Connection, Session};
use super::service::{self, Service};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use world::Timestamp;

/// Patrols on duty, all of which may go.
pub const TEAMS: usize = 1_000;

/// Serves the duty room; with it come places along its streets.
pub fn open(folder: &Path) -> (Service, Session, Vec<Value>) {
    let (files, data) = (folder.join("files"), folder.join("store"));
    let files_name = files.to_str().expect("a folder for builds has a plain name").to_owned();
    service::run(&data, &["demo", "--files", &files_name]);
    let file = |name: &str| format!("{files_name}/{name}");
    let import = |what: &[&str], name: &str| {
        service::run(&data, &[&["import"], what, &[file(name).as_str()]].concat());
    };
    import(&["--district", "420199", "roads"], "roads.osm.pbf");
    for level in ["district", "township", "community", "grid", "micro_area"] {
        import(&["areas", "--level", level], &format!("areas-{level}.geojson"));
    }
    let teams: String = (0..TEAMS)
        .map(|number| {
            let profile = ["car", "motorcycle", "foot"][number % 3];
            format!("{},巡逻{number}组,patrol,{profile},always\n", call_sign(number))
        })
        .collect();
    fs::write(file("patrols.csv"), format!("code,name,kind,profile,duty\n{teams}"))
        .expect("a file can be written");
    import(&["teams"], "patrols.csv");
    let places = places(&file("cameras.csv"));
    let token = client::add_account(&data);
    let service = Service::start(&data);
    let session = Session::by_link(&service.host, &token);
    let fixes = (0..TEAMS).map(|number| fix(number, &places[number % places.len()])).collect::<Vec<_>>();
    let taken = session.post(&mut Connection::open(&session.host), "positions", &json!({ "fixes": fixes }));
    assert_eq!(taken["accepted"], TEAMS, "{taken}");
    service.settle();
    (service, session, places)
}

/// A call about a place.
pub fn call(place: &Value) -> Value {
    json!({ "kind": "noise", "severity": "minor", "channel": "phone", "position": place })
}

/// What a patrol reports from a place now.
pub fn fix(number: usize, place: &Value) -> Value {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO);
    let now = Timestamp(i64::try_from(now.as_millis()).unwrap_or(i64::MAX));
    json!({ "team": call_sign(number), "position": place, "at": now.to_string() })
}

fn call_sign(number: usize) -> String {
    format!("P{number:04}")
}

/// Where the demo's cameras are: along the streets, all over the district.
fn places(cameras: &str) -> Vec<Value> {
    let text = fs::read_to_string(cameras).expect("the demo has cameras");
    let mut rows =
        text.trim_start_matches('\u{feff}').lines().map(|line| line.split(',').collect::<Vec<_>>());
    let columns = rows.next().expect("a row of names");
    let column = |name: &str| columns.iter().position(|column| *column == name).expect("a column");
    let (lon, lat) = (column("lon"), column("lat"));
    let number = |text: &str| text.parse::<f64>().expect("degrees");
    rows.map(|row| json!({ "lon": number(row[lon]), "lat": number(row[lat]) })).collect()
}
