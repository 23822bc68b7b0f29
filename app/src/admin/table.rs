//! A table that is scrolled by itself where it is wider than the page.

use leptos::prelude::*;

use crate::text::Text;

/// Draws a table: what it is called, the names of its columns, and its rows.
pub fn table(name: Text, columns: &[Text], rows: impl IntoView) -> impl IntoView {
    let heads: Vec<_> = columns.iter().map(|column| view! { <th scope="col">{column.get()}</th> }).collect();
    view! {
        <div class="table" tabindex="0" role="region" aria-label=name.get()>
            <table>
                <thead>
                    <tr>{heads}</tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}
