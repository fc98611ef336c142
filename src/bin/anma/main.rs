//! The command line of anma: the only place that prints, exits, and reads the clock and the environment.

mod again;
mod args;
mod build;
mod check;
mod coverage;
mod init;
mod interrupt;
mod links;
mod list;
mod new;
mod report;
mod review;
mod rollback;
mod schema;
mod serve;
mod study;
mod theme;
mod watchdog;
mod why;

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
        Command::Serve(options) => serve::run(&options),
        Command::Check(options) => check::run(&options),
        Command::Init(options) => init::run(&options),
        Command::New(options) => new::run(&options),
        Command::Schema(options) => schema::run(&options),
        Command::Links(options) => links::run(&options),
        Command::Why(options) => why::run(&options),
        Command::Theme { command } => theme::run(&command),
        Command::Coverage(options) => coverage::run(&options),
        Command::List(options) => list::run(&options),
        Command::Review(options) => review::run(&options),
        Command::Rollback(options) => rollback::run(&options),
    }
}
