// A file of text as UTF-8, as far as a mark at its beginning tells. Internal to this folder.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "formats/csv/decoder.hpp"
#include "formats/encoding.hpp"

namespace waybill::formats::links {

/// Takes a byte order mark off, and makes UTF-8 of UTF-16. One thread at a time.
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
  auto begin() -> std::string_view;
  auto decoded(std::string_view bytes) -> std::string_view;

  std::string first_;  ///< bytes that may be a mark
  std::string text_;
  bool is_begun_ = false;
  bool is_marked_ = false;
  std::unique_ptr<csv::utf_16_decoder> decoder_;  ///< null: not UTF-16
};

}  // namespace waybill::formats::links
