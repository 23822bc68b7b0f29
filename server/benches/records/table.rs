//! The table: a line for each figure, a column for each database.

use std::{
    io::{Write as _, stderr, stdout},
    time::Duration,
};

use super::Outcome;

pub struct Table {
    about: String,
    databases: Vec<&'static str>,
    lines: Vec<Line>,
}

struct Line {
    what: String,
    figures: Vec<String>,
    goal: &'static str,
}

impl Table {
    pub fn new(about: String) -> Self {
        Self { about, databases: Vec::new(), lines: Vec::new() }
    }

    /// What is added from now on is of this database.
    pub fn begin(&mut self, database: &'static str) {
        self.databases.push(database);
    }

    pub fn add(&mut self, what: &str, figure: String, goal: &'static str) {
        self.progress(&format!("{what}: {figure}"));
        let column = self.databases.len() - 1;
        if let Some(line) = self.lines.iter_mut().find(|line| line.what == what) {
            line.figures.resize(column, String::new());
            line.figures.push(figure);
        } else {
            let mut figures = vec![String::new(); column];
            figures.push(figure);
            self.lines.push(Line { what: what.to_owned(), figures, goal });
        }
    }

    /// Says beside the table what is being done.
    pub fn progress(&self, what: &str) {
        let database = self.databases.last().unwrap_or(&"");
        // Where nobody can be told, the table still can be had.
        let _ = writeln!(stderr(), "{database}: {what}");
    }

    pub fn print(&self) -> Outcome<()> {
        let mut out = stdout();
        writeln!(out, "{}\n", self.about)?;
        writeln!(out, "| | {} | goal |", self.databases.join(" | "))?;
        writeln!(out, "| --- |{} --- |", " --- |".repeat(self.databases.len()))?;
        for Line { what, figures, goal } in &self.lines {
            writeln!(out, "| {what} | {} | {goal} |", figures.join(" | "))?;
        }
        Ok(())
    }
}

pub fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied().unwrap_or_default()
}

/// So many of a hundred are at most this.
pub fn percentile(times: &[Duration], percent: usize) -> Duration {
    let mut sorted = times.to_vec();
    sorted.sort_unstable();
    let index = (sorted.len() * percent).div_ceil(100).saturating_sub(1);
    sorted.get(index).copied().unwrap_or_default()
}

pub fn millis(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1000.0)
}
