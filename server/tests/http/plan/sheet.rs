//! A planner at work: a district laid out like a sheet of squared paper, and what the planner does to it.

use crate::support::{Answer, Browser, House};
use axum::http::Method;
use geo_core::{Level, Position, Shape};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;
use world::records::{Area, Place};
use world::{Command, Hash, NewArea, Role};

/// One degree of the sheet: a grid is about 190 m by 220 m.
pub const STEP: f64 = 0.002;
const WEST: f64 = 114.0;
const SOUTH: f64 = 30.0;

/// The position of a place on the sheet, in steps from the south-west corner.
pub fn spot(x: f64, y: f64) -> Position {
    Position::new(WEST + x * STEP, SOUTH + y * STEP).unwrap()
}

/// As JSON.
pub fn json_at(x: f64, y: f64) -> Value {
    serde_json::to_value(spot(x, y)).unwrap()
}

pub fn path(points: &[(f64, f64)]) -> Value {
    points.iter().map(|(x, y)| json_at(*x, *y)).collect()
}

fn oblong([west, south, east, north]: [f64; 4]) -> Shape {
    let corner = |x: f64, y: f64| [spot(x, y).lon(), spot(x, y).lat()];
    let ring = vec![corner(west, south), corner(east, south), corner(east, north), corner(west, north)];
    Shape::from_degrees(&[vec![ring]]).unwrap()
}

fn area(level: Level, code: &str, name: &str, parent: Option<&str>, sides: [f64; 4]) -> NewArea {
    let outline = oblong(sides);
    let area = Area {
        code: code.parse().unwrap(),
        name: name.to_owned(),
        level,
        parent: parent.map(|parent| parent.parse().unwrap()),
        grid_kind: None,
        leader: None,
        phone: None,
        body: None,
        square_metres: outline.area().0.round(),
        label: outline.label_point().unwrap(),
        version: 0,
    };
    NewArea { area, outline: Arc::new(outline) }
}

/// A district of one township and one community, with `columns` × `rows` grids.
pub fn sheet(columns: usize, rows: usize) -> House {
    let house = House::empty();
    let sides = |x: f64, y: f64, width: f64, height: f64| [x, y, x + width, y + height];
    let whole = sides(0.0, 0.0, columns as f64, rows as f64);
    let import = |level, areas| Command::ImportAreas { level, input: Hash::default(), areas };
    house.command(import(Level::District, vec![area(Level::District, "420102", "江岸区", None, whole)]));
    let township = area(Level::Township, "420102001", "滨江街道", Some("420102"), whole);
    house.command(import(Level::Township, vec![township]));
    let community = area(Level::Community, "420102001001", "长春社区", Some("420102001"), whole);
    house.command(import(Level::Community, vec![community]));
    let grid = |number: usize| {
        let (column, row) = (number % columns, rows - 1 - number / columns);
        let code = format!("420102001001{:03}", number + 1);
        let sides = sides(column as f64, row as f64, 1.0, 1.0);
        area(Level::Grid, &code, &format!("{}网格", number + 1), Some("420102001001"), sides)
    };
    house.command(import(Level::Grid, (0..columns * rows).map(grid).collect()));
    house
}

/// A building with households.
pub fn building(code: &str, x: f64, y: f64, households: u32) -> Place {
    Place {
        code: code.to_owned(),
        name: code.to_owned(),
        kind: "building".to_owned(),
        address: None,
        position: spot(x, y),
        outline: None,
        households: Some(households),
        version: 0,
    }
}

/// Posts with an id of the request.
pub async fn once(browser: &Browser, request: &str, address: &str, body: &Value) -> Answer {
    let extra = [("idempotency-key", request)];
    browser.send(browser.request(Method::POST, address, &extra, Some(body))).await
}

/// A planner with a draft before them.
pub struct Planner {
    pub browser: Browser,
    pub draft: String,
}

impl Planner {
    /// Somebody new, who signs in and begins a draft.
    pub async fn begins(house: &House, name: &str) -> Self {
        let browser = house.signed_in(name, Role::Planner, None).await;
        Self::with(browser, name).await
    }

    /// Begins another draft.
    pub async fn with(browser: Browser, name: &str) -> Self {
        let answer = browser.post("plans/drafts", json!({ "name": name })).await;
        let draft = answer.ok()["id"].as_str().unwrap().to_owned();
        Self { browser, draft }
    }

    pub fn address(&self, what: &str) -> String {
        format!("/api/v1/420102/plans/drafts/{}{what}", self.draft)
    }

    pub async fn post(&self, what: &str, body: &Value) -> Answer {
        self.browser.post(&self.address(what), body.clone()).await
    }

    /// Posts with an id of the request, as a browser does that may have to ask again.
    pub async fn post_once(&self, request: &str, what: &str, body: &Value) -> Answer {
        once(&self.browser, request, &self.address(what), body).await
    }

    pub async fn get(&self, what: &str) -> Value {
        self.browser.get(&self.address(what)).await.ok()
    }

    /// Draws; must work.
    #[track_caller]
    pub fn edits(&self, edit: Value) -> impl Future<Output = Value> {
        let body = json!({ "edit": edit });
        async move { self.post("/edits", &body).await.ok() }
    }

    /// Draws; must be refused, and leaves the draft as it was.
    pub async fn refused(&self, edit: Value) -> (u16, String) {
        let before = self.hash().await;
        let answer = self.post("/edits", &json!({ "edit": edit })).await;
        assert_eq!(self.hash().await, before);
        answer.problem()
    }

    pub async fn hash(&self) -> String {
        self.get("").await["hash"].as_str().unwrap().to_owned()
    }

    /// All areas by name.
    pub async fn areas(&self) -> BTreeMap<String, Value> {
        let areas = self.get("/areas").await;
        let named = areas["areas"].as_array().unwrap_or_else(|| panic!("{areas}")).iter().cloned();
        named.map(|area| (area["name"].as_str().unwrap().to_owned(), area)).collect()
    }

    pub async fn id(&self, name: &str) -> Value {
        self.areas().await[name]["id"].clone()
    }

    /// Publishes the draft as it is.
    pub async fn publishes(&self, from: Option<&str>) -> Answer {
        let body = json!({ "hash": self.hash().await, "effective_from": from });
        self.post("/publish", &body).await
    }

    pub async fn delete(&self) -> Answer {
        let request = self.browser.request(Method::DELETE, &self.address(""), &[], None);
        self.browser.send(request).await
    }
}
