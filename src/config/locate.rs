//! Where the config is, and where the ledger is kept.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use super::ConfigError;

/// The config of a machine-wide service, and where it keeps its ledger.
const SYSTEM: &str = "/etc/goodwill/config.toml";
const SYSTEM_STATE: &str = "/var/lib/goodwill";

/// Variables of the environment, as [`std::env::var_os`] gives them.
type Env<'a> = &'a dyn Fn(&str) -> Option<OsString>;

/// Finds the config: `explicit` (`--config`), else `$GOODWILL_CONFIG`, else
/// `$XDG_CONFIG_HOME/goodwill/config.toml` (`~/.config` where unset), else `/etc/goodwill/config.toml`.
/// One file wins whole. A file that was asked for by the first two must exist.
pub fn locate(explicit: Option<&Path>, env: Env<'_>) -> Result<PathBuf, ConfigError> {
    // Where we may not look, reading will say why.
    locate_among(explicit, env, &|path| path.try_exists().unwrap_or(true))
}

/// Where a config that is to be written belongs: the first of the places of [`locate`] that the environment gives.
pub fn place_for_new(explicit: Option<&Path>, env: Env<'_>) -> Result<PathBuf, ConfigError> {
    asked_for(explicit, env).or_else(|| own(env)).ok_or(ConfigError::NoPlaceForConfig)
}

/// The config that was asked for by name.
fn asked_for(explicit: Option<&Path>, env: Env<'_>) -> Option<PathBuf> {
    explicit.map(Path::to_owned).or_else(|| set(env, "GOODWILL_CONFIG").map(PathBuf::from))
}

/// The config of a user.
fn own(env: Env<'_>) -> Option<PathBuf> {
    base(env, "XDG_CONFIG_HOME", ".config").map(|base| base.join("goodwill/config.toml"))
}

fn locate_among(
    explicit: Option<&Path>,
    env: Env<'_>,
    exists: &dyn Fn(&Path) -> bool,
) -> Result<PathBuf, ConfigError> {
    let looked = if let Some(path) = asked_for(explicit, env) {
        vec![path]
    } else {
        own(env).into_iter().chain([SYSTEM.into()]).collect()
    };
    match looked.iter().find(|path| exists(path)) {
        Some(found) => Ok(found.clone()),
        None => Err(ConfigError::Missing { looked }),
    }
}

/// The directory of the ledger: `explicit` (`--state`), else `$STATE_DIRECTORY` (set by systemd, the
/// first where it lists several), else that of the machine-wide service where `config` is its config,
/// else `$XDG_STATE_HOME/goodwill` (`~/.local/state` where unset). It need not exist.
pub fn state_dir(
    explicit: Option<&Path>,
    config: Option<&Path>,
    env: Env<'_>,
) -> Result<PathBuf, ConfigError> {
    if let Some(path) = explicit {
        return Ok(path.to_owned());
    }
    if let Some(list) = set(env, "STATE_DIRECTORY")
        && let Some(first) = std::env::split_paths(&list).next()
    {
        return Ok(first);
    }
    // Commands beside the service work on its ledger, not on a second one.
    if config == Some(Path::new(SYSTEM)) {
        return Ok(SYSTEM_STATE.into());
    }
    base(env, "XDG_STATE_HOME", ".local/state")
        .map(|home| home.join("goodwill"))
        .ok_or(ConfigError::NoStateDirectory)
}

/// A base directory of the XDG specification, which has relative ones ignored.
fn base(env: Env<'_>, variable: &str, under_home: &str) -> Option<PathBuf> {
    let absolute = |path: &PathBuf| path.is_absolute();
    let given = set(env, variable).map(PathBuf::from).filter(absolute);
    given.or_else(|| set(env, "HOME").map(PathBuf::from).filter(absolute).map(|home| home.join(under_home)))
}

/// A variable that is set to something.
fn set(env: Env<'_>, variable: &str) -> Option<OsString> {
    env(variable).filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(explicit: Option<&str>, env: &[(&str, &str)], files: &[&str]) -> Result<PathBuf, ConfigError> {
        let env = |name: &str| env.iter().find(|(key, _)| *key == name).map(|(_, value)| value.into());
        locate_among(explicit.map(Path::new), &env, &|path| files.iter().any(|file| Path::new(file) == path))
    }

    #[test]
    fn the_nearer_config_wins() {
        let files = ["/cli", "/var", "/xdg/goodwill/config.toml", "/h/.config/goodwill/config.toml", SYSTEM];
        let env = [("GOODWILL_CONFIG", "/var"), ("XDG_CONFIG_HOME", "/xdg"), ("HOME", "/h")];
        assert_eq!(found(Some("/cli"), &env, &files).unwrap(), Path::new("/cli"));
        for (skip, path) in [
            (0, "/var"),
            (1, "/xdg/goodwill/config.toml"),
            (2, "/h/.config/goodwill/config.toml"),
            (3, SYSTEM),
        ] {
            assert_eq!(found(None, &env[skip..], &files).unwrap(), Path::new(path));
        }
        assert_eq!(found(None, &env[1..], &[SYSTEM]).unwrap(), Path::new(SYSTEM));
    }

    #[test]
    fn a_config_that_was_asked_for_is_never_replaced() {
        for (explicit, env) in [(Some("/gone"), vec![]), (None, vec![("GOODWILL_CONFIG", "/gone")])] {
            let Err(ConfigError::Missing { looked }) = found(explicit, &env, &[SYSTEM]) else {
                panic!("{SYSTEM} was taken instead");
            };
            assert_eq!(looked, [Path::new("/gone")]);
        }
    }

    #[test]
    fn a_new_config_goes_to_the_nearest_place() {
        let env = [("GOODWILL_CONFIG", "/var"), ("XDG_CONFIG_HOME", "/xdg"), ("HOME", "/h")];
        let place = |explicit: Option<&str>, skip: usize| {
            let env =
                |name: &str| env[skip..].iter().find(|(key, _)| *key == name).map(|(_, v)| OsString::from(v));
            place_for_new(explicit.map(Path::new), &env)
        };
        assert_eq!(place(Some("here.toml"), 0).unwrap(), Path::new("here.toml"));
        let places = ["/var", "/xdg/goodwill/config.toml", "/h/.config/goodwill/config.toml"];
        for (skip, path) in places.into_iter().enumerate() {
            assert_eq!(place(None, skip).unwrap(), Path::new(path));
        }
        assert!(matches!(place(None, 3), Err(ConfigError::NoPlaceForConfig)));
    }

    #[test]
    fn empty_and_relative_variables_are_as_if_unset() {
        let env = [("GOODWILL_CONFIG", ""), ("XDG_CONFIG_HOME", "xdg"), ("HOME", "/h")];
        let Err(ConfigError::Missing { looked }) = found(None, &env, &[]) else { panic!("nothing exists") };
        assert_eq!(looked, [Path::new("/h/.config/goodwill/config.toml"), Path::new(SYSTEM)]);
    }

    #[test]
    fn the_nearer_state_directory_wins() {
        let env = [("STATE_DIRECTORY", "/s/a:/s/b"), ("XDG_STATE_HOME", "/x"), ("HOME", "/h")];
        let state = |explicit: Option<&str>, skip: usize| {
            let env =
                |name: &str| env[skip..].iter().find(|(key, _)| *key == name).map(|(_, v)| OsString::from(v));
            state_dir(explicit.map(Path::new), None, &env)
        };
        assert_eq!(state(Some("here"), 0).unwrap(), Path::new("here"));
        for (skip, path) in [(0, "/s/a"), (1, "/x/goodwill"), (2, "/h/.local/state/goodwill")] {
            assert_eq!(state(None, skip).unwrap(), Path::new(path));
        }
        assert!(matches!(state(None, 3), Err(ConfigError::NoStateDirectory)));
    }

    #[test]
    fn commands_beside_the_service_use_its_ledger() {
        let state = |explicit: Option<&str>, config: &str, variable: &str| {
            let env = |name: &str| {
                ([(variable, "/s"), ("HOME", "/h")].into_iter().find(|(key, _)| *key == name))
                    .map(|(_, value)| OsString::from(value))
            };
            state_dir(explicit.map(Path::new), Some(Path::new(config)), &env).unwrap()
        };
        assert_eq!(state(None, SYSTEM, "-"), Path::new(SYSTEM_STATE));
        assert_eq!(state(None, SYSTEM, "STATE_DIRECTORY"), Path::new("/s"));
        assert_eq!(state(Some("here"), SYSTEM, "-"), Path::new("here"));
        assert_eq!(state(None, "/h/goodwill.toml", "-"), Path::new("/h/.local/state/goodwill"));
    }
}
