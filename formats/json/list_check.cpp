#include "formats/json/list_check.hpp"

#include <algorithm>

#include "formats/json/members.hpp"
#include "formats/json/text.hpp"

namespace waybill::formats::json {

void list_check::root_view::root(char first, place at) {
  is_object = first == '{';
  if (first == '[') begin_list(at);
  // The elements of a root that is the list stand at 1, those of a member at 2.
  interest_ = is_object ? 2 : 1;
}

void list_check::root_view::begin_list(place at) {
  has_list = in_list = true;
  records = 0;
  list_offset = at.offset;
}

void list_check::root_view::key(std::uint32_t /*depth*/, std::string_view raw, bool whole) {
  std::string unescaped;
  now = plain_text(raw, unescaped);
  if (!whole) now += "...";
  in_list = false;
}

void list_check::root_view::value(std::uint32_t /*depth*/, char first, place at) {
  if (now == list_key) {
    has_list = false;
    if (first == '[') return begin_list(at);
  }
  if (sides.size() < side_limit) sides.push_back({now, at, {}});
}

void list_check::root_view::element(std::uint32_t depth) noexcept {
  if (in_list && depth == (is_object ? 2U : 1U)) ++records;
}

void list_check::feed(std::string_view bytes) {
  text_.feed(bytes);
  for (auto& one : root_.sides) {
    const auto begins = one.at.offset + one.bytes.size();
    if (begins < bytes_ || begins >= bytes_ + bytes.size()) continue;
    const auto part = bytes.substr(static_cast<std::size_t>(begins - bytes_));
    one.bytes.append(part.substr(0, side_limit_bytes - std::min(side_limit_bytes, one.bytes.size())));
  }
  bytes_ += bytes.size();
}

auto list_check::has_member(std::string_view key) const -> bool {
  return std::any_of(root_.sides.begin(), root_.sides.end(), [&](const side& one) { return one.key == key; });
}

auto list_check::finish(list_summary& out) -> std::optional<fault> {
  if (auto refused = text_.finish()) return refused;
  out.has_list = root_.has_list;
  out.records = root_.records;
  out.list_offset = root_.list_offset;
  for (auto& one : root_.sides) out.beside.push_back({one.key, std::string(first_value(one.bytes)), one.at});
  return std::nullopt;
}

}  // namespace waybill::formats::json
