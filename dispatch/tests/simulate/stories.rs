//! Stories with figures that can be followed by hand: three places on a line, ten minutes from each to the next.

use crate::cases::{minutes, unit};
use dispatch::simulate::{
    Call, Change, Chooser, Doing, Free, Limits, NearestFirst, OnPlane, PlaceAt, QuietShare, Scenario,
    Sending, SimulationError, TableError, Then, TimeTable, WayBack, Yardstick, simulate, yardstick,
};
use geo_core::Metres;

pub fn line() -> TimeTable {
    let place = |x| OnPlane { x: Metres(x), y: Metres(0.0) };
    let urgent = [0.0, 10.0, 20.0, 10.0, 0.0, 10.0, 20.0, 10.0, 0.0].map(minutes).to_vec();
    // Home it takes twice as long.
    TimeTable::new([0.0, 10.0, 20.0].map(place).to_vec(), urgent, QuietShare::new(0.5).unwrap()).unwrap()
}

fn call(incident: &str, at: f64, place: u32) -> Call<PlaceAt> {
    Call {
        incident: incident.parse().unwrap(),
        at: minutes(at),
        place: PlaceAt(place),
        on_scene: minutes(5.0),
        then: Then::Free,
    }
}

fn scenario(units: &[u32], calls: Vec<Call<PlaceAt>>, way_back: WayBack) -> Scenario<PlaceAt> {
    let units = (0..).zip(units).map(|(number, &base)| unit(number, PlaceAt(base))).collect();
    Scenario { units, calls, destinations: vec![], way_back, limits: Limits::default() }
}

/// Who went, from where, and after how many minutes each call was reached.
fn told(scenario: &Scenario<PlaceAt>) -> Vec<(String, u32, f64)> {
    let log = simulate(scenario, &line(), &NearestFirst(&line())).unwrap();
    let trip = |trip: &dispatch::simulate::Trip<PlaceAt>| {
        (trip.team.to_string(), trip.from.0, trip.response().minutes())
    };
    log.trips.iter().map(trip).collect()
}

#[test]
fn a_unit_on_its_way_home_is_sent_from_where_it_is() {
    // Free at the far end after 25 minutes, home 40 minutes later: at 45 it is half way.
    let calls = vec![call("1", 0.0, 2), call("2", 45.0, 2)];
    let sent = told(&scenario(&[0], calls.clone(), WayBack::MayBeSent));
    assert_eq!(sent, [("T000".into(), 0, 20.0), ("T000".into(), 1, 10.0)]);
    let base_first = told(&scenario(&[0], calls, WayBack::BaseFirst));
    assert_eq!(base_first[1], ("T000".into(), 0, 40.0), "home at 65, there at 85");
}

#[test]
fn the_longest_waiting_goes_first_and_of_equals_the_first_by_name() {
    let calls = vec![call("1", 0.0, 1), call("3", 2.0, 1), call("2", 2.0, 2), call("4", 1.0, 0)];
    let log = simulate(&scenario(&[1], calls, WayBack::MayBeSent), &line(), &NearestFirst(&line())).unwrap();
    let mut by_time: Vec<_> = log.trips.iter().map(|trip| (trip.sent, trip.incident.as_str())).collect();
    by_time.sort();
    assert_eq!(by_time.iter().map(|(_, incident)| *incident).collect::<Vec<_>>(), ["1", "4", "2", "3"]);
    let two = told(&scenario(&[1, 1], vec![call("1", 0.0, 1)], WayBack::MayBeSent));
    assert_eq!(two[0].0, "T000");
}

#[test]
fn a_delivery_ends_at_the_nearest_destination() {
    let mut with = scenario(&[0], vec![call("1", 0.0, 1)], WayBack::MayBeSent);
    with.calls[0].then = Then::Deliver { stay: minutes(7.0) };
    with.destinations = vec![PlaceAt(2), PlaceAt(0)];
    let log = simulate(&with, &line(), &NearestFirst(&line())).unwrap();
    assert_eq!(log.trips[0].ends_at(), PlaceAt(2), "both are ten minutes away, and this is named first");
    assert_eq!(log.trips[0].free, minutes(10.0 + 5.0 + 10.0 + 7.0));
    let doing = |at| log.unit_at(&with.units[0], minutes(at), &line());
    let incident = "1".parse().unwrap();
    assert_eq!(doing(4.0), (Doing::Underway(&incident), PlaceAt(0)));
    assert_eq!(doing(6.0), (Doing::Underway(&incident), PlaceAt(1)));
    assert_eq!(doing(12.0), (Doing::OnScene(&incident), PlaceAt(1)));
    assert_eq!(doing(21.0), (Doing::ToDestination(&incident), PlaceAt(2)));
    assert_eq!(doing(30.0), (Doing::AtDestination(&incident), PlaceAt(2)));
    assert_eq!(doing(52.0), (Doing::OnTheWayBack, PlaceAt(1)));
    assert_eq!(doing(72.0), (Doing::Waits, PlaceAt(0)));
    // Nowhere to go: the unit is free at the scene.
    let nowhere = with.with(&[Change::Destinations(vec![])]).unwrap();
    let log = simulate(&nowhere, &line(), &NearestFirst(&line())).unwrap();
    assert_eq!((log.trips[0].delivered, log.trips[0].free), (None, minutes(15.0)));
}

#[test]
fn what_if_changes_and_nobody_to_send() {
    let one = scenario(&[0], vec![call("1", 0.0, 2), call("2", 100.0, 2)], WayBack::MayBeSent);
    let moved = one.with(&[Change::Move { team: "T000".parse().unwrap(), base: PlaceAt(2) }]).unwrap();
    assert_eq!(told(&moved)[0].2, 0.0);
    let none = one.with(&[Change::Remove("T000".parse().unwrap())]).unwrap();
    let log = simulate(&none, &line(), &NearestFirst(&line())).unwrap();
    assert_eq!(log.waiting.len(), 2);
    assert_eq!(yardstick(&none, &line(), &log), None, "a sum without all calls says nothing");
    let log = simulate(&moved, &line(), &NearestFirst(&line())).unwrap();
    assert!(matches!(yardstick(&moved, &line(), &log), Some(Yardstick::Optimum { .. })));
    // A place that is not in the table has no way to it; its call keeps nobody from the other.
    let mut lost = one;
    lost.calls[0].place = PlaceAt(9);
    let log = simulate(&lost, &line(), &NearestFirst(&line())).unwrap();
    assert_eq!((log.trips.len(), log.waiting[0].as_str()), (1, "1"));
}

/// Always says the same.
struct Stubborn(Vec<Sending>);

impl Chooser<PlaceAt> for Stubborn {
    fn choose(&self, _: &[&Call<PlaceAt>], _: &[Free<'_, PlaceAt>]) -> Vec<Sending> {
        self.0.clone()
    }
}

#[test]
fn contradictions_are_refused() {
    let good = scenario(&[0, 0], vec![call("1", 0.0, 1), call("2", 0.0, 1)], WayBack::MayBeSent);
    let by = |scenario: &Scenario<PlaceAt>, sendings: &[(usize, usize)]| {
        let sendings = sendings.iter().map(|&(call, unit)| Sending { call, unit }).collect();
        simulate(scenario, &line(), &Stubborn(sendings)).map_err(|error| error.code())
    };
    assert_eq!(by(&good, &[(0, 2)]), Err("simulate_choice_unknown"));
    assert_eq!(by(&good, &[(0, 0), (1, 0)]), Err("simulate_choice_twice"));
    assert_eq!(by(&good, &[(0, 0), (0, 1)]), Err("simulate_choice_twice"));
    let mut off = good.clone();
    off.calls[0].place = PlaceAt(9);
    assert_eq!(by(&off, &[(0, 0)]), Err("simulate_choice_unreachable"));
    let mut twice = good.clone();
    twice.units[1].team = twice.units[0].team.clone();
    assert_eq!(by(&twice, &[]), Err("simulate_unit_twice"));
    let mut twice = good.clone();
    twice.calls[1].incident = twice.calls[0].incident.clone();
    assert_eq!(by(&twice, &[]), Err("simulate_incident_twice"));
    let nobody = good.with(&[Change::Remove("T009".parse().unwrap())]);
    assert!(matches!(nobody, Err(SimulationError::UnitUnknown { .. })));
    assert!(good.with(&[Change::Add(unit(0, PlaceAt(0)))]).is_err());
}

#[test]
fn tables_must_be_square_on_a_plane_and_free_of_charge_at_home() {
    let place = |x| OnPlane { x: Metres(x), y: Metres(0.0) };
    let table = |places: Vec<OnPlane>, times: &[f64]| {
        let times = times.iter().map(|&time| minutes(time)).collect();
        TimeTable::new(places, times, QuietShare::AS_URGENT).map_err(|error: TableError| error.code())
    };
    assert_eq!(table(vec![place(0.0)], &[]), Err("simulate_table_not_square"));
    assert_eq!(table(vec![place(f64::NAN)], &[0.0]), Err("simulate_table_not_on_plane"));
    assert_eq!(table(vec![place(0.0)], &[1.0]), Err("simulate_table_stay_takes_time"));
    assert!(table(vec![], &[]).is_ok_and(|table| table.is_empty()));
    assert!(QuietShare::new(0.0).is_none() && QuietShare::new(f64::NAN).is_none());
}
