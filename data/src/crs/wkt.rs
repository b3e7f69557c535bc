//! `.prj` files: the old well-known text of coordinate systems, as ESRI and GDAL write it,
//! turned into a PROJ text. Projections that no district uses are named in the error.

use crate::{Crs, FileError};

/// Longest `.prj` that is looked at; real ones stay below 2 kB.
const LONGEST: usize = 64 << 10;
/// Deepest nesting of a well-known text; real ones need 5.
const DEEPEST: usize = 16;

/// A keyword with what stands in its brackets.
#[derive(Debug, Default)]
struct Node {
    keyword: String,
    texts: Vec<String>,
    numbers: Vec<f64>,
    children: Vec<Node>,
}

impl Node {
    fn child(&self, keyword: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.keyword == keyword)
    }

    fn name(&self) -> String {
        self.texts.first().map_or_else(String::new, |name| fold(name))
    }

    fn parameter(&self, names: &[&str]) -> Option<f64> {
        let parameters = self.children.iter().filter(|child| child.keyword == "PARAMETER");
        parameters
            .filter(|child| names.contains(&child.name().as_str()))
            .find_map(|child| child.numbers.first().copied())
    }
}

fn fold(name: &str) -> String {
    name.to_ascii_lowercase().chars().filter(|c| c.is_ascii_alphanumeric()).collect()
}

fn unsupported(what: impl std::fmt::Display) -> FileError {
    FileError::new("unsupported_crs").with("crs", what)
}

/// The system that a `.prj` describes.
///
/// # Errors
/// `bad_prj` when the text is not well formed, `unsupported_crs` when its datum or projection is
/// not known here.
pub(crate) fn crs_of_wkt(text: &str) -> Result<Crs, FileError> {
    let bad = || FileError::new("bad_prj").with("value", text);
    if text.len() > LONGEST {
        return Err(bad());
    }
    let root = parse(text.trim().trim_start_matches('\u{feff}')).ok_or_else(bad)?;
    let definition = match root.keyword.as_str() {
        "GEOGCS" => format!("+proj=longlat {} +no_defs", datum(&root)?),
        "PROJCS" => projected(&root)?,
        other => return Err(unsupported(other)),
    };
    let name = root.texts.into_iter().next().unwrap_or_else(|| definition.clone());
    Ok(Crs::Proj { definition, name })
}

fn projected(root: &Node) -> Result<String, FileError> {
    let geographic = root.child("GEOGCS").ok_or_else(|| unsupported("PROJCS without GEOGCS"))?;
    let projection = root.child("PROJECTION").map(Node::name).unwrap_or_default();
    let number = |names: &[&str], otherwise: f64| root.parameter(names).unwrap_or(otherwise);
    let metres = root.child("UNIT").and_then(|unit| unit.numbers.first().copied()).unwrap_or(1.0);
    // PROJ wants offsets in metres, well-known text gives them in the unit of the axes.
    let x0 = number(&["falseeasting"], 0.0) * metres;
    let y0 = number(&["falsenorthing"], 0.0) * metres;
    let lon0 = number(&["centralmeridian", "longitudeofcenter", "longitudeoforigin"], 0.0);
    let lat0 = number(&["latitudeoforigin", "latitudeofcenter"], 0.0);
    let scale = number(&["scalefactor"], 1.0);
    let lat1 = number(&["standardparallel1"], lat0);
    let lat2 = number(&["standardparallel2"], lat1);
    let how = match projection.as_str() {
        "transversemercator" | "gausskruger" => format!("+proj=tmerc +lat_0={lat0} +lon_0={lon0} +k={scale}"),
        "lambertconformalconic" | "lambertconformalconic2sp" => {
            format!("+proj=lcc +lat_1={lat1} +lat_2={lat2} +lat_0={lat0} +lon_0={lon0}")
        }
        "lambertconformalconic1sp" => {
            format!("+proj=lcc +lat_1={lat0} +lat_0={lat0} +lon_0={lon0} +k_0={scale}")
        }
        "albers" | "albersconicequalarea" => {
            format!("+proj=aea +lat_1={lat1} +lat_2={lat2} +lat_0={lat0} +lon_0={lon0}")
        }
        "mercator" | "mercator2sp" => format!("+proj=merc +lat_ts={lat1} +lon_0={lon0}"),
        "mercator1sp" if root.texts.first().is_some_and(|name| fold(name).contains("pseudomercator")) => {
            return Ok(web_mercator());
        }
        "mercator1sp" => format!("+proj=merc +k_0={scale} +lon_0={lon0}"),
        "mercatorauxiliarysphere" | "popularvisualisationpseudomercator" => return Ok(web_mercator()),
        other => return Err(unsupported(other)),
    };
    Ok(format!("{how} +x_0={x0} +y_0={y0} {} +to_meter={metres} +no_defs", datum(geographic)?))
}

fn web_mercator() -> String {
    "+proj=merc +a=6378137 +b=6378137 +lat_ts=0 +lon_0=0 +x_0=0 +y_0=0 +k=1 +units=m +nadgrids=@null +no_defs"
        .to_owned()
}

/// The datum of a geographic system. NAD83, ETRS89, GDA94 and CGCS2000 lie within about two metres
/// of WGS-84, below what a district map shows, and are taken as equal. An old national datum that
/// lies a hundred metres off is refused unless the file carries its shift (`TOWGS84`).
fn datum(geographic: &Node) -> Result<String, FileError> {
    let datum = geographic.child("DATUM").ok_or_else(|| unsupported("GEOGCS without DATUM"))?;
    let spheroid = datum.child("SPHEROID").ok_or_else(|| unsupported("DATUM without SPHEROID"))?;
    let [axis, flattening, ..] = spheroid.numbers[..] else {
        return Err(unsupported("SPHEROID without figures"));
    };
    let prime = geographic.child("PRIMEM").and_then(|node| node.numbers.first().copied()).unwrap_or(0.0);
    if prime != 0.0 {
        return Err(unsupported("a prime meridian other than Greenwich"));
    }
    if let Some(shift) = datum.child("TOWGS84").filter(|shift| matches!(shift.numbers.len(), 3 | 7)) {
        let figures: Vec<String> = shift.numbers.iter().map(f64::to_string).collect();
        return Ok(format!("+a={axis} +rf={flattening} +towgs84={}", figures.join(",")));
    }
    let name = datum.name();
    let close = [
        "wgs1984",
        "wgs84",
        "northamerican1983",
        "northamericandatum1983",
        "china2000",
        "cgcs2000",
        "chinageodeticcoordinatesystem2000",
        "etrs1989",
        "europeanterrestrialreferencesystem1989",
        "gda1994",
        "itrf",
        "jgd2000",
        "jgd2011",
    ];
    let known = close
        .iter()
        .any(|known| name.strip_prefix('d').unwrap_or(&name).starts_with(known) || name.starts_with(known));
    if known {
        Ok("+datum=WGS84".to_owned())
    } else {
        Err(unsupported(datum.texts.first().map_or("", String::as_str)))
    }
}

/// Parses `KEYWORD["text",1.5,CHILD[…]]`, without recursion so that no input can exhaust the stack.
fn parse(text: &str) -> Option<Node> {
    let mut open: Vec<Node> = Vec::new();
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == ',');
        let first = rest.chars().next()?;
        if first == '"' {
            let end = rest[1..].find('"')?;
            open.last_mut()?.texts.push(rest[1..=end].to_owned());
            rest = &rest[end + 2..];
        } else if first == ']' || first == ')' {
            let node = open.pop()?;
            rest = &rest[1..];
            match open.last_mut() {
                Some(parent) => parent.children.push(node),
                None => return rest.trim().is_empty().then_some(node),
            }
        } else {
            let end = rest.find(['[', '(', ']', ')', ',', '"'])?;
            let word = rest[..end].trim();
            rest = &rest[end..];
            if rest.starts_with(['[', '(']) {
                if open.len() == DEEPEST {
                    return None;
                }
                open.push(Node { keyword: word.to_ascii_uppercase(), ..Node::default() });
                rest = &rest[1..];
            } else if let Ok(number) = word.parse::<f64>() {
                open.last_mut()?.numbers.push(number);
            } else if word.is_empty() {
                return None;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::crs_of_wkt;
    use crate::Crs;

    const COLORADO: &str = r#"PROJCS["NAD_1983_StatePlane_Colorado_Central_FIPS_0502_Feet",GEOGCS["GCS_North_American_1983",DATUM["D_North_American_1983",SPHEROID["GRS_1980",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Lambert_Conformal_Conic"],PARAMETER["False_Easting",3000000.0],PARAMETER["False_Northing",1000000.0],PARAMETER["Central_Meridian",-105.5],PARAMETER["Standard_Parallel_1",39.75],PARAMETER["Standard_Parallel_2",38.45],PARAMETER["Latitude_Of_Origin",37.8333333333333],UNIT["US survey foot",0.304800609601219]]"#;

    #[test]
    fn offsets_in_feet_become_metres() {
        let Crs::Proj { definition: text, name } = crs_of_wkt(COLORADO).unwrap() else { panic!("a .prj") };
        assert_eq!(name, "NAD_1983_StatePlane_Colorado_Central_FIPS_0502_Feet");
        assert!(text.starts_with("+proj=lcc +lat_1=39.75 +lat_2=38.45"), "{text}");
        assert!(text.contains("+x_0=914401.8288"), "{text}");
    }

    #[test]
    fn an_old_datum_without_its_shift_is_refused() {
        let beijing = r#"GEOGCS["GCS_Beijing_1954",DATUM["D_Beijing_1954",SPHEROID["Krasovsky_1940",6378245.0,298.3]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]"#;
        let error = crs_of_wkt(beijing).unwrap_err();
        assert_eq!((error.code, error.params["crs"].as_str()), ("unsupported_crs", "D_Beijing_1954"));
    }

    #[test]
    fn nonsense_is_refused_without_harm() {
        for text in [
            "",
            "[",
            "GEOGCS[",
            "GEOGCS[\"",
            "]",
            &"A[".repeat(10_000),
            "GEOGCS[\"x\",DATUM[\"y\"]]",
            "地理坐标",
        ] {
            assert!(crs_of_wkt(text).is_err(), "{text:.20}");
        }
    }
}
