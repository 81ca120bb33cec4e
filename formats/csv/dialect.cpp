#include "formats/csv/dialect.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "formats/text.hpp"

namespace waybill::formats::csv {
namespace {

struct named_encoding {
  std::string_view lowered;
  encoding means;
};

/// The first of each is its name.
constexpr std::array encodings{
    named_encoding{"utf-8", encoding::utf_8},
    named_encoding{"utf-16le", encoding::utf_16le},
    named_encoding{"utf-16be", encoding::utf_16be},
    named_encoding{"windows-1252", encoding::windows_1252},
    named_encoding{"iso-8859-15", encoding::iso_8859_15},
    named_encoding{"macintosh", encoding::macintosh},
    named_encoding{"utf8", encoding::utf_8},
    named_encoding{"utf-16-le", encoding::utf_16le},
    named_encoding{"utf-16-be", encoding::utf_16be},
    named_encoding{"cp1252", encoding::windows_1252},
    named_encoding{"ansi", encoding::windows_1252},
    // What says so is Windows-1252 nearly always (WHATWG Encoding Standard, 4.2).
    named_encoding{"iso-8859-1", encoding::windows_1252},
    named_encoding{"latin1", encoding::windows_1252},
    named_encoding{"latin-1", encoding::windows_1252},
    named_encoding{"latin9", encoding::iso_8859_15},
    named_encoding{"latin-9", encoding::iso_8859_15},
    named_encoding{"mac-roman", encoding::macintosh},
    named_encoding{"macroman", encoding::macintosh},
    named_encoding{"x-mac-roman", encoding::macintosh},
};

/// Whether it can be a delimiter, quote or escape.
auto may_mark(char c) -> bool {
  const auto byte = static_cast<unsigned char>(c);
  const bool is_letter = text::lower(c) >= 'a' && text::lower(c) <= 'z';
  return byte != 0 && byte < 0x80 && c != '\n' && c != '\r' && !text::is_digit(c) && !is_letter;
}

constexpr std::uint64_t hint_flag = 1;
constexpr std::uint64_t one_column_flag = 2;
constexpr std::uint64_t quotes_behind_blanks_flag = 4;
constexpr std::uint64_t guarded_flag = 8;

auto flags_of(const dialect& one) -> std::uint64_t {
  return (one.has_hint ? hint_flag : 0) | (one.one_column ? one_column_flag : 0) |
         (one.quotes_behind_blanks ? quotes_behind_blanks_flag : 0) | (one.is_guarded ? guarded_flag : 0);
}

}  // namespace

auto name_of(encoding one) -> std::string_view {
  return std::find_if(encodings.begin(), encodings.end(),
                      [&](const auto& known) { return known.means == one; })
      ->lowered;
}

auto encoding_named(std::string_view name) -> std::optional<encoding> {
  for (const auto& [lowered, means] : encodings)
    if (text::equals_ignoring_case(name, lowered)) return means;
  return std::nullopt;
}

auto spelled(const dialect& one) -> std::string {
  std::string out;
  for (const std::uint64_t part :
       {std::uint64_t{static_cast<unsigned char>(one.delimiter)},
        std::uint64_t{static_cast<unsigned char>(one.quote)},
        std::uint64_t{static_cast<unsigned char>(one.escape)}, std::uint64_t{one.head_bytes},
        std::uint64_t{one.header_rows}, flags_of(one)})
    out.append(std::to_string(part)).push_back('.');
  return out.append(name_of(one.written_in));
}

auto dialect_spelled(std::string_view text) -> std::optional<dialect> {
  std::array<std::uint64_t, 6> parts{};
  for (auto& part : parts) {
    const auto end = text.find('.');
    if (end == std::string_view::npos) return std::nullopt;
    const auto [stop, failed] = std::from_chars(text.data(), text.data() + end, part);
    if (failed != std::errc{} || stop != text.data() + end) return std::nullopt;
    text.remove_prefix(end + 1);
  }
  const auto written_in = encoding_named(text);
  constexpr std::uint64_t ascii = 0x7F;
  const bool fits = parts[0] <= ascii && parts[1] <= ascii && parts[2] <= ascii &&
                    parts[3] <= dialect_bytes && parts[4] <= most_header_rows && parts[5] < 2 * guarded_flag;
  if (!written_in || !fits) return std::nullopt;
  return dialect{static_cast<char>(parts[0]),
                 static_cast<char>(parts[1]),
                 parts[3],
                 static_cast<char>(parts[2]),
                 *written_in,
                 static_cast<unsigned>(parts[4]),
                 (parts[5] & hint_flag) != 0,
                 (parts[5] & one_column_flag) != 0,
                 (parts[5] & quotes_behind_blanks_flag) != 0,
                 (parts[5] & guarded_flag) != 0};
}

auto wrong_part(const wishes& asked) -> std::string_view {
  const char delimiter = asked.delimiter.value_or(',');
  const char quote = asked.quote.value_or('"');
  if (asked.delimiter && (!may_mark(delimiter) || delimiter == quote)) return "delimiter";
  if (quote != none && (!may_mark(quote) || quote == delimiter)) return "quote";
  if (asked.escape != none && (!may_mark(asked.escape) || asked.escape == quote || asked.escape == delimiter))
    return "escape";
  if (asked.header_rows.value_or(0) > most_header_rows) return "header_rows";
  return {};
}

}  // namespace waybill::formats::csv
