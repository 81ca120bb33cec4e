#include "domains/nodes/metadata.hpp"

#include <algorithm>
#include <vector>

#include "formats/json/minified.hpp"
#include "formats/text.hpp"

namespace waybill::nodes {
namespace {

using formats::json::minified_member;
using formats::json::minified_members;

/// `meaning` is the key with its escapes resolved.
struct known_member {
  std::string meaning;
  minified_member spelled;
  bool taken = false;  ///< stands in the result already
};

auto members_of(std::string_view object) -> std::vector<known_member> {
  std::vector<known_member> found;
  minified_members walk(object);
  for (minified_member each; walk.next(each);) found.push_back({text::json_unescaped(each.key), each});
  return found;
}

void append_member(const minified_member& one, std::string& out) {
  if (one.value == "null") return;
  out.append(out.empty() ? "{\"" : ",\"").append(one.key).append("\":").append(one.value);
}

auto closed(std::string object) -> std::string {
  if (!object.empty()) object.push_back('}');
  return object;
}

}  // namespace

auto merged_metadata(std::string_view existing, std::string_view incoming) -> std::string {
  auto news = members_of(incoming);
  // Sorted, because a node may hold very many keys.
  std::vector<known_member*> by_key;
  by_key.reserve(news.size());
  for (auto& each : news) by_key.push_back(&each);
  std::sort(by_key.begin(), by_key.end(), [](auto* a, auto* b) { return a->meaning < b->meaning; });

  std::string merged;
  for (const auto& old : members_of(existing)) {
    const auto found =
        std::lower_bound(by_key.begin(), by_key.end(), old.meaning,
                         [](auto* each, const std::string& key) { return each->meaning < key; });
    const bool is_replaced = found != by_key.end() && (*found)->meaning == old.meaning;
    if (is_replaced) (*found)->taken = true;
    append_member({old.spelled.key, is_replaced ? (*found)->spelled.value : old.spelled.value}, merged);
  }
  for (const auto& each : news)
    if (!each.taken) append_member(each.spelled, merged);
  return closed(std::move(merged));
}

auto without_nulls(std::string_view object) -> std::string {
  std::string kept;
  minified_members walk(object);
  for (minified_member each; walk.next(each);) append_member(each, kept);
  return closed(std::move(kept));
}

auto metadata_member(std::string_view object, std::string_view key) -> std::string_view {
  minified_members walk(object);
  for (minified_member each; walk.next(each);)
    if (each.key == key ||
        (each.key.find('\\') != std::string_view::npos && text::json_unescaped(each.key) == key))
      return each.value;
  return {};
}

}  // namespace waybill::nodes
