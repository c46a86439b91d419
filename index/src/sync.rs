//! Catches the index up with the store, or rebuilds it from nothing.
