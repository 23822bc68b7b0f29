//! Scenario files, right and wrong, and the course of plays with a clock that only the test moves.

mod files;
mod plays;
mod reference;
