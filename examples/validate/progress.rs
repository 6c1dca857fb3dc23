//! A line that counts files, on a terminal and only when the work takes long.

use std::io::{self, IsTerminal, Write};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Nothing is shown before this much time has gone by, and no more often.
const EVERY: Duration = Duration::from_millis(300);

pub struct Progress {
    start: Instant,
    last: AtomicU64,
    shown: bool,
    written: AtomicBool,
}

impl Progress {
    /// Shows itself if the error output is a terminal.
    pub fn on_terminal() -> Self {
        let shown = io::stderr().is_terminal();
        Self { start: Instant::now(), last: AtomicU64::new(0), shown, written: AtomicBool::new(false) }
    }

    pub fn is_shown(&self) -> bool {
        self.shown
    }

    /// Called after each file, from several threads.
    pub fn tell(&self, done: usize, total: usize) {
        let tick = self.start.elapsed().as_millis() as u64 / EVERY.as_millis() as u64;
        if tick > self.last.fetch_max(tick, Ordering::Relaxed) {
            self.written.store(true, Ordering::Relaxed);
            _ = write!(io::stderr(), "\r{done} of {total} files");
        }
    }

    /// Removes the line.
    pub fn clear(&self) {
        if self.written.load(Ordering::Relaxed) {
            _ = write!(io::stderr(), "\r\x1b[K");
        }
    }
}
