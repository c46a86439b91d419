//! Where an address led in; what stands there instead of the asked page, when it is none, out.

use corpus::store::Target;
use corpus::visit::Outcome;
use corpus::visit::Role;
use url::Url;

use crate::address;
use crate::source::Source;

/// What stands where a redirect led, when that is no page in place of the asked one. A list may lead to another one; a list that
/// leads to the front page would bring in the whole site.
pub(crate) fn elsewhere(source: &Source, target: &Target, url: &Url) -> Option<(Outcome, &'static str)> {
    let key = address::identity(url);
    if key == target.key {
        return None;
    }
    let was_asked_for = |leads: fn(&Url) -> bool| Url::parse(&target.url).is_ok_and(|asked| leads(&asked));
    if address::is_front_page(url) && !was_asked_for(address::is_front_page) {
        return Some((Outcome::SoftNotFound, "redirected to the front page"));
    }
    if address::is_error_page(url) && !was_asked_for(address::is_error_page) {
        return Some((Outcome::SoftNotFound, "redirected to an error page"));
    }
    if address::is_login(url) && !was_asked_for(address::is_login) {
        return Some((Outcome::Blocked, "redirected to a login"));
    }
    if target.role == Role::List {
        return None;
    }
    let is_list = source.start.iter().any(|start| start.key() == key);
    is_list.then_some((Outcome::SoftNotFound, "redirected to a list"))
}
