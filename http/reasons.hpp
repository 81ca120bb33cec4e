// What a sentence of a fault says, taken apart: a stable name and the values in it, so that programs and
// other languages can say it in their own words. Events keep the sentence alone; this is read from it, of old
// ones too.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/json_text.hpp"

namespace waybill::http {

/// `{name}` in a sentence is where a value stands. Of "a PDF" as {kind} the value is `pdf`, of "the byte
/// 0xFF" as {found} it is `0xFF`, and of "'x'" it is `x`.
struct reason_words {
  std::string_view name;      ///< stable, as in the API: `ends_in_array`
  std::string_view sentence;  ///< "The document ends inside an array."
};

/// What there is to do about it may stand behind a sentence: "Export it as JSON." is the value `as_json` of
/// `advice`.
struct reason {
  std::string_view name;
  std::vector<std::pair<std::string_view, std::string>> values;  ///< in the order of the sentence
};

/// Every sentence that people are told. A test holds the code, and the web app's languages, against it.
auto reasons() -> std::span<const reason_words>;

/// Every sentence of advice.
auto advices() -> std::span<const reason_words>;

/// Nothing: the sentence is none of ours (of a later version, or of a library). Any thread.
auto reason_of(std::string_view sentence) -> std::optional<reason>;

/// The keys `reason` and `values`, where the sentence is known. Numbers come as numbers, and "A, B or C" as a
/// list.
void write_reason(json_text& to, std::string_view sentence);

}  // namespace waybill::http
