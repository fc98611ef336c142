//! Nodes of JSON-LD, written as text while they are made.
//!
//! Comes in: values of properties. Goes out: JSON that may stand in a `<script>`. What is empty is left out, and nothing in
//! a value can end the script.

use std::fmt::Write as _;
use std::marker::PhantomData;

use super::vocabulary::{Day, DayOfWeek, Integer, Is, Property, Schema, Text, Time, Url};
use crate::base::Date;

/// A node of the type `T`, or of a kind of it.
pub(crate) struct Node<T> {
    /// The node, without the brace at its end.
    text: String,
    of: PhantomData<fn() -> T>,
}

/// The name of a node, which is an address.
pub(crate) struct Id<T> {
    text: String,
    of: PhantomData<fn() -> T>,
}

impl<T> Id<T> {
    /// The part `fragment` of the page with the whole address `page`.
    pub(super) fn new(page: &str, fragment: &str) -> Self {
        Self { text: format!("{page}#{fragment}"), of: PhantomData }
    }

    /// The same name, of something less exact.
    pub(super) fn wider<Wider>(self) -> Id<Wider>
    where
        T: Is<Wider>,
    {
        Id { text: self.text, of: PhantomData }
    }
}

impl<T: Schema> Node<T> {
    /// A node that has nothing yet.
    pub(super) fn new() -> Self {
        let mut text = String::with_capacity(256);
        text.push_str("{\"@type\":\"");
        text.push_str(T::NAME);
        text.push('"');
        Self { text, of: PhantomData }
    }

    /// A node that others can refer to.
    pub(super) fn named(id: &Id<T>) -> Self {
        let mut node = Self::new();
        node.key("@id");
        quote(&mut node.text, &id.text);
        node
    }
}

impl<T> Node<T> {
    /// The same node, seen as something less exact.
    pub(super) fn wider<Wider>(self) -> Node<Wider>
    where
        T: Is<Wider>,
    {
        Node { text: self.text, of: PhantomData }
    }

    fn key(&mut self, name: &str) {
        self.text.push_str(",\"");
        self.text.push_str(name);
        self.text.push_str("\":");
    }

    /// A text, unless it is empty.
    pub(super) fn text<Of>(mut self, property: &Property<Of, Text>, value: &str) -> Self
    where
        T: Is<Of>,
    {
        let value = value.trim();
        if !value.is_empty() {
            self.key(property.name);
            quote(&mut self.text, value);
        }
        self
    }

    /// Texts: none, one or a list.
    pub(super) fn texts<Of>(
        mut self,
        property: &Property<Of, Text>,
        values: impl IntoIterator<Item = impl AsRef<str>>,
    ) -> Self
    where
        T: Is<Of>,
    {
        let values = values.into_iter().filter(|value| !value.as_ref().trim().is_empty());
        self.list(property.name, values, |value, out| quote(out, value.as_ref().trim()));
        self
    }

    /// An address, unless it is empty.
    pub(super) fn url<Of>(mut self, property: &Property<Of, Url>, value: &str) -> Self
    where
        T: Is<Of>,
    {
        if !value.is_empty() {
            self.key(property.name);
            quote(&mut self.text, value);
        }
        self
    }

    /// Addresses: none, one or a list.
    pub(super) fn urls<Of>(
        mut self,
        property: &Property<Of, Url>,
        values: impl IntoIterator<Item = impl AsRef<str>>,
    ) -> Self
    where
        T: Is<Of>,
    {
        self.list(property.name, values, |value, out| quote(out, value.as_ref()));
        self
    }

    /// A day, if there is one.
    pub(super) fn day<Of>(mut self, property: &Property<Of, Day>, value: Option<Date>) -> Self
    where
        T: Is<Of>,
    {
        if let Some(date) = value {
            self.key(property.name);
            quote(&mut self.text, &date.iso());
        }
        self
    }

    /// A time of day in minutes.
    pub(super) fn time<Of>(mut self, property: &Property<Of, Time>, minutes: u16) -> Self
    where
        T: Is<Of>,
    {
        self.key(property.name);
        // Writing to a `String` cannot fail.
        let _written = write!(self.text, "\"{:02}:{:02}\"", minutes / 60, minutes % 60);
        self
    }

    /// A whole number.
    pub(super) fn number<Of>(mut self, property: &Property<Of, Integer>, value: usize) -> Self
    where
        T: Is<Of>,
    {
        self.key(property.name);
        let _written = write!(self.text, "{value}");
        self
    }

    /// Days of the week, by the names that schema.org gives them.
    pub(super) fn days<Of>(
        mut self,
        property: &Property<Of, DayOfWeek>,
        values: impl IntoIterator<Item = &'static str>,
    ) -> Self
    where
        T: Is<Of>,
    {
        self.list(property.name, values, |day, out| {
            let _written = write!(out, "\"https://schema.org/{day}\"");
        });
        self
    }

    /// Another node.
    pub(super) fn node<Of, Value, V>(self, property: &Property<Of, Value>, value: &Node<V>) -> Self
    where
        T: Is<Of>,
        V: Is<Value>,
    {
        self.nodes(property, [value])
    }

    /// Other nodes: none, one or a list.
    pub(super) fn nodes<'n, Of, Value, V>(
        mut self,
        property: &Property<Of, Value>,
        values: impl IntoIterator<Item = &'n Node<V>>,
    ) -> Self
    where
        T: Is<Of>,
        V: Is<Value> + 'n,
    {
        self.list(property.name, values, |node, out| {
            out.push_str(&node.text);
            out.push('}');
        });
        self
    }

    /// A node that stands elsewhere in the same graph.
    pub(super) fn refer<Of, Value, V>(self, property: &Property<Of, Value>, id: &Id<V>) -> Self
    where
        T: Is<Of>,
        V: Is<Value>,
    {
        self.refer_to_all(property, [id])
    }

    /// Nodes that stand elsewhere in the same graph.
    pub(super) fn refer_to_all<'n, Of, Value, V>(
        mut self,
        property: &Property<Of, Value>,
        ids: impl IntoIterator<Item = &'n Id<V>>,
    ) -> Self
    where
        T: Is<Of>,
        V: Is<Value> + 'n,
    {
        self.list(property.name, ids, |id, out| {
            out.push_str("{\"@id\":");
            quote(out, &id.text);
            out.push('}');
        });
        self
    }

    fn list<V>(
        &mut self,
        name: &str,
        values: impl IntoIterator<Item = V>,
        mut write: impl FnMut(V, &mut String),
    ) {
        let mut values = values.into_iter();
        let Some(first) = values.next() else { return };
        self.key(name);
        let Some(second) = values.next() else {
            write(first, &mut self.text);
            return;
        };
        self.text.push('[');
        write(first, &mut self.text);
        for value in std::iter::once(second).chain(values) {
            self.text.push(',');
            write(value, &mut self.text);
        }
        self.text.push(']');
    }
}

/// What a page says of itself: one graph of nodes.
#[derive(Default)]
pub(super) struct Graph {
    text: String,
}

impl Graph {
    /// Adds a node.
    pub(super) fn push<T>(&mut self, node: &Node<T>) {
        if !self.text.is_empty() {
            self.text.push(',');
        }
        self.text.push_str(&node.text);
        self.text.push('}');
    }

    /// The whole graph; empty when there is nothing in it.
    pub(super) fn finish(self) -> String {
        if self.text.is_empty() {
            return self.text;
        }
        format!("{{\"@context\":\"https://schema.org\",\"@graph\":[{}]}}", self.text)
    }
}

/// Writes `text` as a text of JSON. An opening angle bracket is written by its number, so that nothing ends the script.
fn quote(out: &mut String, text: &str) {
    out.push('"');
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        if byte >= 0x20 && !matches!(byte, b'"' | b'\\' | b'<') {
            continue;
        }
        // Every byte that is escaped is a letter of its own.
        out.push_str(text.get(from..at).unwrap_or_default());
        from = at + 1;
        match byte {
            b'"' => out.push_str("\\\""),
            b'\\' => out.push_str("\\\\"),
            _ => {
                let _written = write!(out, "\\u{byte:04x}");
            }
        }
    }
    out.push_str(text.get(from..).unwrap_or_default());
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::super::vocabulary::{
        ALTERNATE_NAME, DATE_PUBLISHED, MAIN_ENTITY, NAME, Person, Thing, WebPage,
    };
    use super::*;
    use proptest::prelude::*;

    fn written(node: &Node<impl Schema>) -> serde_json::Value {
        let mut graph = Graph::default();
        graph.push(node);
        let text = graph.finish();
        assert!(!text.contains('<'), "{text}");
        let value: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        value["@graph"][0].clone()
    }

    #[test]
    fn what_is_empty_is_left_out() {
        let node = Node::<WebPage>::new()
            .text(&NAME, "  ")
            .texts(&ALTERNATE_NAME, ["", " "])
            .day(&DATE_PUBLISHED, None)
            .nodes(&MAIN_ENTITY, [] as [&Node<Person>; 0]);
        assert_eq!(written(&node), serde_json::json!({"@type": "WebPage"}));
        assert_eq!(Graph::default().finish(), "");
    }

    #[test]
    fn one_value_stands_alone_and_more_in_a_list() {
        let one = Node::<Thing>::new().texts(&ALTERNATE_NAME, ["a"]);
        assert_eq!(written(&one)["alternateName"], "a");
        let two = Node::<Thing>::new().texts(&ALTERNATE_NAME, ["a", "", "b "]);
        assert_eq!(written(&two)["alternateName"], serde_json::json!(["a", "b"]));
        let id = Id::<Person>::new("https://example.com/", "person");
        let person = Node::named(&id).text(&NAME, "Ana");
        let page = Node::<WebPage>::new().node(&MAIN_ENTITY, &person);
        assert_eq!(written(&page)["mainEntity"]["@id"], "https://example.com/#person");
        let page = Node::<WebPage>::new().refer(&MAIN_ENTITY, &id);
        assert_eq!(
            written(&page)["mainEntity"],
            serde_json::json!({"@id": "https://example.com/#person"})
        );
    }

    proptest! {
        #[test]
        fn any_text_comes_back_and_ends_no_script(text in "(</script>|<!--|\\PC|[\u{0}-\u{1f}]|\"|\\\\)*") {
            let node = Node::<Thing>::new().text(&NAME, &text);
            let found = written(&node);
            prop_assert_eq!(found["name"].as_str().unwrap_or_default(), text.trim());
        }
    }
}
