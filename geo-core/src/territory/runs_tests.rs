//! The tree against a list that is looked through.

use super::*;
use proptest::prelude::*;

fn any_run() -> impl Strategy<Value = Run> {
    (0u32..60, 0u32..3, -500i32..500, -500i32..500, 0i32..60, 0i32..60).prop_map(
        |(border, number, west, south, w, h)| {
            let window = Window { west, south, east: west + w, north: south + h };
            Run { key: window.hilbert(), border: BorderId(border), number, window }
        },
    )
}

proptest! {
    #[test]
    fn a_window_finds_what_a_scan_finds(
        packed in prop::collection::vec(any_run(), 0..150),
        more in prop::collection::vec((any_run(), any::<prop::sample::Index>(), 0..3), 0..300),
        window in any_run(),
    ) {
        let mut expected = packed.clone();
        let mut runs = Runs::packed(packed);
        for (run, index, choice) in more {
            if choice > 0 && !expected.is_empty() {
                runs.remove(&expected.swap_remove(index.index(expected.len())));
            } else {
                runs.insert(run);
                expected.push(run);
            }
        }
        expected.sort_by_key(Run::order);
        prop_assert_eq!(&runs.all(), &expected);
        let mut found = Vec::new();
        runs.meeting(&window.window, &mut |run| found.push(*run));
        expected.retain(|run| run.window.meets(&window.window));
        prop_assert_eq!(found, expected);
    }
}
