//! The incidents room: incidents (事件/案卷) from the call to the closed case, and the teams sent.

mod incident;
mod task;

pub(crate) mod case;
pub(crate) mod close;
mod deadline;
mod drafting;
mod follow;
pub(crate) mod handover;
pub(crate) mod hold;
pub(crate) mod ladder;
pub(crate) mod merge;
mod needs;
mod obey;
pub(crate) mod open;
mod pace;
pub(crate) mod park;
mod proposing;
mod queries;
pub(crate) mod send;
pub(crate) mod tasks;
mod teams;
mod together;

pub use deadline::{Awaited, Deadlines, Lamp, Light, lamp_of_case, lamp_of_task};
pub use handover::{GivenOver, HandedOver, Handover, Taken, Waiting};
pub use hold::{Hold, HoldEnd, LONGEST_HOLD, MOST_HOLDS, SHORTEST_HOLD};
pub use ladder::{Climb, NOT_ACCEPTED};
pub use needs::Needed;
pub use pace::{EmergencyPace, Pace};
pub use queries::{IncidentFilter, Standing};
pub(crate) use teams::team_kind_name;
pub use teams::{Binding, TeamNow, TeamStatus};

pub use incident::{Incident, IncidentState, Severity, SourceChannel, Step};
pub use together::Together;

pub use task::{Dispatched, Task, TaskState};
