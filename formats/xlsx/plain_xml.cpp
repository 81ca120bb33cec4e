#include "formats/xlsx/plain_xml.hpp"

#include <algorithm>
#include <array>

#include "formats/text.hpp"

namespace waybill::formats::xlsx {
namespace {

using kind = plain_token::kind;

constexpr std::size_t most_attributes = 16;

constexpr std::uint8_t name_bit = 1;   ///< stands in a name
constexpr std::uint8_t first_bit = 2;  ///< begins a name
constexpr std::uint8_t value_bit = 4;  ///< stands for itself in a value, but for its own quote
constexpr std::uint8_t text_bit = 8;   ///< stands for itself in a text

constexpr auto classes = [] {
  std::array<std::uint8_t, 256> all{};
  for (unsigned c = 0; c < all.size(); ++c) {
    const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == ':';
    const bool is_digit = c >= '0' && c <= '9';
    // `>` in a text may end a mark that XML forbids there.
    const bool is_special = c == '<' || c == '&' || c == '>';
    if (is_letter) all[c] |= name_bit | first_bit;
    if (is_digit || c == '-' || c == '.') all[c] |= name_bit;
    if (c >= ' ' && c < 0x7F && !is_special) all[c] |= value_bit;
    if ((c >= ' ' || c == '\t' || c == '\n') && !is_special) all[c] |= text_bit;
  }
  // Among the characters that begin with it are two that XML forbids.
  all[0xEF] = 0;
  return all;
}();

auto is(char c, std::uint8_t bit) -> bool { return (classes[static_cast<unsigned char>(c)] & bit) != 0; }

/// Reads on in one tag; at the end of the bytes it stays there.
class tag_reader {
 public:
  explicit tag_reader(std::string_view bytes, std::size_t at) : bytes_(bytes), at_(at) {}

  [[nodiscard]] auto over() const -> bool { return at_ == bytes_.size(); }
  [[nodiscard]] auto at() const -> std::size_t { return at_; }
  [[nodiscard]] auto is_closing() const -> bool {
    return !over() && (bytes_[at_] == '/' || bytes_[at_] == '>');
  }
  auto take(char c) -> bool {
    if (over() || bytes_[at_] != c) return false;
    ++at_;
    return true;
  }
  auto name() -> std::string_view {
    const auto from = at_;
    if (!over() && is(bytes_[at_], first_bit))
      while (!over() && is(bytes_[at_], name_bit)) ++at_;
    return bytes_.substr(from, at_ - from);
  }
  /// Up to the quote that ends it, which stays.
  auto value(char quote) -> std::string_view {
    const auto from = at_;
    while (!over() && bytes_[at_] != quote && is(bytes_[at_], value_bit)) ++at_;
    return bytes_.substr(from, at_ - from);
  }

 private:
  std::string_view bytes_;
  std::size_t at_;
};

auto stands_in(const std::vector<attribute>& all, std::string_view name) -> bool {
  return std::any_of(all.begin(), all.end(), [&](const attribute& one) { return one.name == name; });
}

/// One attribute behind its space.
auto read_attribute(tag_reader& from, std::vector<attribute>& into) -> bool {
  const auto name = from.name();
  if (name.empty() || into.size() == most_attributes || stands_in(into, name) || !from.take('='))
    return false;
  const char quote = from.take('\'') ? '\'' : '"';
  if (quote == '"' && !from.take('"')) return false;
  const auto value = from.value(quote);
  if (!from.take(quote)) return false;
  into.push_back({name, value});
  return true;
}

auto read_end(tag_reader from, plain_token& into) -> kind {
  into.name = from.name();
  if (!from.take('>')) return from.over() ? kind::cut : kind::odd;
  into.size = from.at();
  return into.name.empty() ? kind::odd : kind::end;
}

auto read_start(tag_reader from, plain_token& into) -> kind {
  into.name = from.name();
  if (into.name.empty()) return from.over() ? kind::cut : kind::odd;
  while (from.take(' ') && !from.is_closing())
    if (!read_attribute(from, into.attributes)) return from.over() ? kind::cut : kind::odd;
  const bool is_empty = from.take('/');
  if (!from.take('>')) return from.over() ? kind::cut : kind::odd;
  into.size = from.at();
  return is_empty ? kind::empty : kind::start;
}

auto read_text(std::string_view bytes, plain_token& into) -> kind {
  std::size_t size = 0;
  unsigned char all = 0;
  for (; size < bytes.size() && is(bytes[size], text_bit); ++size)
    all |= static_cast<unsigned char>(bytes[size]);
  if (size == bytes.size()) return kind::cut;
  if (bytes[size] != '<') return kind::odd;
  into.name = bytes.substr(0, size);
  into.size = size;
  return all < 0x80 || text::is_utf8(into.name) ? kind::text : kind::odd;
}

}  // namespace

void read_plain(std::string_view bytes, plain_token& into) {
  into.attributes.clear();
  into.size = 0;
  if (bytes.empty())
    into.what = kind::cut;
  else if (bytes[0] != '<')
    into.what = read_text(bytes, into);
  else if (bytes.size() > 1 && bytes[1] == '/')
    into.what = read_end(tag_reader(bytes, 2), into);
  else
    into.what = read_start(tag_reader(bytes, 1), into);
}

}  // namespace waybill::formats::xlsx
