//! The command line of anma: the only place that prints, exits, and reads the clock and the environment.

mod args;
mod build;
mod init;
mod new;
mod report;
mod schema;
mod watchdog;

use std::process::ExitCode;

use clap::Parser as _;

use args::{Anma, Command};

fn main() -> ExitCode {
    let anma = match Anma::try_parse() {
        Ok(anma) => anma,
        Err(error) => {
            // Help and version are no mistakes; printing them can fail only when nobody is there to read.
            let printed = error.print();
            return if error.use_stderr() || printed.is_err() {
                ExitCode::from(report::USAGE)
            } else {
                ExitCode::SUCCESS
            };
        }
    };
    match anma.command {
        Command::Build(options) => build::run(&options),
        Command::Init(options) => init::run(&options),
        Command::New(options) => new::run(&options),
        Command::Schema(options) => schema::run(&options),
    }
}
