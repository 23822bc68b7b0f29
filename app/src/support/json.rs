//! Writes JSON for people: one value a line, nothing read back by a program of ours. Smaller than what a serializer would
//! add to the page. Pure.

/// A JSON text that is being written.
#[derive(Debug, Default)]
pub(super) struct Json(String);

impl Json {
    /// Begins an object (`{`) or a list (`[`). Inside a list there is no key.
    pub(super) fn open(&mut self, key: &str, bracket: char) {
        self.place(key);
        self.0.push(bracket);
    }

    /// Ends it.
    pub(super) fn close(&mut self, bracket: char) {
        self.0.push(bracket);
    }

    /// A text, null where there is none.
    pub(super) fn text(&mut self, key: &str, text: Option<&str>) {
        self.place(key);
        match text {
            Some(text) => self.quote(text),
            None => self.0.push_str("null"),
        }
    }

    /// Something that is JSON already: a number, a truth value, a whole text of JSON.
    pub(super) fn raw(&mut self, key: &str, json: &str) {
        self.place(key);
        self.0.push_str(json.trim());
    }

    /// What was written.
    pub(super) fn into_text(self) -> String {
        self.0
    }

    fn place(&mut self, key: &str) {
        // After a key stands a space; everything else that does not begin something was a value.
        if !self.0.is_empty() && !self.0.ends_with(['{', '[', ' ']) {
            self.0.push(',');
        }
        if !self.0.ends_with(' ') && !self.0.is_empty() {
            self.0.push('\n');
        }
        if !key.is_empty() {
            self.quote(key);
            self.0.push_str(": ");
        }
    }

    fn quote(&mut self, text: &str) {
        self.0.push('"');
        for letter in text.chars() {
            match letter {
                '"' => self.0.push_str("\\\""),
                '\\' => self.0.push_str("\\\\"),
                '\n' => self.0.push_str("\\n"),
                letter if letter < ' ' => {
                    const HEX: [char; 16] =
                        ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];
                    self.0.push_str("\\u00");
                    self.0.push(HEX[letter as usize >> 4 & 15]);
                    self.0.push(HEX[letter as usize & 15]);
                }
                letter => self.0.push(letter),
            }
        }
        self.0.push('"');
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn what_is_written_can_be_read() {
        let mut json = Json::default();
        json.open("", '{');
        json.open("empty", '[');
        json.close(']');
        json.open("list", '[');
        json.text("", Some("a{"));
        json.text("", None);
        json.open("", '{');
        json.raw("n", "1");
        json.close('}');
        json.close(']');
        json.raw("raw", " {\"x\":true}\n");
        json.close('}');
        let read: Value = serde_json::from_str(&json.into_text()).unwrap();
        assert_eq!(read, json!({ "empty": [], "list": ["a{", null, { "n": 1 }], "raw": { "x": true } }));
    }

    proptest! {
        #[test]
        fn no_text_breaks_out(texts in prop::collection::vec("[\\PC\u{0}-\u{1f} \"\\\\]{0,12}", 0..5)) {
            let mut json = Json::default();
            json.open("", '[');
            for text in &texts {
                json.text("", Some(text));
            }
            json.close(']');
            prop_assert_eq!(serde_json::from_str::<Vec<String>>(&json.into_text()).unwrap(), texts);
        }
    }
}
