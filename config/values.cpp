// What a setting may hold: reading it, writing it, saying it in words.
#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <utility>
#include <vector>

#include "config/list.hpp"

namespace waybill {
namespace {

constexpr std::array<std::pair<std::string_view, std::uint64_t>, 4> size_units{{
    {"TiB", std::uint64_t{1} << 40},
    {"GiB", std::uint64_t{1} << 30},
    {"MiB", std::uint64_t{1} << 20},
    {"KiB", std::uint64_t{1} << 10},
}};

auto whole_number(std::string_view text) -> std::optional<std::uint64_t> {
  std::uint64_t value = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || fault != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

auto size(std::string_view text) -> std::optional<std::uint64_t> {
  for (const auto& [suffix, factor] : size_units) {
    if (!text.ends_with(suffix)) continue;
    text.remove_suffix(suffix.size());
    if (text.ends_with(' ')) text.remove_suffix(1);
    const auto count = whole_number(text);
    if (!count || *count > std::numeric_limits<std::uint64_t>::max() / factor) return std::nullopt;
    return *count * factor;
  }
  return whole_number(text);
}

auto number_text(std::string_view unit, std::uint64_t value) -> std::string {
  if (unit == "bytes" && value != 0)
    for (const auto& [suffix, factor] : size_units)
      if (value % factor == 0) return std::to_string(value / factor) + std::string{suffix};
  return std::to_string(value);
}

auto words_of(std::string_view text) -> std::vector<std::string_view> {
  std::vector<std::string_view> words;
  while (!text.empty()) {
    const auto end = std::min(text.find(' '), text.size());
    words.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}

struct in_words {
  auto operator()(const text_setting& /*type*/) const -> std::string { return "a text that is not empty"; }
  auto operator()(const endpoint_setting& type) const -> std::string {
    return std::string{"HOST:PORT, an IPv6 address in brackets"} + (type.may_be_empty ? ", or nothing" : "");
  }
  auto operator()(const choice_setting& type) const -> std::string {
    std::string said;
    const auto words = words_of(type.words);
    for (std::size_t i = 0; i < words.size(); ++i) {
      if (i > 0) said += i + 1 == words.size() ? " or " : ", ";
      said += words[i];
    }
    return said;
  }
  auto operator()(const flag_setting& /*type*/) const -> std::string { return "true or false"; }
  auto operator()(const number_setting& type) const -> std::string {
    const auto range = number_text(type.unit, type.min) + " to " + number_text(type.unit, type.max);
    if (type.unit == "bytes") return range + " (bytes, or with KiB, MiB, GiB or TiB)";
    return range + " (" + std::string{type.unit} + ")";
  }
};

struct as_text {
  const settings& from;
  auto operator()(const text_setting& type) const -> std::string { return from.*type.field; }
  auto operator()(const endpoint_setting& type) const -> std::string { return from.*type.field; }
  auto operator()(const choice_setting& type) const -> std::string { return from.*type.field; }
  auto operator()(const flag_setting& type) const -> std::string {
    return from.*type.field ? "true" : "false";
  }
  auto operator()(const number_setting& type) const -> std::string {
    return number_text(type.unit, from.*type.field);
  }
};

/// Answers whether the text was one that the type allows.
struct into_field {
  std::string_view text;
  settings& to;

  auto operator()(const text_setting& type) const -> bool {
    to.*type.field = text;
    return !text.empty();
  }
  auto operator()(const endpoint_setting& type) const -> bool {
    to.*type.field = text;
    return text.empty() ? type.may_be_empty : parse_endpoint(text).ok();
  }
  auto operator()(const choice_setting& type) const -> bool {
    to.*type.field = text;
    const auto words = words_of(type.words);
    return std::find(words.begin(), words.end(), text) != words.end();
  }
  auto operator()(const flag_setting& type) const -> bool {
    to.*type.field = text == "true";
    return text == "true" || text == "false";
  }
  auto operator()(const number_setting& type) const -> bool {
    const auto value = type.unit == "bytes" ? size(text) : whole_number(text);
    if (!value || *value < type.min || *value > type.max) return false;
    to.*type.field = *value;
    return true;
  }
};

struct pair_rule {
  std::string_view smaller;
  std::uint64_t settings::*smaller_field;
  std::string_view larger;
  std::uint64_t settings::*larger_field;
  bool may_be_equal;
};

constexpr std::array pair_rules{
    // As many body readers as threads would leave none for short calls.
    pair_rule{"http.body_readers_limit", &settings::http_body_readers_limit, "http.threads_limit",
              &settings::http_threads_limit, false},
    pair_rule{"http.streams_per_user_limit", &settings::http_streams_per_user_limit, "http.streams_limit",
              &settings::http_streams_limit, true},
    pair_rule{"imports.waiting_per_user_limit", &settings::imports_waiting_per_user_limit,
              "imports.waiting_limit", &settings::imports_waiting_limit, true},
    pair_rule{"session.idle_minutes", &settings::session_idle_minutes, "session.absolute_minutes",
              &settings::session_absolute_minutes, true},
};

}  // namespace

auto allowed(const setting& which) -> std::string { return std::visit(in_words{}, which.type); }

auto value_text(const setting& which, const settings& values) -> std::string {
  return std::visit(as_text{values}, which.type);
}

auto set_value(const setting& which, std::string_view text, settings& values) -> result<done> {
  // A control character in a path or host is a slip of the hand, and would break lines of the log.
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
  const auto clean = std::none_of(text.begin(), text.end(), is_control);
  if (clean && std::visit(into_field{text, values}, which.type)) return done{};
  return {errc::bad_value, "allowed: " + allowed(which)};
}

auto check_together(const settings& values) -> result<done> {
  for (const auto& rule : pair_rules) {
    const auto smaller = values.*rule.smaller_field;
    const auto larger = values.*rule.larger_field;
    if (smaller < larger || (smaller == larger && rule.may_be_equal)) continue;
    return {errc::bad_value, std::string{rule.smaller} + " = " + std::to_string(smaller) +
                                 (rule.may_be_equal ? " must not be above " : " must be below ") +
                                 std::string{rule.larger} + " = " + std::to_string(larger)};
  }
  return done{};
}

auto parse_endpoint(std::string_view text) -> result<endpoint> {
  const auto refused = [&] {
    return error{errc::bad_value,
                 "`" + std::string{text} + "` is no HOST:PORT, such as 127.0.0.1:8080 or [::1]:8080"};
  };
  const auto colon = text.rfind(':');
  if (colon == std::string_view::npos) return refused();
  auto host = text.substr(0, colon);
  const auto port = whole_number(text.substr(colon + 1));
  if (!port || *port > std::numeric_limits<std::uint16_t>::max()) return refused();
  if (host.starts_with('[') && host.ends_with(']'))
    host = host.substr(1, host.size() - 2);
  else if (host.find(':') != std::string_view::npos)
    return refused();
  if (host.empty() || host.find_first_of("[]/@ \t") != std::string_view::npos) return refused();
  return endpoint{std::string{host}, static_cast<std::uint16_t>(*port)};
}

}  // namespace waybill
