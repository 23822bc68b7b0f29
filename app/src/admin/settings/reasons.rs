//! What is wrong, in the language of whoever reads it. The checks say it in English, as they say it of the configuration.

use crate::text::Language;

/// What the checks say, by how it begins, and what that is in Japanese. `{}` is what stands where the two `{}` of the
/// English are.
const JAPANESE: [(&str, &str); 22] = [
    ("has {} entries; it can have {}", "{} 件あります。{} 件までです。"),
    (
        "is missing; it is the text that the agent reads",
        "入力してください。エージェントに表示される文字です。",
    ),
    ("is one line of at most {} characters", "1 行、{} 文字以内で入力してください。"),
    ("is missing; it is the name as the instance has it", "入力してください。インスタンスでの名前です。"),
    (
        "is a name of at most {} bytes, without spaces around it",
        "前後に空白のない {} バイト以内の名前を入力してください。",
    ),
    (
        "is 1 to 64 letters, digits, '-', '_' or '.', for example refund",
        "半角英数字と「-」「_」「.」で 1～64 文字にしてください（例：refund）。",
    ),
    ("is a colour as #rrggbb, for example #0a5c8a", "#rrggbb の形式で入力してください（例：#0a5c8a）。"),
    (
        "is an https address, or a path on this server, for example /logo.svg",
        "https のアドレス、またはこのサーバー上のパスを入力してください（例：/logo.svg）。",
    ),
    (
        "is an address that starts with https:// or http://localhost, with placeholders behind the host only, for example {}",
        "https:// または http://localhost で始まるアドレスを入力してください。差し込みはホストの後だけに使えます（例：{}）。",
    ),
    ("knows one placeholder, {{value}}", "使える差し込みは {{value}} だけです。"),
    (
        "starts with https://, http://localhost, mailto: or tel:, with {{value}} behind the host only, for example {}",
        "https://、http://localhost、mailto:、tel: のいずれかで始めてください。{{value}} はホストの後だけに使えます（例：{}）。",
    ),
    (
        "has a brace that belongs to no placeholder; write one as {{name}}, without spaces around the name",
        "差し込みになっていない波かっこがあります。{{name}} のように、空白なしで書いてください。",
    ),
    ("is beside, collapsed or hidden", "選択肢から選んでください。"),
    ("is ask or return", "選択肢から選んでください。"),
    ("is a whole number of seconds from 0 to {}", "0～{} の整数（秒）を入力してください。"),
    ("is of the wrong kind (string); expected a whole number", "整数を入力してください。"),
    (
        "is {}, which stands there already; each stands once",
        "「{}」はすでにあります。同じものは 1 つだけにしてください。",
    ),
    (
        "asks for a disposition, and desk.dispositions has none for it",
        "処理結果が必須ですが、このキューで選べる処理結果がありません。",
    ),
    ("is one of {}", "{} のいずれかです。"),
    (
        "is a function key, or keys as Ctrl+Alt+Shift+Meta+A in this order with Ctrl, Alt or Meta, for example Alt+A",
        "ファンクションキー、または Ctrl+Alt+Shift+Meta+A の順で Ctrl・Alt・Meta のいずれかを含むキーにしてください（例：Alt+A）。",
    ),
    (
        "is {}, which is the key of {}; give that one another key too",
        "「{}」は「{}」のキーです。そちらにも別のキーを設定してください。",
    ),
    ("is {}; it is one of {}", "「{}」は使えません。{} のいずれかです。"),
];

/// The reason in this language. One that is not known stays as it is.
pub(super) fn in_words(reason: &str, language: Language) -> String {
    if language == Language::English {
        return reason.to_owned() + ".";
    }
    let translated = JAPANESE.iter().find_map(|(english, japanese)| {
        let values = matched(english, reason)?;
        Some(values.into_iter().fold((*japanese).to_owned(), |text, value| text.replacen("{}", value, 1)))
    });
    translated.unwrap_or_else(|| reason.to_owned())
}

/// What stands where the pattern has its gaps.
fn matched<'reason>(pattern: &str, reason: &'reason str) -> Option<Vec<&'reason str>> {
    let mut parts = pattern.split("{}");
    let mut rest = reason.strip_prefix(parts.next()?)?;
    let mut values = Vec::new();
    for part in parts {
        let at = if part.is_empty() { rest.len() } else { rest.find(part)? };
        values.push(&rest[..at]);
        rest = &rest[at + part.len()..];
    }
    rest.is_empty().then_some(values)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_the_gaps_is_kept() {
        let said = |reason: &str| in_words(reason, Language::Japanese);
        assert_eq!(said("has 201 entries; it can have 200"), "201 件あります。200 件までです。");
        assert_eq!(
            said("is a, which stands there already; each stands once"),
            "「a」はすでにあります。同じものは 1 つだけにしてください。"
        );
        assert_eq!(said("knows one placeholder, {{value}}"), "使える差し込みは {{value}} だけです。");
        assert_eq!(said("something new"), "something new");
        assert_eq!(in_words("is wrong", Language::English), "is wrong.");
    }
}
