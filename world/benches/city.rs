//! A large city: 1.3 million places, 45,000 cameras, 14,000 grids with a team each. Prints how long
//! a restart, the indexes, and the questions of a duty officer take. `cargo bench -p world`; a
//! number as argument gives another count of places.

use dispatch::{Profile, TeamKind};
use geo_core::{AreaCode, Level, Metres, Milliseconds, Position, Shape};
use std::sync::Arc;
use std::time::{Duration, Instant};
use world::incidents::{Severity, SourceChannel};
use world::records::*;
use world::search::{SearchIndex, SearchQuery};
use world::view::{NearbyKind, NearbyQuery, View};
use world::*;

/// Grids on a side of the square city.
const SIDE: usize = 118;

fn main() {
    let places = std::env::args().skip(1).find_map(|word| word.parse().ok()).unwrap_or(1_300_000);
    let (mut world, built) = timed(|| city(places));
    row("told by entries", built);
    let (bytes, took) = timed(|| postcard::to_stdvec(&world).expect("a world can be written"));
    row(&format!("snapshot written, {} MB", bytes.len() / 1_000_000), took);
    let (read, took) = timed(|| postcard::from_bytes::<World>(&bytes).expect("a snapshot can be read"));
    row("snapshot read and indexes rebuilt", took);
    let (hash, took) = timed(|| world.state_hash());
    assert_eq!(read.state_hash(), hash);
    row("state hash", took);
    drop(read);
    let (mut view, took) = timed(|| View::of(world.clone()));
    row("view built", took);
    let (index, took) = timed(|| SearchIndex::build(&world));
    row("search index built", took);
    changes_of_one(&mut world, &view);
    for text in ["解放", "解放大道123"] {
        row(&format!("search without index {text:?}"), timed(|| ask(&view, &Scope::district(), text)).1);
    }
    view.set_search(Arc::new(index), []);
    questions(&view);
}

fn row(what: &str, took: Duration) {
    println!("{what:<60} {:>12.3} ms", took.as_secs_f64() * 1000.0);
}

fn timed<T>(run: impl FnOnce() -> T) -> (T, Duration) {
    let started = Instant::now();
    let value = run();
    (value, started.elapsed())
}

/// The middle of eleven runs.
fn typical<T>(mut run: impl FnMut() -> T) -> Duration {
    let mut times: Vec<Duration> = (0..11).map(|_| timed(&mut run).1).collect();
    times.sort();
    times[5]
}

fn ask(view: &View, scope: &Scope, text: &str) -> usize {
    view.search(scope, &SearchQuery { text: text.to_owned(), cameras: Cameras::Exclude, limit: 20 }).len()
}

fn questions(view: &View) {
    let township = Scope::area(code("420100007"));
    for (name, scope) in [("city", Scope::district()), ("one township", township)] {
        for text in [
            "解放",
            "解放大道",
            "解放大道123号",
            "路",
            "jfdd",
            "jiefangdadao",
            "zhongshan",
            "wu",
            "阳光 小区",
            "B0001234",
            "114.3,30.6",
            "xqyhyey",
            "没有",
        ] {
            let found = ask(view, &scope, text);
            row(
                &format!("search {text:?} in the {name}, {found} found"),
                typical(|| ask(view, &scope, text)),
            );
        }
        let kinds = vec![NearbyKind::Depot, NearbyKind::SensingPoint, NearbyKind::Place];
        let position = Position::new(114.07, 30.05).expect("on the earth");
        let query = NearbyQuery {
            position,
            kinds,
            count: 10,
            radius: Some(Metres(5000.0)),
            place_kind: None,
            cameras: Cameras::Include,
        };
        row(
            &format!("nearest ten of each kind in the {name}"),
            typical(|| view.nearby(&scope, &query, &Fixes::default())),
        );
    }
}

fn changes_of_one(world: &mut World, view: &View) {
    let officer = Actor { account: "officer".to_owned(), role: Role::DutyOfficer, scope: Scope::district() };
    let open = Command::OpenIncident {
        kind: "dispute".parse().expect("a code"),
        severity: Severity::Minor,
        position: Position::new(114.07, 30.05).expect("on the earth"),
        address: None,
        channel: SourceChannel::Phone,
        external_no: None,
        narrative: None,
    };
    let context = Context { now: world.at(), actor: officer };
    row("decide: a call is taken", typical(|| world.decide(&open, &context)));
    let before = world.clone();
    let events = world.decide(&open, &context).expect("the call is taken");
    let entry = entry(world, events);
    let mut after = world.clone();
    row("apply: a call is taken", timed(|| after.apply(&entry)).1);
    let touched = changes(&entry, &before);
    row("next view after a call", typical(|| view.next(after.clone(), &touched)));
    let mut moved = (**world.place_register().iter().next().expect("there are places")).clone();
    moved.name = "新楼".to_owned();
    let saved = vec![Event::RecordsSaved { input: None, records: Records::Places(vec![moved]) }];
    let entry = self::entry(world, saved);
    world.apply(&entry);
    let touched = changes(&entry, &before);
    row("next view after one place was edited", typical(|| view.next(world.clone(), &touched)));
}

fn code(text: &str) -> AreaCode {
    text.parse().expect("a code")
}

fn entry(world: &World, events: Vec<Event>) -> Entry {
    let draft = Draft { at: world.at(), actor: "bench".to_owned(), request: None, events };
    Entry { seq: world.seq() + 1, previous: world.head(), hash: Hash::default(), draft }
}

fn tell(world: &mut World, event: Event) {
    let entry = entry(world, vec![event]);
    world.apply(&entry);
}

fn city(places: usize) -> World {
    let mut world = World::default();
    let policy = Policy {
        home_handicap: Milliseconds::from_minutes(3),
        stale_after: Milliseconds::from_minutes(10),
        arrival_radius: Metres(100.0),
        duplicate_radius: Metres(300.0),
        duplicate_window: Milliseconds::from_minutes(30),
        switching: Milliseconds::from_minutes(3),
        preemption: Default::default(),
        whistle: Default::default(),
        pace: Default::default(),
    };
    let dispute = IncidentKind {
        code: "dispute".parse().expect("a code"),
        zh: "纠纷".to_owned(),
        en: "dispute".to_owned(),
        suited: vec![TeamKind::Patrol],
        severity: Severity::Minor,
    };
    let tables =
        Tables { incident_kinds: vec![dispute], place_kinds: vec![], policy, plan: PlanRules::default() };
    tell(
        &mut world,
        Event::DistrictFounded { code: code("420100"), name: "市".to_owned(), tables: Box::new(tables) },
    );
    areas(&mut world);
    let rows = |records| Event::RecordsSaved { input: None, records };
    tell(&mut world, rows(Records::Teams((0..SIDE * SIDE).map(team).collect())));
    tell(&mut world, rows(Records::SensingPoints((0..45_000).map(camera).collect())));
    tell(&mut world, rows(Records::Places((0..places).map(place).collect())));
    world
}

/// Grids of about 400 m, townships of a column each.
fn areas(world: &mut World) {
    let square = |west: f64, width: f64, height: f64| {
        vec![vec![[west, 30.0], [west + width, 30.0], [west + width, 30.0 + height], [west, 30.0 + height]]]
    };
    let size = 0.004;
    let whole = size * SIDE as f64;
    let area = |code: AreaCode, level, parent: Option<AreaCode>, shape: Shape, name: String| NewArea {
        area: Area {
            code,
            name,
            level,
            parent,
            grid_kind: None,
            leader: None,
            phone: None,
            body: None,
            square_metres: 0.0,
            label: shape.polygons[0].outer[0],
            version: 0,
        },
        outline: Arc::new(shape),
    };
    let shape = |degrees| Shape::from_degrees(&[degrees]).expect("squares are sound");
    let district = vec![area(
        code("420100"),
        Level::District,
        None,
        shape(square(114.0, whole, whole)),
        "市".to_owned(),
    )];
    let townships = (0..SIDE).map(|x| {
        let outline = shape(square(114.0 + size * x as f64, size, whole));
        area(
            code(&format!("420100{x:03}")),
            Level::Township,
            Some(code("420100")),
            outline,
            format!("{}街道", name(x)),
        )
    });
    let grids = (0..SIDE * SIDE).map(|n| {
        let (x, y) = (n % SIDE, n / SIDE);
        let (west, south) = (114.0 + size * x as f64, 30.0 + size * y as f64);
        let corners = vec![vec![
            [west, south],
            [west + size, south],
            [west + size, south + size],
            [west, south + size],
        ]];
        area(
            code(&format!("420100{x:03}{y:03}")),
            Level::Grid,
            Some(code(&format!("420100{x:03}"))),
            shape(corners),
            format!("{}网格", name(n)),
        )
    });
    for (level, areas) in
        [(Level::District, district), (Level::Township, townships.collect()), (Level::Grid, grids.collect())]
    {
        tell(world, Event::AreasImported { level, input: Hash::default(), areas });
    }
}

/// A name out of syllables, plainly made up.
fn name(n: usize) -> String {
    const FIRST: [&str; 16] = [
        "解放", "中山", "建设", "胜利", "沿江", "和平", "新华", "光谷", "武珞", "长江", "汉阳", "古田",
        "阳光", "东湖", "南湖", "后湖",
    ];
    const SECOND: [&str; 16] = [
        "大道",
        "路",
        "街",
        "里",
        "巷",
        "小区",
        "花园",
        "新村",
        "广场",
        "大厦",
        "公寓",
        "家园",
        "名城",
        "中心",
        "学校",
        "幼儿园",
    ];
    format!("{}{}", FIRST[n % 16], SECOND[n / 16 % 16])
}

/// Spread over the city without a pattern.
fn spot(n: usize) -> Position {
    let part = |n: usize, by: usize| (n.wrapping_mul(by) >> 7) % 1_000_003;
    let side = 0.004 * SIDE as f64 / 1_000_003.0;
    Position::new(114.0 + side * part(n, 2_654_435_761) as f64, 30.0 + side * part(n, 40_503_007) as f64)
        .expect("on the earth")
}

fn team(n: usize) -> Team {
    Team {
        code: format!("T{n:05}").parse().expect("a call sign"),
        name: format!("{}巡逻队", name(n)),
        kind: TeamKind::Patrol,
        profile: Profile::Car,
        home: Some(code(&format!("420100{:03}{:03}", n % SIDE, n / SIDE))),
        duty: DutyRule::Always,
        department: None,
        phone: None,
        radio_only: false,
        retired: false,
        version: 0,
    }
}

fn camera(n: usize) -> SensingPoint {
    SensingPoint {
        code: format!("C{n:05}"),
        name: format!("{}{}号杆", name(n / 7), n % 97),
        kind: SensingKind::Camera,
        pole: Some(format!("G{:05}", n / 2)),
        position: spot(n * 31 + 5),
        owner: None,
        status: SensingStatus::InService,
        version: 0,
    }
}

fn place(n: usize) -> Place {
    let block = n / 12;
    Place {
        code: format!("B{n:07}"),
        name: format!("{}{}栋{}单元", name(block * 7 + 3), block / 256 % 300, n % 12 + 1),
        kind: ["building", "building", "building", "school"][n % 4].to_owned(),
        address: Some(format!("{}{}号", name(block % 192), block / 3 % 900)),
        position: spot(n),
        outline: None,
        households: Some((n % 40) as u32),
        version: 0,
    }
}
