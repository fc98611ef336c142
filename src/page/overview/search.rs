//! Search: what readers choose from. What they find is made of records ([`crate::page::Findable`]), not of this page.

use tera::Value;

use crate::page::findable::Findable;
use crate::page::value::{Fields, map};
use crate::page::view::Viewer;

impl Viewer<'_> {
    pub(super) fn search_fields(&self) -> Fields {
        let findable = Findable::new(*self);
        let value = |filter: &str, value: &str| {
            let words = match filter {
                "kind" => self.string(&format!("kind_{value}")),
                _ => value,
            };
            (words.to_lowercase(), value.to_owned(), words.to_owned())
        };
        let filters = findable.filters().into_iter().filter(|(_, values)| values.len() > 1);
        let filters = filters.map(|(name, values)| {
            let mut values: Vec<_> = values.into_iter().map(|one| value(name, one)).collect();
            values.sort();
            let values = values.into_iter().map(|(_, value, words)| {
                map([("value", Value::from(value)), ("words", Value::from(words))])
            });
            map([
                ("name", Value::from(name)),
                ("words", Value::from(self.string(&format!("filter_{name}")))),
                ("values", self.list(values)),
            ])
        });
        vec![("filters", self.list(filters))]
    }
}
