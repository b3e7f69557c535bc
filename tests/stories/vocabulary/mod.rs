//! The words that stories are told in: a [`Day`] in the district, the people and devices of that day, what each of
//! them does, and what each of them sees.
//!
//! Steps answer whether they were carried out; `?` in a story says that one must be.

mod does;
mod sees;

use crate::district::{self, Border, Spot};
use crate::drivers::Stage;
use dispatch::TeamId;
use geo_core::Milliseconds;
use std::rc::Rc;
use world::incidents::SourceChannel;
use world::{Actor, Command, Role, Scope};

/// A day in the district.
pub struct Day(Rc<dyn Stage>);

impl Day {
    /// The day that is told there.
    pub fn on(stage: Rc<dyn Stage>) -> Self {
        Self(stage)
    }

    fn person(&self, account: &str, role: Role, scope: Scope) -> Person {
        let actor = Actor { account: account.to_owned(), role, scope };
        Person { stage: self.0.clone(), actor, request: None }
    }

    /// A duty officer of the command centre, who sees the whole district.
    pub fn officer(&self, account: &str) -> Person {
        self.person(account, Role::DutyOfficer, Scope::district())
    }

    /// A duty officer of one township.
    pub fn officer_of(&self, township: &str, account: &str) -> Person {
        self.person(account, Role::DutyOfficer, Scope::area(township.parse().unwrap()))
    }

    /// An administrator of the whole district.
    pub fn administrator(&self, account: &str) -> Person {
        self.person(account, Role::Administrator, Scope::district())
    }

    /// The device that a team carries.
    pub fn device(&self, team: &str) -> Person {
        self.person(&format!("team:{team}"), Role::Device, Scope::district())
    }

    /// Lets minutes pass.
    pub fn minutes(&self, minutes: u64) {
        self.0.later(Milliseconds::from_minutes(minutes));
    }

    /// Something comes in by a file.
    pub fn the_house_brings(&self, command: Command) {
        self.0.by_the_house(command);
    }

    /// The township file is imported anew, with the border here and the eastern township under this code.
    pub fn townships_anew(&self, border: Border, east: &str) {
        self.0.by_the_house(district::townships(border, east));
    }
}

/// A call as it comes in.
pub struct Call {
    spot: Spot,
    kind: &'static str,
    channel: SourceChannel,
    number: Option<&'static str>,
}

impl Call {
    /// Somebody telephones about a dispute.
    pub const fn about(spot: Spot) -> Self {
        Self { spot, kind: "dispute", channel: SourceChannel::Phone, number: None }
    }

    /// It is about water in the street, which is no work for patrols.
    pub const fn flooding(self) -> Self {
        Self { kind: "flooding", ..self }
    }

    /// 110 hands it over.
    pub const fn through_110(self) -> Self {
        Self { channel: SourceChannel::Police110, ..self }
    }

    /// The number it has there.
    pub const fn numbered(self, number: &'static str) -> Self {
        Self { number: Some(number), ..self }
    }
}

/// Somebody, or a team's device.
#[derive(Clone)]
pub struct Person {
    stage: Rc<dyn Stage>,
    actor: Actor,
    request: Option<String>,
}

fn team_id(call_sign: &str) -> TeamId {
    call_sign.parse().unwrap()
}
