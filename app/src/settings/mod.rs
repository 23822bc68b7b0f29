//! What an agent prefers, kept in this browser: how the page looks and speaks, which keys do something, where the panels are.

mod dialog;
mod dialog_keys;
mod dialog_sound;
mod handle;
mod keys;
mod layout;
mod looks;
mod panels;
mod preferences;
mod shortcuts;

pub use dialog::{provide_settings, settings_buttons, settings_dialog};
pub use handle::{PreferencesHandle, provide_preferences, use_preferences};
pub use keys::{key_of, listen_for_keys};
pub use looks::{accent, brand, desk_name, keep_looks};
pub use panels::{Panel, columns, panels};
pub use preferences::{Preferences, Theme};
pub use shortcuts::{SHORTCUTS, Shortcut, is_usable};

use dialog::OPENER;
