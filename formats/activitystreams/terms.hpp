// Names of the vocabulary, however they are spelled. Internal to this folder.
// Source: https://www.w3.org/TR/activitystreams-core/ (section 2.1), JSON-LD 1.1 (compact IRIs).
#pragma once

#include <string_view>

namespace waybill::formats::activitystreams {

/// `https://www.w3.org/ns/activitystreams`, also with http, `#` or `/`.
constexpr auto is_namespace(std::string_view text) -> bool {
  if (text.starts_with("https://")) {
    text.remove_prefix(8);
  } else if (text.starts_with("http://")) {
    text.remove_prefix(7);
  } else {
    return false;
  }
  if (text.ends_with('#') || text.ends_with('/')) text.remove_suffix(1);
  return text == "www.w3.org/ns/activitystreams";
}

/// `Collection` for `as:Collection` and for its whole address; every other name is itself.
constexpr auto term_of(std::string_view name) -> std::string_view {
  if (name.starts_with("as:")) return name.substr(3);
  const auto hash = name.find('#');
  if (hash != std::string_view::npos && is_namespace(name.substr(0, hash + 1))) return name.substr(hash + 1);
  return name;
}

}  // namespace waybill::formats::activitystreams
