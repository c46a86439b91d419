//! Foreign names: a text that took sentences from another in; the names of places that were left in it out.

use crate::copies::Name;
use crate::copies::judge::Prepared;
use crate::district::Place;
use crate::gazetteer;
use crate::gazetteer::Level;

/// Finds the names in copied sentences that belong to where the text came from and not to where it stands now.
///
/// A name is foreign when no division it may mean lies above, below or at the text's own place. One that has to do with
/// the source's place is foreign however it is written; another one only when it is written in full, means a single
/// province or city, and stands in both texts.
pub(crate) fn foreign_names(
    (copied, names, place): (&Prepared, &[Name], Option<&Place>),
    (source, source_names, source_place): (&Prepared, &[Name], Option<&Place>),
) -> Vec<String> {
    let Some(own) = place else { return Vec::new() };
    let Some(own_code) = own.code.as_deref() else { return Vec::new() };
    let is_shared = copied.shared_with(source);
    let mut found: Vec<String> = Vec::new();
    for name in names.iter().filter(|name| is_shared.get(name.sentence as usize) == Some(&true)) {
        if found.contains(&name.name) || own.path.iter().any(|part| part.contains(&name.name)) {
            continue;
        }
        let Some(mention) = gazetteer::mentioned(&name.name).into_iter().next() else { continue };
        let has_to_do = |code: &str| mention.codes.iter().any(|known| gazetteer::is_related(known, code));
        if has_to_do(own_code) {
            continue;
        }
        let is_of_source = source_place.is_some_and(|source| {
            let code = source.code.as_deref().filter(|code| gazetteer::level(code) != Some(Level::Country));
            source.path.contains(&name.name) || code.is_some_and(has_to_do)
        });
        let is_plain = name.is_full
            && mention.codes.iter().all(|code| gazetteer::level(code) < Some(Level::County))
            && source_names.iter().any(|other| other.name == name.name);
        if is_of_source || is_plain {
            found.push(name.name.clone());
        }
    }
    found
}
