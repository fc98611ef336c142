//! Search on a site: the index of its pages, made when it is written, or when a reader of the preview searches.
//!
//! Comes in: a site. Goes out: the files of its index. Making it takes long, so no page waits for it: a preview makes it
//! when somebody asks for a file of it, and keeps it as long as no word of it is another.

use std::io;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use rayon::prelude::*;

use super::site::Site;
use crate::base::Route;
use crate::diagnostic::Diagnostic;
use crate::output::{Sink, Store};
use crate::page::{Findable, has_search};
use crate::search::{self, Bundle, Records};

/// The last index that was made, for all sites of an engine.
pub(super) type Last = Arc<Mutex<Option<Arc<Bundle>>>>;

/// The index of a site, when somebody has asked for it.
pub(super) struct Searched {
    pub(super) last: Last,
    own: OnceLock<Result<Arc<Bundle>, String>>,
}

impl Searched {
    pub(super) fn after(last: &Last) -> Self {
        Self { last: Arc::clone(last), own: OnceLock::new() }
    }
}

/// Writes the files that search needs, if the site has any search. `kept` may have the index of an earlier build.
///
/// # Errors
/// When the sink fails, or the library that makes the index.
pub fn index(site: &Site, kept: Option<&Store>, sink: &dyn Sink) -> io::Result<()> {
    site.editions().try_for_each(|site| index_one(site, kept, sink))
}

fn index_one(site: &Site, kept: Option<&Store>, sink: &dyn Sink) -> io::Result<()> {
    let Some(bundle) = site.bundle(kept) else { return Ok(()) };
    let bundle = bundle.map_err(|problem| {
        io::Error::other(format!(
            "the index for search could not be made: {problem}; `search: false` in anma.yaml publishes the site without search"
        ))
    })?;
    let files: Vec<_> = bundle.files().collect();
    files.par_iter().try_for_each(|(route, bytes)| {
        match Route::new(&site.config.path(route.as_str())) {
            Ok(route) => sink.put(&route, bytes),
            Err(problem) => Err(io::Error::other(problem.words())),
        }
    })
}

impl Site {
    /// The file of the index at `route`.
    pub(super) fn index_file(&self, route: &Route) -> Option<Result<Vec<u8>, Vec<Diagnostic>>> {
        let below = match &*self.config.folder {
            "" => route.as_str(),
            folder => route.as_str().strip_prefix(folder)?.strip_prefix('/')?,
        };
        below.strip_prefix(search::FOLDER).filter(|below| below.starts_with('/'))?;
        let route = Route::new(below).ok()?;
        match self.bundle(None)? {
            Ok(bundle) => bundle.get(&route).map(|bytes| Ok(bytes.to_vec())),
            // A reader of the preview is told by the page; a build says why.
            Err(_) => Some(Err(Vec::new())),
        }
    }

    fn bundle(&self, kept: Option<&Store>) -> Option<Result<Arc<Bundle>, String>> {
        let own = &self.searched.own;
        has_search(&self.graph).then(|| own.get_or_init(|| self.make_bundle(kept)).clone())
    }

    fn make_bundle(&self, kept: Option<&Store>) -> Result<Arc<Bundle>, String> {
        // Held while the index is made: nobody needs a second one of the same words.
        let mut last = self.searched.last.lock().unwrap_or_else(PoisonError::into_inner);
        let findable = Findable::new(self.viewer());
        let records = Records {
            language: &self.config.language,
            count: findable.count(),
            make: &|at| findable.record(at),
            names: findable.names(),
        };
        let bundle = Arc::new(search::index(&records, last.as_deref(), kept)?);
        *last = Some(Arc::clone(&bundle));
        Ok(bundle)
    }
}
