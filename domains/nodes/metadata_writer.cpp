#include "domains/nodes/metadata_writer.hpp"

#include <array>
#include <memory_resource>

#include "domains/nodes/metadata.hpp"
#include "formats/json/list_check.hpp"
#include "formats/json/members.hpp"
#include "formats/json/text.hpp"
#include "formats/text.hpp"

namespace waybill::nodes {
namespace {

namespace json = formats::json;

auto is_json(std::string_view text) -> bool {
  json::list_check check("");
  check.feed(text);
  json::list_summary nothing;
  return !check.finish(nothing);
}

}  // namespace

void metadata_writer::begin() {
  texts_.clear();
  objects_.clear();
  made_.clear();
}

void metadata_writer::add_text(std::string_view key, std::string_view value) {
  texts_.push_back(texts_.empty() ? '{' : ',');
  text::append_json_string(key, texts_);
  texts_.push_back(':');
  text::append_json_string(value, texts_);
}

auto metadata_writer::add_members(std::string_view raw) -> bool {
  raw = text::trimmed(raw);
  if (!json::is_object(raw) || !is_json(raw)) return false;
  const auto padded = std::string(raw) + std::string(64, ' ');
  std::pmr::monotonic_buffer_resource memory;
  json::item_texts texts(memory);
  std::vector<json::member> members;
  if (!json::read_members(std::string_view(padded).substr(0, raw.size()), members, texts)) return false;
  json::mark_superseded(members);
  for (const auto& one : members) {
    if (one.superseded) continue;
    objects_.append(objects_.empty() ? "{\"" : ",\"").append(one.raw_key).append("\":");
    json::append_minified(one.value, objects_);
  }
  if (!objects_.empty()) objects_.push_back('}');
  return true;
}

auto metadata_writer::finish() -> std::string_view {
  if (!texts_.empty()) texts_.push_back('}');
  if (objects_.empty()) return texts_;
  if (texts_.empty()) return made_ = without_nulls(objects_);
  return made_ = merged_metadata(objects_, texts_);
}

}  // namespace waybill::nodes
