//! What holds for run cards: they steer the whole district.

use crate::records::{Need, RunCard};
use crate::{Context, Event, Refusal, World, text};

/// How many units one card may ask for: more than any district has at hand is a slip of the pen.
const MOST_UNITS: usize = 50;
/// How many needs one unit may meet at most.
const MOST_SERVED: u8 = 10;
/// How many cards may be tried at once, and how many units all of them may ask for: more than any district works by.
const MOST_TRIED: usize = 200;
/// See there.
const MOST_TRIED_UNITS: usize = 1_000;

/// # Errors
/// `unknown_run_card`, `outside_scope`.
pub(super) fn decide_remove(
    world: &World,
    context: &Context,
    codes: &[String],
) -> Result<Vec<Event>, Refusal> {
    world.within_whole_district(&context.actor)?;
    for code in codes {
        if !world.truth.run_cards.contains(code) {
            return Err(Refusal::new("unknown_run_card").with("code", code));
        }
    }
    Ok(if codes.is_empty() { Vec::new() } else { vec![Event::RunCardsRemoved { codes: codes.to_vec() }] })
}

fn units(card: &RunCard) -> usize {
    card.needs.iter().map(|need| usize::from(need.count)).sum()
}

impl World {
    /// `outside_scope`, `text_missing`, `text_too_long`, `personal_data`, `unknown_incident_kind`, `unknown_area`,
    /// `run_card_asks_nothing`, `run_card_asks_too_much`, `run_card_serves`.
    pub(super) fn check_run_card(&self, context: &Context, card: &RunCard) -> Result<(), Refusal> {
        self.within_whole_district(&context.actor)?;
        self.judge_run_card(card)
    }

    /// Judges cards that somebody wants to try and not to save.
    ///
    /// # Errors
    /// `too_many_run_cards`, and what a card itself may be refused for.
    pub fn judge_run_cards(&self, cards: &[RunCard]) -> Result<(), Refusal> {
        let units = cards.iter().map(units).sum();
        for (count, limit) in [(cards.len(), MOST_TRIED), (units, MOST_TRIED_UNITS)] {
            if count > limit {
                let refusal = Refusal::new("too_many_run_cards").with("count", count);
                return Err(refusal.with("limit", limit));
            }
        }
        cards.iter().try_for_each(|card| self.judge_run_card(card))
    }

    fn judge_run_card(&self, card: &RunCard) -> Result<(), Refusal> {
        text::name("name", &card.name)?;
        for kind in &card.kinds {
            self.known_kind(kind)?;
        }
        for area in &card.areas {
            if !self.truth.areas.contains(area) {
                return Err(Refusal::new("unknown_area").with("code", area));
            }
        }
        let asks = |need: &Need| need.count > 0 && !need.suited.is_empty();
        if card.needs.is_empty() || !card.needs.iter().all(asks) {
            return Err(Refusal::new("run_card_asks_nothing").with("code", &card.code));
        }
        if let Some(need) = card.needs.iter().find(|need| !(1..=MOST_SERVED).contains(&need.serves)) {
            return Err(Refusal::new("run_card_serves")
                .with("code", &card.code)
                .with("serves", need.serves)
                .with("limit", MOST_SERVED));
        }
        let units = units(card);
        if units > MOST_UNITS {
            return Err(Refusal::new("run_card_asks_too_much")
                .with("code", &card.code)
                .with("units", units)
                .with("limit", MOST_UNITS));
        }
        Ok(())
    }
}
