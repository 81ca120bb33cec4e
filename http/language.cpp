#include "http/language.hpp"

#include <algorithm>
#include <charconv>

#include "formats/text.hpp"

namespace waybill::http {
namespace {

/// "fr", "fr-CA"
auto is_language(std::string_view tag, std::string_view lowered) -> bool {
  return text::starts_ignoring_case(tag, lowered) &&
         (tag.size() == lowered.size() || tag[lowered.size()] == '-');
}

/// `fr;q=0.8`: how much it is wanted, and the tag without that.
auto weight_of(std::string_view& range) -> double {
  const auto parameter = range.find(';');
  double weight = 1;
  if (parameter != std::string_view::npos) {
    const auto q = text::trimmed(range.substr(parameter + 1));
    if (q.starts_with("q=") && std::from_chars(q.data() + 2, q.data() + q.size(), weight).ec != std::errc{})
      weight = 0;
  }
  range = text::trimmed(range.substr(0, parameter));
  return weight;
}

/// Source: RFC 9110, 12.5.4.
auto wanted_most(std::string_view header) -> language {
  double english = 0;
  double french = 0;
  while (!header.empty()) {
    auto range = header.substr(0, header.find(','));
    header.remove_prefix(std::min(range.size() + 1, header.size()));
    const auto weight = weight_of(range);
    if (is_language(range, "en") || range == "*") english = std::max(english, weight);
    if (is_language(range, "fr")) french = std::max(french, weight);
  }
  return french > english ? language::french : language::english;
}

}  // namespace

auto language_of(const request& call) -> result<language> {
  if (const auto asked = call.param("lang")) {
    if (is_language(*asked, "en")) return language::english;
    if (is_language(*asked, "fr")) return language::french;
    return {errc::bad_value, "The parameter 'lang' is en or fr."};
  }
  return wanted_most(call.header("accept-language").value_or(""));
}

}  // namespace waybill::http
