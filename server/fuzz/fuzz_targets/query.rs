//! Whatever is asked of the list of contact records: reading it never panics, and what was read is the same after it was
//! written and read again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use server::http::Listed;
use url::form_urlencoded;

fuzz_target!(|query: &str| {
    // What comes after it belongs to a page, and no server is ever asked for it.
    let query = query.split('#').next().unwrap_or_default();
    let Ok(listed) = Listed::read(query) else { return };
    let Listed { filter, limit, .. } = &listed;
    assert!((1..=200).contains(limit));
    let mut written = form_urlencoded::Serializer::new(String::new());
    let given = [
        ("agent", filter.agent.clone()),
        ("since", filter.since.map(|since| since.to_string())),
        ("until", filter.until.map(|until| until.to_string())),
        ("queue", filter.queue.clone()),
        ("channel", filter.channel.clone()),
        ("direction", filter.direction.map(|direction| direction.as_str().to_owned())),
        ("outcome", filter.outcome.map(|outcome| outcome.as_str().to_owned())),
        ("disposition", filter.disposition.clone()),
        ("number", filter.number.clone()),
        // Its words are the store's own matter; what they were read from is in the query.
        ("text", filter.text.as_ref().map(|_| text_of(query))),
        ("cursor", listed.cursor()),
        ("limit", Some(limit.to_string())),
        ("monitoring", Some(filter.monitoring.to_string())),
    ];
    for (name, value) in given {
        if let Some(value) = value {
            written.append_pair(name, &value);
        }
    }
    let written = written.finish();
    assert_eq!(Listed::read(&written).as_ref().ok(), Some(&listed), "{query} {written}");
});

fn text_of(query: &str) -> String {
    let mut pairs = form_urlencoded::parse(query.as_bytes());
    pairs.find(|(name, _)| name == "text").map(|(_, text)| text.into_owned()).unwrap()
}
