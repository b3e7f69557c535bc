//! `parameters.json`: the unit of time, the rule in sentences, the runs.
//!
//! Every sentence of the rule must be one that the simulation follows, with its values in the places of the braces; what
//! is not known is refused, so that no run is judged by another rule than its own.

use dispatch::simulate::{Nanoseconds, QuietShare};
use serde_json::Value;

/// What a sentence settles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Settles {
    Arrivals,
    Candidates,
    Position,
    Chosen,
    Service,
    WhenFree,
    Response,
}

/// All that have to be settled.
const ALL: [Settles; 7] = [
    Settles::Arrivals,
    Settles::Candidates,
    Settles::Position,
    Settles::Chosen,
    Settles::Service,
    Settles::WhenFree,
    Settles::Response,
];

/// The sentences that are followed. `{}` stands for a value.
const SENTENCES: [(Settles, &str); 8] = [
    (Settles::Arrivals, "arrival time of call k = running sum of interarrival_times"),
    (Settles::Candidates, "candidates = ambulances neither assigned nor helping"),
    (
        Settles::Position,
        "position of a candidate: its base when idle; while it drives back to its base: straight-line interpolation \
         (columns {},{} of {}, metres) with fraction = elapsed / (matrix[from,base] / {}), then the postal code nearest \
         by Euclidean distance",
    ),
    (
        Settles::Position,
        "position of a candidate: its base when idle; while it drives back to its base: straight-line interpolation \
         (columns {},{} of {}, metres) with fraction = elapsed / matrix[from,base], then the postal code nearest by \
         Euclidean distance",
    ),
    (Settles::Chosen, "chosen = least matrix[position, call location]; ties: {} ambulance number"),
    (
        Settles::Service,
        "service = drive + on_site_aid_time; if to_hospital: + matrix[call location, hospital with least driving time] \
         + drop_off_time",
    ),
    (
        Settles::WhenFree,
        "when free: take the longest waiting call if any (first come, first served), otherwise drive back to its own \
         base",
    ),
    (Settles::Response, "response_time = waiting time + driving time"),
];

/// Which of equally near ambulances is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ties {
    LowestNumber,
    HighestNumber,
}

/// Where places lie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Nodes {
    pub file: String,
    pub x: String,
    pub y: String,
}

/// A run, as the file announces it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RunNote {
    pub name: String,
    pub calls: usize,
    pub ambulances: usize,
    /// The file of the ambulances' bases.
    pub bases: String,
}

/// Everything that the file says.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Parameters {
    /// What a number of the tables counts.
    pub unit: Nanoseconds,
    pub nodes: Nodes,
    pub quiet: QuietShare,
    pub ties: Ties,
    pub runs: Vec<RunNote>,
}

impl Parameters {
    /// Reads the file's text.
    pub fn of(text: &str) -> Result<Self, String> {
        let json: Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
        let json = json.as_object().ok_or("it is no object")?;
        // What somebody has checked about the runs changes nothing.
        known("", json.keys(), &["time_unit", "rule", "checked", "runs"])?;
        let unit = time_unit(json.get("time_unit").and_then(Value::as_str).ok_or("time_unit is no text")?)?;
        let rule = json.get("rule").and_then(Value::as_array).ok_or("rule is no list")?;
        let (mut nodes, mut quiet, mut ties) = (None, QuietShare::AS_URGENT, Ties::LowestNumber);
        let mut settled = Vec::new();
        for sentence in rule {
            let sentence = sentence.as_str().ok_or_else(|| format!("rule: {sentence} is no sentence"))?;
            let (settles, values) = understood(sentence)?;
            if settled.contains(&settles) {
                return Err(format!("rule: {settles:?} is settled twice, the second time by {sentence:?}"));
            }
            settled.push(settles);
            match (settles, values.as_slice()) {
                (Settles::Position, [x, y, file, rest @ ..]) => {
                    nodes = Some(Nodes { file: file.clone(), x: x.clone(), y: y.clone() });
                    if let [share] = rest {
                        quiet = quiet_share(share)?;
                    }
                }
                (Settles::Chosen, [which]) => ties = tie_rule(which)?,
                _ => {}
            }
        }
        if let Some(missing) = ALL.iter().find(|settles| !settled.contains(settles)) {
            return Err(format!("rule: no sentence settles {missing:?}"));
        }
        let runs = json.get("runs").and_then(Value::as_object).ok_or("runs is no object")?;
        let runs = runs.iter().map(|(name, run)| run_note(name, run)).collect::<Result<Vec<_>, _>>()?;
        if runs.is_empty() {
            return Err("runs is empty".into());
        }
        Ok(Self { unit, nodes: nodes.ok_or("rule: no places")?, quiet, ties, runs })
    }
}

fn known<'a>(of: &str, mut keys: impl Iterator<Item = &'a String>, allowed: &[&str]) -> Result<(), String> {
    match keys.find(|key| !allowed.contains(&key.as_str())) {
        Some(key) => Err(format!("{of}{key:?} is not supported; known are {}", allowed.join(", "))),
        None => Ok(()),
    }
}

fn time_unit(text: &str) -> Result<Nanoseconds, String> {
    let unit = values("{} from the start of the run", text);
    match unit.as_deref().and_then(<[String]>::first).map(String::as_str) {
        Some("minutes") => Ok(Nanoseconds::MINUTE),
        Some("seconds") => Ok(Nanoseconds::SECOND),
        Some("hours") => Ok(Nanoseconds(60 * Nanoseconds::MINUTE.0)),
        _ => Err(format!(
            "time_unit {text:?} is not supported; known are minutes, seconds and hours from the start of the run"
        )),
    }
}

fn quiet_share(text: &str) -> Result<QuietShare, String> {
    let share = text.parse().ok().and_then(QuietShare::new);
    share.ok_or_else(|| format!("rule: {text:?} is no share of the urgent speed, above 0 and at most 10"))
}

fn tie_rule(text: &str) -> Result<Ties, String> {
    match text {
        "lowest" => Ok(Ties::LowestNumber),
        "highest" => Ok(Ties::HighestNumber),
        _ => {
            Err(format!("rule: ties by the {text:?} number are not supported; known are lowest and highest"))
        }
    }
}

fn run_note(name: &str, run: &Value) -> Result<RunNote, String> {
    let run = run.as_object().ok_or_else(|| format!("runs: {name} is no object"))?;
    known(&format!("runs: {name}: "), run.keys(), &["calls", "ambulances", "ambulance_bases"])?;
    let count = |key: &str| {
        let count = run.get(key).and_then(Value::as_u64).and_then(|count| usize::try_from(count).ok());
        count.ok_or_else(|| format!("runs: {name}: {key} is no whole number"))
    };
    let bases = run.get("ambulance_bases").and_then(Value::as_str);
    Ok(RunNote {
        name: name.to_owned(),
        calls: count("calls")?,
        ambulances: count("ambulances")?,
        bases: bases.ok_or_else(|| format!("runs: {name}: ambulance_bases is no text"))?.to_owned(),
    })
}

fn understood(sentence: &str) -> Result<(Settles, Vec<String>), String> {
    let found = SENTENCES.iter().find_map(|(settles, form)| Some((*settles, values(form, sentence)?)));
    found.ok_or_else(|| format!("rule: the sentence {sentence:?} is not supported"))
}

/// What stands in the places of the braces, if the sentence has this form; spaces count as one.
fn values(form: &str, sentence: &str) -> Option<Vec<String>> {
    let one_space = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let (form, sentence) = (one_space(form), one_space(sentence));
    let mut pieces = form.split("{}");
    let mut rest = sentence.strip_prefix(pieces.next()?)?;
    let mut found = Vec::new();
    for piece in pieces {
        let end = if piece.is_empty() { rest.len() } else { rest.find(piece)? };
        found.push(rest[..end].trim().to_owned());
        rest = &rest[end + piece.len()..];
    }
    rest.is_empty().then_some(found)
}
