//! Schools, hospitals, centres, posts, shelters, markets, parks; and depots on three tiers.

use super::areas::Areas;
use super::chance::Chance;
use super::ground::{Ground, Plan};
use super::layout::{Layout, Use};
use super::names::{Names, staff, telephone};
use super::roads::{NamedStreet, address};
use world::records::{Depot, DepotTier, Place};

/// Finds places and gives them addresses.
struct Finder<'a> {
    layout: &'a Layout,
    ground: &'a Ground,
    streets: &'a [NamedStreet],
    chance: Chance,
}

impl Finder<'_> {
    /// A point in a community, on the verge of a block.
    fn in_community(&mut self, community: usize) -> Plan {
        let layout = self.layout;
        let grid = self.chance.pick(&layout.communities[community].grids);
        let micro = self.chance.pick(&grid.micro);
        let land = self.chance.pick(&micro.blocks).land;
        let middle = land.middle();
        // Ten metres into the block from its southern street: where a gate would be.
        Plan { u: middle.u, v: land.v0 + 10 }
    }

    fn place(&mut self, code: String, name: String, kind: &str, at: Plan) -> Place {
        Place {
            code,
            name,
            kind: kind.to_owned(),
            address: Some(address(self.streets, at)),
            position: self.ground.position(at),
            outline: None,
            households: None,
            version: 0,
        }
    }
}

/// What every so-many-th community has: kind, end of the name, one in how many communities.
const SPREAD: &[(&str, &str, usize)] = &[
    ("school", "小学", 2),
    ("school", "中学", 4),
    ("kindergarten", "幼儿园", 1),
    ("clinic", "社区卫生服务站", 1),
    ("service_station", "网格服务站", 1),
    ("police_post", "警务室", 2),
    ("shelter", "应急避难场所", 2),
    ("market", "农贸市场", 2),
    ("mall", "商业广场", 5),
    ("elderly_care", "养老服务中心", 4),
    ("fire_station", "消防救援站", 12),
    ("hospital", "医院", 8),
    ("enterprise", "产业园", 6),
    ("station", "客运站", 16),
];

pub(super) fn places(
    layout: &Layout,
    ground: &Ground,
    streets: &[NamedStreet],
    areas: &Areas,
    seed: u64,
) -> Vec<Place> {
    let mut finder = Finder { layout, ground, streets, chance: Chance::new(seed, "places") };
    let mut names = Names::new(seed, "places");
    let mut places = Vec::new();
    let mut serial = 0;
    let mut code = || {
        serial += 1;
        format!("P{serial:04}")
    };
    let at = finder.in_community(0);
    places.push(finder.place(code(), "示范区综治中心".to_owned(), "governance_centre", at));
    let at = finder.in_community(layout.communities.len() / 2);
    places.push(finder.place(code(), "示范区应急指挥中心".to_owned(), "government", at));
    for (number, _) in layout.communities.iter().enumerate() {
        let first_grid = &areas.grid_codes[number][0];
        let named = |list: &[world::NewArea], digits: usize| {
            list.iter()
                .find(|new| new.area.code.as_str() == &first_grid[..digits])
                .map(|new| new.area.name.clone())
        };
        let community = named(&areas.communities, 12).unwrap_or_default();
        let at = finder.in_community(number);
        places.push(finder.place(code(), format!("{community}综治中心"), "governance_centre", at));
        if first_grid[9..12].ends_with("01") {
            let at = finder.in_community(number);
            let township = named(&areas.townships, 9).unwrap_or_default();
            places.push(finder.place(code(), format!("{township}综治中心"), "governance_centre", at));
        }
        for (kind, ending, every) in SPREAD {
            if finder.chance.once_in(*every as i64) {
                let at = finder.in_community(number);
                places.push(finder.place(code(), format!("{}{ending}", names.next()), kind, at));
            }
        }
    }
    let parks =
        layout.micro_cells().flat_map(|(_, _, micro)| &micro.blocks).filter(|block| block.used == Use::Park);
    for park in parks {
        places.push(finder.place(code(), format!("{}公园", names.next()), "park", park.land.middle()));
    }
    places
}

pub(super) fn depots(
    layout: &Layout,
    ground: &Ground,
    streets: &[NamedStreet],
    areas: &Areas,
    seed: u64,
) -> Vec<Depot> {
    let mut finder = Finder { layout, ground, streets, chance: Chance::new(seed, "depots") };
    let mut depots = Vec::new();
    let mut add = |finder: &mut Finder, code: String, name: String, tier: DepotTier, community: usize| {
        let at = finder.in_community(community);
        depots.push(Depot {
            code,
            name,
            tier,
            position: finder.ground.position(at),
            address: Some(address(finder.streets, at)),
            keeper: Some(staff(&mut finder.chance)),
            phone: Some(telephone(&mut finder.chance)),
            version: 0,
        });
    };
    let count = layout.communities.len();
    for (place, community) in [count / 3, 2 * count / 3].into_iter().enumerate() {
        add(
            &mut finder,
            format!("CK-Q{}", place + 1),
            format!("示范区应急物资储备库{}", ["(北)", "(南)"][place]),
            DepotTier::District,
            community,
        );
    }
    for (number, grids) in areas.grid_codes.iter().enumerate() {
        let code = &grids[0];
        let name = |list: &[world::NewArea], digits: usize| {
            list.iter().find(|new| new.area.code.as_str() == &code[..digits]).map(|new| new.area.name.clone())
        };
        if code[9..12].ends_with("01") {
            let township = name(&areas.townships, 9).unwrap_or_default();
            add(
                &mut finder,
                format!("CK-{}", &code[6..9]),
                format!("{township}应急物资储备库"),
                DepotTier::Township,
                number,
            );
        }
        if number % 2 == 0 {
            let community = name(&areas.communities, 12).unwrap_or_default();
            add(
                &mut finder,
                format!("CK-{}", &code[6..12]),
                format!("{community}应急物资储备点"),
                DepotTier::Village,
                number,
            );
        }
    }
    depots
}
