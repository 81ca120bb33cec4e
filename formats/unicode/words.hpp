// The words of a text as they are compared when people look for them: letter case, accents and compatible
// forms aside, by Unicode 15.0 (UTS #46 mapping, canonical decomposition without marks). A character of a
// script that is written without blanks is a word. Any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace waybill::unicode {

/// Words one behind the other, in memory that is kept.
class word_list {
 public:
  [[nodiscard]] auto size() const -> std::size_t { return ends_.size(); }
  [[nodiscard]] auto empty() const -> bool { return ends_.empty(); }
  [[nodiscard]] auto operator[](std::size_t i) const -> std::string_view {
    const auto begin = i == 0 ? 0 : ends_[i - 1];
    return std::string_view(bytes_).substr(begin, ends_[i] - begin);
  }
  void clear() {
    bytes_.clear();
    ends_.clear();
  }
  /// A whole word; nothing, when it has no bytes.
  void append(std::string_view word) {
    bytes_.append(word);
    finish();
  }
  /// Bytes of a word that is not finished yet.
  void extend(char byte) { bytes_.push_back(byte); }
  void extend(char32_t character);
  /// Finishes a word; nothing, when it has no bytes.
  void finish() {
    if (bytes_.size() > (ends_.empty() ? 0 : ends_.back()))
      ends_.push_back(static_cast<std::uint32_t>(bytes_.size()));
  }

 private:
  std::string bytes_;
  std::vector<std::uint32_t> ends_;
};

/// Appends the words of `text` (UTF-8; what is none parts words). Underscores and all that is no letter or
/// digit parts them: the words of a URL are those between its signs.
void append_words(std::string_view text, word_list& out);

/// A word of a script that is written without blanks: one character.
auto stands_alone(std::string_view word) -> bool;

/// Appends the whole text as it is compared, signs and blanks included.
void append_folded(std::string_view text, std::string& out);

}  // namespace waybill::unicode
