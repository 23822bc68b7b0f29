//! Pages for administrators, and the one where people sign in. Drawn on the server alone: forms that work without any
//! script, by keyboard and by screen reader as browsers make them, and that add nothing to what agents load.

pub mod audit;
mod field;
mod frame;
pub mod settings;
mod table;

pub use field::{Field, choice, field, refusal};
pub use frame::{Nav, Notice, document};
pub use table::table;
