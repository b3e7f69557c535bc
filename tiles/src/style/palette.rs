//! The few greys of the map. Saturated colour belongs to what needs action, and none is here.

use super::Theme;

/// Colours by what they are for, as CSS.
#[derive(Debug, Clone, Copy)]
pub(super) struct Palette {
    pub ground: &'static str,
    pub building: &'static str,
    pub building_edge: &'static str,
    pub road: &'static str,
    pub road_casing: &'static str,
    pub path: &'static str,
    pub quiet_text: &'static str,
    pub text: &'static str,
    pub strong_text: &'static str,
    pub halo: &'static str,
    /// Borders, from the widest level down.
    pub borders: [&'static str; 5],
    pub selected: &'static str,
    pub point: &'static str,
    pub point_edge: &'static str,
    pub camera: &'static str,
    pub depot: &'static str,
}

impl Palette {
    pub(super) const fn of(theme: Theme) -> Self {
        match theme {
            Theme::Light => Self {
                ground: "#f1f1ee",
                building: "#e1e1dd",
                building_edge: "#d2d2cd",
                road: "#ffffff",
                road_casing: "#d3d3ce",
                path: "#cbcbc6",
                quiet_text: "#7b7d80",
                text: "#4c5056",
                strong_text: "#25292e",
                halo: "#f8f8f6",
                borders: ["#33383f", "#4a5058", "#686e77", "#858b94", "#a9aeb5"],
                selected: "#33383f",
                point: "#5d6772",
                point_edge: "#ffffff",
                camera: "#8d949c",
                depot: "#33383f",
            },
            Theme::Dark => Self {
                ground: "#14171b",
                building: "#1f2329",
                building_edge: "#2a2f36",
                road: "#343a43",
                road_casing: "#1b1f24",
                path: "#30353d",
                quiet_text: "#828b96",
                text: "#b3bbc5",
                strong_text: "#e4e8ed",
                halo: "#14171b",
                borders: ["#d5dbe2", "#b0b8c1", "#8a929d", "#69717c", "#4a515a"],
                selected: "#d5dbe2",
                point: "#a7b0bb",
                point_edge: "#14171b",
                camera: "#727b86",
                depot: "#d5dbe2",
            },
        }
    }
}
