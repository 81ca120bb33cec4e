// What a client calls the file that it sends. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace waybill::http {

/// The text of a `filename*` parameter: charset, language, percent-encoded value. Nothing when it is
/// malformed, or of another charset than UTF-8 and ISO-8859-1. Source: RFC 8187, 3.2.
auto extended_value(std::string_view text) -> std::optional<std::string>;

/// The name as it is shown and never used as a path: the last part of the client's path, whichever way its
/// slashes lean, without control characters and without those that turn the direction of text around
/// (`invoice<U+202E>gpj.exe` would look like a picture), at most 255 bytes. "upload" when nothing is left.
auto shown_name(std::string_view from) -> std::string;

}  // namespace waybill::http
