//! The list of quick connects as an agent looks through it: what fits the contact, what is searched for, favourites first,
//! then those called lately, then the others by name. Pure.

use connect_streams::{Endpoint, EndpointType};

use crate::sorted::sorted;

/// What an agent looks for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wanted<'page> {
    /// What was typed.
    pub search: &'page str,
    /// Those that stand first.
    pub favourites: &'page [String],
    /// Those that were called lately, the last one first.
    pub recents: &'page [String],
    /// Whether telephone numbers are reached.
    pub phones: bool,
}

/// By what a quick connect is remembered: its ARN, or its number where it has none.
pub fn key(endpoint: &Endpoint) -> &str {
    let arn = endpoint.endpoint_arn.as_deref().filter(|arn| !arn.is_empty());
    arn.or_else(|| endpoint.address()).unwrap_or_default()
}

/// By what it is found among those called lately: a number stays the same whichever quick connect it has.
pub fn recent_key(endpoint: &Endpoint) -> &str {
    endpoint.phone_number.as_deref().filter(|number| !number.is_empty()).unwrap_or_else(|| key(endpoint))
}

/// What it is called.
pub fn name(endpoint: &Endpoint) -> &str {
    let named = endpoint.name.as_deref().filter(|name| !name.is_empty());
    named.or_else(|| endpoint.address()).or(endpoint.agent_login.as_deref()).unwrap_or_default()
}

/// The quick connects to show, in order.
pub fn arrange<'list>(endpoints: &'list [Endpoint], wanted: Wanted<'_>) -> Vec<&'list Endpoint> {
    let search = folded(wanted.search);
    let mut found: Vec<(usize, String, usize)> = Vec::new();
    for (index, endpoint) in endpoints.iter().enumerate() {
        let fits = wanted.phones || endpoint.kind != Some(EndpointType::PhoneNumber);
        let name = folded(name(endpoint));
        if !fits || key(endpoint).is_empty() || !matches(&search, &name, endpoint) {
            continue;
        }
        let recent = || wanted.recents.iter().position(|recent| recent == recent_key(endpoint));
        let rank = if wanted.favourites.iter().any(|favourite| favourite == key(endpoint)) {
            0
        } else {
            recent().map_or(usize::MAX, |place| place + 1)
        };
        found.push((rank, name, index));
    }
    sorted(found, &Ord::cmp).into_iter().filter_map(|(_, _, index)| endpoints.get(index)).collect()
}

/// Whether every word of the search is in the name, the number or the sign-in name.
fn matches(search: &str, name: &str, endpoint: &Endpoint) -> bool {
    search.split_whitespace().all(|word| {
        let number: String = word.chars().filter(char::is_ascii_digit).collect();
        let in_number = !number.is_empty()
            && word.chars().all(|letter| letter.is_ascii_digit() || "+-().".contains(letter))
            && endpoint.address().is_some_and(|address| address.contains(&number));
        let in_login = || endpoint.agent_login.as_deref().is_some_and(|login| folded(login).contains(word));
        name.contains(word) || in_number || in_login()
    })
}

/// The text as it is compared: small letters, wide letters as narrow ones, katakana as hiragana.
fn folded(text: &str) -> String {
    let kana = |letter: char| match letter {
        'ァ'..='ヶ' => char::from_u32(u32::from(letter) - 0x60).unwrap_or(letter),
        letter => letter,
    };
    text.chars().map(super::number::narrow).map(kana).flat_map(char::to_lowercase).collect()
}

/// Takes a key into a list, or out of it.
pub fn toggle(list: &mut Vec<String>, key: &str) {
    let before = list.len();
    list.retain(|known| known != key);
    if list.len() == before {
        list.push(key.to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn endpoint(arn: &str, kind: EndpointType, name: &str, number: Option<&str>) -> Endpoint {
        Endpoint {
            endpoint_arn: Some(arn.to_owned()),
            kind: Some(kind),
            name: Some(name.to_owned()),
            phone_number: number.map(str::to_owned),
            ..Endpoint::default()
        }
    }

    fn all() -> Vec<Endpoint> {
        vec![
            endpoint("t", EndpointType::PhoneNumber, "Taxi", Some("+12065550123")),
            endpoint("s", EndpointType::Queue, "サポート", None),
            endpoint("b", EndpointType::Queue, "billing", None),
            endpoint("a", EndpointType::Agent, "Anna Ärling", None),
        ]
    }

    fn names<'list>(list: &'list [Endpoint], wanted: Wanted<'_>) -> Vec<&'list str> {
        arrange(list, wanted).into_iter().map(name).collect()
    }

    const ANY: Wanted<'static> = Wanted { search: "", favourites: &[], recents: &[], phones: true };

    #[test]
    fn favourites_come_first_then_those_called_lately_then_names() {
        let list = all();
        assert_eq!(names(&list, ANY), ["Anna Ärling", "billing", "Taxi", "サポート"]);
        let favourites = ["s".to_owned()];
        let recents = ["+12065550123".to_owned(), "b".to_owned(), "unknown".to_owned()];
        let wanted = Wanted { favourites: &favourites, recents: &recents, ..ANY };
        assert_eq!(names(&list, wanted), ["サポート", "Taxi", "billing", "Anna Ärling"]);
    }

    #[test]
    fn it_is_found_by_name_and_number_however_it_is_written() {
        let list = all();
        let search = |search| names(&list, Wanted { search, ..ANY });
        assert_eq!(search("ANNA äR"), ["Anna Ärling"]);
        assert_eq!(search("さぽ"), ["サポート"]);
        assert_eq!(search("ＢＩＬＬ"), ["billing"]);
        assert_eq!(search("206-555"), ["Taxi"]);
        assert_eq!(search("２０６\u{3000}taxi"), ["Taxi"]);
        assert_eq!(search("  "), names(&list, ANY));
        assert!(search("-").is_empty());
    }

    #[test]
    fn a_telephone_is_reached_by_voice_only() {
        assert!(!names(&all(), Wanted { phones: false, ..ANY }).contains(&"Taxi"));
    }

    #[test]
    fn a_star_is_given_and_taken() {
        let mut favourites = vec!["a".to_owned()];
        toggle(&mut favourites, "b");
        assert_eq!(favourites, ["a", "b"]);
        toggle(&mut favourites, "a");
        assert_eq!(favourites, ["b"]);
    }

    #[test]
    fn what_has_neither_arn_nor_address_cannot_be_reached() {
        assert!(arrange(&[Endpoint::default()], ANY).is_empty());
    }
}
