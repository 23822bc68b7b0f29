//! Takes out of texts what may be personal or secret: telephone numbers, e-mail addresses, tokens, query strings, and
//! whatever the page knows of its agent and its customers. What helps to find a fault stays: identifiers, times, states.
//! In doubt it is taken out. Pure.

const NUMBER: &str = "[number]";
const ADDRESS: &str = "[address]";
const SECRET: &str = "[secret]";
const QUERY: &str = "[query]";
const PERSONAL: &str = "[personal]";

/// So many digits may be a telephone number.
const DIGITS_OF_A_NUMBER: usize = 7;
/// What stands after a name that is, or ends in, one of these is secret.
const SECRET_NAMES: [&str; 9] = [
    "token",
    "password",
    "secret",
    "authorization",
    "cookie",
    "credential",
    "credentials",
    "signature",
    "apikey",
];
/// A word that is personal has at least so many bytes: one character of Japanese, three letters.
const SHORTEST_WORD: usize = 3;

/// What is known to be personal on this page, the longest first: a whole name goes before a part of it.
#[derive(Debug, Default)]
pub struct Known(Vec<String>);

impl Known {
    /// Notes something personal.
    pub fn note(&mut self, text: Option<&str>) {
        let Some(text) = text.map(str::trim) else { return };
        if text.len() >= SHORTEST_WORD && !matches!(text, "true" | "false" | "null") {
            let text = text.to_ascii_lowercase();
            let place = self.0.partition_point(|known| known.len() >= text.len());
            if !self.0[..place].contains(&text) {
                self.0.insert(place, text);
            }
        }
    }

    /// The text without anything personal, in whatever case it is written.
    pub fn redact(&self, text: &str) -> String {
        self.0.iter().fold(redact(text), |text, known| without(&text, known))
    }
}

/// The text without this one, which is in lower case.
fn without(text: &str, known: &str) -> String {
    let lower = text.to_ascii_lowercase();
    let goes_on = |inner: Option<char>, outer: Option<char>| {
        [inner, outer].iter().all(|letter| letter.is_some_and(|letter| letter.is_ascii_alphanumeric()))
    };
    let (mut clean, mut done, mut from) = (String::with_capacity(text.len()), 0, 0);
    while let Some(start) = lower[from..].find(known).map(|found| from + found) {
        let end = start + known.len();
        let in_a_word = goes_on(known.chars().next(), lower[..start].chars().next_back())
            || goes_on(known.chars().next_back(), lower[end..].chars().next());
        if in_a_word {
            from = start + known.chars().next().map_or(1, char::len_utf8);
        } else {
            clean.push_str(&text[done..start]);
            clean.push_str(PERSONAL);
            (done, from) = (end, end);
        }
    }
    clean.push_str(&text[done..]);
    clean
}

/// The text without what looks personal or secret.
pub fn redact(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let mut clean = String::with_capacity(text.len());
    let (mut at, mut is_after) = (0, true);
    while let Some(&letter) = letters.get(at) {
        let rest = &letters[at..];
        // Whatever stands behind something that went begins anew.
        let begins = is_after || !letters[at - 1].is_alphanumeric();
        let (kept, replaced, with) = find(rest, begins).unwrap_or((1, 0, ""));
        if kept == 1 {
            clean.push(letter);
        } else {
            clean.extend(&rest[..kept]);
        }
        clean.push_str(with);
        is_after = replaced > 0;
        at += kept + replaced;
    }
    clean
}

/// What begins here: so many letters stay, so many after them are replaced by this.
fn find(rest: &[char], begins: bool) -> Option<(usize, usize, &'static str)> {
    if begins {
        if let Some(length) = address(rest) {
            return Some((0, length, ADDRESS));
        }
        if let Some(length) = unique_id(rest).or_else(|| time(rest)) {
            return Some((length, 0, ""));
        }
        if let Some((kept, length)) = named_secret(rest) {
            return Some((kept, length, SECRET));
        }
        if let Some(length) = opaque(rest) {
            return Some((0, length, SECRET));
        }
    }
    if let Some(length) = number(rest) {
        return Some((0, length, NUMBER));
    }
    query(rest).map(|length| (1, length, QUERY))
}

fn run(rest: &[char], is_part: impl Fn(char) -> bool) -> usize {
    rest.iter().take_while(|letter| is_part(**letter)).count()
}

fn is_digit(letter: char) -> bool {
    letter.is_ascii_digit() || ('０'..='９').contains(&letter)
}

/// Ends a value in a line of a log.
fn ends_value(letter: char) -> bool {
    letter.is_whitespace() || matches!(letter, '"' | '\'' | '<' | '>' | ',' | ';' | ')' | ']' | '}' | '\\')
}

/// `somebody@example.com`.
fn address(rest: &[char]) -> Option<usize> {
    let local = run(rest, |letter| letter.is_alphanumeric() || "._%+-'".contains(letter));
    if local == 0 || !matches!(rest.get(local), Some('@' | '＠')) {
        return None;
    }
    let domain = run(&rest[local + 1..], |letter| letter.is_alphanumeric() || ".-".contains(letter));
    (domain > 0).then_some(local + 1 + domain)
}

/// An identifier as Amazon makes them: of contacts, queues, instances.
fn unique_id(rest: &[char]) -> Option<usize> {
    const LENGTH: usize = 36;
    let fits = rest.get(..LENGTH)?.iter().enumerate().all(|(index, letter)| match index {
        8 | 13 | 18 | 23 => *letter == '-',
        _ => letter.is_ascii_hexdigit(),
    });
    (fits && !rest.get(LENGTH).is_some_and(|letter| letter.is_alphanumeric())).then_some(LENGTH)
}

/// A date of this century or the last, with the time of day if that follows.
fn time(rest: &[char]) -> Option<usize> {
    let shaped = |at: usize, shape: &str| {
        let part = rest.get(at..at + shape.len())?;
        let fits = part.iter().zip(shape.chars()).all(|(letter, shape)| match shape {
            '0' => letter.is_ascii_digit(),
            'T' => matches!(letter, 'T' | ' '),
            shape => *letter == shape,
        });
        fits.then_some(at + shape.len())
    };
    let two = |at: usize| rest[at].to_digit(10).zip(rest[at + 1].to_digit(10)).map(|(a, b)| a * 10 + b);
    let date = shaped(0, "0000-00-00")?;
    let is_date = matches!(two(0), Some(19 | 20))
        && matches!(two(5), Some(1..=12))
        && matches!(two(8), Some(1..=31))
        && !rest.get(date).is_some_and(|letter| is_digit(*letter));
    if !is_date {
        return None;
    }
    let Some(mut end) = shaped(date, "T00:00") else { return Some(date) };
    end = shaped(end, ":00").unwrap_or(end);
    if let Some(fraction) = shaped(end, ".0") {
        // Nanoseconds at most; anything longer is no fraction.
        end = fraction + run(&rest[fraction..], is_digit).min(8);
    }
    Some(shaped(end, "+00:00").or_else(|| shaped(end, "-00:00")).unwrap_or(end))
}

/// `token=…`, `"accessToken": "…"`, `Authorization: …`, `Bearer …`. Answers how much stays before, and the secret.
fn named_secret(rest: &[char]) -> Option<(usize, usize)> {
    let name = run(rest, |letter| letter.is_ascii_alphabetic() || matches!(letter, '-' | '_'));
    let word: String = rest[..name].iter().map(char::to_ascii_lowercase).collect();
    let is_space = |letter: char| letter == ' ';
    let is_quote = |letter: char| matches!(letter, '"' | '\'' | '\\');
    if word == "bearer" {
        let start = name + run(&rest[name..], is_space);
        let secret = run(&rest[start..], |letter| !ends_value(letter));
        return (start > name && secret > 7).then_some((start, secret));
    }
    if !SECRET_NAMES.iter().any(|secret| word.ends_with(secret)) {
        return None;
    }
    let mut start = name + run(&rest[name..], is_quote);
    start += run(&rest[start..], is_space);
    if !matches!(rest.get(start), Some(':' | '=')) {
        return None;
    }
    start += 1 + run(&rest[start + 1..], is_space);
    let quotes = run(&rest[start..], is_quote);
    start += quotes;
    let secret = if quotes > 0 {
        run(&rest[start..], |letter| !is_quote(letter) && letter != '\n')
    } else if word.ends_with("authorization") || word.ends_with("cookie") {
        run(&rest[start..], |letter| letter != '\n')
    } else {
        run(&rest[start..], |letter| !ends_value(letter) && letter != '&')
    };
    (secret > 0).then_some((start, secret))
}

/// A long run of letters and digits that says nothing: a token, a key, a signature.
fn opaque(rest: &[char]) -> Option<usize> {
    let is_part = |letter: char| letter.is_ascii_alphanumeric() || "_-+=".contains(letter);
    if rest.starts_with(&['e', 'y', 'J']) {
        let length = run(rest, |letter| is_part(letter) || letter == '.');
        return (length >= 20).then_some(length);
    }
    let length = run(rest, is_part);
    let count = |is: fn(&char) -> bool| rest[..length].iter().filter(|letter| is(letter)).count();
    let digits = count(char::is_ascii_digit);
    let (upper, lower) = (count(char::is_ascii_uppercase), count(char::is_ascii_lowercase));
    let long = length >= 40 && digits > 0 && upper + lower > 0;
    let mixed = length >= 24 && digits > 1 && upper > 1 && lower > 1;
    (long || mixed).then_some(length)
}

/// Seven digits and more, as people write telephone numbers.
fn number(rest: &[char]) -> Option<usize> {
    let is_gap = |letter: char| " -.()\u{a0}‐‑–−－（）　".contains(letter);
    let first = *rest.first()?;
    if !is_digit(first) && !matches!(first, '+' | '＋' | '(' | '（') {
        return None;
    }
    let (mut digits, mut end, mut gap) = (0, 0, 0);
    for (index, &letter) in rest.iter().enumerate() {
        if is_digit(letter) {
            let next = &rest[index..];
            if gap > 0 && (unique_id(next).is_some() || time(next).is_some()) {
                break;
            }
            digits += 1;
            end = index + 1;
            gap = 0;
        } else if index == 0 || (is_gap(letter) && gap < 3) {
            gap += 1;
        } else {
            break;
        }
    }
    (digits >= DIGITS_OF_A_NUMBER).then_some(end)
}

/// What follows a `?` or a `#` in an address.
fn query(rest: &[char]) -> Option<usize> {
    if !matches!(rest.first(), Some('?' | '#')) {
        return None;
    }
    let length = run(&rest[1..], |letter| !ends_value(letter));
    rest[1..=length].contains(&'=').then_some(length)
}

#[cfg(test)]
#[path = "redact_tests.rs"]
mod tests;
