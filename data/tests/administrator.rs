//! What real offices hand over: spreadsheets with their habits, columns of other names, and faults that must be found
//! by row and place.

use data::{AreaOptions, Crs, read_sensing_points};
use data::{
    Language, Naming, Outcome, Place, ReadOptions, RowError, catalogue, read_areas, read_depots, read_places,
};
use encoding_rs::GBK;
use geo_core::Level;

fn pairs(given: &[(&str, &str)]) -> Vec<(String, String)> {
    given.iter().map(|(field, what)| ((*field).to_owned(), (*what).to_owned())).collect()
}

fn bad<T>(outcome: &Outcome<T>) -> Vec<(usize, &'static str)> {
    outcome.errors.iter().map(|error| (error.row, error.code)).collect()
}

#[test]
fn a_spreadsheet_comes_as_offices_save_it() {
    let text = "武汉市学校统计表,,,,,\r\n编号,名称,类型,经度（度）,纬度,地址\r\n\
        =\"0123\",  中心 小学  ,学校,114.305 ,30.593,\"解放大道, 1号\"\r\n\r\n\
        0124,\"引号\"\"内\"\"楼\",学校,114°18'18\"E,30°35'35\"N,\r\n,,,,,\r\n\
        0125,三号楼,学校,１１４.３０６,３０．５９４,全角\r\n\
        0126,四号楼,学校,114，306,30.594,\r\n\
        4.20102E+11,五号楼,学校,114.306,30.594,\r\n合计,5,,,,\r\n";
    let places = read_places(&GBK.encode(text).0, &ReadOptions::default()).unwrap();
    let read: Vec<_> = places.rows.iter().map(|place| (place.code.as_str(), place.name.as_str())).collect();
    assert_eq!(read, [("0123", "中心 小学"), ("0124", "引号\"内\"楼"), ("0125", "三号楼")]);
    assert_eq!(places.rows[2].position.lon_e7(), 1_143_060_000);
    // Empty rows count, as in the spreadsheet.
    assert_eq!(places.numbers, [1, 3, 5]);
    assert_eq!(bad(&places), [(6, "bad_coordinate"), (7, "code_lost_its_digits"), (8, "no_position")]);
    let notes: Vec<_> = places.notes.iter().map(|note| note.code).collect();
    assert_eq!(notes, ["title_rows_left_out", "crs_assumed", "columns_understood"]);
}

#[test]
fn columns_of_other_names_are_pointed_to_and_what_is_missing_is_said_once() {
    let cameras =
        "key,region,description,latitude,longitude\nH429F,Hong Kong,Aberdeen Praya Road,22.2485,114.1501\n";
    let refused = read_sensing_points(cameras.as_bytes(), &ReadOptions::default()).unwrap_err();
    assert_eq!((refused.code, refused.params["field"].as_str()), ("missing_column", "code"));
    let naming = |values: &[(&str, &str)]| Naming {
        columns: pairs(&[("code", "key"), ("name", "Description")]),
        values: pairs(values),
    };
    let options = |naming| ReadOptions { naming, crs: Some(Crs::Wgs84), ..ReadOptions::default() };
    let read = |naming| read_sensing_points(cameras.as_bytes(), &options(naming));
    assert_eq!(read(naming(&[])).unwrap_err().params["field"], "kind");
    let points = read(naming(&[("kind", "摄像头")])).unwrap();
    assert_eq!(
        (points.rows[0].code.as_str(), points.rows[0].name.as_str()),
        ("H429F", "Aberdeen Praya Road")
    );
    assert!(points.notes[0].params["fields"].contains("kind := 摄像头"), "{:?}", points.notes);
    assert_eq!(read(naming(&[("colour", "red")])).unwrap_err().code, "unknown_field");
    let nowhere = Naming { columns: pairs(&[("code", "nummer")]), values: vec![] };
    assert_eq!(read(nowhere).unwrap_err().code, "unknown_column");
}

#[test]
fn a_value_for_all_rows_gives_way_to_what_a_row_says() {
    let text = "code,name,tier,lon,lat\nA,a,,114,30\nB,b,village,114,30\n";
    let naming = Naming { columns: vec![], values: pairs(&[("tier", "区级")]) };
    let options = ReadOptions { naming, ..ReadOptions::default() };
    let tiers: Vec<_> =
        read_depots(text.as_bytes(), &options).unwrap().rows.iter().map(|depot| depot.tier).collect();
    assert_eq!(tiers, [world::records::DepotTier::District, world::records::DepotTier::Village]);
}

#[test]
fn forty_columns_are_all_shown_to_choose_from() {
    let columns: Vec<String> = (0..120).map(|number| format!("COLUMN_{number}")).collect();
    let text = format!("{}\n{}\n", columns.join(","), vec!["1"; 120].join(","));
    let refused = read_depots(text.as_bytes(), &ReadOptions::default()).unwrap_err();
    assert!(refused.params["columns"].ends_with("COLUMN_119"));
}

fn outline_error(rings: &str) -> RowError {
    let text = format!(
        r#"{{"type":"Feature","properties":{{"code":"G1","name":"一格"}},"geometry":{{"type":"MultiPolygon","coordinates":{rings}}}}}"#
    );
    let outcome = read_areas(text.as_bytes(), &AreaOptions::new(Level::Grid), &|_| true).unwrap();
    outcome.errors.into_iter().next().expect("it is bad")
}

fn place(error: &RowError) -> Option<Place> {
    error.about.as_ref()?.place
}

fn worded(error: &RowError, language: Language) -> String {
    let params = error.params();
    catalogue().message(error.code, language, &|name| params.get(name).cloned()).unwrap().detail
}

#[test]
fn what_is_wrong_with_an_outline_is_said_in_either_language_with_its_place() {
    let square = "[[[114,30],[114.1,30],[114.1,30.1],[114,30.1],[114,30]]]";
    let bow_tie =
        outline_error(&format!("[{square},[[[115,30],[115.1,30.1],[115.1,30],[115,30.1],[115,30]]]]"));
    assert_eq!(
        (bow_tie.code, place(&bow_tie)),
        ("ring_crosses_itself", Some(Place { part: 1, ring: 0, point: Some(0) }))
    );
    assert_eq!(worded(&bow_tie, Language::Chinese), "边界在 115.0500000,30.0500000 处与自己相交。");
    let text = outline_error(r#"[[[[114,30],[114.1,"30"],[114.1,30.1],[114,30]]]]"#);
    assert_eq!(worded(&text, Language::Chinese), "坐标里有文字。");
    assert_eq!(worded(&text, Language::English), "The coordinates hold a text.");
    assert_eq!(place(&text).unwrap().worded(Language::Chinese), "第 1 部分外边界第 2 点");
    let short = outline_error("[[[[114,30],[114.1,30.1],[114,30]]]]");
    assert_eq!(worded(&short, Language::Chinese), "边界只有 2 个不同的点，至少要三个。");
    let metres = outline_error(&format!(
        "[{square},[[[500000,3300000],[500100,3300000],[500100,3300100],[500000,3300000]]]]"
    ));
    assert_eq!((metres.code, metres.params()["value"].as_str()), ("looks_projected", "500000, 3300000"));
    for error in [&bow_tie, &text, &short, &metres] {
        let chinese = worded(error, Language::Chinese);
        assert!(!chinese.contains('?') && !chinese.contains(" the "), "{chinese}");
    }
}

#[test]
fn a_wrong_kind_of_file_is_named_in_chinese_to_chinese_readers() {
    for (bytes, name) in
        [(&b"\x89PNG\r\n\x1a\n"[..], "PNG 图片"), (b"%PDF-1.4", "PDF 文档"), (b"<kml/>", "KML 文件")]
    {
        let error = read_areas(bytes, &AreaOptions::new(Level::Grid), &|_| true).unwrap_err();
        let message =
            catalogue().message(error.code, Language::Chinese, &|name| error.params.get(name).cloned());
        assert!(message.unwrap().detail.contains(name), "{name}");
    }
}

/// Every kind that the reader can name has a Chinese word.
#[test]
fn the_table_of_terms_is_whole() {
    let source = include_str!("../src/input/sniff.rs");
    let shapefile = include_str!("../src/shapefile/mod.rs");
    let terms: std::collections::BTreeMap<String, String> =
        serde_json::from_str(include_str!("../tables/terms.json")).unwrap();
    let named = source.split("Other(\"").skip(1).chain(shapefile.split("wrong_kind(\"").skip(1));
    let kinds: Vec<&str> = named.filter_map(|rest| rest.split('"').next()).collect();
    assert!(kinds.len() > 20);
    let missing: Vec<_> = kinds.iter().filter(|kind| !terms.contains_key(**kind)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn the_word_of_the_caller_goes_before_a_system_nobody_understands() {
    let text = r#"{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"local grid"}},"features":[
        {"type":"Feature","properties":{"code":"D1","name":"库","tier":"区级"},"geometry":{"type":"Point","coordinates":[114,30]}}]}"#;
    assert_eq!(read_depots(text.as_bytes(), &ReadOptions::default()).unwrap_err().code, "unsupported_crs");
    let options = ReadOptions { crs: Some(Crs::Wgs84), ..ReadOptions::default() };
    assert_eq!(read_depots(text.as_bytes(), &options).unwrap().rows.len(), 1);
}
