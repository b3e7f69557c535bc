//! Places and windows as they stand in addresses.

use crate::http::Problem;
use geo_core::{Bounds, Position};

fn bad(rule: String) -> Problem {
    Problem::new("bad_query").with("rule", rule)
}

/// Exactly so many numbers, separated by commas.
fn numbers<const N: usize>(text: &str, rule: &str) -> Result<[f64; N], Problem> {
    let numbers: Result<Vec<f64>, _> = text.split(',').map(|part| part.trim().parse()).collect();
    numbers.ok().and_then(|numbers| numbers.try_into().ok()).ok_or_else(|| bad(rule.to_owned()))
}

/// `longitude,latitude`.
///
/// # Errors
/// `bad_query`.
pub fn pair(name: &str, text: &str) -> Result<Position, Problem> {
    let [lon, lat] = numbers(text, &format!("{name} must be longitude,latitude"))?;
    Position::new(lon, lat).map_err(|error| bad(format!("{name}: {error}")))
}

/// `west,south,east,north`; everything without.
///
/// # Errors
/// `bad_query`.
pub fn window(text: Option<&str>) -> Result<Option<Bounds>, Problem> {
    let Some(text) = text else { return Ok(None) };
    let [west, south, east, north] = numbers(text, "bbox must be west,south,east,north in degrees")?;
    let corner = |lon, lat| Position::new(lon, lat).map_err(|error| bad(format!("bbox: {error}")));
    Bounds::new(corner(west, south)?, corner(east, north)?).map(Some).map_err(|error| bad(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::{pair, window};

    #[test]
    fn what_is_no_number_is_not_passed_over() {
        assert!(pair("from", "114, 30").is_ok());
        for text in ["114,x,30", "114", "114,30,0", "", ",", "114,30,", "114,95"] {
            assert_eq!(pair("from", text).unwrap_err().code(), "bad_query", "{text}");
        }
        assert!(window(None).unwrap().is_none());
        assert!(window(Some("114,30,114.1,30.1")).unwrap().is_some());
        for text in ["114,30,x,114.1,30.1", "114,30,114.1", "114,31,115,30"] {
            assert_eq!(window(Some(text)).unwrap_err().code(), "bad_query", "{text}");
        }
    }
}
