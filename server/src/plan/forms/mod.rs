//! What the plan room's addresses take and give.

mod area;
mod diff;
mod drafts;
mod edits;
mod fit;
mod history;
mod map;
mod publication;
mod rules;
mod versions;

pub use area::*;
pub use diff::*;
pub use drafts::*;
pub use edits::*;
pub use fit::*;
pub use history::*;
pub use map::*;
pub use publication::*;
pub use rules::*;
pub use versions::*;
