//! Lists that come in pages.
//!
//! A token is where the next page begins. The library joins the pages of all lists but one: of a paged list of queues
//! it keeps the last page only, so that list always comes whole.

use serde_json::{Map, Value, json};

use super::ServiceError;
use super::requests::List;

/// The most that one answer holds, whatever is asked for.
const LARGEST_PAGE: usize = 1000;

pub(super) fn page(
    member: &str,
    items: impl IntoIterator<Item = Value>,
    wanted: &List,
) -> Result<Value, ServiceError> {
    let invalid = |what: &str| ServiceError::Validation(format!("`{what}` is not valid"));
    let start = match wanted.next_token.as_deref() {
        None => 0,
        Some(token) => token.parse().map_err(|_| invalid("nextToken"))?,
    };
    let size = wanted.max_results.unwrap_or(LARGEST_PAGE).min(LARGEST_PAGE);
    if size == 0 {
        return Err(invalid("maxResults"));
    }
    let mut rest = items.into_iter().skip(start);
    let page: Vec<_> = rest.by_ref().take(size).collect();
    let mut answer = Map::from_iter([(member.to_owned(), json!(page))]);
    if rest.next().is_some() {
        answer.insert("nextToken".to_owned(), (start + size).to_string().into());
    }
    Ok(answer.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(next_token: Option<&str>, max_results: Option<usize>) -> List {
        List {
            next_token: next_token.map(ToOwned::to_owned),
            max_results,
            routing_profile_arn: None,
            queue_arns: None,
        }
    }

    #[test]
    fn pages_join_to_the_whole_and_the_last_has_no_token() {
        let items = || (1..=5).map(Value::from);
        let first = page("numbers", items(), &list(None, Some(2))).unwrap();
        assert_eq!(first, json!({ "numbers": [1, 2], "nextToken": "2" }));
        let last = page("numbers", items(), &list(Some("4"), Some(2))).unwrap();
        assert_eq!(last, json!({ "numbers": [5] }));
        assert_eq!(
            page("numbers", items(), &list(None, None)).unwrap()["numbers"].as_array().unwrap().len(),
            5
        );
        assert!(page("numbers", items(), &list(Some("x"), None)).is_err());
        assert!(page("numbers", items(), &list(None, Some(0))).is_err());
    }
}
