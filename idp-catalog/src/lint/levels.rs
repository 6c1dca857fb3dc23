//! How bad each kind of finding is taken to be.

use idp_model::diagnostic::{Code, Diagnostic, Severity};
use idp_model::report::explain::{UnknownCode, explain};
use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

/// A severity, or none at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Not reported.
    Off,
    /// [`Severity::Info`].
    Info,
    /// [`Severity::Warning`].
    Warning,
    /// [`Severity::Error`].
    Error,
}

impl Level {
    /// The severity; `None` for [`Level::Off`].
    #[must_use]
    pub fn severity(self) -> Option<Severity> {
        match self {
            Self::Off => None,
            Self::Info => Some(Severity::Info),
            Self::Warning => Some(Severity::Warning),
            Self::Error => Some(Severity::Error),
        }
    }
}

/// `off`, `info`, `warning` or `error`.
impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.severity().map_or("off", Severity::as_str))
    }
}

impl FromStr for Level {
    type Err = LevelsError;

    fn from_str(text: &str) -> Result<Self, LevelsError> {
        let all = [Self::Off, Self::Info, Self::Warning, Self::Error];
        all.into_iter()
            .find(|level| level.to_string() == text)
            .ok_or_else(|| LevelsError::Level { text: text.to_owned() })
    }
}

/// Levels of findings by the identifiers of their codes, of this crate or of any other. A code that is not named here keeps the
/// severity that its rule gave to the finding.
///
/// In a configuration it is a map: `{"dangling-reference": "error", "self-reference": "off"}`.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Levels {
    levels: BTreeMap<String, Level>,
}

impl Levels {
    /// Sets the level of a code; a later setting replaces an earlier one.
    pub fn set(&mut self, code: impl Into<String>, level: Level) {
        self.levels.insert(code.into(), level);
    }

    /// The level set for a code, if one is.
    #[must_use]
    pub fn get(&self, code: &str) -> Option<Level> {
        self.levels.get(code).copied()
    }

    /// Takes over the settings of `other`; they replace those that are here.
    pub fn extend(&mut self, other: Self) {
        self.levels.extend(other.levels);
    }

    /// Whether every code named here exists in one of `tables`.
    ///
    /// # Errors
    /// One does not: it would have no effect, and is most likely misspelt.
    pub fn check(&self, tables: &[&[&'static Code]]) -> Result<(), UnknownCode> {
        self.levels.keys().try_for_each(|code| explain(code, tables).map(drop))
    }

    /// The findings at these levels, in the same order; those that are off are left out. What a finding stands for remains: an
    /// entity that would be refused is so even if the reason is not reported.
    #[must_use]
    pub fn apply(&self, diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
        let at_level = |mut found: Diagnostic| {
            if let Some(level) = self.get(found.code.id) {
                found.severity = level.severity()?;
            }
            Some(found)
        };
        diagnostics.into_iter().filter_map(at_level).collect()
    }
}

/// Reads `code=level`, or several of them with commas between.
impl FromStr for Levels {
    type Err = LevelsError;

    fn from_str(text: &str) -> Result<Self, LevelsError> {
        let mut levels = Self::default();
        for setting in text.split(',').map(str::trim) {
            let (code, level) = setting
                .split_once('=')
                .filter(|(code, _)| !code.trim().is_empty())
                .ok_or_else(|| LevelsError::Setting { text: setting.to_owned() })?;
            levels.set(code.trim(), level.trim().parse()?);
        }
        Ok(levels)
    }
}

/// What [`FromStr`] reads.
impl fmt::Display for Levels {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut separator = "";
        for (code, level) in &self.levels {
            write!(f, "{separator}{code}={level}")?;
            separator = ",";
        }
        Ok(())
    }
}

/// Why a text does not set levels.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LevelsError {
    /// It does not have the form `code=level`.
    #[error("`{text}` sets no level; write `code=level`, as in `dangling-reference=error`")]
    Setting {
        /// The text.
        text: String,
    },
    /// There is no such level.
    #[error("`{text}` is no level; levels are `off`, `info`, `warning` and `error`")]
    Level {
        /// The text.
        text: String,
    },
}

#[cfg(test)]
mod tests {
    use super::*;
    use idp_model::source::{Place, Source, Span};

    #[test]
    fn settings_are_read_and_written() {
        let levels: Levels = "b=off, a = error,b=info".parse().unwrap();
        assert_eq!(levels.to_string(), "a=error,b=info");
        assert_eq!(levels.to_string().parse(), Ok(levels.clone()));
        let json = serde_json::to_string(&levels).unwrap();
        assert_eq!(json, r#"{"a":"error","b":"info"}"#);
        assert_eq!(serde_json::from_str::<Levels>(&json).unwrap(), levels);
        for (text, message) in [
            ("", "`` sets no level; write `code=level`, as in `dangling-reference=error`"),
            ("=off", "`=off` sets no level; write `code=level`, as in `dangling-reference=error`"),
            ("a=fatal", "`fatal` is no level; levels are `off`, `info`, `warning` and `error`"),
        ] {
            assert_eq!(text.parse::<Levels>().unwrap_err().to_string(), message);
        }
    }

    #[test]
    fn they_apply_to_findings_of_any_crate() {
        let place = Place::new(&Source::new("a", ""), Span::at(0));
        let yaml = Diagnostic::new(&idp_model::codes::YAML_SYNTAX, place.clone(), "first");
        let own = Diagnostic::new(&crate::lint::SELF_REFERENCE, place, "second");
        let levels: Levels = "yaml-syntax=info,self-reference=off".parse().unwrap();
        let found = levels.apply(vec![yaml.clone(), own.clone()]);
        assert_eq!(found, [Diagnostic { severity: Severity::Info, ..yaml }]);
        assert_eq!(Levels::default().apply(vec![own.clone()]), [own]);
    }

    #[test]
    fn misspelt_codes_are_noticed() {
        let levels: Levels = "self-reference=off,dangling-referense=off".parse().unwrap();
        let error = levels.check(&[idp_model::codes::ALL, crate::lint::ALL_CODES]).unwrap_err();
        assert_eq!(
            error.to_string(),
            "there is no rule `dangling-referense`; did you mean `dangling-reference`?"
        );
    }
}
