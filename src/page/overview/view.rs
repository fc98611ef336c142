//! The variable `page.overview`.

use tera::Value;

use super::{Footnotes, a_to_z, body_areas, checks, help, matrix, relations};
use crate::graph::EntryId;
use crate::page::edges::Meaning;
use crate::page::graph_svg;
use crate::page::value::{Fields, html, map, text, text_or_empty, texts};
use crate::page::verdict;
use crate::page::view::{Viewer, source_view};
use crate::schema::Overview;

impl Viewer<'_> {
    /// What the page `id` shows besides its text when it is an overview, or null.
    pub(in crate::page) fn overview(&self, id: EntryId) -> Value {
        let Some(page) = self.graph.overviews.get(&id) else { return Value::none() };
        let nothing = || self.list(std::iter::empty());
        let mut fields: Fields = vec![
            ("name", Value::from(page.overview.word())),
            ("columns", nothing()),
            ("groups", nothing()),
            ("letters", nothing()),
            ("filters", nothing()),
            ("areas", nothing()),
            ("levels", nothing()),
            ("relations", nothing()),
            ("legend", nothing()),
            ("picture", html("")),
            ("red_flags", self.signs(std::iter::empty())),
            ("sources", nothing()),
            ("left_out", Value::from(0)),
        ];
        fields.extend(match page.overview {
            Overview::Matrix => self.matrix_fields(),
            Overview::AToZ => self.a_to_z_fields(),
            Overview::BodyAreas => self.body_areas_fields(),
            Overview::Checks => self.checks_fields(),
            Overview::Graph => self.picture_fields(id),
            Overview::Search => self.search_fields(),
        });
        map(fields)
    }

    fn footnotes(&self, footnotes: &Footnotes<'_>) -> Value {
        let known = |id: &&str| {
            Some(source_view(&self.theme.strings, id, self.graph.data.sources.get(*id)?))
        };
        self.list(footnotes.ids.iter().filter_map(known))
    }

    fn signs(&self, entries: impl Iterator<Item = EntryId>) -> Value {
        let (emergency, urgent) = help::red_flags(self.graph, entries);
        map([("emergency", texts(&emergency)), ("urgent", texts(&urgent))])
    }

    fn help_url(&self, id: EntryId) -> Value {
        text(help::help_url(self.graph, id).as_deref())
    }

    fn matrix_fields(&self) -> Fields {
        let matrix = matrix::matrix(self.graph);
        let cell = |cell: &matrix::Cell<'_>| {
            map([
                ("key", Value::from(verdict::key(cell.verdict))),
                ("words", Value::from(verdict::words(self.graph, self.theme, cell.verdict))),
                ("why", text_or_empty(cell.why)),
                ("only_with", text_or_empty(cell.only_with)),
                ("notes", numbers(&cell.notes)),
            ])
        };
        let row = |row: &matrix::Row<'_>| {
            map([
                ("page", self.card(row.id)),
                ("help_url", self.help_url(row.id)),
                ("cells", self.list(row.cells.iter().map(cell))),
            ])
        };
        let groups = matrix.groups.iter().map(|(kind, rows)| {
            map([("kind", Value::from(kind.name())), ("rows", self.list(rows.iter().map(row)))])
        });
        vec![
            ("columns", self.cards(matrix.columns.iter().copied())),
            ("groups", self.list(groups)),
            ("sources", self.footnotes(&matrix.footnotes)),
            ("left_out", Value::from(matrix.left_out)),
        ]
    }

    fn a_to_z_fields(&self) -> Fields {
        let name = |listed: &a_to_z::Listed<'_>| {
            map([
                ("name", Value::from(listed.name)),
                ("page", self.card(listed.id)),
                ("synonym", Value::from(listed.is_synonym)),
            ])
        };
        let letters = a_to_z::a_to_z(self.graph);
        let letters = letters.iter().map(|(letter, names)| {
            map([
                ("letter", Value::from(letter.as_str())),
                ("names", self.list(names.iter().map(name))),
            ])
        });
        vec![("letters", self.list(letters))]
    }

    fn body_areas_fields(&self) -> Fields {
        let areas = body_areas::body_areas(self.graph);
        let entry =
            |id: &EntryId| map([("page", self.card(*id)), ("help_url", self.help_url(*id))]);
        let felt = areas.iter().filter(|area| area.id.is_some()).flat_map(|area| &area.entries);
        let red_flags = self.signs(felt.copied());
        let areas = areas.iter().map(|area| {
            map([
                ("page", self.card_or_none(area.id)),
                ("entries", self.list(area.entries.iter().map(entry))),
            ])
        });
        vec![("areas", self.list(areas)), ("red_flags", red_flags)]
    }

    fn checks_fields(&self) -> Fields {
        let checks = checks::checks(self.graph);
        let check = |check: &checks::Check<'_>| {
            let (scope, treatments) = match &check.scope {
                checks::Scope::Any => ("any", &[][..]),
                checks::Scope::AnyOther => ("any-other", &[][..]),
                checks::Scope::Some(treatments) => ("some", &**treatments),
            };
            map([
                ("page", self.card(check.id)),
                ("scope", Value::from(scope)),
                ("treatments", self.cards(treatments.iter().copied())),
                ("why", texts(&check.why)),
                ("help_url", self.help_url(check.id)),
                ("notes", numbers(&check.notes)),
            ])
        };
        let levels = checks::LEVELS.iter().zip(&checks.levels);
        let levels = levels.filter(|(_, list)| !list.is_empty()).map(|(level, list)| {
            map([
                ("level", Value::from(level.word())),
                ("words", Value::from(self.level_words(*level))),
                ("conditions", self.list(list.iter().map(check))),
            ])
        });
        vec![
            ("levels", self.list(levels)),
            ("sources", self.footnotes(&checks.footnotes)),
            ("left_out", Value::from(checks.left_out)),
        ]
    }

    fn picture_fields(&self, id: EntryId) -> Fields {
        let picture = relations::picture(self.graph, self.edges());
        let svg = graph_svg::draw(
            &picture.nodes,
            &picture.lines,
            &self.graph.entry(id).title,
            self.string("picture_description"),
        );
        let groups = relations::groups(self.graph, self.edges());
        let pair = |pair: &relations::Pair<'_>| {
            map([
                ("page", self.card(pair.from)),
                ("pages", self.cards(pair.to.iter().copied())),
                ("only_with", text_or_empty(pair.only_with)),
            ])
        };
        let lists = groups.iter().map(|(meaning, list)| {
            map([
                ("line", Value::from(meaning.line())),
                ("words", Value::from(self.relation_words(*meaning))),
                ("pairs", self.list(list.iter().map(pair))),
            ])
        });
        let legend = graph_svg::MARKS.iter().map(|(look, _)| *look);
        let legend = legend.filter(|look| picture.lines.iter().any(|line| line.look == *look));
        let legend = legend.map(|look| {
            let name = format!("line_{}", look.replace('-', "_"));
            map([("line", Value::from(look)), ("words", Value::from(self.string(&name)))])
        });
        vec![
            ("picture", html(&svg)),
            ("relations", self.list(lists)),
            ("legend", self.list(legend)),
            ("left_out", Value::from(picture.left_out)),
        ]
    }

    /// What a relation says, in the words of the theme.
    pub(in crate::page) fn relation_words(&self, meaning: Meaning) -> String {
        match (meaning.verdict(), meaning) {
            (Some(of), _) => verdict::words(self.graph, self.theme, of),
            (None, Meaning::IsA) => self.string("relation_is_a").to_owned(),
            (None, Meaning::Body) => self.string("relation_body").to_owned(),
            (None, _) => self.string("relation_causes").to_owned(),
        }
    }

    /// A text of the theme. The default theme stands behind every other and has all of them.
    pub(in crate::page) fn string(&self, name: &str) -> &str {
        self.theme.strings.get(name).map_or("", |text| text)
    }
}

fn numbers(numbers: &[usize]) -> Value {
    Value::from(numbers.iter().map(|number| Value::from(*number)).collect::<Vec<_>>())
}
