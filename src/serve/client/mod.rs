//! What runs in the browser: the script that every page of the preview loads.
//!
//! It hears what changed and changes the page in place. It comes in parts that share one function, so that the
//! page sees nothing of it. No part is needed to serve a page, and no published page has it.

/// The whole script, as the browser gets it.
pub const SCRIPT: &str = concat!(
    "(() => {\n'use strict';\n",
    include_str!("page.js"),
    include_str!("look.js"),
    include_str!("box.js"),
    include_str!("align.js"),
    include_str!("twins.js"),
    include_str!("styles.js"),
    include_str!("pictures.js"),
    include_str!("place.js"),
    include_str!("patch.js"),
    include_str!("problems.js"),
    include_str!("channel.js"),
    include_str!("start.js"),
    "})();\n",
);

#[cfg(test)]
mod tests {
    use super::SCRIPT;

    #[test]
    fn the_script_is_one_function_from_which_nothing_leaves() {
        assert!(SCRIPT.starts_with("(() => {\n'use strict';\n"));
        assert!(SCRIPT.ends_with("\n})();\n"));
    }

    #[test]
    fn the_script_reads_no_text_as_html_and_runs_none() {
        for risky in [".innerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function"]
        {
            assert!(!SCRIPT.contains(risky), "{risky}");
        }
    }
}
