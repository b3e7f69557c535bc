//! Nothing that a file holds makes a reader panic, hang, or fill the machine; and people learn what
//! is wrong with it.

use data::{
    AreaOptions, Crs, FileError, ReadOptions, read_area_staff, read_areas, read_depots, read_places,
    read_sensing_points, read_shifts, read_teams,
};
use flate2::{Compression, write::GzEncoder};
use geo_core::Level;
use proptest::prelude::*;
use std::io::Write;

fn areas(bytes: &[u8]) -> Result<(usize, Vec<data::RowError>), FileError> {
    read_areas(bytes, &AreaOptions::new(Level::Grid), &|_| true)
        .map(|outcome| (outcome.rows.len(), outcome.errors))
}

/// Every reader on the same bytes.
fn read_all(bytes: &[u8]) {
    let options = ReadOptions::default();
    let _ = areas(bytes);
    for crs in [Crs::Gcj02, Crs::Bd09, Crs::Epsg(4549), Crs::Epsg(3857)] {
        let _ = read_areas(
            bytes,
            &AreaOptions { crs: Some(crs.clone()), ..AreaOptions::new(Level::Grid) },
            &|_| true,
        );
        let _ = read_depots(bytes, &ReadOptions { crs: Some(crs), ..ReadOptions::default() });
    }
    let _ = read_teams(bytes, &options);
    let _ = read_shifts(bytes, &options);
    let _ = read_depots(bytes, &options);
    let _ = read_places(bytes, &options);
    let _ = read_sensing_points(bytes, &options);
    let _ = read_area_staff(bytes, &options, &|_| None);
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

const GRIDS: &str = r#"{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:OGC:1.3:CRS84"}},"features":[
{"type":"Feature","properties":{"code":"990101001001001","name":"一网格","leader":"演云","phone":"0000-80000000"},"geometry":{"type":"Polygon","coordinates":[[[113.1,30.1],[113.2,30.1],[113.2,30.2],[113.1,30.2],[113.1,30.1]]]}},
{"type":"Feature","properties":{"code":"990101001001002","name":"二网格"},"geometry":{"type":"MultiPolygon","coordinates":[[[[113.2,30.1],[113.3,30.1],[113.3,30.2],[113.2,30.2],[113.2,30.1]]]]}}]}"#;
const DEPOTS: &str = "编码,名称,级别,经度,纬度,地址,保管员,值班电话\nD1,中心库,区级,113.1,30.1,\"东路1号, 后院\",演川,0000-80000000\nD2,西库,街道级,113°12'00\"E,30 12 00,西路2号,,\n";

const COLORADO: &str = r#"PROJCS["Feet",GEOGCS["GCS",DATUM["D_North_American_1983",SPHEROID["GRS_1980",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Lambert_Conformal_Conic"],PARAMETER["False_Easting",3000000.0],PARAMETER["False_Northing",1000000.0],PARAMETER["Central_Meridian",-105.5],PARAMETER["Standard_Parallel_1",39.75],PARAMETER["Standard_Parallel_2",38.45],PARAMETER["Latitude_Of_Origin",37.8333333333333],UNIT["US survey foot",0.304800609601219]]"#;

/// The files of a Shapefile of one square near Denver, made by hand.
fn shapefile() -> Vec<(&'static str, Vec<u8>)> {
    let mut shp = vec![0_u8; 100];
    shp[..4].copy_from_slice(&9994_i32.to_be_bytes());
    let mut record = Vec::new();
    record.extend(5_i32.to_le_bytes());
    record.extend([0; 32]);
    record.extend(1_i32.to_le_bytes());
    record.extend(5_i32.to_le_bytes());
    record.extend(0_i32.to_le_bytes());
    for (x, y) in [
        (3_140_000.0, 1_690_000.0),
        (3_140_000.0, 1_691_000.0),
        (3_141_000.0, 1_691_000.0),
        (3_141_000.0, 1_690_000.0),
        (3_140_000.0, 1_690_000.0_f64),
    ] {
        record.extend(f64::to_le_bytes(x));
        record.extend(f64::to_le_bytes(y));
    }
    shp.extend(1_i32.to_be_bytes());
    shp.extend((record.len() as i32 / 2).to_be_bytes());
    shp.extend(record);
    let mut dbf = vec![3, 126, 1, 1, 1, 0, 0, 0, 97, 0, 31, 0];
    dbf.resize(32, 0);
    for name in ["CODE", "NAME"] {
        let mut field = [0_u8; 32];
        field[..4].copy_from_slice(name.as_bytes());
        field[11] = b'C';
        field[16] = 15;
        dbf.extend(field);
    }
    dbf.push(13);
    dbf.extend(b" 990101001001001");
    dbf.extend(format!("{:<1$}", "一网格", 15 - 6).bytes());
    vec![
        ("grids.shp", shp),
        ("grids.dbf", dbf),
        ("grids.prj", COLORADO.into()),
        ("grids.cpg", b"UTF-8".to_vec()),
    ]
}

fn zipped(files: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in files {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// Bytes changed, put in, taken out, cut off.
fn mutated(bytes: &mut Vec<u8>, changes: &[(prop::sample::Index, u8, u8)], cut: Option<prop::sample::Index>) {
    for (at, value, how) in changes {
        let at = at.index(bytes.len());
        match how {
            0 => bytes[at] = *value,
            1 => bytes[at] ^= 1 << (value % 8),
            2 => bytes.insert(at, *value),
            _ => _ = bytes.remove(at),
        }
        if bytes.is_empty() {
            bytes.push(*value);
        }
    }
    if let Some(cut) = cut {
        bytes.truncate(cut.index(bytes.len()));
    }
}

fn changes() -> impl Strategy<Value = (Vec<(prop::sample::Index, u8, u8)>, Option<prop::sample::Index>)> {
    let change = (any::<prop::sample::Index>(), any::<u8>(), 0..4_u8);
    (
        proptest::collection::vec(change, 1..12),
        prop_oneof![3 => Just(None), 1 => any::<prop::sample::Index>().prop_map(Some)],
    )
}

#[test]
fn the_seeds_themselves_are_sound() {
    assert_eq!(areas(GRIDS.as_bytes()).unwrap(), (2, vec![]));
    assert_eq!(areas(&gzip(GRIDS.as_bytes())).unwrap(), (2, vec![]));
    assert_eq!(areas(&zipped(&shapefile())).unwrap(), (1, vec![]));
    let depots = read_depots(DEPOTS.as_bytes(), &ReadOptions::default()).unwrap();
    assert_eq!((depots.rows.len(), depots.errors), (2, vec![]));
}

#[test]
fn every_wrong_file_says_what_it_is() {
    let excel = zipped(&[("xl/workbook.xml", Vec::new())]);
    let cut = gzip(GRIDS.as_bytes());
    let cases: [(&[u8], &str, &str); 12] = [
        (b"", "empty_file", ""),
        (b"\xef\xbb\xbf  \n", "empty_file", ""),
        (b"\x89PNG\r\n\x1a\n....", "wrong_kind", "PNG"),
        (b"%PDF-1.7", "wrong_kind", "PDF"),
        (&excel, "wrong_kind", "Excel"),
        (b"<!doctype html><html><body>404", "wrong_kind", "HTML"),
        (b"code,name\n1,2\n", "wrong_kind", "CSV"),
        (&cut[..cut.len() / 2], "truncated_gzip", ""),
        (b"PK\x03\x04 and then nothing", "bad_zip", ""),
        (b"{\"type\":\"FeatureCollection\",\"features\":[{\"type\"", "truncated_json", ""),
        (b"{\"type\":\"Topology\",\"objects\":{}}", "not_geojson", "Topology"),
        (b"{\"type\":\"FeatureCollection\",\"features\":[]}", "no_rows", ""),
    ];
    for (bytes, code, seems) in cases {
        let error = areas(bytes).unwrap_err();
        assert_eq!(error.code, code, "{error}");
        assert!(error.to_string().contains(seems), "{error} should name {seems}");
    }
}

#[test]
fn two_hundred_megabytes_of_nested_arrays_fail_at_once() {
    let before = std::time::Instant::now();
    let nested = vec![b'['; 200 << 20];
    assert_eq!(areas(&nested).unwrap_err().code, "nested_too_deeply");
    let mut inside = b"{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"geometry\":{\"type\":\"Polygon\",\"coordinates\":".to_vec();
    inside.extend(&nested[..20 << 20]);
    assert_eq!(areas(&inside).unwrap_err().code, "nested_too_deeply");
    assert_eq!(areas(&gzip(&nested)).unwrap_err().code, "decompression_bomb");
    println!("measured: {:?}", before.elapsed());
}

#[test]
fn every_bad_row_is_named_and_the_good_ones_are_kept() {
    let bad = GRIDS
        .replace("[113.3,30.2],[113.2,30.2],[113.2,30.1]]]]", "[113.2,30.2],[113.3,30.2],[113.2,30.1]]]]");
    let (good, errors) = areas(bad.as_bytes()).unwrap();
    assert_eq!((good, errors[0].row, errors[0].code), (1, 2, "ring_crosses_itself"));
    let twice = GRIDS.replace("990101001001002", "990101001001001");
    let (_, errors) = areas(twice.as_bytes()).unwrap();
    assert_eq!((errors[0].row, errors[0].code, errors[0].detail.as_str()), (2, "duplicate_code", "1"));
    let far = GRIDS.replace("[113.2,30.1],[113.3,30.1]", "[513.2,30.1],[113.3,30.1]");
    assert_eq!(areas(far.as_bytes()).unwrap().1[0].row, 2);
    let metres = GRIDS.replace("113.", "38461113.").replace("30.", "3330.");
    assert_eq!(areas(metres.as_bytes()).unwrap_err().code, "looks_projected");
    let options = AreaOptions::new(Level::Grid);
    let parent = GRIDS.replace("\"leader\"", "\"parent\":\"990101009\",\"leader\"");
    let outcome = read_areas(parent.as_bytes(), &options, &|_| false).unwrap();
    assert_eq!(
        (outcome.errors[0].row, outcome.errors[0].code, outcome.numbers),
        (1, "unknown_parent", vec![2])
    );
}

#[test]
fn persons_are_not_taken_in() {
    let depots = |text: String| read_depots(text.as_bytes(), &ReadOptions::default());
    for column in ["身份证号", "户主", "id_card", "车牌号", "人脸特征"] {
        let error = depots(DEPOTS.replace("地址", column)).unwrap_err();
        assert_eq!((error.code, error.params["field"].as_str()), ("personal_column", column));
    }
    let outcome = depots(DEPOTS.replace("西路2号", "西路 13800000000")).unwrap();
    assert_eq!((outcome.errors[0].row, outcome.errors[0].code), (2, "personal_data"));
    assert!(!outcome.errors[0].to_string().contains("13800000000"), "the number is not repeated");
    let staffed = depots(DEPOTS.replace("0000-80000000", "13800000000")).unwrap();
    assert!(staffed.is_clean(), "a work telephone is what the column is for");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn no_mutation_of_a_file_harms(seed in 0..4_usize, (changes, cut) in changes()) {
        let mut bytes = [GRIDS.as_bytes().to_vec(), DEPOTS.as_bytes().to_vec(), zipped(&shapefile()), gzip(GRIDS.as_bytes())][seed].clone();
        mutated(&mut bytes, &changes, cut);
        read_all(&bytes);
    }

    #[test]
    fn no_mutation_within_an_archive_harms(member in 0..4_usize, (changes, cut) in changes()) {
        let mut files = shapefile();
        mutated(&mut files[member].1, &changes, cut);
        read_all(&zipped(&files));
    }

    #[test]
    fn no_swapped_word_of_a_table_harms(rows in proptest::collection::vec(proptest::collection::vec("[0-9.,:;°'\"EN/ T+-]{0,12}|[一-龥a-z]{0,5}|NaN|1e999|-0", 8), 1..5)) {
        let text: String = rows.iter().map(|row| format!("{}\n", row.join(","))).collect();
        for header in ["编码,名称,级别,经度,纬度,地址,保管员,电话", "code,team,starts,ends,leader,a,b,c", "code,name,kind,home,duty,profile,radio_only,phone"] {
            read_all(format!("{header}\n{text}").as_bytes());
        }
    }

    #[test]
    fn no_bytes_harm(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        read_all(&bytes);
    }
}
