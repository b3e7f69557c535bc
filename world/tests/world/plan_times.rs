//! Whatever is published for whenever, and however long nobody asks: every instant has exactly one plan, and its map is
//! the same before, on and after its day.

use crate::support::*;
use geo_core::{AreaCode, Level, Milliseconds};
use proptest::prelude::*;
use world::*;

const GRID: &str = "420102001001001";
const WEST_END: f64 = 114.0;
const WIDTH: f64 = 0.1;
/// The grid is cut between these many lines at most.
const LINES: u32 = 40;

/// What may happen.
#[derive(Debug, Clone)]
enum Act {
    /// Nobody does anything for some minutes.
    Wait(u64),
    /// The grid is cut anew along lines; in force some minutes after the plan before it, or after now.
    Publish { after: u64, cuts: Vec<u32> },
    /// Somebody calls.
    Call(u32),
    /// The timer looks whether a plan is due.
    Timer,
}

fn any_act() -> impl Strategy<Value = Act> {
    let minutes = || prop_oneof![Just(0), 1..60_u64, 1..40_000_u64];
    let cuts = prop::collection::btree_set(1..LINES, 0..4).prop_map(|cuts| cuts.into_iter().collect());
    prop_oneof![
        3 => minutes().prop_map(Act::Wait),
        3 => (minutes(), cuts).prop_map(|(after, cuts)| Act::Publish { after, cuts }),
        1 => (0..LINES).prop_map(Act::Call),
        1 => Just(Act::Timer),
    ]
}

/// A way to cut the grid: in force from when, and the lines between which each micro-area lies, from west to east.
struct Layout {
    number: u32,
    from: Timestamp,
    strips: Vec<(u32, u32, AreaCode)>,
}

impl Layout {
    fn strip(&self, line: u32) -> &AreaCode {
        &self.strips.iter().find(|(west, east, _)| (*west..*east).contains(&line)).unwrap().2
    }
}

/// In the middle between two lines.
fn spot(line: u32) -> geo_core::Position {
    at(WEST_END + WIDTH * (f64::from(line) + 0.5) / f64::from(LINES), 30.05)
}

/// The publication of a new layout on top of another.
fn publication(last: &Layout, next: &Layout) -> Publication {
    let strip = |(west, east, code): &(u32, u32, AreaCode)| {
        let [west, east] = [west, east].map(|line| WIDTH * f64::from(*line) / f64::from(LINES));
        let place = [WEST_END + west, 30.0, east - west, 0.1];
        new_area(code.as_str(), "小微区域", Level::MicroArea, Some(GRID), place)
    };
    let old = |line: u32| last.strip(line).clone();
    let lineage = |(west, east, code): &(u32, u32, AreaCode)| {
        let mut from: Vec<AreaCode> = (*west..*east).map(old).collect();
        from.dedup();
        Lineage { code: code.clone(), from }
    };
    Publication {
        base: last.number,
        name: "重新划分".to_owned(),
        effective_from: next.from,
        note: None,
        draft: format!("d-{}", next.number),
        head: Hash([7; 32]),
        input: Hash([8; 32]),
        put: next.strips.iter().map(strip).collect(),
        retired: last.strips.iter().map(|(_, _, code)| code.clone()).collect(),
        lineage: next.strips.iter().map(lineage).collect(),
        heirs: last.strips.iter().map(|(west, _, code)| (code.clone(), next.strip(*west).clone())).collect(),
        homes: vec![],
        members: vec![],
        recoded: vec![],
        alike: vec![],
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if std::env::var_os("MUSTER_SOAK").is_some() { 2_000 } else { 48 }))]

    #[test]
    fn every_instant_has_exactly_one_plan(
        acts in prop::collection::vec(any_act(), 1..16),
        instants in prop::collection::vec(0..60_000_u64, 8),
    ) {
        let mut desk = Desk::with_teams();
        let start = desk.now;
        let first = desk.world.plan_at(start);
        let half = LINES / 2;
        let strips = vec![(0, half, code("42010200100100101")), (half, LINES, code("42010200100100102"))];
        let mut layouts = vec![Layout { number: first, from: start, strips }];
        let mut codes = 3;
        for act in acts {
            match act {
                Act::Wait(minutes) => desk.now = desk.now.after(Milliseconds::from_minutes(minutes)),
                Act::Timer => _ = desk.done(system(), Command::KeepPlansInForce),
                Act::Call(line) => {
                    let expected = layouts.iter().rfind(|layout| layout.from <= desk.now).unwrap().strip(line);
                    let call = call(incidents::SourceChannel::Phone, spot(line));
                    let accepted = desk.done(officer(), call).into_iter().find_map(|event| match event {
                        Event::IncidentAccepted { areas, .. } => Some(areas),
                        _ => None,
                    });
                    let accepted = accepted.unwrap();
                    prop_assert_eq!(accepted.last().unwrap(), expected);
                }
                Act::Publish { after, cuts } => {
                    let last = layouts.last().unwrap();
                    let from = last.from.max(desk.now).after(Milliseconds::from_minutes(after));
                    let ends = cuts.iter().copied().chain([LINES]);
                    let mut strips = Vec::new();
                    for east in ends {
                        let west = strips.last().map_or(0, |(_, east, _)| *east);
                        strips.push((west, east, code(&format!("{GRID}{codes:02}"))));
                        codes += 1;
                    }
                    let next = Layout { number: last.number + 1, from, strips };
                    desk.done(admin(), Command::PublishPlan(Box::new(publication(last, &next))));
                    layouts.push(next);
                }
            }
            let here = layouts.iter().flat_map(|layout| [Timestamp(layout.from.0 - 1), layout.from]);
            let some = instants.iter().map(|minutes| start.after(Milliseconds::from_minutes(*minutes)));
            for instant in here.chain(some).chain([desk.now]) {
                let expected = layouts.iter().rfind(|layout| layout.from <= instant);
                prop_assert_eq!(desk.world.plan_at(instant), expected.map_or(0, |layout| layout.number), "at {}", instant);
            }
            for layout in &layouts {
                let map = desk.world.plan_map(layout.number);
                for line in 0..LINES {
                    let located = map.locate(spot(line));
                    prop_assert_eq!((&located.last().unwrap().code, located.len()), (layout.strip(line), 5));
                }
            }
            let in_force = desk.world.plan_versions().filter(|version| desk.world.plan_state(version.number) == PlanState::InForce);
            prop_assert_eq!(in_force.count(), 1);
        }
        // When somebody has asked, what is in force is what should be.
        desk.done(system(), Command::KeepPlansInForce);
        let now = layouts.iter().rfind(|layout| layout.from <= desk.now).unwrap();
        for line in 0..LINES {
            let located = desk.world.locate(&Scope::district(), spot(line));
            prop_assert_eq!(&located.areas.last().unwrap().code, now.strip(line));
        }
    }
}
