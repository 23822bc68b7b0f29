//! The page on which administrators change the settings: a form without script, in which rows are added, removed and moved
//! by buttons that send it, and a look at what would be saved before it is.

mod draft;
mod form;
mod preview;
mod reasons;
mod schema;

pub use draft::{Draft, Wish};
pub use form::{Mistake, form};
pub use preview::{ChangedField, Conflict, conflict, preview, version_view, versions};
