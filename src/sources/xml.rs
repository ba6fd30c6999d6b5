//! What all readers of XML need.

use std::borrow::Cow;

use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::BytesRef;

/// What a reference stands for; one that only a document type could define stands for nothing.
pub(in crate::sources) fn character(reference: &BytesRef<'_>) -> Cow<'static, str> {
    match reference.resolve_char_ref() {
        Ok(Some(one)) => Cow::Owned(one.to_string()),
        Ok(None) => Cow::Borrowed(resolve_predefined_entity(reference).unwrap_or_default()),
        Err(_) => Cow::Borrowed(""),
    }
}
