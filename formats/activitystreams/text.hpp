// Texts of JSON strings. Internal to this folder. Source: RFC 8259, section 7.
#pragma once

#include <memory_resource>
#include <string>
#include <string_view>

namespace waybill::formats::activitystreams {

/// `raw` is what stands between the quotes. Without a backslash the text is `raw` itself; otherwise it is
/// written to `into`. A surrogate without its partner becomes U+FFFD, a backslash that escapes nothing
/// (changed bytes only) a question mark; the text is never longer than `raw`.
auto plain_text(std::string_view raw, std::string& into) -> std::string_view;
/// The same, kept in `memory` for as long as that lives.
auto plain_text(std::string_view raw, std::pmr::memory_resource& memory) -> std::string_view;

/// Nothing but bytes 0x00-0x20 (what the URL rule trims).
auto is_blank(std::string_view text) noexcept -> bool;

/// At most `limit` bytes of a text, cut between characters, for a message.
auto shown(std::string_view text, std::size_t limit) -> std::string;

}  // namespace waybill::formats::activitystreams
