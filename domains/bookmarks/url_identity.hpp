// URL identity, rule v1: when do two spellings name the same bookmark? The rule: docs/url_identity.md; its
// vectors stand in tests/domains/bookmarks/data/url-identity.json.
#pragma once

#include <string>
#include <string_view>

#include "events/words.hpp"

namespace waybill::bookmarks {

/// The rule's number: every row begins with it, as its version (row_format.hpp), so that a later rule can be
/// applied to stored bookmarks by an event of its own.
inline constexpr int identity_rule_version = 1;

/// Appends nothing, replaces `out`: the normalized form of `url`. Never fails: what is no http(s) URL is its
/// own normalized form. `out`'s memory is reused. Any thread.
void normalize_url(std::string_view url, std::string& out);

/// SHA-256 of the normalized form.
auto identity_of_normalized(std::string_view normalized) -> identity;

}  // namespace waybill::bookmarks
