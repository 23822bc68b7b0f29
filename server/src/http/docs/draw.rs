//! The OpenAPI document as a page.

use std::fmt::Write as _;

use serde_json::Value;

/// Draws the whole document.
pub(super) fn page(document: &Value) -> String {
    let mut page = String::from(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <link rel=\"stylesheet\" href=\"/api/docs.css\"><title>Streamdesk API</title></head><body><main>",
    );
    let info = &document["info"];
    add(&mut page, &format!("<h1>{}</h1>", escaped(text(&info["title"]))));
    add(&mut page, &paragraphs(&info["description"]));
    add(&mut page, "<p>For programs: <a href=\"/api/v1/openapi.json\">openapi.json</a>, OpenAPI 3.1.</p>");
    add(&mut page, "<section><h2>Requests</h2>");
    for (path, methods) in fields(&document["paths"]) {
        for (method, operation) in fields(methods) {
            add(&mut page, &operation_of(path, method, operation));
        }
    }
    add(&mut page, "</section><section><h2>Schemas</h2>");
    for (name, schema) in fields(&document["components"]["schemas"]) {
        add(&mut page, &schema_of(name, schema));
    }
    page + "</section></main></body></html>\n"
}

fn operation_of(path: &str, method: &str, operation: &Value) -> String {
    let (method, path) = (method.to_uppercase(), escaped(path));
    let id = escaped(text(&operation["operationId"]));
    let mut part = format!("<h3 id=\"{id}\"><code>{method} {path}</code></h3>");
    add(&mut part, &paragraphs(&operation["description"]));
    let parameters = operation["parameters"].as_array().map(Vec::as_slice).unwrap_or_default();
    let rows = parameters.iter().map(|parameter| {
        let required = parameter["required"].as_bool().unwrap_or(false);
        [
            format!(
                "<code>{}</code>{}",
                escaped(text(&parameter["name"])),
                if required { ", required" } else { "" }
            ),
            kind(&parameter["schema"]),
            escaped(text(&parameter["description"])),
        ]
    });
    add(&mut part, &table(["Parameter", "Type", "What"], rows));
    let body = fields(&operation["requestBody"]["content"]);
    for (content_type, content) in body {
        let _ =
            write!(part, "<p>Body: {}, <code>{}</code></p>", kind(&content["schema"]), escaped(content_type));
    }
    let rows = fields(&operation["responses"]).map(|(status, response)| {
        let kinds: Vec<_> = fields(&response["content"])
            .map(|(content_type, content)| match kind(&content["schema"]) {
                kind if content_type == "application/json" => kind,
                _ => format!("<code>{}</code>", escaped(content_type)),
            })
            .collect();
        [
            format!("<code>{}</code>", escaped(status)),
            kinds.join(", "),
            escaped(text(&response["description"])),
        ]
    });
    add(&mut part, &table(["Status", "Type", "When"], rows));
    part
}

fn schema_of(name: &str, schema: &Value) -> String {
    let name = escaped(name);
    let mut part = format!("<h3 id=\"{name}\"><code>{name}</code></h3>");
    add(&mut part, &paragraphs(&schema["description"]));
    let rows = fields(&schema["properties"]).map(|(field, property)| {
        [format!("<code>{}</code>", escaped(field)), kind(property), escaped(text(&property["description"]))]
    });
    add(&mut part, &table(["Field", "Type", "What"], rows));
    let example = &schema["example"];
    if !example.is_null() {
        let example = serde_json::to_string_pretty(example).unwrap_or_default();
        let _ = write!(part, "<pre><code>{}</code></pre>", escaped(&example));
    }
    part
}

/// What a value may be, in a word or a few.
fn kind(schema: &Value) -> String {
    if let Some(name) = schema["$ref"].as_str().and_then(|path| path.rsplit('/').next()) {
        let name = escaped(name);
        return format!("<a href=\"#{name}\">{name}</a>");
    }
    if let Some(words) = schema["enum"].as_array() {
        let words: Vec<_> =
            words.iter().map(|word| format!("<code>{}</code>", escaped(&plain(word)))).collect();
        return words.join(", ");
    }
    let types = match &schema["type"] {
        Value::Array(types) => types.iter().map(plain).collect::<Vec<_>>().join(" or "),
        one => plain(one),
    };
    match text(&schema["format"]) {
        _ if !schema["items"].is_null() => format!("list of {}", kind(&schema["items"])),
        "" => escaped(&types),
        format => format!("{}, {}", escaped(&types), escaped(format)),
    }
}

fn table<const N: usize>(head: [&str; N], rows: impl Iterator<Item = [String; N]>) -> String {
    let rows: String = rows
        .map(|cells| {
            cells.iter().fold("<tr>".to_owned(), |row, cell| row + "<td>" + cell + "</td>") + "</tr>"
        })
        .collect();
    if rows.is_empty() {
        return rows;
    }
    let head = head.iter().fold(String::new(), |head, cell| head + "<th scope=\"col\">" + cell + "</th>");
    format!(
        "<div class=\"scroll\" tabindex=\"0\"><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )
}

fn add(page: &mut String, part: &str) {
    page.push_str(part);
}

fn fields(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned)
}

fn paragraphs(value: &Value) -> String {
    let paragraphs = text(value).split("\n\n").filter(|paragraph| !paragraph.is_empty());
    paragraphs.fold(String::new(), |page, paragraph| page + "<p>" + &escaped(paragraph) + "</p>")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
