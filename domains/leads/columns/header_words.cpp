#include "domains/leads/columns/header_words.hpp"

#include "domains/leads/spelled_out.hpp"
#include "formats/text.hpp"
#include "formats/unicode/tables.hpp"

namespace waybill::leads {
namespace {

constexpr std::size_t header_limit_bytes = 300;
constexpr std::size_t words_limit = 40;

/// What a character of a header comes to: letters and digits of ASCII, and nothing or a border.
struct plain_letters {
  std::string text;
  bool is_border = false;  ///< white space or a sign
  bool is_capital = false;
};

void append_plain(char32_t c, plain_letters& out) {
  if (const auto letters = spelled_out(c); !letters.empty()) {
    out.text += letters;
  } else if (c < 0x80) {
    const auto one = text::lower(static_cast<char>(c));
    if ((one >= 'a' && one <= 'z') || text::is_digit(one))
      out.text += one;
    else
      out.is_border = true;
  } else if (const auto parts = unicode::decomposition_of(c); parts.first != 0) {
    append_plain(parts.first, out);
  } else if (!unicode::traits_of(c).word) {
    out.is_border = true;
  }
}

/// Compatible spellings (full width, №, ª) count as what they stand for.
auto plain(char32_t c) -> plain_letters {
  plain_letters out;
  const auto mapped = unicode::mapping_of(c);
  switch (mapped.kind) {
    case unicode::mapping_kind::ignored:
      break;
    case unicode::mapping_kind::text:
      for (const auto one : mapped.several) append_plain(one, out);
      out.is_border = out.is_border && out.text.empty();
      break;
    case unicode::mapping_kind::disallowed:
      out.is_border = true;
      break;
    default:
      out.is_capital = mapped.kind == unicode::mapping_kind::lowered;
      append_plain(mapped.kind == unicode::mapping_kind::valid ? c : mapped.one, out);
  }
  return out;
}

auto characters_of(std::string_view header) -> std::vector<char32_t> {
  std::u32string text;
  text::read_utf8(text::repaired_utf8(text::cut_to_bytes(header, header_limit_bytes)), text);
  return {text.begin(), text.end()};
}

enum class letter_class { border, small, capital, digit };

auto class_of(const plain_letters& one) -> letter_class {
  if (one.text.empty()) return letter_class::border;
  if (text::is_digit(one.text[0])) return letter_class::digit;
  return one.is_capital ? letter_class::capital : letter_class::small;
}

class word_cutter {
 public:
  explicit word_cutter(std::string_view header) : characters_(characters_of(header)) {
    for (const auto c : characters_) letters_.push_back(plain(c));
  }

  auto cut() -> std::vector<header_word> {
    for (std::size_t i = 0; i < letters_.size() && words_.size() < words_limit; ++i) {
      if (letters_[i].is_border)
        take_border(i);
      else if (!letters_[i].text.empty())
        take_letters(i);
    }
    return std::move(words_);
  }

 private:
  void take_border(std::size_t i) {
    inside_ = false;
    const auto c = characters_[i];
    if (c == U'(' || c == U'[' || c == U'{') ++depth_;
    if ((c == U')' || c == U']' || c == U'}') && depth_ > 0) --depth_;
    const bool spaced =
        i > 0 && i + 1 < characters_.size() && characters_[i - 1] == U' ' && characters_[i + 1] == U' ';
    if (c == U'/' || c == U'&' || c == U'+' || c == U',' || c == U';') other_ = true;
    if (c == U':' || c == U'.' || c == U'>' || c == U'|' || (spaced && (c == U'-' || c == U'–' || c == U'—')))
      below_ = true;
  }

  void take_letters(std::size_t i) {
    if (!inside_ || begins_word(i)) {
      words_.push_back({"", depth_ > 0, below_ && !words_.empty(), other_ && !words_.empty()});
      below_ = other_ = false;
    }
    inside_ = true;
    words_.back().text += letters_[i].text;
    before_ = class_of(letters_[i]);
  }

  /// A hump, or letters beside digits. Of capitals in a row the last begins a word when it is followed by
  /// small ones: IDClient.
  [[nodiscard]] auto begins_word(std::size_t i) const -> bool {
    const auto now = class_of(letters_[i]);
    if ((now == letter_class::digit) != (before_ == letter_class::digit)) return true;
    if (now != letter_class::capital) return false;
    if (before_ == letter_class::small) return true;
    return i + 1 < letters_.size() && class_of(letters_[i + 1]) == letter_class::small;
  }

  std::vector<char32_t> characters_;
  std::vector<plain_letters> letters_;
  std::vector<header_word> words_;
  letter_class before_ = letter_class::border;
  bool inside_ = false;  ///< of a word
  bool below_ = false;
  bool other_ = false;
  int depth_ = 0;
};

}  // namespace

auto normalized_header(std::string_view header) -> std::string {
  std::string out;
  bool border = false;
  for (const auto c : characters_of(header)) {
    const auto one = plain(c);
    if (one.is_border) border = true;
    if (one.text.empty()) continue;
    if (border && !out.empty()) out += '_';
    border = false;
    out += one.text;
  }
  return out;
}

auto header_words(std::string_view header) -> std::vector<header_word> { return word_cutter(header).cut(); }

auto joined(const std::vector<header_word>& words) -> std::string {
  std::string all;
  for (const auto& word : words) all += word.text;
  return all;
}

}  // namespace waybill::leads
