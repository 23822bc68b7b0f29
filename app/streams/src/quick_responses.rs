//! Prepared answers that agents search and send (`connect.QuickResponses`).

use crate::{
    Command, QuickResponsesPage, QuickResponsesQuery,
    api::{api, part, to_js},
    command::read_data,
};

/// Whether the instance has quick responses (`QuickResponses.isEnabled`).
pub fn quick_responses_enabled() -> Command<bool> {
    let api = api!("QuickResponses.isEnabled");
    Command::promised(api, read_data, move || part(api!("QuickResponses"))?.promise(api, &[]))
}

/// Searches them (`QuickResponses.searchQuickResponses`). With a contact, its attributes fill in the gaps.
pub fn search_quick_responses(query: &QuickResponsesQuery) -> Command<QuickResponsesPage> {
    let query = to_js(query);
    let api = api!("QuickResponses.searchQuickResponses");
    Command::promised(api, read_data, move || part(api!("QuickResponses"))?.promise(api, &[query]))
}
