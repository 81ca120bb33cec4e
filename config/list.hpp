// The one list of settings. Loading, the default file, `waybill config` and the names of the environment
// variables all follow from it. Immutable after the start: any thread.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "config/settings.hpp"

namespace waybill {

/// Text of any length of 1 and more bytes; or nothing where that is allowed.
struct text_setting {
  std::string settings::*field;
  bool may_be_empty = false;
};

/// `HOST:PORT`, or nothing where that is allowed.
struct endpoint_setting {
  std::string settings::*field;
  bool may_be_empty;
};

/// One of a few words, separated by spaces in `words`.
struct choice_setting {
  std::string settings::*field;
  std::string_view words;
};

struct flag_setting {
  bool settings::*field;
};

/// A whole number from `min` to `max` of `unit`s. "bytes": a suffix KiB, MiB, GiB or TiB may follow.
struct number_setting {
  std::uint64_t settings::*field;
  std::string_view unit;
  std::uint64_t min;
  std::uint64_t max;
};

struct setting {
  std::string_view key;
  std::variant<text_setting, endpoint_setting, choice_setting, flag_setting, number_setting> type;
  std::string_view reason;  ///< sentences for the person who might change it
};

/// All settings, those of a group together.
auto setting_list() -> std::span<const setting>;

/// `http.listen` is WAYBILL_HTTP_LISTEN in the environment.
auto environment_name(std::string_view key) -> std::string;

/// What a setting may hold, in words: `16KiB to 1MiB`, `true or false`.
auto allowed(const setting& which) -> std::string;

/// The value of a setting as a file would say it.
auto value_text(const setting& which, const settings& values) -> std::string;

/// Reads `text` into its field. Errors: bad_value, with only what is allowed as its message.
auto set_value(const setting& which, std::string_view text, settings& values) -> result<done>;

/// Rules that two settings must keep together. Errors: bad_value.
auto check_together(const settings& values) -> result<done>;

}  // namespace waybill
