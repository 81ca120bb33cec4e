#include "formats/links/places.hpp"

#include "formats/text.hpp"

namespace waybill::formats::links {

auto folder_names::add() -> std::size_t {
  is_full_ = is_full_ || bytes_.size() + spans_.size() * sizeof(span) > names_limit_bytes;
  if (!is_full_) spans_.emplace_back();
  return spans_.size() - 1;
}

void folder_names::name(std::size_t number, std::string_view name) {
  if (is_full_ || number >= spans_.size()) return;
  name = text::cut_to_bytes(name, folder_name_bytes);
  spans_[number] = {static_cast<std::uint32_t>(bytes_.size()), static_cast<std::uint32_t>(name.size())};
  bytes_.append(name);
}

auto folder_names::of(std::size_t number) const -> std::string_view {
  if (number >= spans_.size()) return {};
  return std::string_view(bytes_).substr(spans_[number].at, spans_[number].size);
}

void folder_tree::add(std::string_view id, std::string_view name, std::string_view parent) {
  constexpr std::size_t node_bytes = 160;
  name = text::cut_to_bytes(name, folder_name_bytes);
  bytes_ += node_bytes + id.size() + name.size() + parent.size();
  is_full_ = is_full_ || bytes_ > names_limit_bytes;
  if (!is_full_) all_[std::string(id)] = {std::string(name), std::string(parent)};
}

void folder_tree::path_of(std::string_view id, folder_path& into) const {
  std::vector<std::string_view> names;
  auto at = all_.find(std::string(id));
  while (at != all_.end() && names.size() < most_levels) {
    names.push_back(at->second.name);
    if (at->second.parent == at->first) break;
    at = at->second.parent.empty() ? all_.end() : all_.find(at->second.parent);
  }
  into.clear();
  // A circle has no outermost folder: only the one that was asked for is certain.
  if (names.size() == most_levels) names.resize(1);
  for (auto name = names.rbegin(); name != names.rend(); ++name) into.push(*name);
}

}  // namespace waybill::formats::links
