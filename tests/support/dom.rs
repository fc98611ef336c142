//! Pages of HTML as trees, so that a test can ask what stands in what.

use std::collections::BTreeMap;

use html5gum::{Token, Tokenizer};

/// The number of a node.
pub(crate) type NodeId = usize;

/// An element, or a text.
#[derive(Debug, Default)]
pub(crate) struct Node {
    /// The name of the element; empty for a text.
    pub(crate) tag: String,
    attributes: BTreeMap<String, String>,
    text: String,
    parent: NodeId,
    children: Vec<NodeId>,
}

/// A page. Node 0 is the page itself.
#[derive(Debug)]
pub(crate) struct Page {
    nodes: Vec<Node>,
}

/// Elements that hold nothing.
const VOID: [&str; 8] = ["br", "hr", "img", "input", "link", "meta", "source", "wbr"];

impl Page {
    /// Reads `html`, whose elements must all be closed.
    #[track_caller]
    pub(crate) fn new(html: &str) -> Self {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let mut page = Self { nodes: vec![Node::default()] };
        let mut open: Vec<NodeId> = vec![0];
        for token in Tokenizer::new(html).flatten() {
            let parent = *open.last().expect("the page is open");
            match token {
                Token::StartTag(tag) => {
                    let attributes = tag.attributes.iter();
                    let attributes = attributes.map(|(name, value)| (text(name), text(value)));
                    let name = text(&tag.name);
                    let holds = !tag.self_closing && !VOID.contains(&name.as_str());
                    let attributes = attributes.collect();
                    let id = page.add(Node { tag: name, attributes, parent, ..Node::default() });
                    if holds {
                        open.push(id);
                    }
                }
                Token::EndTag(tag) => {
                    let name = text(&tag.name);
                    assert_eq!(page.nodes[parent].tag, name, "closed out of turn");
                    open.pop();
                }
                Token::String(string) => {
                    page.add(Node { text: text(&string), parent, ..Node::default() });
                }
                _ => {}
            }
        }
        assert_eq!(open, [0], "something is not closed");
        page
    }

    fn add(&mut self, node: Node) -> NodeId {
        let id = self.nodes.len();
        self.nodes[node.parent].children.push(id);
        self.nodes.push(node);
        id
    }

    /// The name of an element.
    pub(crate) fn tag(&self, node: NodeId) -> &str {
        &self.nodes[node].tag
    }

    /// An attribute; empty when there is none.
    pub(crate) fn attribute(&self, node: NodeId, name: &str) -> &str {
        self.nodes[node].attributes.get(name).map_or("", |value| value)
    }

    /// Whether an element has a class.
    pub(crate) fn has_class(&self, node: NodeId, class: &str) -> bool {
        self.attribute(node, "class").split_ascii_whitespace().any(|one| one == class)
    }

    /// A node and what it stands in, from the inside out.
    pub(crate) fn line(&self, node: NodeId) -> impl Iterator<Item = NodeId> {
        let parent = |id: &NodeId| (*id != 0).then(|| self.nodes[*id].parent);
        std::iter::successors(Some(node), parent)
    }

    /// The nearest element with this class around a node, itself included.
    pub(crate) fn around(&self, node: NodeId, class: &str) -> Option<NodeId> {
        self.line(node).find(|id| self.has_class(*id, class))
    }

    /// The nearest element of this name around a node, itself included.
    pub(crate) fn enclosing(&self, node: NodeId, tag: &str) -> Option<NodeId> {
        self.line(node).find(|id| self.tag(*id) == tag)
    }

    /// Everything in a node, itself included, in the order of the text.
    pub(crate) fn within(&self, node: NodeId) -> Vec<NodeId> {
        let mut all = vec![node];
        for child in &self.nodes[node].children {
            all.extend(self.within(*child));
        }
        all
    }

    /// The elements with a class in a node, in the order of the text.
    pub(crate) fn classed(&self, node: NodeId, class: &str) -> Vec<NodeId> {
        self.within(node).into_iter().filter(|id| self.has_class(*id, class)).collect()
    }

    /// The links in a node, with their addresses.
    pub(crate) fn links(&self, node: NodeId) -> Vec<(NodeId, &str)> {
        let links = self.within(node).into_iter().filter(|id| self.tag(*id) == "a");
        let address = |id| self.attribute(id, "href").split('#').next().unwrap_or_default();
        links.map(|id| (id, address(id))).collect()
    }

    /// What a node says, each white space as one.
    pub(crate) fn text(&self, node: NodeId) -> String {
        let texts = self.within(node).into_iter().map(|id| self.nodes[id].text.as_str());
        texts.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The elements beside a node that stand before it, the nearest first.
    pub(crate) fn before(&self, node: NodeId) -> impl Iterator<Item = NodeId> {
        let beside = &self.nodes[self.nodes[node].parent].children;
        let before = beside.iter().rev().skip_while(move |id| **id != node).skip(1);
        before.copied().filter(|id| !self.tag(*id).is_empty())
    }

    /// The node beside a node that follows it; texts of white space alone do not count.
    pub(crate) fn next(&self, node: NodeId) -> Option<NodeId> {
        let beside = &self.nodes[self.nodes[node].parent].children;
        let is_blank = |id: &&NodeId| self.tag(**id).is_empty() && self.text(**id).is_empty();
        let behind = beside.iter().skip_while(|id| **id != node).skip(1);
        behind.copied().find(|id| !is_blank(&id))
    }
}
