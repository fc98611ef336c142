//! Reads one page.

use std::convert::Infallible;

use html5gum::Tokenizer;
use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};

use super::observed::Observed;
use super::walk::Walker;

/// What a page says, in one pass over its bytes. The same bytes always give the same answer.
pub fn observe(html: &[u8]) -> Observed {
    let mut walker = Walker::default();
    walk(&mut walker, html);
    walker.close();
    // What is shown without scripts is text to the tokenizer; it is read here, once.
    walker.is_unscripted = true;
    walker.main_depth = 0;
    for (start, end) in std::mem::take(&mut walker.unscripted) {
        walker.shift = start;
        walk(&mut walker, html.get(start..end).unwrap_or_default());
    }
    walker.kept.close()
}

fn walk(walker: &mut Walker, html: &[u8]) {
    let mut emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, span| {
        walker.event(&event, span);
        None::<Infallible>
    });
    emitter.naively_switch_states(true);
    for token in Tokenizer::new_with_emitter(html, emitter) {
        // Reading bytes in memory cannot fail, and nothing is handed out.
        if token.is_err() {
            break;
        }
    }
}
