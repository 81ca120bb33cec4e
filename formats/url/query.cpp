// Step 7 of the identity rule: the query.
#include <algorithm>
#include <tuple>
#include <vector>

#include "formats/text.hpp"
#include "formats/url/bytes.hpp"
#include "formats/url/parts.hpp"

namespace waybill::url {
namespace {

struct pair {
  std::string_view name;  ///< decoded
  std::string_view raw_name;
  std::string_view raw_value;
  std::size_t order = 0;  ///< index in the query: keeps the sort stable without a second buffer
};

/// Memory that is used again: one per thread.
struct scratch {
  std::vector<pair> pairs;
  std::string names;  ///< decoded names; reserved up front, so that views into it hold
};

/// Decodes and encodes in one go.
void append_recoded(std::string_view raw, std::string& out) {
  for (std::size_t at = 0; at < raw.size();) {
    const auto run = at;
    while (at < raw.size() && is(raw[at], unreserved)) ++at;
    out.append(raw.substr(run, at - run));
    if (at == raw.size()) return;
    const int byte = raw[at] == '%' ? text::percent_byte(raw, at) : -1;
    const char c = byte < 0 ? raw[at] : static_cast<char>(byte);
    at += byte < 0 ? 1 : 3;
    if (c == ' ' || (c == '+' && byte < 0))
      out.push_back('+');
    else if (is(c, unreserved))
      out.push_back(c);
    else
      text::append_percent(c, out);
  }
}

auto is_tracking(std::string_view name) -> bool {
  switch (name.size()) {
    case 3:
      return text::equals_ignoring_case(name, "ref");
    case 5:
      if (text::equals_ignoring_case(name, "gclid")) return true;
      break;
    case 6:
      if (text::equals_ignoring_case(name, "fbclid") || text::equals_ignoring_case(name, "twclid"))
        return true;
      break;
    case 7:
      if (text::equals_ignoring_case(name, "msclkid")) return true;
      break;
    case 8:
      if (text::equals_ignoring_case(name, "referrer")) return true;
      break;
    default:
      break;
  }
  return name.size() >= 4 && text::equals_ignoring_case(name.substr(0, 4), "utm_");
}

auto decoded_name(std::string_view raw, std::string& names) -> std::string_view {
  if (raw.find_first_of("%+") == std::string_view::npos) return raw;
  const auto start = names.size();
  text::append_percent_decoded(raw, true, names);
  return std::string_view(names).substr(start);
}

void split(std::string_view raw, scratch& into) {
  into.pairs.clear();
  into.names.clear();
  into.names.reserve(raw.size());
  for (std::size_t at = 0; at < raw.size();) {
    const auto end = std::min(raw.find('&', at), raw.size());
    const auto piece = raw.substr(at, end - at);
    at = end + 1;
    if (piece.empty()) continue;
    const auto equals = std::min(piece.find('='), piece.size());
    const auto raw_name = piece.substr(0, equals);
    const auto name = decoded_name(raw_name, into.names);
    if (is_tracking(name)) continue;
    const auto raw_value = piece.substr(std::min(equals + 1, piece.size()));
    into.pairs.push_back({name, raw_name, raw_value, into.pairs.size()});
  }
}

void sort_by_name(std::vector<pair>& pairs) {
  const auto by_name = [](const pair& a, const pair& b) {
    return std::tie(a.name, a.order) < std::tie(b.name, b.order);
  };
  if (!std::is_sorted(pairs.begin(), pairs.end(),
                      [](const pair& a, const pair& b) { return a.name < b.name; }))
    std::sort(pairs.begin(), pairs.end(), by_name);
}

}  // namespace

void append_query(std::string_view raw, std::string& out) {
  thread_local scratch memory;
  split(raw, memory);
  sort_by_name(memory.pairs);
  char before = '?';
  for (const auto& each : memory.pairs) {
    out.push_back(before);
    append_recoded(each.raw_name, out);
    out.push_back('=');
    append_recoded(each.raw_value, out);
    before = '&';
  }
}

}  // namespace waybill::url
