// Named groups of settings in the file: a line `[TYPE NAME]`, and behind it lines `key = value` that are of
// it alone. Which types there are, those say who need them (a kind of import, in its room). Immutable after
// the start: any thread.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "events/result.hpp"

namespace waybill {

/// What a key of a group may hold. Words are separated by spaces.
struct any_text {};
struct one_of_words {
  std::string_view words;
};
struct true_or_false {};
struct whole_number_of {
  std::string_view unit;  ///< "bytes": a suffix KiB, MiB, GiB or TiB may follow
  std::uint64_t min;
  std::uint64_t max;
};
using group_value = std::variant<any_text, one_of_words, true_or_false, whole_number_of>;

struct group_key {
  /// `schema`; `handler.*` stands for `handler.` with any words behind it, with dots between them.
  std::string_view name;
  group_value holds;
  bool required = false;
  std::string_view reason;  ///< for the person who sets it
};

struct group_type {
  std::string_view name;
  std::string_view reason;
  std::span<const group_key> keys;  ///< static storage, as all texts here
};

/// One that stands in the file. Its values were checked.
struct named_group {
  struct entry {
    std::string text;
    std::string origin;  ///< `file waybill.conf:3`
    friend auto operator==(const entry&, const entry&) -> bool = default;
  };
  std::string type;
  std::string name;  ///< 1 to 64 letters, digits, `-` and `_`
  std::string origin;
  std::map<std::string, entry, std::less<>> values;

  /// "" where there is none.
  [[nodiscard]] auto text(std::string_view key) const -> std::string_view;
  /// Of a key that holds a number, in its unit.
  [[nodiscard]] auto number(std::string_view key) const -> std::optional<std::uint64_t>;
  friend auto operator==(const named_group&, const named_group&) -> bool = default;
};

/// Puts the lines of a file together to groups. One thread. Errors: bad_value, with the origin of the line.
class group_reader {
 public:
  explicit group_reader(std::span<const group_type> known) : known_(known) {}
  /// A line that begins with `[`.
  auto open(std::string_view line, const std::string& origin) -> result<done>;
  /// Does a group stand open? Then keys are its own.
  [[nodiscard]] auto is_open() const -> bool { return type_ != nullptr; }
  auto add(std::string_view key, std::string_view value, const std::string& origin) -> result<done>;
  /// Once, behind the last line: all groups, in the order of the file.
  auto finish() -> result<std::vector<named_group>>;

 private:
  [[nodiscard]] auto check_required() const -> result<done>;

  std::span<const group_type> known_;
  const group_type* type_ = nullptr;  ///< of the last one
  std::vector<named_group> groups_;
  std::map<std::string, std::string> seen_;  ///< `[TYPE NAME]` -> its origin
};

/// What a key may hold, in words.
auto allowed(const group_value& holds) -> std::string;
/// Is this such a value?
auto is_allowed(const group_value& holds, std::string_view text) -> bool;

/// The groups as a file would say them, each line with its origin.
auto describe_groups(std::span<const named_group> groups) -> std::string;
/// How groups of these types are written, every line commented out.
auto default_groups(std::span<const group_type> known) -> std::string;

}  // namespace waybill
