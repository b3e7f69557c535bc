//! The child process: works without end and says on its standard output what was acknowledged.

use rusqlite::Connection;
use std::fs::File;
use std::io::Write;
use std::path::Path;
use store::accounts::{AccountName, HashCost, NewAccount};
use store::conformance::vault::naming;
use store::conformance::{draft, minute};
use store::{Access, Deed, Fix, FixSource, Store};
use world::{Draft, Role, Scope};

/// Which work; unset in the parent.
pub const ROLE: &str = "POWER_CUT_ROLE";
/// Where.
pub const DIR: &str = "POWER_CUT_DIR";
/// Begins and ends a line meant for the parent: one that was cut off says nothing.
pub const MARKS: (&str, &str) = ("@", " .");

/// Works when this process is a child, otherwise does nothing.
pub fn run_if_told() {
    let (Ok(role), Some(dir)) = (std::env::var(ROLE), std::env::var_os(DIR)) else { return };
    let dir = Path::new(&dir);
    match role.as_str() {
        "store" => keep_a_store(dir),
        "careless_database" => write_rows_without_sync(dir),
        "careless_rename" => write_files(dir, Folder::Forgotten),
        "careful_rename" => write_files(dir, Folder::Synced),
        other => panic!("no such role: {other}"),
    }
}

fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    // The parent is gone: nobody is left to work for.
    if writeln!(out, "\n{}{line}{}", MARKS.0, MARKS.1).and_then(|()| out.flush()).is_err() {
        std::process::exit(0);
    }
}

/// Every kind of acknowledged write, until killed or until the medium fails.
fn keep_a_store(dir: &Path) {
    let mut store = match Store::open_with(dir, Access::Create, HashCost::Test) {
        Ok(store) => store,
        Err(error) => return say(&format!("failed {} {error}", error.code())),
    };
    say("ready");
    let mut head = store.reader.head().unwrap().seq;
    for turn in 0.. {
        if let Err((code, text)) = work(&mut store, &mut head, turn) {
            return say(&format!("failed {code} {text}"));
        }
    }
}

/// One turn of work.
fn work(store: &mut Store, head: &mut u64, turn: u64) -> Result<(), (&'static str, String)> {
    macro_rules! attempt {
        ($work:expr) => {
            $work.map_err(|error| (error.code(), error.to_string()))?
        };
    }
    let mut drafts: Vec<Draft> = (1..=turn % 8 + 1).map(|n| draft(*head + n)).collect();
    let mut reference = None;
    if turn.is_multiple_of(3) {
        let kept = attempt!(store.vault.put(format!("content {turn}").as_bytes(), minute(0)));
        drafts.push(naming(&kept));
        reference = Some(kept);
    }
    let entries = attempt!(store.journal.append(*head, drafts));
    *head += entries.len() as u64;
    for entry in &entries {
        say(&format!("entry {} {}", entry.seq, entry.hash));
    }
    let last = entries.last().expect("a batch is never empty");
    if let Some(kept) = reference {
        say(&format!("kept {} {}", kept.id, kept.keyed_hash));
        if turn.is_multiple_of(2) {
            attempt!(store.vault.erase(&kept.id, minute(1)));
            say(&format!("erased {}", kept.id));
        }
    }
    if turn % 4 == 1 {
        let content = vec![turn.to_le_bytes()[0]; 10_000 + usize::try_from(*head).unwrap_or(0)];
        say(&format!("attachment {}", attempt!(store.attachments.put(&mut &content[..]))));
    }
    if turn % 5 == 2 {
        attempt!(store.snapshots.save(last.seq, last.hash, last.hash, &vec![7; 50_000]));
        say(&format!("snapshot {}", last.seq));
    }
    if turn.is_multiple_of(2) {
        let deed = Deed {
            at: minute(0),
            who: "system:test".to_owned(),
            what: "worked".to_owned(),
            target: None,
            purpose: None,
            detail: Some(turn.to_string()),
        };
        let written = attempt!(store.audit.append(deed));
        say(&format!("deed {} {}", written.seq, written.hash));
    }
    if turn % 6 == 3 {
        let name = AccountName::new(format!("account{head}")).expect("a name");
        let account = NewAccount {
            name: name.clone(),
            display_name: name.to_string(),
            role: Role::Viewer,
            scope: Scope::district(),
            team: None,
        };
        attempt!(store.accounts.create(account, minute(0)));
        say(&format!("account {name}"));
    }
    let fix = Fix {
        team: dispatch::TeamId::new("一队").expect("a call sign"),
        at: minute(i64::try_from(*head).unwrap_or(0)),
        position: geo_core::Position::from_e7(1, 2).expect("on the earth"),
        heading: None,
        speed: None,
        source: FixSource::Device,
    };
    attempt!(store.tracks.append(&[fix]));
    Ok(())
}

/// A database whose commits are not flushed: what our own must not be.
fn write_rows_without_sync(dir: &Path) {
    let connection = Connection::open(dir.join("careless.db")).unwrap();
    connection.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(())).unwrap();
    connection
        .execute_batch(
            "PRAGMA synchronous = OFF; CREATE TABLE IF NOT EXISTS row (number INTEGER PRIMARY KEY)",
        )
        .unwrap();
    File::open(dir).unwrap().sync_all().unwrap();
    say("ready");
    for number in 1.. {
        connection.execute("INSERT INTO row VALUES (?1)", [number]).unwrap();
        say(&format!("row {number}"));
    }
}

#[derive(PartialEq)]
enum Folder {
    Synced,
    Forgotten,
}

/// Files written whole, flushed and renamed, with and without the last step.
fn write_files(dir: &Path, folder: Folder) {
    say("ready");
    for number in 1..=1_000 {
        let temporary = dir.join("file.tmp");
        let mut file = File::create(&temporary).unwrap();
        writeln!(file, "{number}").unwrap();
        file.sync_all().unwrap();
        std::fs::rename(&temporary, dir.join(number.to_string())).unwrap();
        if folder == Folder::Synced {
            File::open(dir).unwrap().sync_all().unwrap();
        }
        say(&format!("file {number}"));
    }
}
