// Is a text JSON in UTF-8? Checked while it passes by.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "formats/json/grammar.hpp"

namespace waybill::formats::json {

/// Grammar, UTF-8, depth (at most 1,000). One thread at a time; a few hundred bytes of memory, however large
/// the text is.
class text_check {
 public:
  /// `root` is told what stands there, and must outlive this.
  explicit text_check(root_listener& root) : grammar_(root) {}

  /// The next bytes, split anywhere. False: the text is refused, and what follows changes nothing.
  auto feed(std::string_view bytes) -> bool;
  [[nodiscard]] auto bytes() const -> std::uint64_t;
  /// Once, when there are no more bytes: why the text is refused.
  auto finish() -> std::optional<fault>;

 private:
  void begin();

  grammar grammar_;
  bool refused_ = false;
  std::string first_;  ///< held back until it is known whether this is UTF-8
  bool begun_ = false;
  std::string_view wide_;  ///< the encoding, when it has two or four bytes a character
};

}  // namespace waybill::formats::json
