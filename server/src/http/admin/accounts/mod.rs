//! `/admin/accounts`: who may come in, and what they may do.

mod form;
mod list;
mod one;

use app::text::Text;

pub(in crate::http) use self::{
    list::{add, show},
    one::{change, disable, enable, link, show_one},
};

/// Where they are listed and made.
pub(in crate::http) const PATH: &str = "/admin/accounts";
/// One.
pub(in crate::http) const ONE: &str = "/admin/accounts/{id}";
/// Where somebody is shut out.
pub(in crate::http) const DISABLE: &str = "/admin/accounts/{id}/disable";
/// Where somebody is let in again.
pub(in crate::http) const ENABLE: &str = "/admin/accounts/{id}/enable";
/// Where a link for a new password is made.
pub(in crate::http) const LINK: &str = "/admin/accounts/{id}/link";

const TITLE: Text = Text::new("Accounts", "アカウント");
