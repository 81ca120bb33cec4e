#include "formats/links/parts.hpp"

#include <algorithm>
#include <cerrno>
#include <unordered_set>

#include "formats/text.hpp"

namespace waybill::formats::links {

auto lowered(std::string_view text) -> std::string {
  std::string all(text);
  std::ranges::transform(all, all.begin(), text::lower);
  return all;
}

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

auto is_placeholder(std::string_view url) -> bool {
  return url.starts_with("http://bookmark.placeholder.url");
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
  // A folder without a name is no part of a path, and nothing is cut then.
  auto how = kept::not_at_all;
  const auto shown = text::cut_to_bytes(name, std::min(folder_name_bytes, most_bytes - bytes_));
  if (text::is_blank(name)) {
    open_.push_back(kept::whole);
    names_.emplace_back();
    return;
  }
  if (!shown.empty() && names_.size() < most_names)
    how = shown.size() < name.size() ? kept::cut : kept::whole;
  if (how != kept::whole) ++cuts_;
  open_.push_back(how);
  if (how == kept::not_at_all) return;
  names_.emplace_back(shown);
  bytes_ += shown.size();
}

void folder_path::pop() {
  if (open_.empty()) return;
  if (open_.back() != kept::whole) --cuts_;
  if (open_.back() != kept::not_at_all) {
    bytes_ -= names_.back().size();
    names_.pop_back();
  }
  open_.pop_back();
}

void folder_path::clear() {
  names_.clear();
  open_.clear();
  bytes_ = cuts_ = 0;
}

void folder_path::copy_to(link& into) const {
  into.folder.clear();
  for (const auto& name : names_)
    if (!name.empty()) into.folder.push_back(name);
  if (cuts_ > 0) add_extra("folder_cut", "true", into.extra);
}

auto fault_of_source(std::int64_t error) -> file_fault {
  if (error == -EBADMSG) return {"archive_damaged", "The packed file cannot be unpacked."};
  if (error == -EFBIG)
    return {"too_large_inflated",
            "The file grows beyond 200 times its size, or beyond 8 GiB, when it is unpacked."};
  return {"unavailable", "The file cannot be read."};
}

}  // namespace waybill::formats::links
