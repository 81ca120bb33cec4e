// A page of HTML as UTF-8, as far as its beginning tells. Internal to this folder.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "formats/links/html_tokens.hpp"
#include "formats/links/system_decoder.hpp"
#include "formats/links/text_input.hpp"

namespace waybill::formats::links {

/// The encoding that a `<META>` with such attributes tells, in small letters; "": none. `<META CHARSET=x>`,
/// or
/// `<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=x">`.
auto charset_of_meta(const std::vector<html_tokens::attribute>& attributes) -> std::string;

/// Takes a byte order mark off, and makes UTF-8 of UTF-16 and UTF-32, and of every encoding that its first
/// 1,024 bytes tell (HTML Living Standard, 13.2.3.2) and that is read by the system's library alone. Others
/// are left to whoever reads the letters. One thread at a time.
class html_input {
 public:
  /// The next bytes, split anywhere; what comes back points into them, or holds until the next call.
  auto take(std::string_view bytes) -> std::string_view;
  /// Behind the last byte: what was held.
  auto finish() -> std::string_view;
  /// It is known how the page is spelled.
  [[nodiscard]] auto is_begun() const -> bool { return is_begun_; }
  /// It is UTF-8 by now, whatever it says.
  [[nodiscard]] auto is_utf_8() const -> bool { return text_.is_marked() || is_converted(); }
  /// In place of what was no text U+FFFD stands already.
  [[nodiscard]] auto is_converted() const -> bool { return decoder_ != nullptr; }

 private:
  auto begin() -> std::string_view;

  text_input text_;
  std::string first_;  ///< until it is known
  bool is_begun_ = false;
  std::unique_ptr<system_decoder> decoder_;
  std::string converted_;
};

}  // namespace waybill::formats::links
