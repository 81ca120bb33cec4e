#include "domains/rows/workbook.hpp"

#include <algorithm>
#include <cerrno>

#include "domains/rows/sheets_beside.hpp"
#include "events/disk.hpp"
#include "formats/recognise.hpp"
#include "formats/xlsx/spool.hpp"
#include "formats/xlsx/table.hpp"

namespace waybill::rows {
namespace {

namespace xlsx = formats::xlsx;

/// A spool larger than that is as if the workbook itself had grown so.
constexpr std::uint64_t least_cell_bytes = 64 << 20;

/// All that the rows of a spool depend on; the first number is that of how they are made.
auto made_of(const std::string& path, const import_options& with, std::size_t cell_bytes) -> std::string {
  return "3 " + std::to_string(formats::size_of_file(path)) + " " + std::to_string(cell_bytes) + " " +
         (with.header_rows ? std::to_string(*with.header_rows) : "auto") + " " + with.sheet;
}

auto spool_of(const std::string& path) -> std::string { return path + std::string(xlsx::spool_end); }

auto state_of(xlsx::visibility one) -> std::string_view {
  return one == xlsx::visibility::visible  ? "visible"
         : one == xlsx::visibility::hidden ? "hidden"
                                           : "very_hidden";
}

auto no_such_sheet(const std::string& wanted, const std::vector<xlsx::sheet>& sheets) -> error {
  constexpr std::size_t most_told = 20;
  std::string all;
  for (std::size_t i = 0; i < std::min(most_told, sheets.size()); ++i)
    all.append(i == 0 ? "" : ", ").append(sheets[i].name);
  if (sheets.size() > most_told) all += ", ...";
  return {errc::no_such_sheet,
          "The workbook has no sheet '" + wanted + "' with cells; its sheets are: " + all + "."};
}

auto disk_error(int number) -> error {
  if (is_disk_full(number))
    return {errc::storage_full, "There is no room left for the rows of the workbook."};
  return {errc::unavailable, "The rows of the workbook cannot be written now."};
}

auto code_of(xlsx::fault_code code) -> errc {
  switch (code) {
    case xlsx::fault_code::legacy_xls:
      return errc::legacy_xls;
    case xlsx::fault_code::encrypted_workbook:
      return errc::encrypted_workbook;
    case xlsx::fault_code::not_a_workbook:
      return errc::not_a_workbook;
    case xlsx::fault_code::zip_damaged:
      return errc::zip_damaged;
    case xlsx::fault_code::too_large_inflated:
      return errc::too_large_inflated;
    case xlsx::fault_code::xml_refused:
      return errc::xml_refused;
    case xlsx::fault_code::invalid_xml:
      return errc::invalid_xml;
    case xlsx::fault_code::empty_file:
      return errc::empty_file;
    case xlsx::fault_code::other_format:
      return errc::unknown_format;
    default:
      return errc::unavailable;
  }
}

/// How the making of a spool ended: nothing when it was stopped.
using ending = std::optional<result<spooled_sheet>>;

/// How much of the sheets is read, by the bytes of their parts.
class sheets_read {
 public:
  void add(const std::shared_ptr<xlsx::workbook>& of, std::size_t sheet) {
    const auto part = of->sheets()[sheet].part;
    if (part) parts_.emplace_back(of->parts(), *part);
  }
  /// From 0 to 1; 0 too where nobody says how large they are.
  [[nodiscard]] auto share() const -> double {
    std::uint64_t read = 0;
    std::uint64_t all = 0;
    for (const auto& [in, part] : parts_) {
      read += std::min(in->read_of(part), in->unpacks_to(part));
      all += in->unpacks_to(part);
    }
    return all == 0 ? 0.0 : static_cast<double>(read) / static_cast<double>(all);
  }

 private:
  std::vector<std::pair<std::shared_ptr<xlsx::package>, std::size_t>> parts_;
};

/// Asks the watch, and remembers what it said.
class asked_between {
 public:
  explicit asked_between(const spool_watch& watch) : watch_(watch) {}

  auto go_on() -> bool {
    was_stopped_ = watch_.keep_on && !watch_.keep_on();
    is_full_ = !was_stopped_ && watch_.has_room && !watch_.has_room();
    return !was_stopped();
  }
  [[nodiscard]] auto was_stopped() const -> bool { return was_stopped_ || is_full_; }
  /// How many rows there will be, the last one tells.
  void begin() const {
    if (watch_.looked) watch_.looked->walk_records(std::nullopt);
  }
  void tell(std::uint64_t rows, const sheets_read& read) const {
    constexpr std::uint64_t rows_between = 1'024;
    if (watch_.looked && rows % rows_between == 0) watch_.looked->went(rows, read.share());
  }
  [[nodiscard]] auto why() const -> ending {
    if (!is_full_) return std::nullopt;
    return error{errc::storage_full, "There is no room left for what is made of the file.", {}};
  }

 private:
  const spool_watch& watch_;
  bool was_stopped_ = false;
  bool is_full_ = false;
};

/// Writes the rows of one sheet.
class spooling {
 public:
  spooling(const std::string& path, chosen_sheet sheet, const import_options& with, std::size_t cell_bytes)
      : path_(path),
        made_of_(made_of(path, with, cell_bytes)),
        limit_(std::max(least_cell_bytes, std::min(xlsx::most_inflated_bytes,
                                                   formats::size_of_file(path) * xlsx::most_inflated_ratio))),
        with_(with),
        limits_(sheet_limits(cell_bytes)),
        sheet_(std::move(sheet)),
        table_(sheet_.of, sheet_.number, header_wish(with), limits_) {}

  auto run(asked_between& watch) -> ending {
    const auto to = xlsx::spool_writer::at(spool_of(path_));
    if (to == nullptr) return disk_error(errno);
    watch.begin();
    read_.add(sheet_.of, sheet_.number);
    auto& found = sheet_.found;
    if (auto ended = add_rows(table_, *to, watch)) return *std::move(ended);
    if (table_.head().header.empty() && to->rows() == 0)
      return error{errc::empty_file, "The sheet holds no table.", {}};
    found.skipped_blank = table_.skipped_blank();
    auto beside = look_beside(sheet_, table_.head(), with_);
    if (watch.was_stopped()) return watch.why();
    for (const auto further : beside.further)
      if (auto ended = add_further(further, *to, watch)) return *std::move(ended);
    tell_beside(sheet_, std::move(beside), found);
    if (!to->finish(table_.head(), made_of_)) return disk_error(errno);
    found.parts = table_.head().findings;
    auto head = head_from_sheet(table_.head());
    found.columns = head.columns;
    tell_lost_header(head, found);
    return spooled_sheet{std::move(head), std::move(found), to->rows()};
  }

 private:
  /// Nothing: all of them are there.
  auto add_rows(xlsx::sheet_table& from, xlsx::spool_writer& to, asked_between& watch)
      -> std::optional<ending> {
    while (const auto* const one = from.next()) {
      if (!to.add(*one)) return disk_error(errno);
      watch.tell(to.rows(), read_);
      if (to.cell_bytes() > limit_) return too_large();
      if (is_time_to_ask(to) && !watch.go_on()) return watch.why();
    }
    if (watch.was_stopped()) return watch.why();
    if (from.why()) return error_of(from.why());
    return std::nullopt;
  }
  auto add_further(std::size_t sheet, xlsx::spool_writer& to, asked_between& watch) -> std::optional<ending> {
    limits_.rows_before += rows_of_a_sheet;
    read_.add(sheet_.of, sheet);
    xlsx::sheet_table table(sheet_.of, sheet, static_cast<unsigned>(table_.head().header.size()), limits_);
    auto ended = add_rows(table, to, watch);
    *sheet_.found.skipped_blank += table.skipped_blank();
    return ended;
  }
  static auto too_large() -> error {
    return {errc::too_large_inflated,
            "The rows of the sheet take more than 200 times the size of the file, or more than 8 GiB."};
  }
  /// Beside what is asked while the workbook is unpacked: rows may be much longer than what they are made of.
  auto is_time_to_ask(const xlsx::spool_writer& to) -> bool {
    constexpr std::uint64_t bytes_between = 8 << 20;
    if (to.cell_bytes() < asked_at_ + bytes_between) return false;
    asked_at_ = to.cell_bytes();
    return true;
  }

  const std::string& path_;
  std::string made_of_;
  std::uint64_t limit_;
  std::uint64_t asked_at_ = 0;
  sheets_read read_;
  const import_options& with_;
  xlsx::row_limits limits_;
  chosen_sheet sheet_;
  xlsx::sheet_table table_;
};

/// Reads a spool; where it is damaged it is made anew, once.
class spooled_rows final : public table_rows {
 public:
  spooled_rows(std::unique_ptr<xlsx::spool_reader> from, std::string path, const import_options& with,
               std::size_t cell_bytes, spool_watch watch, bool is_fresh, const table_head& head,
               std::uint64_t record)
      : from_(std::move(from)),
        path_(std::move(path)),
        with_(with),
        cell_bytes_(cell_bytes),
        watch_(std::move(watch)),
        is_fresh_(is_fresh),
        giver_(head),
        record_(record) {}

  auto next(table_row& out) -> step override {
    const auto* one = from_->next();
    if (one == nullptr && from_->failed() && make_anew()) one = from_->next();
    if (one == nullptr) return from_->failed() ? step::broken : step::end;
    ++record_;
    giver_.give(*one, out);
    out.typed = from_->typed();
    return step::row;
  }

 private:
  auto make_anew() -> bool {
    if (std::exchange(is_fresh_, true)) return false;
    const auto made = spool_sheet(path_, with_, cell_bytes_, watch_);
    auto opened = xlsx::spool_reader::at(spool_of(path_), made_of(path_, with_, cell_bytes_));
    if (!made || !made->ok() || opened == nullptr || !opened->go_to(record_)) return false;
    from_ = std::move(opened);
    return true;
  }

  std::unique_ptr<xlsx::spool_reader> from_;
  std::string path_;
  import_options with_;
  std::size_t cell_bytes_;
  spool_watch watch_;
  bool is_fresh_;
  sheet_row_giver giver_;
  std::uint64_t record_;
};

}  // namespace

auto is_workbook(std::string_view first) -> bool {
  using namespace std::string_view_literals;
  return first.starts_with("PK\x03\x04"sv) || first.starts_with("PK\x05\x06"sv) ||
         first.starts_with("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv);
}

auto error_of(const xlsx::fault& why) -> error {
  error made{code_of(why.code), why.message, {}};
  if (why.line != 0) made.place.line = why.line;
  if (why.entry.empty()) return made;
  if (made.message.ends_with('.')) made.message.pop_back();
  made.message += " (" + why.entry + ").";
  return made;
}

auto head_from_sheet(const formats::table_head& from) -> table_head {
  table_head made;
  made.format = "xlsx";
  made.columns = from.names;
  made.headers = from.header;
  drop_error_column(made);
  return made;
}

void sheet_row_giver::give(const xlsx::row& from, table_row& out) {
  cells_.clear();
  if (!from.cells.empty()) cells_.resize(from.cells.back().column + 1);
  for (const auto& cell : from.cells) cells_[cell.column] = cell.text;
  out.row = from.row;
  out.fault = formats::name_of(from.fault);
  out.warnings = warnings_of(from.notes);
  out.cells = cells_;
  settle(out);
}

void sheet_row_giver::give(const formats::table_row& from, table_row& out) {
  out.row = from.row;
  out.end_offset = from.end_offset;
  out.fault = formats::name_of(from.fault);
  out.warnings = warnings_of(from.notes);
  out.cells = from.cells;
  if (has_error_column_) {
    cells_.assign(from.cells.begin(), from.cells.end());
    out.cells = cells_;
  }
  settle(out);
}

void sheet_row_giver::settle(table_row& out) {
  if (has_error_column_ && out.cells.size() > width_) {
    cells_.erase(cells_.begin() + static_cast<std::ptrdiff_t>(width_));
    out.cells = cells_;
  }
  while (!out.cells.empty() && out.cells.size() > width_ && out.cells.back().empty())
    out.cells = out.cells.first(out.cells.size() - 1);
  settle_cut_mark(out, width_, has_error_column_);
  if (out.cells.size() > width_) out.warnings |= warning_long_row;
}

auto sheet_limits(std::size_t cell_bytes) -> xlsx::row_limits {
  xlsx::row_limits limits;
  limits.cell_bytes = std::min(limits.cell_bytes, cell_bytes);
  return limits;
}

auto header_wish(const import_options& with) -> std::optional<unsigned> {
  if (!with.header_rows) return std::nullopt;
  return static_cast<unsigned>(*with.header_rows);
}

auto choose_sheet(const std::string& path, const import_options& with, xlsx::unpack_limits limits)
    -> result<chosen_sheet> {
  const auto end = path.rfind('/');
  const auto folder = end == std::string::npos ? std::string(".") : path.substr(0, end);
  xlsx::fault why;
  chosen_sheet chosen;
  chosen.of = xlsx::workbook::open(path, folder, why, std::move(limits));
  if (chosen.of == nullptr) return error_of(why);
  const auto& sheets = chosen.of->sheets();
  const auto found = with.sheet.empty() ? chosen.of->first_sheet(why) : chosen.of->find_sheet(with.sheet);
  if (why) return error_of(why);
  if (!found || !sheets[*found].part) return no_such_sheet(with.sheet, sheets);
  chosen.number = chosen.found.sheet = *found;
  chosen.found.format = "xlsx";
  for (const auto& one : sheets) chosen.found.sheets.push_back({one.name, state_of(one.state)});
  return chosen;
}

auto spool_sheet(const std::string& path, const import_options& with, std::size_t cell_bytes,
                 const spool_watch& watch) -> std::optional<result<spooled_sheet>> {
  asked_between asked{watch};
  auto chosen = choose_sheet(path, with, {[&asked] { return asked.go_on(); }});
  if (asked.was_stopped()) return asked.why();
  if (!chosen) return std::move(chosen).why();
  return spooling(path, std::move(*chosen), with, cell_bytes).run(asked);
}

auto read_workbook(const std::string& path, const import_options& with, std::size_t cell_bytes,
                   std::uint64_t record, const spool_watch& watch) -> workbook_rows {
  const auto depends_on = made_of(path, with, cell_bytes);
  auto from = xlsx::spool_reader::at(spool_of(path), depends_on);
  bool is_fresh = false;
  if (from == nullptr || !from->go_to(record)) {
    is_fresh = true;
    const auto made = spool_sheet(path, with, cell_bytes, watch);
    if (!made || !made->ok()) return {};
    from = xlsx::spool_reader::at(spool_of(path), depends_on);
    if (from == nullptr || !from->go_to(record)) return {};
  }
  auto head = head_from_sheet(from->head());
  auto rows =
      std::make_unique<spooled_rows>(std::move(from), path, with, cell_bytes, watch, is_fresh, head, record);
  return {std::move(head), std::move(rows)};
}

}  // namespace waybill::rows
