// How a table is written, by the first bytes of its file.
#include <algorithm>
#include <array>

#include "formats/csv/decoder.hpp"
#include "formats/csv/reader.hpp"
#include "formats/csv/sample.hpp"
#include "formats/encoding.hpp"
#include "formats/text.hpp"

namespace waybill::formats::csv {
namespace {

using namespace std::string_view_literals;

struct mark {
  std::string_view bytes;
  encoding means;
};
constexpr std::array order_marks{mark{"\xEF\xBB\xBF"sv, encoding::utf_8},
                                 mark{"\xFF\xFE"sv, encoding::utf_16le},
                                 mark{"\xFE\xFF"sv, encoding::utf_16be}};

auto find_encoding(std::string_view first, const wishes& asked, dialect& into) -> table_finding {
  const auto known = std::find_if(order_marks.begin(), order_marks.end(),
                                  [&](const auto& one) { return first.starts_with(one.bytes); });
  const bool has_mark = known != order_marks.end();
  if (has_mark && (!asked.written_in || *asked.written_in == known->means || known->means == encoding::utf_8))
    into.head_bytes = known->bytes.size();
  if (asked.written_in) {
    into.written_in = *asked.written_in;
    return {"encoding", {}, "given"};
  }
  if (has_mark) {
    into.written_in = known->means;
    return {"encoding", {}, "byte_order_mark"};
  }
  if (const auto wide = wide_by_zero_bytes(first); wide.unit_bytes == 2) {
    into.written_in = wide.big_endian ? encoding::utf_16be : encoding::utf_16le;
    return {"encoding", {}, "zero_bytes"};
  }
  utf_8_tally tally;
  tally.add(first);
  return encoding_by(tally, into);
}

auto line_end_of(std::string_view text, const dialect& with) -> table_finding {
  auto as_text = with;
  as_text.written_in = encoding::utf_8;
  row_reader reader(as_text, table_mark{});
  reader.leave_encoded();
  reader.feed(text);
  std::array<std::uint64_t, 3> seen{};
  while (const auto* const one = reader.next()) {
    const auto ended = text.substr(0, static_cast<std::size_t>(one->end_offset));
    ++seen[ended.ends_with("\r\n") ? 0 : ended.ends_with('\n') ? 1 : 2];
  }
  constexpr std::array names{"crlf", "lf", "cr"};
  const auto most = std::max_element(seen.begin(), seen.end()) - seen.begin();
  const auto all = seen[0] + seen[1] + seen[2];
  const auto count = seen.at(static_cast<std::size_t>(most));
  return {"line_end",
          all == 0       ? "none"
          : count == all ? names.at(static_cast<std::size_t>(most))
                         : "mixed",
          "seen", count, all};
}

/// `sep=;` and its line end; 0: there is no such line.
auto size_of_hint(std::string_view text) -> std::size_t {
  if (!text::starts_ignoring_case(text, "sep=") || text.size() < 6) return 0;
  if (!wrong_part({.delimiter = text[4]}).empty()) return 0;
  const auto rest = text.substr(5);
  if (rest.starts_with("\r\n")) return 7;
  return rest.front() == '\n' || rest.front() == '\r' ? 6 : 0;
}

auto take_delimiter(std::string_view text, bool is_whole, const wishes& asked, char hinted, dialect& into)
    -> table_finding {
  if (asked.delimiter || into.has_hint) {
    into.delimiter = asked.delimiter.value_or(hinted);
    into.quotes_behind_blanks = quotes_behind_blanks(text, into, is_whole);
    return {"delimiter", {}, asked.delimiter ? "given" : "hint"};
  }
  const auto found = find_delimiter(text, into, is_whole);
  into.delimiter = found.delimiter;
  into.quotes_behind_blanks = found.quotes_behind_blanks;
  if (found.even == 0) {
    // Where more than one is named, rows without the others are short.
    const auto first_line = text.substr(0, text.find_first_of("\r\n", text.find_first_not_of("\r\n")));
    into.one_column = first_line.find(into.delimiter) == std::string_view::npos;
    return {"delimiter", {}, "one_column"};
  }
  return {"delimiter", {}, "even_rows", found.even, found.rows};
}

auto take_header(std::string_view text, bool is_whole, const wishes& asked, dialect& into) -> table_finding {
  const auto rows = sample_rows(text, into, is_whole);
  if (const auto failed = find_header_of_failed(rows, false, asked.header_rows)) {
    into.header_rows = *failed;
    return {"header_row", {}, "usual"};
  }
  if (asked.header_rows) {
    into.header_rows = *asked.header_rows;
    return {"header_row", {}, "given"};
  }
  const auto found = find_header(rows);
  into.header_rows = found.rows;
  const auto width = rows.empty() ? 0 : rows[std::min<std::size_t>(found.rows, rows.size() - 1)].size();
  return {"header_row", {}, found.reason, found.columns, found.columns == 0 ? 0 : width};
}

}  // namespace

auto encoding_by(const utf_8_tally& tally, dialect& into) -> table_finding {
  const auto high = tally.high();
  const auto good = high - tally.broken();
  into.written_in = encoding::utf_8;
  if (high == 0 && !tally.is_cut()) return {"encoding", {}, "ascii"};
  if (high == good && (good > 0 || !tally.is_cut())) return {"encoding", {}, "valid_utf8", good, high};
  if (good > 0 && good * 10 >= high * 9) return {"encoding", {}, "mostly_utf8", good, high};
  into.written_in = encoding::windows_1252;
  return {"encoding", {}, "not_utf8", good, high};
}

auto find_dialect(std::string_view first, const wishes& asked) -> found_dialect {
  const bool is_whole = first.size() < dialect_bytes;
  first = first.substr(0, dialect_bytes);
  found_dialect found;
  auto& with = found.with;
  with.quote = asked.quote.value_or('"');
  with.escape = asked.escape;
  auto written = find_encoding(first, asked, with);
  written.value = name_of(with.written_in);
  std::string decoded;
  auto text = first.substr(with.head_bytes);
  if (is_utf_16(with.written_in)) {
    utf_16_decoder(with.written_in == encoding::utf_16be).append(text, decoded);
    text = decoded;
  }
  const auto hint = size_of_hint(text);
  const char hinted = hint == 0 ? none : text[4];
  with.has_hint = hint != 0;
  with.head_bytes += hint * (is_utf_16(with.written_in) ? 2 : 1);
  text.remove_prefix(hint);
  auto delimiter = take_delimiter(text, is_whole, asked, hinted, with);
  delimiter.value = std::string(1, with.delimiter);
  auto header = take_header(text, is_whole, asked, with);
  header.value = std::to_string(with.header_rows);
  const auto quotes = static_cast<std::uint64_t>(std::count(text.begin(), text.end(), with.quote));
  table_finding quote{"quote", with.quote == none ? "" : std::string(1, with.quote),
                      asked.quote                 ? "given"
                      : with.quotes_behind_blanks ? "behind_blanks"
                      : quotes > 0                ? "seen"
                                                  : "usual"};
  found.findings = {std::move(written), std::move(delimiter), std::move(quote), line_end_of(text, with),
                    std::move(header)};
  return found;
}

}  // namespace waybill::formats::csv
