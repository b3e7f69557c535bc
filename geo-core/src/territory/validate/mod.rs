//! The judge of whole territories: all that must hold, reckoned anew from the records.
//!
//! It shares predicates with the judge of edits, and nothing else: it has its own arrays of points, its own search for
//! meetings, its own walks. Where the two disagree about what edits leave behind, tests will say so.

mod derived;
mod faces;
mod flat;
mod meetings;
#[cfg(test)]
mod tests;

use super::{Fault, Territory};

impl Territory {
    /// Everything that is wrong; nothing ever is, unless records were made by somebody else.
    ///
    /// * Segments meet in nothing but common points of the map.
    /// * The ground on the left of a walk stays the same; each face has one outer border; islands lie where they say;
    ///   `nodes - borders + faces = components` (Euler).
    /// * Both sides of a border belong to different areas; every area has ground of its own or areas below it, and a
    ///   parent of a wider level unless it is of the widest; buildings belong to areas without areas below.
    /// * Links, sums, levels, index and hash are what the records make of them.
    ///
    /// ```
    /// use geo_core::territory::Territory;
    /// assert!(Territory::default().validate().is_empty());
    /// ```
    pub fn validate(&self) -> Vec<Fault> {
        // Two halves that need nothing of each other.
        std::thread::scope(|scope| {
            let derived = scope.spawn(|| derived::faults(self));
            let flat = flat::Flat::of(self);
            let mut faults = meetings::faults(&flat);
            faults.extend(faces::faults(&flat));
            faults.extend(derived::fault_of_hash(self));
            faults.extend(self.areas().flat_map(|(id, _)| super::verify::faults_of_area(self, id)));
            faults.extend(derived.join().expect("comparing does not panic"));
            faults
        })
    }
}
