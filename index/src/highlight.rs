//! Match ranges in; snippets and concordance lines out.
