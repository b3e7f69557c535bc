//! What a checker may find wrong with a proposal.

use crate::choose::{Finding, Rung, Verdict};
use crate::{Profile, TeamId, TeamKind};
use geo_core::{Metres, Milliseconds};

/// One way in which a proposal departs from the facts or from the rules of the ranking.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Fault {
    /// The facts themselves name one call sign twice, so nothing said of it can be judged.
    #[error("the facts name {team} twice; call signs must be unique")]
    Ambiguous {
        /// Whose.
        team: TeamId,
    },
    /// A unit of the facts does not stand in the proposal.
    #[error("{team} is missing from the proposal")]
    Missing {
        /// Who.
        team: TeamId,
    },
    /// A unit stands in the proposal more than once.
    #[error("{team} stands in the proposal {times} times")]
    Repeated {
        /// Who.
        team: TeamId,
        /// How often.
        times: usize,
    },
    /// Somebody stands in the proposal whom the facts do not know.
    #[error("{team} stands in the proposal, and no such unit was given")]
    Stranger {
        /// Who.
        team: TeamId,
    },
    /// Another kind than given.
    #[error("{team} is given as {given:?} and proposed as {proposed:?}")]
    WrongKind {
        /// Who.
        team: TeamId,
        /// By the facts.
        given: TeamKind,
        /// By the proposal.
        proposed: TeamKind,
    },
    /// Another way of travelling than given.
    #[error("{team} is given as travelling by {given:?} and proposed as travelling by {proposed:?}")]
    WrongProfile {
        /// Who.
        team: TeamId,
        /// By the facts.
        given: Profile,
        /// By the proposal.
        proposed: Profile,
    },
    /// Another rung of the ladder than its home says.
    #[error("{team} stands on the rung {} of the ladder, not on {}", .reckoned.name(), .proposed.name())]
    WrongRung {
        /// Who.
        team: TeamId,
        /// By the facts.
        reckoned: Rung,
        /// By the proposal.
        proposed: Rung,
    },
    /// Another age of the position than given.
    #[error("the position of {team} is {} old by the facts and {} by the proposal", age(*.given), age(*.proposed))]
    WrongPositionAge {
        /// Who.
        team: TeamId,
        /// By the facts.
        given: Option<Milliseconds>,
        /// By the proposal.
        proposed: Option<Milliseconds>,
    },
    /// A reason that the facts do not bear out.
    #[error("of {team} it is said: {}; the facts do not say so", in_words(.finding))]
    FalseReason {
        /// Who.
        team: TeamId,
        /// What is said.
        finding: Finding,
    },
    /// A reason that the facts call for is not given.
    #[error("of {team} it is not said: {}", in_words(.finding))]
    MissingReason {
        /// Who.
        team: TeamId,
        /// What should be said.
        finding: Finding,
    },
    /// A reason is given more than once.
    #[error("of {team} it is said more than once: {}", in_words(.finding))]
    RepeatedReason {
        /// Who.
        team: TeamId,
        /// What is said.
        finding: Finding,
    },
    /// A reason whose verdict is not that of its finding.
    #[error("of {team} it is said: {}; that means {:?}, not {verdict:?}", in_words(.finding), .finding.verdict())]
    UnfitVerdict {
        /// Who.
        team: TeamId,
        /// What is said.
        finding: Finding,
        /// What the proposal takes it to mean.
        verdict: Verdict,
    },
    /// Ranked although something rules it out.
    #[error("{team} is ranked, though ruled out: {}", in_words(.bar))]
    RankedThoughBarred {
        /// Who.
        team: TeamId,
        /// By what.
        bar: Finding,
    },
    /// Ruled out although nothing bars it.
    #[error("{team} is ruled out, though nothing bars it")]
    RuledOutWithoutBar {
        /// Who.
        team: TeamId,
    },
    /// Its place is known, and no travel is given.
    #[error("the place of {team} is known, and no travel is given")]
    MissingTravel {
        /// Who.
        team: TeamId,
    },
    /// Nobody knows its place, and yet a travel is given.
    #[error("nobody knows where {team} is, and yet a travel is given")]
    UnfoundedTravel {
        /// Who.
        team: TeamId,
    },
    /// A travel by other means than the proposal says that it rests on.
    #[error("the travel of {team} does not rest on what the proposal rests on")]
    TravelOffBasis {
        /// Who.
        team: TeamId,
    },
    /// Drive and walk do not make up the whole time.
    #[error("{team} drives {drive} and walks {walk}, which is not {total}")]
    WrongTotal {
        /// Who.
        team: TeamId,
        /// The time on the road.
        drive: Milliseconds,
        /// The time off the road.
        walk: Milliseconds,
        /// The whole time, as proposed.
        total: Milliseconds,
    },
    /// A straight line of another length than that between unit and call.
    #[error("{team} is {reckoned} from the call, not {proposed}")]
    WrongDistance {
        /// Who.
        team: TeamId,
        /// By the two positions.
        reckoned: Metres,
        /// By the proposal.
        proposed: Metres,
    },
    /// Another turnout than given.
    #[error("{team} needs {given} before it sets off, not {proposed}")]
    WrongTurnout {
        /// Who.
        team: TeamId,
        /// By the facts.
        given: Milliseconds,
        /// By the proposal.
        proposed: Milliseconds,
    },
    /// The arrival lies between other times than the age of the position says.
    #[error("the arrival of {team} does not lie between what is proposed: {proposed:?}")]
    WrongBounds {
        /// Who.
        team: TeamId,
        /// By the proposal: not sooner, not later.
        proposed: Option<[Milliseconds; 2]>,
    },
    /// Another cost than time less handicap; for a unit ruled out, any.
    #[error("the cost of {team} is {}, not {}", number(*.reckoned), number(*.proposed))]
    WrongCost {
        /// Who.
        team: TeamId,
        /// By the rule.
        reckoned: Option<i64>,
        /// By the proposal.
        proposed: Option<i64>,
    },
    /// Another rank than its place in the list; for a unit ruled out, any.
    #[error("the rank of {team} is {}, not {}", number(*.counted), number(*.proposed))]
    WrongRank {
        /// Who.
        team: TeamId,
        /// By its place.
        counted: Option<u32>,
        /// By the proposal.
        proposed: Option<u32>,
    },
    /// Stands before somebody who belongs before it.
    #[error("{team} stands before {next}, who belongs first")]
    OutOfOrder {
        /// Who.
        team: TeamId,
        /// Who follows, and should not.
        next: TeamId,
    },
}

impl Fault {
    /// The stable code of this fault.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Ambiguous { .. } => "proposal_ambiguous",
            Self::Missing { .. } => "proposal_missing",
            Self::Repeated { .. } => "proposal_repeated",
            Self::Stranger { .. } => "proposal_stranger",
            Self::WrongKind { .. } => "proposal_wrong_kind",
            Self::WrongProfile { .. } => "proposal_wrong_profile",
            Self::WrongRung { .. } => "proposal_wrong_rung",
            Self::WrongPositionAge { .. } => "proposal_wrong_position_age",
            Self::FalseReason { .. } => "proposal_false_reason",
            Self::MissingReason { .. } => "proposal_missing_reason",
            Self::RepeatedReason { .. } => "proposal_repeated_reason",
            Self::UnfitVerdict { .. } => "proposal_unfit_verdict",
            Self::RankedThoughBarred { .. } => "proposal_ranked_though_barred",
            Self::RuledOutWithoutBar { .. } => "proposal_ruled_out_without_bar",
            Self::MissingTravel { .. } => "proposal_missing_travel",
            Self::UnfoundedTravel { .. } => "proposal_unfounded_travel",
            Self::TravelOffBasis { .. } => "proposal_travel_off_basis",
            Self::WrongTotal { .. } => "proposal_wrong_total",
            Self::WrongDistance { .. } => "proposal_wrong_distance",
            Self::WrongTurnout { .. } => "proposal_wrong_turnout",
            Self::WrongBounds { .. } => "proposal_wrong_bounds",
            Self::WrongCost { .. } => "proposal_wrong_cost",
            Self::WrongRank { .. } => "proposal_wrong_rank",
            Self::OutOfOrder { .. } => "proposal_out_of_order",
        }
    }

    /// Whom it concerns.
    pub const fn team(&self) -> &TeamId {
        match self {
            Self::Ambiguous { team }
            | Self::Missing { team }
            | Self::Repeated { team, .. }
            | Self::Stranger { team }
            | Self::WrongKind { team, .. }
            | Self::WrongProfile { team, .. }
            | Self::WrongRung { team, .. }
            | Self::WrongPositionAge { team, .. }
            | Self::FalseReason { team, .. }
            | Self::MissingReason { team, .. }
            | Self::RepeatedReason { team, .. }
            | Self::UnfitVerdict { team, .. }
            | Self::RankedThoughBarred { team, .. }
            | Self::RuledOutWithoutBar { team }
            | Self::MissingTravel { team }
            | Self::UnfoundedTravel { team }
            | Self::TravelOffBasis { team }
            | Self::WrongTotal { team, .. }
            | Self::WrongDistance { team, .. }
            | Self::WrongTurnout { team, .. }
            | Self::WrongBounds { team, .. }
            | Self::WrongCost { team, .. }
            | Self::WrongRank { team, .. }
            | Self::OutOfOrder { team, .. } => team,
        }
    }
}

fn in_words(finding: &Finding) -> String {
    match finding {
        Finding::HomeTeam { area } => format!("the home team of {area}"),
        Finding::HomeArea { area } => format!("bound to {area}, where the call lies"),
        Finding::KindFits => "its kind fits".into(),
        Finding::KindUnsuited => "its kind does not fit".into(),
        Finding::OnDuty => "on duty".into(),
        Finding::OffDuty { starts_in: Some(wait) } => format!("off duty for another {wait}"),
        Finding::OffDuty { starts_in: None } => "off duty, with no shift planned".into(),
        Finding::Free => "bound by no incident".into(),
        Finding::Busy { incident } => format!("bound by {incident}"),
        Finding::Held { by, incident, left } => format!("held by {by} for {incident}, for another {left}"),
        Finding::HeldByAsker { incident, left } => {
            format!("held by the asker for {incident}, for another {left}")
        }
        Finding::Called { whistle } => format!("called by whistle {whistle}"),
        Finding::Unavailable { reason } => format!("taken out of the draw ({reason})"),
        Finding::PositionFresh { age } => format!("its position is fresh ({age})"),
        Finding::PositionStale { age } => format!("its position is too old ({age})"),
        Finding::PositionAssumed => "taken to be at its post".into(),
        Finding::PositionUnknown => "its place is unknown".into(),
        Finding::Unreachable { why } => format!("no way to the call ({})", why.code()),
        Finding::Retired => "out of service for good".into(),
    }
}

fn age(age: Option<Milliseconds>) -> String {
    age.map_or_else(|| "of no age".into(), |age| age.to_string())
}

fn number(number: Option<impl std::fmt::Display>) -> String {
    number.map_or_else(|| "none".into(), |number| number.to_string())
}
