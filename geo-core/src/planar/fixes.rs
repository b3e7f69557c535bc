//! What could be done about each fault, and what that would move.

use super::AreaKey;
use super::balance::Balance;
use super::border::Border;
use super::keeper::keepers;
use super::map::{Face, FaceId, PlanarMap};
use super::nesting::OUTSIDE;
use super::sliver::{Measured, Slivers};
use crate::{Metres, Position, SquareMetres};
use std::fmt;

/// What is done about a face that several areas claim, or that none does.
///
/// ```
/// use geo_core::planar::Remedy;
/// assert_eq!(Remedy::GiveTo(7).to_string(), "give it to area 7");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Remedy {
    /// It belongs to this area alone: one that claims it or, of a gap, one that lies beside it.
    GiveTo(AreaKey),
    /// It belongs to nobody, on purpose: a lake, or ground of others.
    DeclareHole,
}

impl fmt::Display for Remedy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::GiveTo(area) => write!(f, "give it to area {area}"),
            Self::DeclareHole => write!(f, "declare it a hole"),
        }
    }
}

/// Ground that changes hands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Move {
    /// Who claimed it and gives it up; `None` when it was nobody's.
    pub from: Option<AreaKey>,
    /// Who has it then.
    pub to: AreaKey,
    /// How far the farthest point of the border moves: that of the area that gives up, or of the one that grows when
    /// nobody does. To a centimetre, or a hundredth if that is more. `None` when no border moves but a whole piece of
    /// an area changes hands.
    pub farthest: Option<Metres>,
}

/// A remedy for one face, with all that a planner wants to know before saying yes.
///
/// ```
/// use geo_core::Shape;
/// use geo_core::planar::{PlanarMap, Remedy, Slivers, Tolerance};
/// let block = |west: f64, east: f64| {
///     Shape::from_degrees(&[vec![vec![[west, 30.0], [east, 30.0], [east, 30.01], [west, 30.01]]]]).unwrap()
/// };
/// // The second block claims two metres of the first.
/// let (one, two) = (block(114.0, 114.01), block(114.00998, 114.03));
/// let map = PlanarMap::build([(1, &one), (2, &two)], Tolerance::default()).unwrap();
/// let fix = &map.fixes(Slivers::default()).fixes[0];
/// assert_eq!((fix.remedy, &fix.claimed_by[..], fix.is_sliver), (Remedy::GiveTo(1), &[1, 2][..], true));
/// assert_eq!((fix.moves[0].from, fix.moves[0].to), (Some(2), 1));
/// assert_eq!(format!("{:.2} {:.2}", fix.size.0, fix.moves[0].farthest.unwrap().0), "2139.04 1.93");
/// assert!(fix.empties.is_empty());
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Fix {
    /// The ground; [`PlanarMap::outline`] draws it.
    pub face: FaceId,
    /// What to do.
    pub remedy: Remedy,
    /// Who claims it, sorted; nobody when it is a gap.
    pub claimed_by: Vec<AreaKey>,
    /// How much ground it is.
    pub size: SquareMetres,
    /// How wide: twice its area divided by its border.
    pub width: Metres,
    /// Whether it is too thin to be meant.
    pub is_sliver: bool,
    /// A place in it.
    pub place: Position,
    /// What would change hands, one for each area that gives up.
    pub moves: Vec<Move>,
    /// The areas that give up ground here and have as good as none left when all fixes are accepted.
    pub empties: Vec<AreaKey>,
}

/// A fix for every fault of a map.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Fixes {
    /// The areas that would have less than a tenth of their ground left if all were accepted, sorted; those of which
    /// nothing is left whatever is accepted ([`PlanarMap::vanished`]) are among them.
    pub emptied: Vec<AreaKey>,
    /// Those that take part in emptying an area first, then the largest first.
    pub fixes: Vec<Fix>,
}

/// A remedy that this ground does not have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "{face}: cannot {remedy}; claimed ground goes to one of those that claim it, a gap to one beside it or is a hole"
)]
pub struct NoRemedy {
    /// The ground.
    pub face: FaceId,
    /// What was asked for.
    pub remedy: Remedy,
}

impl NoRemedy {
    /// The stable code of the error.
    pub const fn code(self) -> &'static str {
        "no_remedy"
    }
}

impl PlanarMap {
    /// A fix for every face that several areas claim, and for every gap.
    ///
    /// Claimed ground goes to the one of its claimants with which it has the longest border, slivers among the gaps to
    /// the neighbour with the longest border; equal ones to the lesser key. Other gaps are proposed as holes. An area
    /// that has less than a tenth of its ground to itself keeps what it claims: it was drawn over others on purpose.
    pub fn fixes(&self, slivers: Slivers) -> Fixes {
        let keepers = keepers(self, slivers);
        let emptied = Balance::of(self, |face| keepers[face as usize].as_slice()).as_good_as_nothing();
        let faults = self.faces().filter(|face| face.covered_by().len() != 1);
        let fix = |face: Face<'_>| {
            let remedy = keepers[face.number()].map_or(Remedy::DeclareHole, Remedy::GiveTo);
            let mut fix = Fix::of(face, remedy, slivers);
            fix.empties = emptied.iter().copied().filter(|area| fix.claimed_by.contains(area)).collect();
            fix
        };
        let mut fixes: Vec<Fix> = faults.map(fix).collect();
        fixes.sort_by(|a, b| {
            let tame = |fix: &Fix| fix.empties.is_empty();
            tame(a).cmp(&tame(b)).then(b.size.0.total_cmp(&a.size.0)).then(a.face.cmp(&b.face))
        });
        Fixes { emptied, fixes }
    }

    /// The fix of a face with another remedy than the one proposed. Which areas it empties is not said: that depends on
    /// the others ([`Resolved::emptied`](super::Resolved::emptied)).
    ///
    /// # Errors
    /// [`NoRemedy`] when the face has no such remedy.
    pub fn fix(&self, face: FaceId, remedy: Remedy, slivers: Slivers) -> Result<Fix, NoRemedy> {
        self.checked(face, remedy)?;
        Ok(Fix::of(self.face(face), remedy, slivers))
    }

    /// That the face has such a remedy.
    pub(super) fn checked(&self, face: FaceId, remedy: Remedy) -> Result<(), NoRemedy> {
        let is_here = face.0 != OUTSIDE && (face.0 as usize) < self.covering.len();
        let has_remedy = is_here
            && match (self.face(face).covered_by(), remedy) {
                ([_], _) | ([_, _, ..], Remedy::DeclareHole) => false,
                ([], Remedy::DeclareHole) => true,
                ([], Remedy::GiveTo(area)) => self.face(face).neighbours().contains(&area),
                (claims, Remedy::GiveTo(area)) => claims.contains(&area),
            };
        if has_remedy { Ok(()) } else { Err(NoRemedy { face, remedy }) }
    }
}

impl Fix {
    fn of(face: Face<'_>, remedy: Remedy, slivers: Slivers) -> Self {
        let Measured { id, size, width, is_sliver, place } = Measured::of(face, slivers);
        Self {
            face: id,
            remedy,
            claimed_by: face.covered_by().to_vec(),
            size,
            width,
            is_sliver,
            place,
            moves: moves(face, remedy),
            empties: Vec::new(),
        }
    }
}

fn moves(face: Face<'_>, remedy: Remedy) -> Vec<Move> {
    let Remedy::GiveTo(to) = remedy else { return Vec::new() };
    let border = Border::of(face);
    let has = |area: AreaKey, beyond: u32| face.map().covering[beyond as usize].contains(&area);
    if face.covered_by().is_empty() {
        // Its border with the one that grows moves across to the other side.
        return vec![Move { from: None, to, farthest: border.farthest(|beyond| has(to, beyond)) }];
    }
    let losers = face.covered_by().iter().copied().filter(|area| *area != to);
    losers
        .map(|from| Move { from: Some(from), to, farthest: border.farthest(|beyond| !has(from, beyond)) })
        .collect()
}
