// Writes JSON text straight into a string: answers are lists of small objects, and building a tree of each
// first costs several times what the call costs otherwise.
#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace waybill::http {

/// Commas are put where they belong; keys have to be plain ASCII. Strings that are no UTF-8 come out with
/// U+FFFD. One thread.
class json_text {
 public:
  explicit json_text(std::string& out) : out_(out) {}

  auto begin_object() -> json_text&;
  auto end_object() -> json_text&;
  auto begin_list() -> json_text&;
  auto end_list() -> json_text&;
  auto key(std::string_view name) -> json_text&;
  /// A key that may be any text.
  auto text_key(std::string_view name) -> json_text&;

  auto value(std::string_view text) -> json_text&;
  auto value(const char* text) -> json_text& { return value(std::string_view(text)); }
  auto value(const std::string& text) -> json_text& { return value(std::string_view(text)); }
  template <std::unsigned_integral Number>
  requires(!std::same_as<Number, bool>) auto value(Number number) -> json_text& {
    return raw(std::to_string(number));
  }
  /// With one decimal.
  auto value(double number) -> json_text&;
  auto null() -> json_text& { return raw("null"); }
  template <class T>
  auto value(const std::optional<T>& maybe) -> json_text& {
    return maybe ? value(*maybe) : null();
  }
  /// Text that is JSON already.
  auto raw(std::string_view json) -> json_text&;

  template <class T>
  auto field(std::string_view name, const T& what) -> json_text& {
    return key(name).value(what);
  }

 private:
  void separate();

  std::string& out_;
  bool first_ = true;
};

}  // namespace waybill::http
