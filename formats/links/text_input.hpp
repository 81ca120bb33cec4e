// A file of text as UTF-8, as far as a mark at its beginning tells.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <variant>

#include "formats/byte_source.hpp"
#include "formats/csv/decoder.hpp"
#include "formats/encoding.hpp"

namespace waybill::formats::links {

/// Takes byte order marks off, as many as there are, and makes UTF-8 of UTF-16 and UTF-32. One thread at a
/// time.
class text_input {
 public:
  /// The next bytes, split anywhere; what comes back points into them, or holds until the next call.
  auto take(std::string_view bytes) -> std::string_view;
  /// Behind the last byte: what was held.
  auto finish() -> std::string_view;
  [[nodiscard]] auto is_marked() const -> bool { return is_marked_; }
  /// It is known whether there is a mark.
  [[nodiscard]] auto is_begun() const -> bool { return is_begun_; }

 private:
  void begin();
  auto decoded(std::string_view bytes) -> std::string_view;
  auto without_marks(std::string_view text, bool is_end) -> std::string_view;

  std::string first_;  ///< bytes that may be a mark
  std::string text_;
  std::string front_;  ///< the beginning of the text: of what it is, it is not known whether it is a mark
  bool is_begun_ = false;
  bool is_marked_ = false;
  bool is_at_front_ = true;
  std::variant<std::monostate, csv::utf_16_decoder, csv::utf_32_decoder> decoder_;
};

/// The same file, of one in UTF-32 its text as UTF-8. Reads `from` from its first byte.
auto utf_32_as_utf_8(std::unique_ptr<byte_source> from) -> std::unique_ptr<byte_source>;
/// The same of one in UTF-16 or UTF-32.
auto wide_as_utf_8(std::unique_ptr<byte_source> from) -> std::unique_ptr<byte_source>;

}  // namespace waybill::formats::links
