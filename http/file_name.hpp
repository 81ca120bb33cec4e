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

/// `attachment`, with a name for the file: as it is in UTF-8, and for old clients without what is not ASCII.
/// Source: RFC 6266, appendix D.
auto attachment_named(std::string_view name) -> std::string;

/// A media type with its parameters, as RFC 9110 (8.3.1) has it, give or take what stands in them.
auto is_media_type(std::string_view text) -> bool;

/// What a file is for: 1 to 100 characters, none of which controls anything.
auto is_purpose(std::string_view text) -> bool;

}  // namespace waybill::http
