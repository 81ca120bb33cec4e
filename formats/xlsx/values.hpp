// What stands in a cell, as text: numbers as JavaScript prints them, dates as ISO 8601. All pure; any thread.
// Sources: ECMA-262 (Number::toString), ECMA-376 part 1: 18.8.30 (number formats), 18.17.4 (dates),
// 22.9.2.19 (escapes).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace waybill::formats::xlsx {

/// What a number of a format is. Value and kind together decide what is printed: a time of day that is a day
/// or more is a date.
enum class number_kind : std::uint8_t { number, date, time, elapsed };

auto kind_of_format(std::string_view code) -> number_kind;
/// Of the formats that every program knows by their number.
auto kind_of_builtin(std::uint32_t id) -> number_kind;

/// Nothing when `text` is no number.
auto number_of(std::string_view text) -> std::optional<double>;
/// `written` as the file has it; what is no number stays as it is.
void append_number(std::string_view written, std::string& out);
/// False: the number is no day that exists. Then 1900-02-29 is written for 60, or else the number.
auto append_date(std::string_view written, number_kind kind, bool is_1904, std::string& out) -> bool;
/// A date that the file has as text, spelled as `append_date` spells them; what is none stays as it is.
void append_iso(std::string_view written, std::string& out);
/// `_x000D_` becomes what it stands for.
void append_unescaped(std::string_view text, std::string& out);

}  // namespace waybill::formats::xlsx
