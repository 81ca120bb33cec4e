#include "domains/rows/option_values.hpp"

#include <nlohmann/json.hpp>

#include "formats/text.hpp"

namespace waybill::rows {
namespace {

using nlohmann::json;

constexpr std::int64_t most_header_rows = 100;

auto take_sign(std::string_view name, const json& value, char& into) -> result<done> {
  const auto text = value.is_string() ? value.get<std::string>() : std::string();
  const bool fits = text.size() == 1 && static_cast<unsigned char>(text[0]) < 0x80 && text[0] != '\n' &&
                    text[0] != '\r' && text[0] != '\0';
  if (!fits) return bad(name, "must be one character of ASCII that does not end a line.");
  into = text[0];
  return done{};
}

/// "": quotes are ordinary characters.
auto take_quote(const json& value, std::optional<char>& into) -> result<done> {
  char sign = formats::csv::none;
  if (value != "")
    if (auto taken = take_sign("quote", value, sign); !taken) return taken;
  into = sign;
  return done{};
}

auto take_encoding(const json& value, std::string& into) -> result<done> {
  const auto named =
      value.is_string() ? formats::csv::encoding_named(value.get_ref<const std::string&>()) : std::nullopt;
  if (!named)
    return bad("encoding",
               "must be 'utf-8', 'utf-16le', 'utf-16be', 'windows-1252', 'iso-8859-15' or 'macintosh'.");
  into = formats::csv::name_of(*named);
  return done{};
}

/// By name, or by number from 1.
auto take_sheet(const json& value, std::string& into) -> result<done> {
  constexpr std::size_t most_sheet_bytes = 1'000;
  if (value.is_number_unsigned() && value.get<std::uint64_t>() > 0) {
    into = std::to_string(value.get<std::uint64_t>());
    return done{};
  }
  if (!value.is_string() || value.get_ref<const std::string&>().empty() ||
      value.get_ref<const std::string&>().size() > most_sheet_bytes)
    return bad("sheet", "must be the name of a sheet, or its number from 1.");
  into = value.get<std::string>();
  return done{};
}

}  // namespace

auto bad(std::string_view name, std::string_view rule) -> error {
  return {errc::bad_value, "'" + std::string(name) + "' " + std::string(rule)};
}

auto take_truth(std::string_view name, const json& value, bool& into) -> result<done> {
  if (!value.is_boolean()) return bad(name, "must be true or false.");
  into = value.get<bool>();
  return done{};
}

auto take_number(std::string_view name, const json& value, std::int64_t least, std::int64_t most,
                 std::optional<std::size_t>& into) -> result<done> {
  const auto number = value.is_number_integer() ? value.get<std::int64_t>() : least - 1;
  if (number < least || number > most)
    return bad(name,
               "must be a whole number from " + std::to_string(least) + " to " + std::to_string(most) + ".");
  into = static_cast<std::size_t>(number);
  return done{};
}

auto take_choice(std::string_view name, const json& value, std::span<const std::string_view> choices,
                 std::size_t& into) -> result<done> {
  std::string all;
  for (std::size_t i = 0; i < choices.size(); ++i) {
    if (value == choices[i]) {
      into = i;
      return done{};
    }
    all.append(i == 0                    ? ""
               : i + 1 == choices.size() ? " or "
                                         : ", ")
        .append("'")
        .append(choices[i])
        .append("'");
  }
  return bad(name, "must be " + all + ".");
}

auto take_dialect_part(std::string_view name, const json& value, import_options& into)
    -> std::optional<result<done>> {
  if (name == "header_rows") {
    if (value == "auto") return done{};
    return take_number(name, value, 0, most_header_rows, into.header_rows);
  }
  if (name == "delimiter") return take_sign(name, value, into.delimiter);
  if (name == "quote") return take_quote(value, into.quote);
  if (name == "escape") return take_sign(name, value, into.escape);
  if (name == "encoding") return take_encoding(value, into.encoding);
  if (name == "sheet") return take_sheet(value, into.sheet);
  return std::nullopt;
}

void put_dialect(const import_options& from, json& into) {
  if (from.header_rows) into["header_rows"] = *from.header_rows;
  if (from.delimiter != 0) into["delimiter"] = std::string(1, from.delimiter);
  if (from.quote) into["quote"] = *from.quote == 0 ? std::string() : std::string(1, *from.quote);
  if (from.escape != 0) into["escape"] = std::string(1, from.escape);
  if (!from.encoding.empty()) into["encoding"] = from.encoding;
  if (!from.sheet.empty()) into["sheet"] = from.sheet;
}

auto wishes_of(const import_options& from) -> formats::csv::wishes {
  formats::csv::wishes asked;
  if (from.delimiter != 0) asked.delimiter = from.delimiter;
  asked.quote = from.quote;
  asked.escape = from.escape;
  if (!from.encoding.empty()) asked.written_in = formats::csv::encoding_named(from.encoding);
  if (from.header_rows) asked.header_rows = static_cast<unsigned>(*from.header_rows);
  return asked;
}

}  // namespace waybill::rows
