#include "formats/xlsx/writer.hpp"

#include <fcntl.h>
#include <unistd.h>
#include <xlsxwriter.h>
#include <zip.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "formats/text.hpp"

namespace waybill::formats::xlsx {
namespace {

/// More digits than these are changed by spreadsheets.
constexpr std::ptrdiff_t most_digits = 15;
/// Whole numbers with more are shown as 1.23E+11 without a format of their own.
constexpr std::size_t digits_shown = 11;
/// Smaller ones would be read back with an exponent.
constexpr std::size_t most_leading_zeros = 5;
/// What a ZIP without further fields can hold of one entry, and of all.
constexpr std::uint64_t plain_zip_bytes = 0xF000'0000;
/// What stands around the rows of a sheet, without its dimension, and what the first one has beside it.
constexpr std::uint64_t around_rows_bytes = 447;
constexpr std::uint64_t selected_bytes = 16;
/// `<c r="AB123456" t="inlineStr"><is><t></t></is></c>`
constexpr std::uint64_t around_cell_bytes = 52;

auto is_number_head(std::string_view digits) -> bool {
  return !digits.empty() && std::all_of(digits.begin(), digits.end(), text::is_digit) &&
         (digits.size() == 1 || digits.front() != '0');
}

/// `_x0041`, as an escape begins.
auto begins_escape(std::string_view text) -> bool {
  return text.size() >= 6 && text[0] == '_' && text[1] == 'x' &&
         std::all_of(text.begin() + 2, text.begin() + 6, [](char c) { return text::hex_value(c) >= 0; });
}

auto is_escaped_control(char c) -> bool {
  return static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n';
}

/// U+FFFE and U+FFFF: characters that XML does not have.
auto is_no_character(std::string_view character) -> bool {
  return character == "\xEF\xBF\xBE" || character == "\xEF\xBF\xBF";
}

/// Whether the text would be read as an escape from here on; behind it an escape of ours may follow.
auto looks_escaped(std::string_view text) -> bool {
  if (!begins_escape(text)) return false;
  const auto behind = text.substr(6);
  return !behind.empty() && (behind.front() == '_' || is_escaped_control(behind.front()) ||
                             is_no_character(behind.substr(0, 3)));
}

auto may_stand_as_it_is(std::string_view cell) -> bool {
  return text::is_utf8(cell) && std::none_of(cell.begin(), cell.end(), is_escaped_control) &&
         cell.find("_x") == std::string_view::npos && cell.find("\xEF\xBF") == std::string_view::npos;
}

/// How the character that `from_here` begins with, or the byte that is none, stands in a workbook.
void spell(std::string_view from_here, std::size_t size, std::string& out) {
  const auto character = from_here.substr(0, size);
  if (size == 0) {
    out.append("\uFFFD");
  } else if (is_no_character(character)) {
    out.append(character.back() == '\xBE' ? "_xFFFE_" : "_xFFFF_");
  } else if (looks_escaped(from_here)) {
    out.append("_x005F_");
  } else if (is_escaped_control(character.front())) {
    const auto code = static_cast<unsigned char>(character.front());
    out.append("_x00").append(1, static_cast<char>('0' + (code >> 4)));
    out.append(1, "0123456789ABCDEF"[code & 0xF]).append("_");
  } else {
    out.append(character);
  }
}

/// In UTF-16.
auto characters_of(std::string_view text) -> std::size_t {
  std::size_t units = 0;
  for (const char c : text) {
    units += static_cast<std::size_t>(!text::is_continuation(c));
    units += static_cast<std::size_t>(static_cast<unsigned char>(c) >= 0xF0);
  }
  return units;
}

/// A file without a name, to be read and written.
auto open_scratch(const std::string& folder) -> int {
  const int made = ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (made >= 0) return made;
  auto name = folder + "/workbook-XXXXXX";
  const int file = ::mkostemp(name.data(), O_CLOEXEC);
  if (file >= 0) ::unlink(name.c_str());
  return file;
}

/// By which a file without a name is opened by name.
auto path_of(int file) -> std::string { return "/proc/self/fd/" + std::to_string(file); }

/// How long a sheet becomes, at least; `rows` is what its rows take.
auto bytes_around(std::uint64_t rows, const lxw_worksheet& of) -> std::uint64_t {
  if (of.dim_rowmin == LXW_ROW_MAX) return 1;  // none
  char cell[LXW_MAX_CELL_NAME_LENGTH] = {};
  lxw_rowcol_to_cell(cell, of.dim_rowmin, of.dim_colmin);
  std::string dimension = cell;
  lxw_rowcol_to_cell(cell, of.dim_rowmax, of.dim_colmax);
  if (dimension != cell) dimension.append(":").append(cell);
  return rows + around_rows_bytes + dimension.size() + (of.index == 0 ? selected_bytes : 0);
}

/// Whether the ZIP holds sheets of at least these sizes: the library does not look whether its temporary
/// files took all that it wrote.
auto holds_sheets(const std::string& path, std::span<const std::uint64_t> sizes) -> bool {
  auto* const archive = zip_open(path.c_str(), ZIP_RDONLY, nullptr);
  if (archive == nullptr) return false;
  bool all = true;
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    zip_stat_t about{};
    const auto name = "xl/worksheets/sheet" + std::to_string(i + 1) + ".xml";
    all = all && zip_stat(archive, name.c_str(), 0, &about) == 0 && (about.valid & ZIP_STAT_SIZE) != 0 &&
          about.size >= sizes[i];
  }
  zip_discard(archive);
  return all;
}

struct workbook_freer {
  void operator()(lxw_workbook* book) const { lxw_workbook_free(book); }
};

/// What a sheet's rows are written to. The library leaves its own open when a workbook is given up, or fails.
class rows_file {
 public:
  explicit rows_file(const std::string& folder) : descriptor_(open_scratch(folder)) {
    if (descriptor_ < 0) return;
    stream_ = ::fopencookie(this, "w+", {read, write, seek, closed});
    if (stream_ == nullptr) return;
    buffer_.resize(buffer_bytes);
    std::setvbuf(stream_, buffer_.data(), _IOFBF, buffer_.size());
  }
  ~rows_file() {
    if (stream_ != nullptr) std::fclose(stream_);
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  rows_file(const rows_file&) = delete;
  auto operator=(const rows_file&) -> rows_file& = delete;

  /// Null: it could not be made, or is closed.
  [[nodiscard]] auto stream() const -> FILE* { return stream_; }

 private:
  static constexpr std::size_t buffer_bytes = 64 << 10;
  static auto read(void* of, char* into, std::size_t size) -> ssize_t {
    return ::read(static_cast<rows_file*>(of)->descriptor_, into, size);
  }
  static auto write(void* of, const char* from, std::size_t size) -> ssize_t {
    for (auto left = size; left > 0;) {
      const auto put = ::write(static_cast<rows_file*>(of)->descriptor_, from + (size - left), left);
      if (put < 0 && errno == EINTR) continue;
      if (put <= 0) return 0;
      left -= static_cast<std::size_t>(put);
    }
    return static_cast<ssize_t>(size);
  }
  static auto seek(void* of, off64_t* at, int from) -> int {
    *at = ::lseek(static_cast<rows_file*>(of)->descriptor_, *at, from);
    return *at < 0 ? -1 : 0;
  }
  static auto closed(void* of) -> int {
    static_cast<rows_file*>(of)->stream_ = nullptr;
    return 0;
  }

  int descriptor_;
  FILE* stream_ = nullptr;
  std::string buffer_;
};

}  // namespace

auto is_plain_number(std::string_view cell) -> bool {
  const bool is_negative = cell.starts_with('-');
  if (is_negative) cell.remove_prefix(1);
  const auto point = cell.find('.');
  const auto whole = cell.substr(0, point);
  if (!is_number_head(whole)) return false;
  if (point == std::string_view::npos)
    return std::ssize(whole) <= most_digits && !(is_negative && whole == "0");
  const auto rest = cell.substr(point + 1);
  if (rest.empty() || rest.back() == '0' || !std::all_of(rest.begin(), rest.end(), text::is_digit))
    return false;
  if (whole != "0") return std::ssize(whole) + std::ssize(rest) <= most_digits;
  const auto zeros = rest.find_first_not_of('0');
  return zeros <= most_leading_zeros && std::ssize(rest.substr(zeros)) <= most_digits;
}

auto append_escaped(std::string_view cell, std::size_t most_characters, std::string& out) -> bool {
  if (cell.size() <= most_characters && may_stand_as_it_is(cell)) {
    out.append(cell);
    return true;
  }
  std::string written;
  while (!cell.empty()) {
    const auto size = text::character_size(cell);
    written.clear();
    spell(cell, size, written);
    const auto taken = characters_of(written);
    if (taken > most_characters) return false;
    most_characters -= taken;
    out.append(written);
    cell.remove_prefix(std::max<std::size_t>(size, 1));
  }
  return true;
}

struct writer::parts {
  std::string folder;
  sheet_limits limits;
  int file = -1;
  std::unique_ptr<lxw_workbook, workbook_freer> book{};
  lxw_worksheet* sheet = nullptr;  ///< the one that is written
  lxw_format* whole_number = nullptr;
  std::vector<std::vector<std::string>> header{};
  std::vector<lxw_worksheet*> sheets{};
  std::vector<std::unique_ptr<rows_file>> files{};  ///< of the sheets
  std::uint32_t row = 0;
  std::size_t width = 0;  ///< of the header
  std::string text{};
  bool is_cut = false;         ///< a cell of the row
  std::uint64_t estimate = 0;  ///< of the bytes of all sheets
  write_fault fault = write_fault::none;

  void open();
  auto begin_sheet() -> bool;
  auto make_room_for_row() -> bool;
  auto write_text(std::string_view cell, std::size_t column) -> bool;
  auto write_number(std::string_view cell, std::size_t column) -> bool;
  auto took(lxw_error how) -> bool;
  [[nodiscard]] auto bytes_of(lxw_worksheet* one) const -> std::uint64_t;
  [[nodiscard]] auto all_bytes() const -> std::uint64_t;
};

void writer::parts::open() {
  file = open_scratch(folder);
  if (file < 0) {
    fault = write_fault::no_room;
    return;
  }
  lxw_workbook_options options{};
  options.constant_memory = LXW_TRUE;
  options.tmpdir = folder.data();
  book.reset(workbook_new_opt(path_of(file).c_str(), &options));
  if (!book) {
    fault = write_fault::no_room;
    return;
  }
  workbook_set_custom_property_boolean(book.get(), std::string(written_here).c_str(), 1);
  whole_number = workbook_add_format(book.get());
  format_set_num_format_index(whole_number, 1);
}

auto writer::parts::took(lxw_error how) -> bool {
  if (how == LXW_NO_ERROR) return true;
  fault =
      how == LXW_ERROR_WORKSHEET_INDEX_OUT_OF_RANGE ? write_fault::too_many_columns : write_fault::no_room;
  return false;
}

auto writer::parts::begin_sheet() -> bool {
  sheet = workbook_add_worksheet(book.get(), nullptr);
  if (sheet == nullptr) return took(LXW_ERROR_CREATING_TMPFILE);
  files.push_back(std::make_unique<rows_file>(folder));
  if (files.back()->stream() == nullptr) return took(LXW_ERROR_CREATING_TMPFILE);
  std::fclose(sheet->optimize_tmpfile);
  sheet->file = sheet->optimize_tmpfile = files.back()->stream();
  sheets.push_back(sheet);
  row = 0;
  for (const auto& names : header) {
    for (std::size_t i = 0; i < names.size(); ++i)
      if (!write_text(names[i], i)) return false;
    ++row;
  }
  if (row > 0) worksheet_freeze_panes(sheet, row, 0);
  return true;
}

auto writer::parts::make_room_for_row() -> bool {
  if (fault != write_fault::none) return false;
  return (sheet != nullptr && row < limits.rows) || begin_sheet();
}

/// False: there is a fault.
auto writer::parts::write_text(std::string_view cell, std::size_t column) -> bool {
  if (column >= limits.columns) return took(LXW_ERROR_WORKSHEET_INDEX_OUT_OF_RANGE);
  text.clear();
  is_cut = !append_escaped(cell, limits.cell_characters, text) || is_cut;
  if (!text.empty()) estimate += around_cell_bytes + text.size();
  return took(worksheet_write_string(sheet, row, static_cast<lxw_col_t>(column), text.c_str(), nullptr));
}

auto writer::parts::write_number(std::string_view cell, std::size_t column) -> bool {
  if (column >= limits.columns) return took(LXW_ERROR_WORKSHEET_INDEX_OUT_OF_RANGE);
  double value = 0;
  std::from_chars(cell.data(), cell.data() + cell.size(), value);
  estimate += around_cell_bytes;
  const bool is_long = cell.size() > digits_shown && cell.find('.') == std::string_view::npos;
  return took(worksheet_write_number(sheet, row, static_cast<lxw_col_t>(column), value,
                                     is_long ? whole_number : nullptr));
}

auto writer::parts::bytes_of(lxw_worksheet* one) const -> std::uint64_t {
  const auto at = ::ftello(one->optimize_tmpfile);
  return at < 0 ? 0 : static_cast<std::uint64_t>(at);
}

auto writer::parts::all_bytes() const -> std::uint64_t {
  std::uint64_t all = 0;
  for (auto* one : sheets) all += bytes_of(one);
  return all;
}

writer::writer(std::string scratch_folder, const sheet_limits& limits)
    : parts_(new parts{std::move(scratch_folder), limits}) {
  parts_->open();
}

writer::~writer() {
  if (parts_->file >= 0) ::close(parts_->file);
}

void writer::add_header(std::span<const std::string_view> cells) {
  parts_->header.emplace_back(cells.begin(), cells.end());
  parts_->width = std::max(parts_->width, cells.size());
}

auto writer::add_row(std::span<const std::string_view> cells) -> bool {
  auto& my = *parts_;
  if (!my.make_room_for_row()) return false;
  my.is_cut = false;
  for (std::size_t i = 0; i < cells.size(); ++i)
    if (!(is_plain_number(cells[i]) ? my.write_number(cells[i], i) : my.write_text(cells[i], i)))
      return false;
  if (my.is_cut && !my.write_text(cut_note, std::max(my.width, cells.size()))) return false;
  ++my.row;
  return true;
}

auto writer::why() const -> write_fault { return parts_->fault; }

auto writer::written_bytes() const -> std::uint64_t { return parts_->estimate; }

auto writer::finish() -> std::unique_ptr<byte_source> {
  auto& my = *parts_;
  if (my.fault == write_fault::none && my.sheet == nullptr) my.begin_sheet();
  if (my.fault != write_fault::none) return nullptr;
  std::vector<std::uint64_t> sizes;
  for (auto* one : my.sheets) {
    lxw_worksheet_write_single_row(one);
    sizes.push_back(bytes_around(my.bytes_of(one), *one));
    if (std::fflush(one->optimize_tmpfile) != 0) my.took(LXW_ERROR_CREATING_TMPFILE);
  }
  if (my.fault != write_fault::none) return nullptr;
  if (my.all_bytes() > plain_zip_bytes) my.book->options.use_zip64 = LXW_TRUE;
  if (!my.took(workbook_close(my.book.release()))) return nullptr;
  const auto path = path_of(my.file);
  auto whole = holds_sheets(path, sizes) ? open_file(path, 0) : nullptr;
  if (!whole) my.fault = write_fault::no_room;
  return whole;
}

}  // namespace waybill::formats::xlsx
