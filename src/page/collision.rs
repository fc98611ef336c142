//! Two sources never share an address: whoever comes second is told of the first.

use std::borrow::Cow;
use std::sync::Arc;

use camino::Utf8Path;
use rustc_hash::{FxHashMap, FxHashSet};
use unicode_normalization::UnicodeNormalization as _;

use crate::base::{Route, Span};
use crate::diagnostic::{Code, Diagnostic, Notes};

/// Who wants an address.
pub(super) struct Claim<'a> {
    pub(super) route: &'a Route,
    pub(super) owner: Owner<'a>,
}

/// The source of an output, for messages.
#[derive(Clone, Copy)]
pub(super) enum Owner<'a> {
    /// A page, by its file and its place in it; `None` for one that is made without a file.
    Page(Option<(&'a Arc<Utf8Path>, Option<&'a Span>)>, &'a str),
    /// An overview that anma makes.
    Overview(&'a str),
    /// A further page of a list.
    Pager(&'a str),
    /// An alias of a page.
    Alias(&'a Span),
    /// A file that is copied.
    File(&'a Arc<Utf8Path>),
    /// Something that every site has, such as its sitemap.
    Own(&'static str),
    /// A folder in which nothing else may stand, and what helps when something does.
    Folder(&'static str, &'static str),
}

impl Owner<'_> {
    fn words(&self) -> String {
        match self {
            Self::Page(Some((path, None)), _) => format!("the page {path}"),
            Self::Page(Some((path, Some(_))), title) => format!("`{title}` in {path}"),
            Self::Page(None, title) | Self::Overview(title) => {
                format!("the page `{title}` that anma makes")
            }
            Self::Pager(title) => format!("a further page of the list `{title}`"),
            Self::Alias(span) => format!("an alias in {}", span.path),
            Self::File(path) => format!("the file {path}"),
            Self::Own(name) | Self::Folder(name, _) => format!("{name} that anma makes"),
        }
    }

    fn span(&self) -> Option<Span> {
        match self {
            Self::Page(place, _) => {
                place.map(|(path, span)| span.cloned().unwrap_or_else(|| Span::file(path)))
            }
            Self::Alias(span) => Some((*span).clone()),
            Self::File(path) => Some(Span::file(path)),
            Self::Pager(_) | Self::Overview(_) | Self::Own(_) | Self::Folder(..) => None,
        }
    }
}

/// An address as file systems that ignore case and form see it.
fn folded(route: &str) -> Cow<'_, str> {
    if route.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()) {
        return Cow::Borrowed(route);
    }
    Cow::Owned(route.nfc().flat_map(char::to_lowercase).collect())
}

/// Reports every address that two claims share, exactly or but for case and letter form, and every file
/// that would have to be a folder as well.
pub(super) fn check<'a>(claims: &[Claim<'a>], notes: &mut Notes) {
    let mut owners: FxHashMap<Cow<'a, str>, &Claim<'a>> =
        FxHashMap::with_capacity_and_hasher(claims.len(), rustc_hash::FxBuildHasher);
    for claim in claims {
        match owners.entry(folded(claim.route.as_str())) {
            std::collections::hash_map::Entry::Occupied(known) => report(known.get(), claim, notes),
            std::collections::hash_map::Entry::Vacant(free) => {
                free.insert(claim);
            }
        }
    }
    // Nearly all files are index.html in a folder of their own. So only other files, and folders that are
    // called index.html, are looked for where a folder must be.
    let is_file = |claim: &&Claim<'a>| !claim.route.as_str().ends_with("index.html");
    let files: FxHashSet<Cow<'a, str>> =
        claims.iter().filter(is_file).map(|claim| folded(claim.route.as_str())).collect();
    for claim in claims {
        let route = folded(claim.route.as_str());
        for (at, _) in route.match_indices('/') {
            let above = &route[..at];
            if (files.contains(above) || above.ends_with("index.html"))
                && let Some(owner) = owners.get(above)
            {
                report(owner, claim, notes);
            }
        }
    }
}

/// Whether one of two addresses is a folder on the way to the other.
fn one_is_folder(one: &Route, two: &Route) -> bool {
    let (one, two) = (folded(one.as_str()), folded(two.as_str()));
    let is_above = |above: &str, below: &str| {
        below.strip_prefix(above).is_some_and(|rest| rest.starts_with('/'))
    };
    is_above(&one, &two) || is_above(&two, &one)
}

fn report(one: &Claim<'_>, two: &Claim<'_>, notes: &mut Notes) {
    let (first, second) = if two.owner.span().is_some() { (one, two) } else { (two, one) };
    let span =
        second.owner.span().unwrap_or_else(|| Span::file(&Utf8Path::new("anma.yaml").into()));
    let (one, two) = (first.owner.words(), second.owner.words());
    let url = second.route.url();
    let folder = [first, second].into_iter().find(|claim| matches!(claim.owner, Owner::Folder(..)));
    // The page of a folder that has no file is there because of what stands below it, of which the same is said.
    if folder.is_some() && second.owner.span().is_none() {
        return;
    }
    let (code, message) = if let Some(folder) = folder {
        let folder = folder.route.url();
        (
            Code::COLLISION,
            format!("{two} cannot be at `{url}`: the folder `{folder}/` is for {one}"),
        )
    } else if one_is_folder(first.route, second.route) {
        (
            Code::COLLISION,
            format!(
                "{one} and {two} cannot both be there: one is a file and the other needs a folder of the same name (`{url}`)"
            ),
        )
    } else if first.route == second.route {
        (Code::COLLISION, format!("{one} and {two} both want the address `{url}`"))
    } else {
        let other = first.route.url();
        (
            Code::NEAR_COLLISION,
            format!(
                "the addresses of {one} (`{other}`) and {two} (`{url}`) differ only in capitals or in the form of a letter, so some computers take them for one"
            ),
        )
    };
    let mut problem = Diagnostic::error(code, span, message);
    if let Some(other) = first.owner.span() {
        problem = problem.also(other, "the other one");
    }
    notes.push(problem.help(match (first.owner, second.owner) {
        (Owner::Overview(_), _) | (_, Owner::Overview(_)) => {
            "give the other one another address, let it show the overview with a `template`, or say in anma.yaml under `overviews` which of them you want"
        }
        (_, Owner::Alias(_)) | (Owner::Alias(_), _) => "take the alias out, or correct it",
        (Owner::Folder(_, help), _) | (_, Owner::Folder(_, help)) => help,
        (Owner::File(_), Owner::File(_) | Owner::Own(_)) | (Owner::Own(_), Owner::File(_)) => {
            "rename the file, or remove it"
        }
        (Owner::File(_), _) | (_, Owner::File(_)) => {
            "rename or remove the file, or give the page another `slug`"
        }
        _ => "rename one of the two, or give it another `slug`",
    }));
}
