//! Scorers: how well goodwill reads and forecasts, measured on data that whoever runs them brings along.
//!
//! `cargo bench --bench score -- COMMAND …`; without a command it prints what each one takes. The scorers
//! call the library and know nothing of its insides.

mod acts;
mod arithmetic;
mod authored;
mod bgnbd;
mod bombs;
mod calendar;
mod feed;
mod fold;
mod garbage;
mod give;
mod import;
mod letters;
mod load;
mod logistic;
mod message;
mod mutants;
mod owner;
mod people;
mod rhythm;
mod rules;
mod silence;
mod simulate;
mod standing;
mod threads;

use std::error::Error;
use std::process::ExitCode;

/// What a scorer comes to; the error is for the one who runs it.
type Outcome<T> = Result<T, Box<dyn Error>>;

const USAGE: &str = "\
Measures goodwill on labelled data that you bring.

usage: cargo bench --bench score -- COMMAND …

Suitable data are public: the Enron mail (labelled by you), the archives of the R mailing lists seen from one
writer, the calendars in the tests of open-source projects. Nothing is changed, and nothing of the data is kept.";

fn main() -> ExitCode {
    // What `cargo bench` and `cargo test` say to every bench.
    let arguments: Vec<String> =
        std::env::args().skip(1).filter(|word| word != "--bench" && word != "--test").collect();
    match dispatch(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}; --help tells what each command takes");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(arguments: &[String]) -> Outcome<()> {
    let wants_help = arguments.iter().any(|word| word == "--help" || word == "-h");
    match arguments.split_first() {
        Some((command, rest)) if !wants_help => match command.as_str() {
            "acts" => acts::run(rest),
            "authored" => authored::run(rest),
            "calendar" => calendar::run(rest),
            "rhythm" => rhythm::run(rest),
            "silence" => silence::run(rest),
            "simulate" => simulate::run(rest),
            "standing" => standing::run(rest),
            "threads" => threads::run(rest),
            "import" => import::run(rest),
            "load" => load::run(rest),
            "mutants" => mutants::run(rest),
            "bombs" => bombs::run(rest),
            "garbage" => garbage::run(rest),
            "feed" => feed::run(rest),
            "fold" => fold::run(rest),
            "give" => give::run(rest),
            _ => Err(format!("{command:?} is no command").into()),
        },
        _ => {
            println!("{USAGE}");
            for help in [
                acts::HELP,
                authored::HELP,
                calendar::HELP,
                rhythm::HELP,
                silence::HELP,
                simulate::HELP,
                standing::HELP,
                threads::HELP,
                import::HELP,
                load::HELP,
                mutants::HELP,
                bombs::HELP,
                garbage::HELP,
                feed::HELP,
                fold::HELP,
                give::HELP,
            ] {
                println!("\n{help}");
            }
            Ok(())
        }
    }
}

fn ratio(part: usize, whole: usize) -> f64 {
    part as f64 / whole as f64
}
