//! One box to find everything.

use crate::support::*;
use world::incidents::SourceChannel;
use world::records::*;
use world::search::{Found, FoundKind, SearchIndex, SearchQuery};
use world::view::View;
use world::*;

fn town() -> Desk {
    let mut desk = Desk::with_teams();
    desk.done(
        admin(),
        Command::SavePlaces(vec![
            place("B1", "武汉大学", Some("珞珈山路16号"), at(114.01, 30.01)),
            place("B2", "武汉大学附属小学", Some("珞珈山路18号"), at(114.02, 30.01)),
            place("B3", "重庆路车站", Some("重庆路1号 武汉大学旁"), at(114.31, 30.01)),
            place("B4", "万达广场KTV", None, at(114.31, 30.02)),
        ]),
    );
    desk.done(
        admin(),
        Command::SaveSensingPoints(vec![
            sensing_point("C-100", SensingKind::Camera, Some("WH-G0042"), at(114.01, 30.02)),
            sensing_point("S-100", SensingKind::Smoke, Some("WH-G0042"), at(114.01, 30.02)),
        ]),
    );
    desk.done(admin(), Command::SaveDepots(vec![depot("D1", at(114.3, 30.1))]));
    let mut command = call(SourceChannel::Phone, at(114.01, 30.01));
    if let Command::OpenIncident { address, .. } = &mut command {
        *address = Some("武汉大学正门".to_owned());
    }
    desk.opened(officer(), command);
    desk
}

fn ask(view: &View, text: &str) -> Vec<Found> {
    view.search(
        &Scope::district(),
        &SearchQuery { text: text.to_owned(), cameras: Cameras::Exclude, limit: 20 },
    )
}

fn codes(found: &[Found]) -> Vec<&str> {
    found.iter().map(|found| found.code.as_str()).collect()
}

#[test]
fn what_people_type_finds_what_they_mean() {
    let desk = town();
    let scanning = View::of(desk.world.clone());
    let mut indexed = scanning.clone();
    indexed.set_search(SearchIndex::build(&desk.world).into(), []);
    for view in [scanning, indexed] {
        for (text, expected) in [
            ("武汉大学", vec!["B1", "20261122-0001", "B2", "B3"]),
            ("  武汉大学 附属 ", vec!["B2"]),
            ("珞珈山路16", vec!["B1"]),
            ("珞珈 16", vec!["B1"]),
            ("whdx", vec!["B1", "B2", "20261122-0001"]),
            ("wuhandaxuefs", vec!["B2"]),
            ("cqlu", vec!["B3"]),
            ("zhongqinglu", vec!["B3"]),
            ("wdgcktv", vec!["B4"]),
            ("ktv", vec!["B4"]),
            ("ＫＴＶ", vec!["B4"]),
            ("b1", vec!["B1"]),
            ("wh-g00", vec!["S-100"]),
            ("20261122-0001", vec!["20261122-0001"]),
            ("p1", vec!["P1"]),
            ("L2号", vec!["L2"]),
            ("42010200100100102", vec!["42010200100100102"]),
            ("附", vec!["B2"]),
            ("没有这个", vec![]),
            ("   ", vec![]),
            ("", vec![]),
        ] {
            let mut found = ask(&view, text);
            if text == "whdx" {
                found.sort_by_key(|found| (found.kind != FoundKind::Place, found.code.clone()));
            }
            assert_eq!(codes(&found), expected, "{text}");
        }
        let township = ask(&view, "dzjd");
        assert_eq!((township[0].kind, township[0].code.as_str()), (FoundKind::Area, WEST));
        assert_eq!(ask(&view, "4201").len(), 20, "no more than asked for");
        let here = ask(&view, "30.01 114.01");
        assert_eq!(
            (here[0].kind, here[0].position, here[0].areas.len()),
            (FoundKind::Coordinates, Some(at(114.01, 30.01)), 5)
        );
        let camera = SearchQuery { text: "WH-G0042".to_owned(), cameras: Cameras::Include, limit: 20 };
        assert_eq!(codes(&view.search(&Scope::district(), &camera)), ["C-100", "S-100"]);
    }
}

#[test]
fn what_changed_since_the_index_was_built_is_found_as_it_is_now() {
    let mut desk = town();
    let mut view = View::of(desk.world.clone());
    view.set_search(SearchIndex::build(&desk.world).into(), []);
    assert_eq!(view.unsearched(), Some(0));
    let step = |desk: &mut Desk, view: View, command: Command| {
        let before = desk.world.clone();
        desk.done(admin(), command);
        view.next(desk.world.clone(), &changes(desk.entries.last().unwrap(), &before))
    };
    let version = desk.world.place_register().get("B2").unwrap().version;
    let renamed = Place { version, ..place("B2", "珞珈小学", None, at(114.02, 30.01)) };
    let added = place("B9", "珞珈中学", None, at(114.03, 30.01));
    let view = step(&mut desk, view, Command::SavePlaces(vec![renamed, added]));
    assert_eq!(view.unsearched(), Some(2));
    assert_eq!(codes(&ask(&view, "附属")), [""; 0], "nobody finds the old name");
    assert_eq!(codes(&ask(&view, "珞珈小学")), ["B2"]);
    assert_eq!(codes(&ask(&view, "ljzx")), ["B9"]);
    let view = step(&mut desk, view, Command::RemoveDepots(vec!["D1".to_owned()]));
    assert_eq!(codes(&ask(&view, "储备库")), [""; 0]);
    // An index built from an earlier state is taken over with what was touched since.
    let mut fresh = view.clone();
    fresh.set_search(SearchIndex::build(&desk.world).into(), []);
    assert_eq!(codes(&ask(&fresh, "珞珈小学")), ["B2"]);
    assert_eq!(fresh.unsearched(), Some(0));
}

#[test]
fn the_index_finds_what_a_scan_finds() {
    use std::fmt::Write;
    let mut desk = Desk::with_areas();
    let (first, second) =
        (["武昌", "汉口", "重庆", "长安", "绿地", "A1"], ["路小区", "大街", "花园", "中学", "(东区)", "KTV"]);
    let mut rows = Vec::new();
    for n in 0..600usize {
        let mut name = String::new();
        write!(name, "{}{}{}栋", first[n % 6], second[n / 6 % 6], n).unwrap();
        let position = at(114.0 + 0.0006 * n as f64, 30.05);
        rows.push(place(&format!("H{n:04}"), &name, Some(["解放大道", "沿江大道 8 号"][n % 2]), position));
    }
    desk.done(admin(), Command::ImportRecords { input: Hash::default(), records: Records::Places(rows) });
    let scanning = View::of(desk.world.clone());
    let mut indexed = scanning.clone();
    indexed.set_search(SearchIndex::build(&desk.world).into(), []);
    for scope in [Scope::district(), Scope::area(code(EAST))] {
        for text in [
            "武昌路小区6栋",
            "wclxq",
            "changan",
            "zhangan",
            "cqdj55",
            "lvdi",
            "ktv",
            "h00",
            "沿江 花园",
            "a1",
            "31栋",
            "东区 hk",
            "栋 5",
            "c",
        ] {
            let query = SearchQuery { text: text.to_owned(), cameras: Cameras::Exclude, limit: 150 };
            let (scanned, found) = (scanning.search(&scope, &query), indexed.search(&scope, &query));
            assert_eq!(codes(&found), codes(&scanned), "{text}");
        }
    }
}
