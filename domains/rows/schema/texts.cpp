#include "domains/rows/schema/texts.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>

#include "formats/text.hpp"

namespace waybill::rows {
namespace {

using nlohmann::json;

auto is_letter_or_digit(char c) -> bool {
  return text::is_digit(c) || (text::lower(c) >= 'a' && text::lower(c) <= 'z') ||
         static_cast<unsigned char>(c) >= 0x80;
}

auto is_label(std::string_view label) -> bool {
  constexpr std::size_t most_label_bytes = 63;
  return !label.empty() && label.size() <= most_label_bytes && label.front() != '-' && label.back() != '-' &&
         std::all_of(label.begin(), label.end(), [](char c) { return is_letter_or_digit(c) || c == '-'; });
}

auto is_domain(std::string_view domain) -> bool {
  for (;;) {
    const auto dot = domain.find('.');
    if (!is_label(domain.substr(0, dot))) return false;
    if (dot == std::string_view::npos) return true;
    domain.remove_prefix(dot + 1);
  }
}

auto is_degrees(double value, double most) -> bool {
  return std::isfinite(value) && value >= -most && value <= most;
}

auto are_places(double longitude, double latitude) -> bool {
  return is_degrees(longitude, 180) && is_degrees(latitude, 90);
}

auto number_in(std::string_view text) -> double {
  text = text::trimmed(text);
  if (text.starts_with('+')) text.remove_prefix(1);
  double value = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  return fault == std::errc{} && end == text.data() + text.size() ? value : NAN;
}

/// Counts the members of the outermost value.
class counter final : public json::json_sax_t {
 public:
  explicit counter(bool wants_array) : wants_array_(wants_array) {}
  auto null() -> bool override { return value(); }
  auto boolean(bool) -> bool override { return value(); }
  auto number_integer(number_integer_t) -> bool override { return value(); }
  auto number_unsigned(number_unsigned_t) -> bool override { return value(); }
  auto number_float(number_float_t, const string_t&) -> bool override { return value(); }
  auto string(string_t&) -> bool override { return value(); }
  auto binary(binary_t&) -> bool override { return value(); }
  auto start_object(std::size_t) -> bool override { return open(false); }
  auto start_array(std::size_t) -> bool override { return open(true); }
  auto key(string_t&) -> bool override { return true; }
  auto end_object() -> bool override { return close(); }
  auto end_array() -> bool override { return close(); }
  auto parse_error(std::size_t, const std::string&, const json::exception&) -> bool override { return false; }
  std::size_t count = 0;

 private:
  auto value() -> bool {
    if (depth_ == 1) ++count;
    return depth_ > 0;
  }
  auto open(bool is_array) -> bool {
    if (depth_ == 0 && is_array != wants_array_) return false;
    if (depth_ > 0 && !value()) return false;
    ++depth_;
    return true;
  }
  auto close() -> bool {
    --depth_;
    return true;
  }
  bool wants_array_;
  std::size_t depth_ = 0;
};

auto size_of(std::string_view text, bool is_array) -> std::optional<std::size_t> {
  counter count{is_array};
  if (!json::sax_parse(text.begin(), text.end(), &count)) return std::nullopt;
  return count.count;
}

/// Small enough to be parsed whole.
auto parsed(std::string_view text) -> json {
  constexpr std::size_t most_bytes = 1024;
  return text.size() > most_bytes ? json() : json::parse(text, nullptr, false);
}

}  // namespace

auto is_email(std::string_view text) -> bool {
  constexpr std::string_view signs = ".!#$%&'*+/=?^_`{|}~-";
  constexpr std::size_t most_bytes = 254;
  const auto at = text.rfind('@');
  if (at == std::string_view::npos || at == 0 || text.size() > most_bytes) return false;
  const auto local = text.substr(0, at);
  return is_domain(text.substr(at + 1)) && std::all_of(local.begin(), local.end(), [&](char c) {
           return is_letter_or_digit(c) || signs.find(c) != std::string_view::npos;
         });
}

auto is_uri(std::string_view text) -> bool {
  constexpr std::string_view signs = "-._~:/?#[]@!$&'()*+,;=%";
  const auto colon = text.find(':');
  if (colon == std::string_view::npos || colon == 0 || colon + 1 == text.size()) return false;
  const auto scheme = text.substr(0, colon);
  const char first = text::lower(scheme[0]);
  if (first < 'a' || first > 'z') return false;
  for (const char c : scheme)
    if (static_cast<unsigned char>(c) >= 0x80 || (!is_letter_or_digit(c) && c != '+' && c != '.' && c != '-'))
      return false;
  const auto rest = text.substr(colon + 1);
  for (std::size_t i = 0; i < rest.size(); ++i) {
    if (!is_letter_or_digit(rest[i]) && signs.find(rest[i]) == std::string_view::npos) return false;
    if (rest[i] == '%' && text::percent_byte(rest, i) < 0) return false;
  }
  return true;
}

auto is_uuid(std::string_view text) -> bool {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool is_dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (is_dash ? text[i] != '-' : text::hex_value(text[i]) < 0) return false;
  }
  return true;
}

auto is_base64(std::string_view text) -> bool {
  if (text.size() % 4 != 0) return false;
  for (int n = 0; n < 2 && text.ends_with('='); ++n) text.remove_suffix(1);
  return std::all_of(text.begin(), text.end(), [](char c) {
    return text::is_digit(c) || (text::lower(c) >= 'a' && text::lower(c) <= 'z') || c == '+' || c == '/';
  });
}

auto is_geopoint(std::string_view text) -> bool {
  const auto comma = text.find(',');
  return comma != std::string_view::npos &&
         are_places(number_in(text.substr(0, comma)), number_in(text.substr(comma + 1)));
}

auto array_size(std::string_view text) -> std::optional<std::size_t> { return size_of(text, true); }
auto object_size(std::string_view text) -> std::optional<std::size_t> { return size_of(text, false); }

auto is_geopoint_array(std::string_view text) -> bool {
  const auto value = parsed(text);
  return value.is_array() && value.size() == 2 && value[0].is_number() && value[1].is_number() &&
         are_places(value[0].get<double>(), value[1].get<double>());
}

auto is_geopoint_object(std::string_view text) -> bool {
  const auto value = parsed(text);
  if (!value.is_object() || value.size() != 2 || !value.contains("lon") || !value.contains("lat"))
    return false;
  return value["lon"].is_number() && value["lat"].is_number() &&
         are_places(value["lon"].get<double>(), value["lat"].get<double>());
}

}  // namespace waybill::rows
