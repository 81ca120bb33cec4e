#include "handlers/batch_text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <utility>

namespace waybill::handlers {
namespace {

/// How many bytes the character at the beginning has; 0: it is none (RFC 3629, section 4).
auto character_bytes(std::string_view text) -> std::size_t {
  const auto at = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const auto first = at(0);
  std::size_t bytes = 0;
  unsigned least = 0x80;
  unsigned most = 0xBF;
  if (first >= 0xC2 && first <= 0xDF) bytes = 2;
  if (first >= 0xE0 && first <= 0xEF) bytes = 3;
  if (first >= 0xF0 && first <= 0xF4) bytes = 4;
  if (first == 0xE0) least = 0xA0;
  if (first == 0xED) most = 0x9F;
  if (first == 0xF0) least = 0x90;
  if (first == 0xF4) most = 0x8F;
  if (bytes == 0 || text.size() < bytes || at(1) < least || at(1) > most) return 0;
  for (std::size_t i = 2; i < bytes; ++i)
    if (at(i) < 0x80 || at(i) > 0xBF) return 0;
  return bytes;
}

void append_escaped(unsigned char sign, std::string& out) {
  constexpr std::string_view hex = "0123456789abcdef";
  switch (sign) {
    case '"':
      out += "\\\"";
      return;
    case '\\':
      out += "\\\\";
      return;
    case '\n':
      out += "\\n";
      return;
    case '\r':
      out += "\\r";
      return;
    case '\t':
      out += "\\t";
      return;
    default:
      break;
  }
  out += "\\u00";
  out += hex[sign >> 4U];
  out += hex[sign & 15U];
}

/// How many characters of ASCII stand at the beginning that are written as they are.
auto plain_length(std::string_view text) -> std::size_t {
  constexpr std::uint64_t ones = 0x0101010101010101;
  constexpr std::uint64_t highs = 0x8080808080808080;
  const auto has_zero = [](std::uint64_t word) { return (word - ones) & ~word & highs; };
  std::size_t length = 0;
  for (std::uint64_t word = 0; text.size() - length >= sizeof word; length += sizeof word) {
    std::memcpy(&word, text.data() + length, sizeof word);
    const auto control = (word - ones * 0x20) & ~word;
    if (((control | word) & highs) != 0 || has_zero(word ^ ones * '"') != 0 ||
        has_zero(word ^ ones * '\\') != 0 || has_zero(word ^ ones * 0x7F) != 0)
      break;
  }
  const auto is_plain = [](char c) {
    const auto sign = static_cast<unsigned char>(c);
    return sign >= 0x20 && sign < 0x7F && sign != '"' && sign != '\\';
  };
  while (length < text.size() && is_plain(text[length])) ++length;
  return length;
}

/// What stands between the quotes.
void append_escaped(std::string_view text, std::string& out) {
  while (!text.empty()) {
    const auto plain = plain_length(text);
    out.append(text.substr(0, plain));
    text.remove_prefix(plain);
    if (text.empty()) break;
    const auto sign = static_cast<unsigned char>(text.front());
    const auto bytes = sign < 0x80 ? 1 : character_bytes(text);
    if (sign < 0x80)
      append_escaped(sign, out);
    else if (bytes == 0)
      out += "\xEF\xBF\xBD";
    else
      out.append(text.substr(0, bytes));
    text.remove_prefix(bytes == 0 ? 1 : bytes);
  }
}

void append_number(std::uint64_t number, std::string& out) {
  std::array<char, 20> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  out.append(digits.data(), end);
}

/// The beginning of a text, at most so long, that cuts no character.
auto piece_of(std::string_view text, std::size_t most) -> std::string_view {
  if (text.size() <= most) return text;
  constexpr std::size_t longest_character = 4;
  auto end = most;
  while (end > most - longest_character && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80) --end;
  return text.substr(0, end);
}

auto counted(std::string_view name, std::uint64_t number) -> std::string {
  return std::string(name) + std::to_string(number);
}

}  // namespace

void append_json(std::string_view text, std::string& out) {
  out += '"';
  append_escaped(text, out);
  out += '"';
}

// --- pieces ---

text_pieces::text_pieces(std::string whole) {
  before_.push_back({part::kind::own, {}, std::move(whole), {}});
}

auto text_pieces::append(std::string& out, std::size_t enough) -> bool {
  if (section_ == section::before) {
    if (!run(before_, out, enough)) return false;
    section_ = section::rows;
  }
  for (; section_ == section::rows && at_row_ < rows_.size(); ++at_row_) {
    if (out.size() >= enough) return false;
    if (!std::exchange(row_is_begun_, true)) begin_row();
    if (!run(row_, out, enough)) return false;
    row_is_begun_ = false;
  }
  if (section_ == section::rows) section_ = section::behind;
  if (section_ == section::behind) {
    if (!run(behind_, out, enough)) return false;
    section_ = section::over;
  }
  return true;
}

void text_pieces::list(std::span<const row_in> rows, std::span<const std::string_view> headers) {
  rows_ = rows;
  rows_are_listed_ = true;
  row_begin_ = "{\"row_index\":";
  row_.push_back({part::kind::own, {}, {}, {}});
  row_.push_back({part::kind::cells, {}, {}, headers});
  row_.push_back({part::kind::plain, "}", {}, {}});
}

void text_pieces::begin_row() {
  auto& first = row_.front().written;
  first.clear();
  if (rows_are_listed_ && at_row_ > 0) first += ',';
  first += row_begin_;
  append_number(rows_[at_row_].row_index, first);
  first += ",\"row\":";
}

auto text_pieces::run(std::vector<part>& parts, std::string& out, std::size_t enough) -> bool {
  for (; at_part_ < parts.size(); ++at_part_)
    if (!run(parts[at_part_], out, enough)) return false;
  at_part_ = 0;
  return true;
}

auto text_pieces::run(const part& one, std::string& out, std::size_t enough) -> bool {
  switch (one.is) {
    case part::kind::plain:
      out += one.text;
      return true;
    case part::kind::own:
      out += one.written;
      return true;
    case part::kind::list:
      return write_list(one.names, 0, out, enough);
    case part::kind::cells:
      return write_list(rows_[at_row_].cells, one.names.size(), out, enough);
    case part::kind::record:
      return write_record(one.names, out, enough);
  }
  return true;
}

auto text_pieces::write_list(std::span<const std::string_view> cells, std::size_t least, std::string& out,
                             std::size_t enough) -> bool {
  const auto count = std::max(cells.size(), least);
  if (count == 0) out += '[';
  for (; at_item_ < count; ++at_item_, item_is_begun_ = false) {
    if (out.size() >= enough) return false;
    if (!std::exchange(item_is_begun_, true)) out += at_item_ > 0 ? ',' : '[';
    if (!write_string(at_item_ < cells.size() ? cells[at_item_] : std::string_view{}, out, enough))
      return false;
  }
  at_item_ = 0;
  out += ']';
  return true;
}

auto text_pieces::write_record(std::span<const std::string_view> names, std::string& out, std::size_t enough)
    -> bool {
  const auto cells = rows_[at_row_].cells;
  const auto columns = std::max(names.size(), cells.size());
  if (columns == 0) out += '{';
  for (; at_item_ < columns; ++at_item_, item_is_begun_ = name_is_written_ = false) {
    if (out.size() >= enough) return false;
    if (!std::exchange(item_is_begun_, true)) out += at_item_ > 0 ? ',' : '{';
    if (!name_is_written_) {
      if (!write_string(name_of(names, at_item_), out, enough)) return false;
      out += ':';
      name_is_written_ = true;
    }
    if (!write_string(at_item_ < cells.size() ? cells[at_item_] : std::string_view{}, out, enough))
      return false;
  }
  at_item_ = 0;
  out += '}';
  return true;
}

auto text_pieces::write_string(std::string_view text, std::string& out, std::size_t enough) -> bool {
  constexpr std::size_t most_piece = 8'192;
  if (!std::exchange(string_is_begun_, true)) out += '"';
  while (at_byte_ < text.size()) {
    const auto piece = piece_of(text.substr(at_byte_), most_piece);
    append_escaped(piece, out);
    at_byte_ += piece.size();
    if (out.size() >= enough && at_byte_ < text.size()) return false;
  }
  at_byte_ = 0;
  string_is_begun_ = false;
  out += '"';
  return true;
}

auto text_pieces::name_of(std::span<const std::string_view> names, std::size_t column) -> std::string_view {
  if (column < names.size()) return names[column];
  auto& name = beyond_[column];
  if (!name.empty()) return name;
  const auto wanted = counted("column_", column + 1);
  name = wanted;
  for (unsigned number = 2; std::find(names.begin(), names.end(), name) != names.end(); ++number)
    name = counted(wanted + "_", number);
  return name;
}

// --- texts ---

batch_text::batch_text(const introduction& what)
    : what_(what),
      headers_(what.headers.begin(), what.headers.end()),
      result_columns_(what.result_columns.begin(), what.result_columns.end()),
      line_end_(",\"import_id\":") {
  append_json(what.import, line_end_);
  line_end_ += ",\"options\":" + what.options + "}\n";
}

auto batch_text::begin_line(std::uint64_t from_row) const -> text_pieces {
  using kind = text_pieces::part::kind;
  std::string beginning = "{\"begin\":{\"import_id\":";
  append_json(what_.import, beginning);
  beginning +=
      counted(",\"attempt\":", what_.attempt) + counted(",\"from_row\":", from_row) + ",\"headers\":";
  text_pieces line;
  line.before_.push_back({kind::own, {}, std::move(beginning), {}});
  line.before_.push_back({kind::list, {}, {}, headers_});
  line.before_.push_back({kind::plain, ",\"options\":", {}, {}});
  line.before_.push_back({kind::plain, what_.options, {}, {}});
  line.before_.push_back({kind::plain, ",\"result_columns\":", {}, {}});
  line.before_.push_back({kind::list, {}, {}, result_columns_});
  line.before_.push_back({kind::plain, "}}\n", {}, {}});
  return line;
}

auto batch_text::end_line(const final_counts& counts) -> text_pieces {
  return text_pieces{counted("{\"end\":{\"rows\":", counts.rows) + counted(",\"created\":", counts.created) +
                     counted(",\"updated\":", counts.updated) + counted(",\"skipped\":", counts.skipped) +
                     counted(",\"failed\":", counts.failed) + "}}\n"};
}

auto batch_text::row_lines(std::uint64_t batch, std::span<const row_in> rows) const -> text_pieces {
  using kind = text_pieces::part::kind;
  text_pieces lines;
  lines.rows_ = rows;
  lines.row_begin_ = counted("{\"batch\":", batch) + ",\"row_index\":";
  lines.row_.push_back({kind::own, {}, {}, {}});
  lines.row_.push_back({kind::cells, {}, {}, headers_});
  lines.row_.push_back({kind::plain, ",\"record\":", {}, {}});
  lines.row_.push_back({kind::record, {}, {}, headers_});
  lines.row_.push_back({kind::plain, ",\"headers\":", {}, {}});
  lines.row_.push_back({kind::list, {}, {}, headers_});
  lines.row_.push_back({kind::plain, line_end_, {}, {}});
  return lines;
}

auto batch_text::batch_line(std::uint64_t batch, std::span<const row_in> rows) const -> text_pieces {
  using kind = text_pieces::part::kind;
  text_pieces line;
  line.before_.push_back({kind::own, {}, counted("{\"batch\":", batch) + ",\"rows\":[", {}});
  line.list(rows, headers_);
  line.behind_.push_back({kind::plain, "]}\n", {}, {}});
  return line;
}

auto batch_text::body(std::uint64_t batch, std::span<const row_in> rows) const -> text_pieces {
  using kind = text_pieces::part::kind;
  std::string beginning = "{\"import_id\":";
  append_json(what_.import, beginning);
  beginning += counted(",\"batch\":", batch) + ",\"headers\":";
  text_pieces text;
  text.before_.push_back({kind::own, {}, std::move(beginning), {}});
  text.before_.push_back({kind::list, {}, {}, headers_});
  text.before_.push_back({kind::plain, ",\"options\":", {}, {}});
  text.before_.push_back({kind::plain, what_.options, {}, {}});
  text.before_.push_back({kind::plain, ",\"result_columns\":", {}, {}});
  text.before_.push_back({kind::list, {}, {}, result_columns_});
  text.before_.push_back({kind::plain, ",\"rows\":[", {}, {}});
  text.list(rows, headers_);
  text.behind_.push_back({kind::plain, "]}", {}, {}});
  return text;
}

}  // namespace waybill::handlers
