//! The incidents room: incidents (事件/案卷) from the call to the closed case, and the teams sent.

mod hindsight;
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
mod past;
pub(crate) mod photo;
mod proposing;
mod queries;
pub(crate) mod send;
pub(crate) mod tasks;
mod teams;
mod together;
pub(crate) mod whistle;

pub use deadline::{Awaited, Deadlines, Lamp, Light, lamp_of_case, lamp_of_task};
pub use handover::{GivenOver, HandedOver, Handover, Taken, Waiting};
pub use hold::{Hold, HoldEnd, LONGEST_HOLD, MOST_HOLDS, SHORTEST_HOLD};
pub use ladder::{Climb, NOT_ACCEPTED};
pub use needs::Needed;
pub use pace::{EmergencyPace, Pace};
pub use queries::{IncidentFilter, Standing};
pub(crate) use teams::team_kind_name;
pub use teams::{Binding, TeamNow, TeamStatus};

pub use hindsight::{Expected, Hindsight, Picked, hindsight};
pub use incident::{Incident, IncidentState, Severity, SourceChannel, Step};
pub use photo::{LARGEST_PHOTO_SIDE, MOST_PHOTOS, Photo, PhotoCommand, PhotoErased, PhotoFormat, PhotoTaken};
pub use together::Together;
pub use whistle::{
    BlownWhistle, Called, CalledDepartment, CalledStanding, CheckIn, LONGEST_WHISTLE, MOST_CALLED,
    NewWhistle, Punctuality, SHORTEST_WHISTLE, Whistle, WhistleCommand, WhistleEnded, WhistleFigures,
    WhistleKind, WhistleRates, WhistleReleased, WhistleTimes,
};

pub use past::{Past, PastCall, PastUnit, Stay, USUAL_STAY};
pub use task::{Dispatched, HandedOn, Task, TaskState};
