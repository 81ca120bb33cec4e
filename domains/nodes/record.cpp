#include "domains/nodes/record.hpp"

#include <algorithm>

#include "domains/nodes/kind.hpp"
#include "domains/nodes/metadata.hpp"
#include "domains/nodes/node.hpp"
#include "formats/text.hpp"

namespace waybill::nodes {
namespace {

/// What a faulty record is found by need not be kept whole.
constexpr std::size_t label_limit_bytes = 2'048;
constexpr std::uint32_t deep_levels = 10;
constexpr std::size_t title_long_characters = 255;

auto code_of(url_fault fault) -> std::string_view {
  if (fault == url_fault::missing) return "url_missing";
  return fault == url_fault::too_long ? "url_too_long" : "url_invalid";
}

auto is_long(std::string_view title) -> bool {
  return title.size() > title_long_characters &&
         text::cut_to_characters(title, title_long_characters).size() < title.size();
}

auto merged_metadata_of(const row_view& earlier, const row_view& incoming, std::uint32_t flags)
    -> std::string {
  return merged_metadata((flags & clears_metadata) != 0 ? std::string_view{} : earlier.metadata,
                         incoming.metadata);
}

}  // namespace

auto warning_names(std::uint32_t bits) -> std::vector<std::string_view> {
  static constexpr std::string_view names[] = {"very_deep",   "unknown_key",       "value_ignored",
                                               "title_long",  "undecodable_bytes", "unterminated_quote",
                                               "quote_inside"};
  std::vector<std::string_view> found;
  for (std::size_t bit = 0; bit < std::size(names); ++bit)
    if ((bits >> bit & 1U) != 0) found.push_back(names[bit]);
  return found;
}

void candidate_maker::refuse(std::string_view code, std::string_view url, std::string_view title,
                             candidate_chunk& chunk) {
  auto& record = chunk.records.emplace_back();
  record.fault = code;
  record.reason = kind().sentence(code);
  chunk.show(text::cut_to_bytes(url, label_limit_bytes));
  chunk.show(text::cut_to_bytes(title, label_limit_bytes));
}

void candidate_maker::add(const given_node& from, candidate_chunk& chunk) {
  const auto fault = canonical_text(from.url, rule_, canonical_);
  if (fault != url_fault::none) return refuse(code_of(fault), from.url, from.title, chunk);
  if (from.metadata.size() > metadata_limit_bytes)
    return refuse("metadata_too_large", from.url, from.title, chunk);
  const auto title = text::trimmed(from.title);
  const bool is_titled = !title.empty();
  if (!is_titled) title_ = title_of(canonical_);
  const auto at = chunk.bytes.size();
  encode_row(row_view{from.url, canonical_, is_titled ? title : title_, is_titled, linked_, from.metadata,
                      import_time_, import_time_},
             chunk.bytes);
  auto& record = chunk.records.emplace_back();
  record.row = {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(chunk.bytes.size() - at)};
  record.flags = from.flags;
  record.warnings = from.warnings;
  if (level_of(canonical_) > deep_levels) record.warnings |= warning_very_deep;
  if (is_titled && is_long(title)) record.warnings |= warning_title_long;
  chunk.add_key(identity_of(canonical_));
}

auto update_row(std::string_view existing, std::string_view incoming, std::uint32_t flags, instant now,
                std::string& out) -> bool {
  row_view earlier;
  row_view given;
  if (!view_row(existing, earlier) || !view_row(incoming, given)) return false;
  auto after = earlier;
  std::string title;
  // Our own exports tell a title that was made of the address, too.
  if (given.titled && given.title != earlier.title) {
    after.title = given.title;
    after.titled = true;
  } else if ((flags & clears_title) != 0) {
    title = title_of(earlier.canonical);
    after.title = title;
    after.titled = false;
  }
  const auto metadata = merged_metadata_of(earlier, given, flags);
  after.metadata = metadata;
  // A node that stood alone gets its place when an import that builds the tree names it; never the other way.
  after.linked = earlier.linked || given.linked;
  if (after.title == earlier.title && after.titled == earlier.titled && after.metadata == earlier.metadata &&
      after.linked == earlier.linked)
    return false;
  after.updated_at = std::max(now, earlier.updated_at);
  encode_row(after, out);
  return true;
}

void settle_row(std::string_view row, std::string& out) {
  row_view view;
  if (!view_row(row, view)) return;
  const auto metadata = without_nulls(view.metadata);
  view.metadata = metadata;
  encode_row(view, out);
}

}  // namespace waybill::nodes
