//! Joint optima of tables of costs, against published ones.

use std::path::{Path, PathBuf};
use tests::prove::{AssignmentTables, Effort, Kind, Report};
use tests::real_data;

fn proved(folder: &Path) -> Report {
    let mut report = Report::default();
    AssignmentTables.prove(folder, Effort::Quick, &mut report);
    println!("{report}");
    report
}

#[test]
fn published_optima_are_met() {
    let Some(folder) = real_data("assignment") else { return };
    let report = proved(&folder);
    assert_eq!(report.failed(), 0);
    assert!(report.passed() > 0, "nothing was proved");
}

/// A folder of made tables with what is said of them.
fn made(name: &str, tables: &[(&str, &str)], optima: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::create_dir_all(&folder).unwrap();
    for (file, text) in tables {
        std::fs::write(folder.join(file), text).unwrap();
    }
    std::fs::write(folder.join("optima.csv"), format!("file,n,optimum,optimum_source\n{optima}")).unwrap();
    folder
}

#[test]
fn tables_need_not_be_square_small_or_above_nothing() {
    let tables = [
        ("wide.txt", "2 3\n 5 1 9\n 1 2 9"),
        ("high.txt", "3 2\n 5 1\n 1 2\n 9 9"),
        ("below.txt", "2\n -5 4\n -7 2"),
        ("huge.txt", "2\n 18446744073709551615 1\n 18446744073709551614 18446744073709551615"),
        ("listed.txt", "3\n 1 1 4\n 1 2 6\n 2 1 5\n 3 3 7"),
        ("unsolved.txt", "2\n 1 2\n 3 4"),
    ];
    let optima =
        "wide.txt,2,2,\nhigh.txt,3,2,\nbelow.txt,2,-3,\nhuge.txt,2,18446744073709551615,\nlisted.txt,3,18,\n";
    assert_eq!(
        proved(&made("assignment-right", &tables, optima)).to_string(),
        "6 passed, 0 failed, 0 skipped"
    );
}

#[test]
fn another_sum_a_broken_table_and_a_missing_one_are_failures() {
    let tables = [("square.txt", "2\n 1 2\n 3 4"), ("broken.txt", "2\n 1 2 x")];
    let folder = made("assignment-wrong", &tables, "square.txt,2,4,\nlost.txt,1,1,\n");
    assert_eq!(proved(&folder).to_string(), "0 passed, 3 failed, 0 skipped");
}
