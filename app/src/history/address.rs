//! Names and values in the address of the page. Pure.

/// The names and values of a query, `?a=1&b=2`. What is not well encoded is read as far as it goes.
pub(super) fn pairs(query: &str) -> Vec<(String, String)> {
    let query = query.strip_prefix('?').unwrap_or(query);
    let pair = |part: &str| {
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        (decode(name), decode(value))
    };
    query.split('&').filter(|part| !part.is_empty()).map(pair).collect()
}

/// Names and values as a query; nothing where there are none.
pub(super) fn query<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let mut query = String::new();
    for (name, value) in pairs {
        query.push(if query.is_empty() { '?' } else { '&' });
        query.push_str(name);
        query.push('=');
        encode(value, &mut query);
    }
    query
}

/// A value as it may stand anywhere in an address.
pub(super) fn encoded(value: &str) -> String {
    let mut encoded = String::new();
    encode(value, &mut encoded);
    encoded
}

fn encode(value: &str, query: &mut String) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            query.push(char::from(byte));
        } else {
            query.push('%');
            query.push(char::from(HEX[usize::from(byte >> 4)]));
            query.push(char::from(HEX[usize::from(byte & 15)]));
        }
    }
}

fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    let digit = |byte: &u8| char::from(*byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    while let [first, behind @ ..] = rest {
        let encoded = match behind {
            [high, low, ..] if *first == b'%' => digit(high).zip(digit(low)),
            _ => None,
        };
        if let Some((high, low)) = encoded {
            bytes.push(high << 4 | low);
            rest = &behind[2..];
        } else {
            bytes.push(if *first == b'+' { b' ' } else { *first });
            rest = behind;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*};

    use super::*;

    #[test]
    fn what_others_write_is_read_as_far_as_it_goes() {
        let read = pairs("?agent=anna%40example.com&text=a+b&&broken=%4&bare&umlaut=%FF");
        let read: Vec<_> = read.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let expected = [
            ("agent", "anna@example.com"),
            ("text", "a b"),
            ("broken", "%4"),
            ("bare", ""),
            ("umlaut", "\u{fffd}"),
        ];
        assert_eq!(read, expected);
        assert_eq!(pairs(""), []);
        assert_eq!(query([]), "");
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(values in vec(any::<String>(), 0..6)) {
            let written = query(values.iter().map(|value| ("name", value.as_str())));
            prop_assert!(written.bytes().all(|byte| byte.is_ascii_graphic()));
            let read: Vec<_> = pairs(&written).into_iter().map(|(_, value)| value).collect();
            prop_assert_eq!(read, values);
        }

        #[test]
        fn nothing_is_a_panic(text in any::<String>()) {
            pairs(&text);
        }
    }
}
