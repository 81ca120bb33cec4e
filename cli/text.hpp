// Words on a terminal: what a file or a server says must not steer it, passwords must not show on it.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "events/result.hpp"

namespace waybill::cli {

using json = nlohmann::ordered_json;

/// What a terminal obeys or does not show becomes `?` (events/visible.hpp): text of others cannot move the
/// cursor, fake lines, or be read backwards.
auto printable(std::string_view text) -> std::string;

/// A name or a file's name in a form's quotes, as browsers write it: quotes, CR and LF become %22, %0D and
/// %0A, backslashes and all others stay (WHATWG HTML, "multipart/form-data encoding algorithm").
auto form_quoted(std::string_view name) -> std::string;

/// A word for a shell to paste: as it is when nothing in it means anything there, else in quotes. What a
/// terminal obeys is spelled out (`$'\xe2\x80\xae'`).
auto shell_word(std::string_view text) -> std::string;

/// One line of JSON; bytes that are no UTF-8 become U+FFFD.
auto json_line(const json& value) -> std::string;

/// Text of a member, "" when it is absent, null or no text. Numbers: 0.
auto text_at(const json& object, std::string_view key) -> std::string;
auto number_at(const json& object, std::string_view key) -> std::uint64_t;
/// The member itself; null when it is absent or `object` is none.
auto member_at(const json& object, std::string_view key) -> const json&;

/// 1234567 -> "1,234,567".
auto grouped(std::uint64_t number) -> std::string;

/// "1 record", "2 records".
auto counted(std::uint64_t number, std::string_view word) -> std::string;

/// 20 characters of 32 that are not easily taken for one another: 100 bits from the kernel.
auto random_password() -> std::string;

/// A password for a new account or a new password: from standard input (its first line), asked for without
/// echo on a terminal, else made at random (`made` is then true: it has to be shown).
struct chosen_password {
  std::string text;
  bool made = false;
};
auto choose_password(bool from_stdin, std::string_view question) -> result<chosen_password>;

/// An existing password: from standard input, or asked for without echo. Errors: bad_value without a
/// terminal.
auto ask_password(bool from_stdin, std::string_view question) -> result<std::string>;

}  // namespace waybill::cli
