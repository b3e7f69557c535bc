//! What a draft names outside the journal, found in its canonical bytes by shape, wherever it is
//! nested: an object of exactly `id` and `keyed_hash` is a [`VaultRef`], and a field called `input`
//! holds the hash of an attachment. A new event needs no entry in a list here, so none can be
//! forgotten.

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::borrow::Cow;
use std::fmt;
use world::{Hash, VaultRef};

/// Everything a draft names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct References {
    /// Vault content.
    pub vault: Vec<VaultRef>,
    /// Attachments.
    pub attachments: Vec<Hash>,
}

impl References {
    /// Finds the references in the canonical bytes of a draft.
    pub(crate) fn of(body: &[u8]) -> Result<Self, serde_json::Error> {
        let mut found = Self::default();
        serde_json::Deserializer::from_slice(body)
            .deserialize_any(Scan { found: &mut found, keep_text: false })?;
        Ok(found)
    }
}

/// Walks one value; gives its text back when asked to and it is one.
struct Scan<'a> {
    found: &'a mut References,
    keep_text: bool,
}

impl<'de> DeserializeSeed<'de> for Scan<'_> {
    type Value = Option<String>;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Scan<'_> {
    type Value = Option<String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let (mut id, mut keyed_hash, mut others) = (None, None, 0);
        while let Some(key) = map.next_key::<Cow<'de, str>>()? {
            let keep_text = matches!(&*key, "id" | "keyed_hash" | "input");
            let text = map.next_value_seed(Scan { found: self.found, keep_text })?;
            match (&*key, text) {
                ("id", Some(text)) => id = Some(text),
                ("keyed_hash", Some(text)) => keyed_hash = text.parse().ok(),
                ("input", Some(text)) => {
                    self.found.attachments.extend(text.parse::<Hash>());
                    others += 1;
                }
                _ => others += 1,
            }
        }
        if let (Some(id), Some(keyed_hash), 0) = (id, keyed_hash, others) {
            self.found.vault.push(VaultRef { id, keyed_hash });
        }
        Ok(None)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        while items.next_element_seed(Scan { found: self.found, keep_text: false })?.is_some() {}
        Ok(None)
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(self.keep_text.then(|| text.to_owned()))
    }
    fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
        Ok(None)
    }
    fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> {
        Ok(None)
    }
    fn visit_u64<E>(self, _: u64) -> Result<Self::Value, E> {
        Ok(None)
    }
    fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
        Ok(None)
    }
    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }
    fn visit_none<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }
    fn visit_some<D: Deserializer<'de>>(self, value: D) -> Result<Self::Value, D::Error> {
        value.deserialize_any(self)
    }
    fn visit_newtype_struct<D: Deserializer<'de>>(self, value: D) -> Result<Self::Value, D::Error> {
        value.deserialize_any(self)
    }
    fn visit_enum<A: serde::de::EnumAccess<'de>>(self, value: A) -> Result<Self::Value, A::Error> {
        value.variant::<IgnoredAny>().map(|_| None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dispatch::{IncidentId, TeamId};
    use world::incidents::Dispatched;
    use world::{Draft, Event, Timestamp};

    fn found(events: Vec<Event>) -> References {
        let draft = Draft { at: Timestamp(0), actor: "duty1".to_owned(), request: None, events };
        References::of(&serde_json::to_vec(&draft).unwrap()).unwrap()
    }

    #[test]
    fn an_imported_file_is_found() {
        let found =
            found(vec![Event::RoadsImported { input: Hash([5; 32]), summary: "\"input\":\"x\"".to_owned() }]);
        assert_eq!(found, References { attachments: vec![Hash([5; 32])], vault: Vec::new() });
    }

    #[test]
    fn a_proposal_is_found_inside_the_task_it_led_to() {
        let proposal = VaultRef { id: "ab".to_owned(), keyed_hash: Hash([6; 32]) };
        let dispatched = Dispatched {
            estimate: None,
            basis: None,
            rank: None,
            proposal: Some(proposal.clone()),
            override_reason: None,
            closures: None,
        };
        let assigned = Event::TeamAssigned {
            incident: IncidentId::new("20261122-0001").unwrap(),
            team: TeamId::new("一队").unwrap(),
            dispatched,
            handed_on: None,
        };
        let found = found(vec![Event::ShiftsRemoved { codes: vec!["id".to_owned()] }, assigned]);
        assert_eq!(found, References { attachments: Vec::new(), vault: vec![proposal] });
    }

    #[test]
    fn what_only_looks_alike_is_left_alone() {
        let text = br#"{"a":{"id":"x","keyed_hash":"short"},"b":{"id":"x"},"input":null,"c":[{"input":"no hash"},1,-1,0.5,true]}"#;
        assert_eq!(References::of(text).unwrap(), References::default());
    }
}
