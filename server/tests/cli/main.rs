//! Stories of an administrator at the command line, with the real binary.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A folder that is gone afterwards, and the program that works in it.
struct Desk(tempfile::TempDir);

impl Desk {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn store(&self) -> PathBuf {
        self.0.path().join("district")
    }

    fn file(&self, name: &str, content: &str) -> PathBuf {
        let path = self.0.path().join(name);
        std::fs::write(&path, content).unwrap();
        path
    }

    fn muster(&self, verb: &str, words: &[&str], file: Option<&Path>) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_muster"));
        command.args(["--lang", "zh", verb, "--data"]).arg(self.store()).args(words).args(file);
        command.output().unwrap()
    }

    fn import(&self, words: &[&str], file: &Path) -> Output {
        self.muster("import", words, Some(file))
    }

    /// The line of `muster check` with the state's hash; fails unless the store is whole.
    fn state(&self) -> String {
        let output = self.muster("check", &[], None);
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.success() && text.contains("完好"), "{text}");
        text.lines().find(|line| line.contains("状态哈希")).unwrap().to_owned()
    }
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&[&output.stdout[..], &output.stderr].concat()).into_owned()
}

const DEPOTS: &str = "编号,名称,级别,经度,纬度\nD1,中心库,区级,114.30,30.60\nD2,东库,省级,114.31,30.60\nD3,西库,村级,114.29,30.60\n";

#[test]
fn a_rejected_file_changes_nothing_and_skip_bad_takes_exactly_the_good_rows() {
    let desk = Desk::new();
    let depots = desk.file("depots.csv", DEPOTS);
    let refused = desk.import(&["depots"], &depots);
    assert!(!refused.status.success());
    assert!(said(&refused).contains("第 2 行「级别」: “省级”不是可用的值"), "{}", said(&refused));
    assert!(said(&refused).contains("[file_rejected]"));
    assert!(!desk.store().exists(), "not even a store is made");

    assert!(desk.import(&["--dry-run", "--skip-bad", "depots"], &depots).status.success());
    assert!(!desk.store().exists());
    assert!(desk.import(&["depots", "--skip-bad"], &depots).status.success(), "options may stand anywhere");
    let export = said(&desk.muster("export", &["depots"], None));
    assert!(export.contains("D1") && !export.contains("D2") && export.contains("D3"), "{export}");

    let before = desk.state();
    assert!(!desk.import(&["depots"], &depots).status.success());
    assert_eq!(desk.state(), before);
}

#[test]
fn what_is_no_file_is_refused_before_it_is_read() {
    let desk = Desk::new();
    let folder = desk.0.path().to_owned();
    let mut others = vec![(folder.clone(), "文件夹")];
    if cfg!(unix) {
        let pipe = folder.join("pipe");
        assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        others.extend([(pipe, "管道"), (PathBuf::from("/dev/zero"), "设备")]);
    }
    for (path, name) in others {
        for what in [&["roads"][..], &["areas", "--level", "grid"], &["teams"]] {
            let refused = desk.import(what, &path);
            assert!(!refused.status.success());
            assert!(said(&refused).contains(&format!("是{name}，不是普通文件")), "{}", said(&refused));
        }
    }
    assert!(said(&desk.import(&["teams"], &folder.join("nothing.csv"))).contains("[file_not_readable]"));
    assert!(!desk.store().exists());
}

#[test]
fn swapped_kinds_are_told_in_chinese_and_leave_the_store_as_it_was() {
    let desk = Desk::new();
    let map = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"code":"420102","name":"江岸区"},
        "geometry":{"type":"Polygon","coordinates":[[[114.2,30.5],[114.4,30.5],[114.4,30.7],[114.2,30.7],[114.2,30.5]]]}}]}"#;
    let map = desk.file("district.geojson", map);
    let depots = desk.file("depots.csv", DEPOTS);
    assert!(desk.import(&["areas", "--level", "district", "--crs", "wgs84"], &map).status.success());
    let before = desk.state();
    let roads = desk.import(&["roads"], &map);
    assert!(
        said(&roads).contains("JSON 文件") && said(&roads).contains("[roads_wrong_kind]"),
        "{}",
        said(&roads)
    );
    assert!(!said(&roads).contains("100%"), "no progress of what never began");
    let areas = desk.import(&["areas", "--level", "grid"], &depots);
    assert!(said(&areas).contains("没有边界的文本或 CSV 表格"), "{}", said(&areas));
    let teams = desk.import(&["teams"], &map);
    assert!(said(&teams).contains("--column kind=列名"), "{}", said(&teams));
    assert_eq!(desk.state(), before);
}

#[test]
fn kinds_of_places_have_the_names_of_the_table_and_columns_any_names() {
    let desk = Desk::new();
    let stations = desk.file("stations.csv", "station_id,longitude,latitude\n1001,113.78,22.71\n");
    let naming = ["--column", "code=station_id", "--column", "name=station_id", "--crs", "gcj02"];
    let unknown = desk.import(&[&["places", "--value", "kind=充电站"][..], &naming].concat(), &stations);
    assert!(
        said(&unknown).contains("充电站") && said(&unknown).contains("school (学校)"),
        "{}",
        said(&unknown)
    );
    let known = desk.import(&[&["places", "--value", "kind=车站"][..], &naming].concat(), &stations);
    assert!(known.status.success(), "{}", said(&known));
    assert!(said(&desk.muster("export", &["places"], None)).contains("station"));
    desk.state();
}

#[test]
fn a_simulation_needs_roads_and_says_so() {
    let desk = Desk::new();
    let depots = desk.file("depots.csv", DEPOTS);
    assert!(desk.import(&["depots", "--skip-bad"], &depots).status.success());
    let before = desk.state();
    let refused =
        desk.muster("simulate", &["--from", "2026-11-21T00:00:00+08:00", "--without", "一队"], None);
    assert!(!refused.status.success());
    assert!(said(&refused).contains("[roads_not_ready]"), "{}", said(&refused));
    assert_eq!(desk.state(), before);
}
