// JSON's grammar as a machine that is fed blocks and keeps a few hundred bytes, whatever the document holds.
// Internal to the formats. Source: RFC 8259 (grammar), RFC 3629 (UTF-8).
#pragma once

#include <bitset>
#include <cstdint>
#include <string>
#include <string_view>

#include "formats/json/lines.hpp"
#include "formats/json/root_listener.hpp"

namespace waybill::formats::json {

inline constexpr std::uint32_t depth_limit = 1000;

/// Why a text is not JSON.
struct fault {
  std::string message;  ///< a sentence for a person
  place at{};
};

/// Feed it every block in order, then `finish`. After the first false there is a fault, and no more may be
/// fed. One thread at a time.
class grammar {
 public:
  explicit grammar(root_listener& root) : root_(root) {}

  auto feed(std::string_view block) -> bool;
  auto finish() -> bool;
  /// Bytes fed so far.
  [[nodiscard]] auto bytes() const noexcept -> std::uint64_t { return base_; }
  [[nodiscard]] auto why() const -> const fault& { return fault_; }

 private:
  /// What may come next. Everything that can be cut by a block's end has a state of its own.
  enum class state : std::uint8_t {
    start,           ///< a byte order mark, or the root
    value,           ///< a value must come
    value_or_end,    ///< just behind '['
    key,             ///< behind a ',' in an object
    key_or_end,      ///< just behind '{'
    colon,           ///< behind a key
    comma_or_end,    ///< behind a value in a container
    nothing,         ///< behind the root
    string,          ///< inside a string
    escape,          ///< behind a backslash
    hex,             ///< in the digits of \uXXXX
    continuation,    ///< inside a character of several bytes
    literal,         ///< inside true, false or null
    number_minus,    ///< behind '-'
    number_zero,     ///< behind a leading 0
    number_integer,  ///< in the digits before '.' and 'e'
    number_dot,      ///< behind '.'
    number_fraction,
    number_e,  ///< behind 'e'
    number_e_sign,
    number_exponent
  };

  // Each takes the next byte's place and answers where to go on; null: a fault.
  auto step(const char* at) -> const char*;
  auto start(const char* at) -> const char*;
  auto value(const char* at) -> const char*;
  auto structure(const char* at) -> const char*;
  auto key(const char* at) -> const char*;
  auto comma_or_end(const char* at) -> const char*;
  auto string(const char* at) -> const char*;
  auto string_end(const char* at) -> const char*;
  auto escape(const char* at) -> const char*;
  auto hex(const char* at) -> const char*;
  auto lead(const char* at) -> const char*;
  auto continuation(const char* at) -> const char*;
  auto literal(const char* at) -> const char*;
  auto number(const char* at) -> const char*;

  auto open(const char* at, bool object) -> const char*;
  auto close(const char* at) -> const char*;
  auto begin_literal(const char* at) -> const char*;
  void begin_string(const char* at, bool is_key);
  void value_done() noexcept { state_ = depth_ == 0 ? state::nothing : state::comma_or_end; }
  auto number_done() noexcept -> bool;

  void tell_root(const char* at);
  void keep(const char* to);
  auto place_of(const char* at) -> place;
  auto refuse(const char* at, std::string_view why) -> const char*;
  auto unexpected(const char* at, std::string_view wanted) -> const char*;
  auto refuse_utf8() -> const char*;
  void set_fault(place at, std::string message);

  root_listener& root_;
  fault fault_;
  line_counter lines_;
  std::string_view block_;
  std::uint64_t base_ = 0;  ///< offset of the block's first byte

  state state_ = state::start;
  bool in_object_ = false;  ///< the innermost open container is an object
  bool is_key_ = false;     ///< the string is a key
  bool capturing_ = false;  ///< the string's bytes are kept for the root
  bool captured_whole_ = true;
  std::uint32_t depth_ = 0;  ///< open containers
  std::bitset<depth_limit + 1> objects_;

  unsigned hex_left_ = 0;
  unsigned bytes_left_ = 0;                  ///< of a character
  unsigned least_ = 0x80, greatest_ = 0xbf;  ///< what its next byte may be
  std::uint64_t character_at_ = 0;           ///< where it begins
  std::string_view literal_left_;            ///< what must still come
  const char* capture_from_ = nullptr;
  std::string captured_;
};

}  // namespace waybill::formats::json
