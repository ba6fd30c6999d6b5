//! Errors in words for the owner.

/// An error with its causes, in one sentence.
pub(crate) fn sentence(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        // A sentence that names its cause already needs no second telling.
        let said = error.to_string();
        if !text.contains(&said) {
            text = format!("{text}: {said}");
        }
        cause = error.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::*;

    #[derive(Debug, thiserror::Error)]
    #[error("read {what}")]
    struct Outer {
        what: &'static str,
        source: io::Error,
    }

    #[test]
    fn an_error_is_told_with_its_causes_each_once() {
        let outer = |what| Outer { what, source: io::Error::other("no such file") };
        assert_eq!(sentence(&outer("the secret")), "read the secret: no such file");
        assert_eq!(sentence(&outer("it: no such file")), "read it: no such file");
    }
}
