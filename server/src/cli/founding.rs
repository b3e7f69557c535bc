//! Giving a new store its district: named on the command line, or taken from the first areas.

use super::{Failure, Opened};
use crate::desk::DeskError;
use geo_core::AreaCode;
use world::{Command, Context, Draft, Entry, Hash, NewArea, UNNAMED_DISTRICT, World};

/// What the command line says about the district.
#[derive(Debug, Clone, Default)]
pub struct Named {
    /// Its six-digit code.
    pub code: Option<AreaCode>,
    /// Its name.
    pub name: Option<String>,
}

/// Founds the district if it has no code yet, or if one is given now.
///
/// One imported district gives its code and name. Several give their common prefix, padded with zeros
/// to the six digits of GB/T 2260: 420102 and 420103 belong to 420100.
///
/// # Errors
/// What the desk says.
pub fn found(opened: &Opened, named: &Named, areas: &[NewArea]) -> Result<(), Failure> {
    let world = opened.world();
    let present = world.district();
    let settled = present.is_some_and(|district| district.code.as_str() != UNNAMED_DISTRICT);
    if settled && named.code.is_none() && named.name.is_none() {
        return Ok(());
    }
    let code = match (&named.code, present) {
        (Some(code), _) => code.clone(),
        (None, Some(district)) if settled => district.code.clone(),
        _ => code_of(areas),
    };
    let name = named.name.clone().unwrap_or_else(|| match (areas, present) {
        ([only], _) => only.area.name.clone(),
        (_, Some(district)) if settled => district.name.clone(),
        _ => code.to_string(),
    });
    if present.is_some_and(|district| district.code == code && district.name == name) {
        return Ok(());
    }
    let tables = world.tables().cloned().unwrap_or_else(data::default_tables);
    opened.submit(Command::Found { code, name, tables: Box::new(tables) })?;
    Ok(())
}

/// Founds a district that has no store yet, or was not founded, as far as judging rows needs it: its code tables.
///
/// # Errors
/// What the world says.
pub fn found_in_mind(world: &mut World, named: &Named, context: &Context) -> Result<(), Failure> {
    if world.district().is_some() {
        return Ok(());
    }
    let code = named.code.clone().unwrap_or_else(|| code_of(&[]));
    let name = named.name.clone().unwrap_or_else(|| code.to_string());
    let command = Command::Found { code, name, tables: Box::new(data::default_tables()) };
    let events =
        world.decide(&command, context).map_err(|refusal| Failure::from(DeskError::Refused(refusal)))?;
    let draft = Draft { at: context.now, actor: context.actor.account.clone(), request: None, events };
    world.apply(&Entry { seq: 1, previous: Hash::default(), hash: Hash::default(), draft });
    Ok(())
}

/// The six digits that all codes begin with, zeros where they part.
fn code_of(areas: &[NewArea]) -> AreaCode {
    let mut codes = areas.iter().map(|new| new.area.code.as_str());
    let first = codes.next().unwrap_or_default();
    let common = codes.fold(first.len(), |length, code| {
        first.bytes().zip(code.bytes()).take(length).take_while(|(a, b)| a == b).count()
    });
    // Codes part in pairs of digits: province, city, county.
    let kept = if areas.len() > 1 { common / 2 * 2 } else { common };
    let digits: String = first.chars().take(kept.min(6)).take_while(char::is_ascii_digit).collect();
    AreaCode::new(format!("{digits:0<6}"))
        .unwrap_or_else(|_| AreaCode::new(UNNAMED_DISTRICT).expect("six zeros are a code"))
}

#[cfg(test)]
mod tests {
    use super::code_of;
    use geo_core::{Level, Position};
    use std::sync::Arc;
    use world::{NewArea, records::Area};

    fn areas(codes: &[&str]) -> Vec<NewArea> {
        let area = |code: &&str| Area {
            code: code.parse().unwrap(),
            name: (*code).to_owned(),
            level: Level::District,
            parent: None,
            grid_kind: None,
            leader: None,
            phone: None,
            body: None,
            square_metres: 0.0,
            label: Position::new(0.0, 0.0).unwrap(),
            version: 0,
        };
        codes.iter().map(|code| NewArea { area: area(code), outline: Arc::default() }).collect()
    }

    #[test]
    fn one_district_gives_its_code_and_several_their_city() {
        assert_eq!(code_of(&areas(&["420102"])).as_str(), "420102");
        assert_eq!(code_of(&areas(&["420102", "420103", "420117"])).as_str(), "420100");
        assert_eq!(code_of(&areas(&["420102", "420203"])).as_str(), "420000");
        assert_eq!(code_of(&areas(&["420102001", "420102002"])).as_str(), "420102");
        assert_eq!(code_of(&[]).as_str(), "000000");
    }
}
