#include "formats/links/xml_ampersands.hpp"

#include <algorithm>
#include <utility>

#include "formats/changed_bytes.hpp"
#include "formats/text.hpp"

namespace waybill::formats::links {
namespace {

constexpr std::string_view cdata = "<![CDATA[";
constexpr std::string_view cdata_end = "]]>";
/// The longest entity that XML has, `&#x10FFFF;`, with room for zeros; names that it does not have are told
/// by the parser.
constexpr std::size_t longest_entity = 16;

enum class found { entity, alone, cut };

/// What the `&` at the front of `text` is.
auto judge(std::string_view text) -> found {
  for (std::size_t at = 1; at < std::min(text.size(), longest_entity); ++at) {
    const char c = text[at];
    if (c == ';') return at > 1 ? found::entity : found::alone;
    const char low = text::lower(c);
    const bool fits = (low >= 'a' && low <= 'z') || (text::is_digit(c) && at > 1) || (c == '#' && at == 1);
    if (!fits) return found::alone;
  }
  return text.size() < longest_entity ? found::cut : found::alone;
}

/// The same, unless the text begins as UTF-16.
class narrow_ampersands {
 public:
  void take(std::string_view bytes, std::string& out) {
    // Of UTF-16 the first byte is part of a mark, or zero, or followed by zero.
    if (is_first_ && !bytes.empty()) {
      is_first_ = false;
      const auto first = static_cast<unsigned char>(bytes.front());
      is_wide_ = first >= 0xFE || first == 0 || (bytes.size() > 1 && bytes[1] == '\0');
    }
    if (is_wide_)
      out.append(bytes);
    else
      text_in_.take(bytes, out);
  }
  void finish(std::string& out) { text_in_.finish(out); }

 private:
  ampersands text_in_;
  bool is_first_ = true;
  bool is_wide_ = false;
};

}  // namespace

void ampersands::look(std::string_view text, bool is_last, std::string& out) {
  while (!text.empty()) {
    const auto sign = in_cdata_ ? text.find(']') : text.find_first_of("&<");
    out.append(text.substr(0, sign));
    if (sign == std::string_view::npos) return;
    text.remove_prefix(sign);
    const auto wanted = in_cdata_ ? cdata_end : cdata;
    const bool may_go_on = !is_last && text.size() < wanted.size() && wanted.starts_with(text);
    const auto what = text.front() == '&' ? judge(text) : found::entity;
    if (may_go_on || (what == found::cut && !is_last)) {
      held_ = text;
      return;
    }
    if (text.starts_with(wanted)) in_cdata_ = !in_cdata_;
    out.append(what == found::entity ? text.substr(0, 1) : std::string_view("&amp;"));
    text.remove_prefix(1);
  }
}

void ampersands::take(std::string_view bytes, std::string& out) {
  if (held_.empty()) return look(bytes, false, out);
  const auto all = std::exchange(held_, {}).append(bytes);
  look(all, false, out);
}

void ampersands::finish(std::string& out) {
  const auto all = std::exchange(held_, {});
  look(all, true, out);
}

auto with_whole_entities(std::unique_ptr<byte_source> from) -> std::unique_ptr<byte_source> {
  return std::make_unique<changed_bytes<narrow_ampersands>>(std::move(from));
}

}  // namespace waybill::formats::links
