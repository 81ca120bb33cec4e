#include "formats/links/parts.hpp"

#include <algorithm>
#include <cerrno>
#include <unordered_set>

#include "formats/text.hpp"

namespace waybill::formats::links {

void add_tags(std::string_view text, std::string_view borders, std::vector<std::string>& tags) {
  while (!text.empty()) {
    const auto end = std::min(text.find_first_of(borders), text.size());
    if (const auto one = text::trimmed(text.substr(0, end)); !one.empty()) tags.emplace_back(one);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

void tidy_tags(std::vector<std::string>& tags) {
  std::erase_if(tags, [](const std::string& one) { return text::is_blank(one); });
  std::vector<std::string> kept;
  kept.reserve(tags.size());
  // Views of what moves would dangle: `kept` never grows beyond what it reserved, but short texts move.
  std::unordered_set<std::string> seen;
  for (auto& one : tags)
    if (seen.insert(one).second) kept.push_back(std::move(one));
  tags = std::move(kept);
}

void add_extra(std::string_view raw_key, std::string_view raw_value, std::string& extra) {
  if (!extra.empty()) extra.push_back(',');
  extra.append("\"").append(raw_key).append("\":").append(raw_value);
}

void add_extra_text(std::string_view key, std::string_view text, std::string& extra) {
  if (!extra.empty()) extra.push_back(',');
  text::append_json_string(key, extra);
  extra.push_back(':');
  text::append_json_string(text, extra);
}

void folder_path::push(std::string_view name) {
  name = text::cut_to_bytes(name, folder_name_bytes);
  const bool is_named =
      !text::is_blank(name) && names_.size() < most_names && bytes_ + name.size() <= most_bytes;
  named_.push_back(is_named);
  if (!is_named) return;
  names_.emplace_back(name);
  bytes_ += name.size();
}

void folder_path::pop() {
  if (named_.empty()) return;
  if (named_.back()) {
    bytes_ -= names_.back().size();
    names_.pop_back();
  }
  named_.pop_back();
}

void folder_path::clear() {
  names_.clear();
  named_.clear();
  bytes_ = 0;
}

auto fault_of_source(std::int64_t error) -> file_fault {
  if (error == -EBADMSG) return {"archive_damaged", "The packed file cannot be unpacked."};
  if (error == -EFBIG)
    return {"too_large_inflated",
            "The file grows beyond 200 times its size, or beyond 8 GiB, when it is unpacked."};
  return {"unavailable", "The file cannot be read."};
}

}  // namespace waybill::formats::links
