// What a setting may hold: reading it, writing it, saying it in words.
#include <array>
#include <limits>

#include "config/list.hpp"
#include "config/wording.hpp"

namespace waybill {
namespace {

struct in_words {
  auto operator()(const text_setting& type) const -> std::string {
    return type.may_be_empty ? "a text, or nothing" : "a text that is not empty";
  }
  auto operator()(const endpoint_setting& type) const -> std::string {
    return std::string{"HOST:PORT, an IPv6 address in brackets"} + (type.may_be_empty ? ", or nothing" : "");
  }
  auto operator()(const choice_setting& type) const -> std::string { return wording::choice(type.words); }
  auto operator()(const flag_setting& /*type*/) const -> std::string { return "true or false"; }
  auto operator()(const number_setting& type) const -> std::string {
    return wording::range(type.unit, type.min, type.max);
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
    return wording::number_text(type.unit, from.*type.field);
  }
};

/// Answers whether the text was one that the type allows.
struct into_field {
  std::string_view text;
  settings& to;

  auto operator()(const text_setting& type) const -> bool {
    to.*type.field = text;
    return type.may_be_empty || !text.empty();
  }
  auto operator()(const endpoint_setting& type) const -> bool {
    to.*type.field = text;
    return text.empty() ? type.may_be_empty : parse_endpoint(text).ok();
  }
  auto operator()(const choice_setting& type) const -> bool {
    to.*type.field = text;
    return wording::is_choice(type.words, text);
  }
  auto operator()(const flag_setting& type) const -> bool {
    to.*type.field = text == "true";
    return text == "true" || text == "false";
  }
  auto operator()(const number_setting& type) const -> bool {
    const auto value = wording::number(type.unit, text);
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
  if (wording::is_clean(text) && std::visit(into_field{text, values}, which.type)) return done{};
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
  const auto port = wording::number("", text.substr(colon + 1));
  if (!port || *port > std::numeric_limits<std::uint16_t>::max()) return refused();
  if (host.starts_with('[') && host.ends_with(']'))
    host = host.substr(1, host.size() - 2);
  else if (host.find(':') != std::string_view::npos)
    return refused();
  if (host.empty() || host.find_first_of("[]/@ \t") != std::string_view::npos) return refused();
  return endpoint{std::string{host}, static_cast<std::uint16_t>(*port)};
}

}  // namespace waybill
