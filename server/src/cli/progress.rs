//! Progress on a terminal as a bar, elsewhere as plain lines.

use crate::http::Language;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal;
use std::time::{Duration, Instant};

/// Time between two lines when there is no terminal; what takes less says nothing.
const LINE_EVERY: Duration = Duration::from_secs(2);
/// Time between two looks at the clock on a terminal.
const TICK: Duration = Duration::from_millis(250);

/// One long piece of work.
pub struct Bar {
    bar: ProgressBar,
    label: String,
    plain: bool,
    last_line: Instant,
    has_spoken: bool,
}

impl Bar {
    /// Begins with the words for what is being done.
    pub fn new(language: Language, zh: &str, en: &str) -> Self {
        let label = language.pick(zh, en).to_owned();
        let plain = !std::io::stderr().is_terminal();
        let bar = ProgressBar::with_draw_target(
            None,
            if plain { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() },
        );
        let style = ProgressStyle::with_template("{msg} {bar:32} {percent:>3}% {elapsed}")
            .unwrap_or_else(|_| ProgressStyle::default_bar());
        bar.set_style(style);
        bar.set_message(label.clone());
        if !plain {
            bar.enable_steady_tick(TICK);
        }
        Self { bar, label, plain, last_line: Instant::now(), has_spoken: false }
    }

    /// Work whose length nobody knows; only a terminal shows it.
    pub fn of_unknown_length(language: Language, zh: &str, en: &str) -> Self {
        let bar = Self::new(language, zh, en);
        let style = ProgressStyle::with_template("{spinner} {msg} {elapsed}");
        bar.bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()));
        bar
    }

    /// How far it has come.
    pub fn at(&mut self, done: u64, total: u64) {
        self.bar.set_length(total);
        self.bar.set_position(done);
        if self.plain && self.last_line.elapsed() >= LINE_EVERY {
            self.last_line = Instant::now();
            self.has_spoken = true;
            eprintln!("{} {}%", self.label, done * 100 / total.max(1));
        }
    }

    /// Over.
    pub fn done(self) {
        self.bar.finish_and_clear();
        if self.has_spoken {
            eprintln!("{} 100%", self.label);
        }
    }

    /// Given up.
    pub fn stopped(self) {
        self.bar.finish_and_clear();
    }
}
