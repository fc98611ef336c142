//! What is known of the folders of a site, as a tree that a look at the disk is compared with.

use rustc_hash::FxHashMap;

use crate::source::{Kind, Known};

/// A folder, and what was found in it.
#[derive(Debug, Default)]
pub(super) struct Branch {
    pub(super) children: FxHashMap<Box<[u8]>, Node>,
}

/// Something in a folder.
#[derive(Debug)]
pub(super) struct Node {
    /// The number of the look that saw it last.
    pub(super) seen: u32,
    pub(super) what: What,
}

#[derive(Debug)]
pub(super) enum What {
    Branch(Branch),
    Leaf(Leaf),
}

/// Anything that is not a folder.
#[derive(Debug)]
pub(super) struct Leaf {
    pub(super) kind: Kind,
    pub(super) known: Known,
}

impl Branch {
    /// Puts a leaf at `path` below this folder; folders on the way come to be.
    pub(super) fn put(&mut self, path: &[u8], leaf: Leaf, seen: u32) {
        let Some(cut) = memchr::memchr(b'/', path) else {
            self.children.insert(path.into(), Node { seen, what: What::Leaf(leaf) });
            return;
        };
        let (name, rest) = (&path[..cut], &path[cut + 1..]);
        if !self.children.contains_key(name) {
            let what = What::Branch(Self::default());
            self.children.insert(name.into(), Node { seen, what });
        }
        if let Some(Node { what: What::Branch(branch), .. }) = self.children.get_mut(name) {
            branch.put(rest, leaf, seen);
        }
    }

    /// Forgets how the leaf at `path` was, so that it is read again.
    pub(super) fn unsettle(&mut self, path: &[u8]) {
        let (name, rest) = memchr::memchr(b'/', path)
            .map_or((path, None), |cut| (&path[..cut], Some(&path[cut + 1..])));
        match (self.children.get_mut(name).map(|node| &mut node.what), rest) {
            (Some(What::Leaf(leaf)), None) => leaf.known = Known::default(),
            (Some(What::Branch(branch)), Some(rest)) => branch.unsettle(rest),
            _ => {}
        }
    }

    /// Adds the paths of all leaves below this folder, which lies at `path`.
    pub(super) fn leaves(&self, path: &mut Vec<u8>, found: &mut Vec<Vec<u8>>) {
        self.children.iter().for_each(|(name, node)| node.leaves(name, path, found));
    }
}

impl Node {
    /// Adds the paths of all leaves of this node, which has this name in the folder at `path`.
    pub(super) fn leaves(&self, name: &[u8], path: &mut Vec<u8>, found: &mut Vec<Vec<u8>>) {
        let length = path.len();
        path.push(b'/');
        path.extend_from_slice(name);
        match &self.what {
            What::Leaf(_) => found.push(path.clone()),
            What::Branch(branch) => branch.leaves(path, found),
        }
        path.truncate(length);
    }
}
