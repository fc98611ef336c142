//! `anma schema`.

use std::process::ExitCode;

use anma::project;
use anma::schema::{Kind, config_json_schema, json_schema};

use crate::args::{Format, SchemaOptions};
use crate::report;

/// Runs the command.
pub(crate) fn run(options: &SchemaOptions) -> ExitCode {
    if options.of == "settings" {
        return report::deliver(&format!("{:#}\n", config_json_schema()));
    }
    let Some(kind) = Kind::parse(&options.of) else {
        let names: Vec<&str> = Kind::ALL.iter().map(|kind| kind.name()).collect();
        let message = format!(
            "there is no schema of `{}`; write `settings` or one of {}",
            options.of,
            names.join(", ")
        );
        report::failure(&message, Format::Human);
        return ExitCode::from(report::USAGE);
    };
    // Outside a site there are no fields but anma's own.
    let config = project::config(&options.root).ok().flatten();
    let fields = config.map(|config| config.fields).unwrap_or_default();
    report::deliver(&format!("{:#}\n", json_schema(kind, &fields)))
}
