#include "cli/text.hpp"

#include <sys/random.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <iostream>

#include "cli/signals.hpp"
#include "cli/standard_input.hpp"
#include "events/visible.hpp"

namespace waybill::cli {
namespace {

auto first_line() -> result<std::string> {
  std::string line;
  const auto there = next_line(line);
  if (!there) return there.why();
  if (!*there) return {errc::bad_value, "There is no password on standard input."};
  return line;
}

auto ask_silently(std::string_view question) -> result<std::string> {
  std::cerr << question << ": " << std::flush;
  const quiet_terminal quiet;
  auto line = first_line();
  std::cerr << "\n";
  return line;
}

}  // namespace

auto printable(std::string_view text) -> std::string { return visible(text); }

auto form_quoted(std::string_view name) -> std::string {
  std::string out;
  for (const char c : name) {
    if (c == '"')
      out += "%22";
    else if (c == '\r')
      out += "%0D";
    else if (c == '\n')
      out += "%0A";
    else
      out += c;
  }
  return out;
}

auto shell_word(std::string_view text) -> std::string {
  constexpr std::string_view plain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-+:@%,=";
  if (!text.empty() && text.find_first_not_of(plain) == std::string_view::npos) return std::string(text);
  const bool is_shown = printable(text) == text;
  std::string word = is_shown ? "'" : "$'";
  for (const char c : text) {
    constexpr std::string_view digits = "0123456789abcdef";
    const auto byte = static_cast<unsigned char>(c);
    if (c == '\'')
      word += is_shown ? "'\\''" : "\\'";
    else if (!is_shown && (byte < 0x20 || byte >= 0x7F || c == '\\'))
      word += {'\\', 'x', digits[byte >> 4], digits[byte & 15]};
    else
      word += c;
  }
  return word + "'";
}

auto json_line(const json& value) -> std::string {
  return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

auto member_at(const json& object, std::string_view key) -> const json& {
  static const json nothing;
  if (!object.is_object()) return nothing;
  const auto found = object.find(std::string(key));
  return found == object.end() ? nothing : *found;
}

auto text_at(const json& object, std::string_view key) -> std::string {
  const auto& value = member_at(object, key);
  return value.is_string() ? value.get<std::string>() : std::string();
}

auto number_at(const json& object, std::string_view key) -> std::uint64_t {
  const auto& value = member_at(object, key);
  return value.is_number_unsigned() ? value.get<std::uint64_t>() : 0;
}

auto grouped(std::uint64_t number) -> std::string {
  auto text = std::to_string(number);
  for (auto at = text.size(); at > 3;) text.insert(at -= 3, ",");
  return text;
}

auto counted(std::uint64_t number, std::string_view word) -> std::string {
  return grouped(number) + " " + std::string(word) + (number == 1 ? "" : "s");
}

auto random_password() -> std::string {
  static constexpr std::string_view alphabet = "abcdefghijkmnpqrstuvwxyz23456789";
  static_assert(alphabet.size() == 32);
  std::array<unsigned char, 20> bytes{};
  // Up to 256 bytes come whole or not at all (getrandom(2)); without randomness there is no password.
  if (getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size())) std::abort();
  std::string password;
  for (const auto byte : bytes) password += alphabet[byte % alphabet.size()];
  return password;
}

auto choose_password(bool from_stdin, std::string_view question) -> result<chosen_password> {
  if (!from_stdin && isatty(STDIN_FILENO) == 0) return chosen_password{random_password(), true};
  auto given = from_stdin ? first_line() : ask_silently(std::string(question) + " (empty: one is made)");
  if (!given) return given.why();
  if (from_stdin || !(*given).empty()) {
    if (from_stdin) return chosen_password{*std::move(given), false};
    const auto again = ask_silently("Once more");
    if (!again) return again.why();
    if (*again != *given) return {errc::bad_value, "The two passwords are not the same."};
    return chosen_password{*std::move(given), false};
  }
  return chosen_password{random_password(), true};
}

auto ask_password(bool from_stdin, std::string_view question) -> result<std::string> {
  if (from_stdin) return first_line();
  if (isatty(STDIN_FILENO) == 0)
    return {
        errc::bad_value,
        "There is no terminal to ask for the password: give it with --password-stdin, or give a --token."};
  return ask_silently(question);
}

}  // namespace waybill::cli
