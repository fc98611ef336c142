//! Whether a site's `Content-Security-Policy` lets the preview's own script work.

/// The directive of `policy` because of which our script (from this host) would not run, or not hear from the server.
/// `hosts` are the ways to write this host in a policy, such as `localhost:4000`.
pub(crate) fn what_blocks_us(policy: &str, hosts: &[String]) -> Option<String> {
    // A header may hold several policies, with commas between. All of them count.
    policy.split(',').find_map(|policy| {
        let directives: Vec<(String, &str)> = policy
            .split(';')
            .map(str::trim)
            .filter_map(|directive| {
                Some((directive.split_whitespace().next()?.to_ascii_lowercase(), directive))
            })
            .collect();
        let first = |names: &[&str]| {
            names.iter().find_map(|name| directives.iter().find(|(known, _)| known == name))
        };
        let sandbox = first(&["sandbox"]).filter(|(_, text)| !has(text, "allow-scripts"));
        let script = first(&["script-src-elem", "script-src", "default-src"])
            .filter(|(_, text)| has(text, "'strict-dynamic'") || !allows(text, hosts));
        let connect =
            first(&["connect-src", "default-src"]).filter(|(_, text)| !allows(text, hosts));
        sandbox.or(script).or(connect).map(|(_, text)| (*text).to_owned())
    })
}

fn has(directive: &str, source: &str) -> bool {
    directive.split_whitespace().skip(1).any(|known| known.eq_ignore_ascii_case(source))
}

fn allows(directive: &str, hosts: &[String]) -> bool {
    directive.split_whitespace().skip(1).any(|source| {
        let source = source.to_ascii_lowercase();
        let host = source.strip_prefix("http://").unwrap_or(&source).trim_end_matches('/');
        matches!(source.as_str(), "*" | "'self'" | "http:")
            || hosts.iter().any(|known| known == host)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_of_policies() {
        let hosts = ["localhost:4000".to_owned()];
        for (policy, blocking) in [
            ("", None),
            ("default-src 'self'", None),
            ("default-src 'none'", Some("default-src 'none'")),
            ("default-src 'none'; script-src 'self'", Some("default-src 'none'")),
            ("default-src 'none'; script-src 'self'; connect-src 'self'", None),
            ("script-src 'none'", Some("script-src 'none'")),
            ("Script-Src 'NONE'; style-src *", Some("Script-Src 'NONE'")),
            ("script-src", Some("script-src")),
            (
                "script-src https://example.org 'nonce-x'",
                Some("script-src https://example.org 'nonce-x'"),
            ),
            ("script-src http://localhost:4000", None),
            ("script-src 'self' 'strict-dynamic'", Some("script-src 'self' 'strict-dynamic'")),
            ("script-src 'none'; script-src-elem 'self'", None),
            ("img-src 'none'; sandbox", Some("sandbox")),
            ("sandbox allow-scripts", None),
            ("default-src 'self', script-src 'none'", Some("script-src 'none'")),
            ("connect-src https:", Some("connect-src https:")),
            // What anma writes into `_headers`.
            ("connect-src 'self'; default-src 'none'; script-src 'self'; style-src 'self'", None),
        ] {
            assert_eq!(what_blocks_us(policy, &hosts).as_deref(), blocking, "{policy}");
        }
    }
}
