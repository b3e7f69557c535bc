//! The plan room: areas change while the work goes on.

mod areas_anew;
