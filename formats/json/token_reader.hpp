// A JSON document as a stream of tokens, checked while it is read: for trees, whose nodes are no list. Memory
// follows neither the document nor a text beyond the limit.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "formats/byte_source.hpp"
#include "formats/json/text_check.hpp"

namespace waybill::formats::json {

enum class token : std::uint8_t {
  begin_object,
  end_object,
  begin_array,
  end_array,
  key,     ///< see `text`
  scalar,  ///< a string, a number, true, false or null: see `text`
  end,     ///< behind the root
  broken   ///< it is no JSON, or the source failed: see `why`
};

/// Gives the tokens of a document from its first byte on. No byte is looked at before its grammar was. One
/// thread at a time.
class token_reader {
 public:
  /// Longer keys and scalars are passed over and not held.
  static constexpr std::size_t text_limit_bytes = 1 << 20;

  explicit token_reader(std::unique_ptr<byte_source> from);
  token_reader(const token_reader&) = delete;
  auto operator=(const token_reader&) -> token_reader& = delete;

  /// After `end` and `broken` the same again.
  auto next() -> token;
  /// Of a key what stands between its quotes, of a scalar all of it, as spelled; at least 64 readable bytes
  /// follow. Empty: it is longer than the limit. Holds until the next call of anything here.
  [[nodiscard]] auto text() const -> std::string_view { return text_; }
  /// Behind `begin_object` or `begin_array`: goes behind the end of what was begun. Its bytes, the brackets
  /// included, replace `into` where they are no more than `limit_bytes`; else its first ones do, and false
  /// comes back. What is broken shows in the next token.
  auto capture(std::string& into, std::size_t limit_bytes) -> bool;
  /// The same without the bytes.
  void skip();
  /// Behind the last token, in bytes from the beginning.
  [[nodiscard]] auto offset() const -> std::uint64_t { return base_ + at_; }
  [[nodiscard]] auto why() const -> const fault& { return why_; }
  /// The source failed, with this error (-errno); 0: it did not.
  [[nodiscard]] auto source_error() const -> std::int64_t { return source_error_; }

 private:
  auto fill() -> bool;
  auto checked() -> bool;
  auto peek() -> int;
  auto read_string() -> token;
  auto read_scalar() -> token;
  void take(const char* to);
  auto pass_string() -> bool;
  void pass_container();
  auto is_key() -> bool;

  std::unique_ptr<byte_source> from_;
  no_listener nobody_;
  text_check check_{nobody_};
  std::unique_ptr<char[]> block_;
  std::uint64_t base_ = 0;  ///< offset of the block's first byte
  std::size_t at_ = 0;
  std::size_t end_ = 0;
  bool at_end_ = false;
  bool is_broken_ = false;
  fault why_;
  std::int64_t source_error_ = 0;

  std::string text_;
  std::string* into_ = nullptr;  ///< where passed bytes go; null: nowhere
  std::size_t limit_ = 0;
  bool too_long_ = false;
};

}  // namespace waybill::formats::json
