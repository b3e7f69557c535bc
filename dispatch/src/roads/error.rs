//! Why a road network could not be had.

/// What is wrong with a file of roads, or with the bytes of a kept network.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RoadsError {
    /// The file is of another kind.
    #[error("this is {found}, no OpenStreetMap file; {remedy}")]
    WrongKind {
        /// What the file looks like.
        found: &'static str,
        /// What to do with such a file.
        remedy: &'static str,
    },
    /// The file ends in the middle of a block.
    #[error(
        "the file ends inside the block that begins at byte {offset}: {missing} bytes are missing; fetch the file again"
    )]
    Truncated {
        /// Where the unfinished block begins.
        offset: u64,
        /// How many bytes should have followed.
        missing: u64,
    },
    /// A block does not decode.
    #[error("the block at byte {offset} is damaged ({rule}); fetch the file again")]
    Damaged {
        /// Where the block begins.
        offset: u64,
        /// Which rule it breaks.
        rule: String,
    },
    /// The file asks for something that this reader does not know.
    #[error(
        "the file requires the feature {feature:?}, which is not supported; convert it, for example with `osmium cat`"
    )]
    UnknownFeature {
        /// The feature, as the file calls it.
        feature: String,
    },
    /// No usable road at all.
    #[error(
        "no road found: {ways} highway ways, {missing_nodes} of the nodes they name are not in the file; export ways together with their nodes"
    )]
    NoRoads {
        /// How many ways had a usable highway tag.
        ways: usize,
        /// How many nodes were named but absent.
        missing_nodes: usize,
    },
    /// More than this machine should be asked to hold.
    #[error(
        "the network has more than {limit} {what}; cut the file to the district, for example with `osmium extract`"
    )]
    TooLarge {
        /// What there is too much of.
        what: &'static str,
        /// The greatest number allowed.
        limit: u64,
    },
    /// The bytes are not a kept network, or are of another version of the format.
    #[error("these bytes are not a road network of format {expected}: {rule}; import the roads again")]
    NotANetwork {
        /// The format version that this program reads.
        expected: u32,
        /// Which rule they break.
        rule: &'static str,
    },
}

impl RoadsError {
    /// The stable code of this error.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::WrongKind { .. } => "roads_wrong_kind",
            Self::Truncated { .. } => "roads_truncated",
            Self::Damaged { .. } => "roads_damaged",
            Self::UnknownFeature { .. } => "roads_unknown_feature",
            Self::NoRoads { .. } => "roads_empty",
            Self::TooLarge { .. } => "roads_too_large",
            Self::NotANetwork { .. } => "roads_not_a_network",
        }
    }
}
