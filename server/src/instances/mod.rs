//! The Amazon Connect instances and their allow lists of origins: what each may be, how they are changed, and how a change
//! is undone. Pure; knows no SQL and no HTTP.
//!
//! All of it together is an [`Estate`]. Whoever changes something makes a new estate of the one that they read, and the
//! store replaces the one by the other only if nobody else was faster.

mod estate;
mod file;
mod instance;
mod undo;

pub use estate::{Added, Change, Changed, Estate, EstateError, MAX_INSTANCES, MAX_ORIGINS};
pub use file::FileError;
pub use instance::{Instance, InstanceName, Mistake, NotAName, Second};
pub use undo::{NotUndone, Past};
