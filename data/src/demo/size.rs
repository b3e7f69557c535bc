//! How large a demo is. The large one has the figures that one real district reports: 228 grids,
//! 565 micro-areas each with its liaison team, 514 sensing points on 435 poles, 1,500 cameras.

/// Which demo.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DemoSize {
    /// A whole district.
    District,
    /// Two small townships, for tests.
    Small,
}

/// The figures of a size.
#[derive(Debug, Clone, Copy)]
pub(super) struct Figures {
    /// Townships by letter on the raster of communities, north at the top; `~` is the river, `.` lies
    /// outside. The rows show that a township hangs together.
    pub map: &'static [&'static str],
    pub grids: usize,
    pub micro_areas: usize,
    pub points: usize,
    pub poles: usize,
    pub cameras: usize,
    pub patrols: usize,
    /// Every how many-th line of the raster crosses the river.
    pub bridge_every: usize,
}

const DISTRICT: Figures = Figures {
    map: &["..AABB..", ".AACBBDD", "EACCFBDD", "EEECFFDD", "~~~~~~~~", "GGGHHIIJ", "GGKHHIJJ", ".KKHHI.."],
    grids: 228,
    micro_areas: 565,
    points: 514,
    poles: 435,
    cameras: 1500,
    patrols: 40,
    bridge_every: 2,
};

const SMALL: Figures = Figures {
    map: &["AA", "~~", "BB"],
    grids: 12,
    micro_areas: 30,
    points: 24,
    poles: 20,
    cameras: 40,
    patrols: 8,
    bridge_every: 1,
};

impl DemoSize {
    pub(super) const fn figures(self) -> Figures {
        match self {
            Self::District => DISTRICT,
            Self::Small => SMALL,
        }
    }
}
