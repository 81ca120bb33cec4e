#include "formats/sitemap/front.hpp"

#include <algorithm>

namespace waybill::formats::sitemap {
namespace {

constexpr std::string_view mark = "\xEF\xBB\xBF";
constexpr std::string_view declaration = "<?xml";
/// A declaration that is longer is looked at no further.
constexpr std::size_t declaration_bytes = 1'024;

auto may_become(std::string_view bytes, std::string_view wanted) -> bool {
  return bytes.size() < wanted.size() && wanted.starts_with(bytes);
}

}  // namespace

auto front::take(std::string_view bytes, bool is_last) -> std::optional<std::string> {
  held_.append(bytes);
  if (!looked_for_mark_) {
    if (may_become(held_, mark) && !is_last) return std::nullopt;
    looked_for_mark_ = true;
    has_mark_ = held_.starts_with(mark);
    if (has_mark_) held_.erase(0, mark.size());
  }
  const auto blanks = std::min(held_.find_first_not_of(" \t\r\n"), held_.size());
  lines_ += static_cast<std::uint64_t>(
      std::count(held_.begin(), held_.begin() + static_cast<std::ptrdiff_t>(blanks), '\n'));
  bytes_ += blanks;
  held_.erase(0, blanks);
  const bool is_cut =
      may_become(held_, declaration) || (held_.starts_with(declaration) && held_.size() < declaration_bytes &&
                                         held_.find("?>") == std::string::npos);
  if (is_cut && !is_last) return std::nullopt;
  if (has_mark_ && bytes_ == 0) return std::string(mark) + std::move(held_);
  if (has_mark_) bytes_ += mark.size();
  return std::move(held_);
}

auto declared_encoding(std::string_view xml) -> std::string_view {
  constexpr auto nowhere = std::string_view::npos;
  if (xml.starts_with(mark)) xml.remove_prefix(mark.size());
  if (!xml.starts_with(declaration)) return {};
  xml = xml.substr(0, std::min(xml.find("?>"), declaration_bytes));
  const auto named = xml.find("encoding");
  const auto opened = named == nowhere ? nowhere : xml.find_first_of("\"'", named);
  if (opened == nowhere) return {};
  const auto inside = xml.substr(opened + 1);
  return inside.substr(0, inside.find(xml[opened]));
}

}  // namespace waybill::formats::sitemap
