//! The desktop's own call control, so that the CCP need not be seen: what can be done with the contact in focus, who takes
//! part, the keypad, quick connects, and dialling.
//!
//! What exists and how it stands is decided in [`Controls`] and is pure; the views show it and ask the session. No view
//! changes anything by itself.

mod connect_list;
mod connects;
mod control;
mod controls;
mod desk;
mod dial;
mod field;
mod keypad;
mod labels;
mod number;
mod panel;
mod party;
mod room;

pub use connect_list::{Wanted, arrange};
pub use control::{Control, Kind};
pub use controls::{Controls, Reach};
pub use desk::{AtHand, CallDesk, provide_call_desk, use_call_desk};
pub use number::{number_of_link, number_of_query, plain_number, typed_digits, typed_number};
pub use panel::call_panel;
pub use party::{Party, Role, Standing};
