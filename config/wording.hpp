// How settings are spoken of. Internal to this folder.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace waybill::wording {

/// "`text`"
auto quoted(std::string_view text) -> std::string;
/// Without blanks at its ends.
auto trimmed(std::string_view text) -> std::string_view;
/// The name that is the fewest letters away; "" where there is none.
auto nearest(std::string_view unknown, const std::vector<std::string>& names) -> std::string;

/// A control character in a path or host is a slip of the hand, and would break lines of the log.
auto is_clean(std::string_view text) -> bool;

/// "a, b or c", of words with spaces between them.
auto choice(std::string_view words) -> std::string;
auto is_choice(std::string_view words, std::string_view text) -> bool;

/// In the unit: "bytes" may have a suffix.
auto number(std::string_view unit, std::string_view text) -> std::optional<std::uint64_t>;
auto number_text(std::string_view unit, std::uint64_t value) -> std::string;
/// "16KiB to 1MiB (bytes, or with KiB, MiB, GiB or TiB)"
auto range(std::string_view unit, std::uint64_t min, std::uint64_t max) -> std::string;

/// Lines of a comment.
auto comment(std::string_view text) -> std::string;
auto padded(std::string text, std::size_t width) -> std::string;

}  // namespace waybill::wording
