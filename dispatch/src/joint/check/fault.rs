//! What a checker may find wrong with a joint optimum.

use crate::TeamId;
use crate::joint::{Change, Objective, Origin, PassedOver, SlotId, WhyUnfilled};
use geo_core::Milliseconds;

/// One way in which an optimum departs from its situation, or fails to be proved best.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The situation itself contradicts itself, so nothing said of it can be judged.
    #[error("the situation cannot be judged: {what}")]
    UnsoundSituation {
        /// How.
        what: String,
    },
    /// A pair names a unit or a slot that was not given.
    #[error("{unit} is sent to {slot}, and one of them was not given")]
    Stranger {
        /// Who.
        unit: TeamId,
        /// Where.
        slot: SlotId,
    },
    /// A unit has two slots.
    #[error("{unit} is sent to two slots")]
    UnitTwice {
        /// Who.
        unit: TeamId,
    },
    /// A slot has two units, or is said to be filled and unfilled, or was not given.
    #[error("{slot} is spoken of twice, or was not given")]
    SlotTwice {
        /// Which.
        slot: SlotId,
    },
    /// Nothing is said of a slot.
    #[error("nothing is said of {slot}")]
    SlotMissing {
        /// Which.
        slot: SlotId,
    },
    /// The unit may not have the slot.
    #[error("{unit} may not be sent to {slot}: it is barred, or not in the table")]
    NotOpen {
        /// Who.
        unit: TeamId,
        /// Where.
        slot: SlotId,
    },
    /// A unit on scene was moved.
    #[error("{unit} is on scene in {slot}, and must stay")]
    TakenFromScene {
        /// Who.
        unit: TeamId,
        /// Where.
        slot: SlotId,
    },
    /// A pair came about otherwise than is said.
    #[error("{unit} in {slot} is {origin:?}, and something else is said")]
    WrongOrigin {
        /// Who.
        unit: TeamId,
        /// Where.
        slot: SlotId,
        /// How.
        origin: Origin,
    },
    /// A pair has other figures than the table.
    #[error("{unit} arrives at {slot} in {arrival} at the cost {cost}, and something else is said")]
    WrongFigures {
        /// Who.
        unit: TeamId,
        /// Where.
        slot: SlotId,
        /// By the table.
        arrival: Milliseconds,
        /// By the table.
        cost: i128,
    },
    /// The objective is another.
    #[error("the objective is {reckoned:?}, and {given:?} is given")]
    WrongObjective {
        /// By the pairs.
        reckoned: Objective,
        /// By the optimum.
        given: Objective,
    },
    /// The certificate is not of this situation.
    #[error("the certificate proves nothing: {what}")]
    CertificateMisshapen {
        /// How.
        what: String,
    },
    /// By the certificate a pair might do better, or was chosen without need.
    #[error("the certificate does not prove that {unit} is right about {slot}")]
    UnprovedPair {
        /// Who.
        unit: TeamId,
        /// Where.
        slot: SlotId,
    },
    /// By the certificate the slot might better be filled, or unfilled.
    #[error("the certificate does not prove that {slot} is rightly filled or unfilled")]
    UnprovedSlot {
        /// Which.
        slot: SlotId,
    },
    /// By the certificate the unit might better be sent, or left out.
    #[error("the certificate does not prove that {unit} is rightly sent or left out")]
    UnprovedUnit {
        /// Who.
        unit: TeamId,
    },
    /// Others were passed over.
    #[error("those passed over for {slot} are {right:?}")]
    WrongPassedOver {
        /// Where.
        slot: SlotId,
        /// Who.
        right: PassedOver,
    },
    /// The slot is empty for another reason.
    #[error("{slot} is unfilled because {right:?}")]
    WrongWhy {
        /// Which.
        slot: SlotId,
        /// Why.
        right: WhyUnfilled,
    },
    /// Other standing pairs are given up.
    #[error("what changes is {right:?}")]
    WrongChanges {
        /// All of it.
        right: Vec<Change>,
    },
}
