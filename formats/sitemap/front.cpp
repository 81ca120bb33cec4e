#include "formats/sitemap/front.hpp"

#include <algorithm>

namespace waybill::formats::sitemap {
namespace {

constexpr std::string_view mark = "\xEF\xBB\xBF";
constexpr std::string_view declaration = "<?xml";
constexpr std::string_view comment = "<!--";
/// Of comments that are longer, those before a declaration included, the XML itself has to tell.
constexpr std::size_t comments_bytes = 4'096;
/// A declaration that is longer is looked at no further.
constexpr std::size_t declaration_bytes = 1'024;

auto may_become(std::string_view bytes, std::string_view wanted) -> bool {
  return bytes.size() < wanted.size() && wanted.starts_with(bytes);
}

}  // namespace

void front::drop(std::size_t size) {
  const auto gone = std::string_view(held_).substr(0, size);
  lines_ += static_cast<std::uint64_t>(std::ranges::count(gone, '\n'));
  bytes_ += gone.size();
  held_.erase(0, size);
}

/// Comments, too. False: one may go on in what comes.
auto front::drop_blanks() -> bool {
  for (;;) {
    drop(std::min(held_.find_first_not_of(" \t\r\n"), held_.size()));
    if (may_become(held_, comment)) return false;
    if (!held_.starts_with(comment) || bytes_ >= comments_bytes) return true;
    const auto near = std::string_view(held_).substr(0, comments_bytes);
    const auto end = near.find("-->", comment.size());
    if (end == std::string::npos) return near.size() == comments_bytes;
    drop(end + 3);
  }
}

auto front::take(std::string_view bytes, bool is_last) -> std::optional<std::string> {
  held_.append(bytes);
  if (!looked_for_mark_) {
    if (may_become(held_, mark) && !is_last) return std::nullopt;
    looked_for_mark_ = true;
    has_mark_ = held_.starts_with(mark);
    if (has_mark_) held_.erase(0, mark.size());
  }
  const bool is_cut = !drop_blanks() || may_become(held_, declaration) ||
                      (held_.starts_with(declaration) && held_.size() < declaration_bytes &&
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
