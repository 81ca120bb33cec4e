#include "formats/xlsx/sheet_reader.hpp"

#include "formats/xlsx/sheet_listener.hpp"
#include "formats/xlsx/xml.hpp"

namespace waybill::formats::xlsx {

struct sheet_reader::impl {
  std::shared_ptr<workbook> of;
  row_limits limits;
  sheet_listener found;
  part_parser parser;
  shared_strings* strings = nullptr;
  std::size_t given = 0;
  xlsx::row now;
  std::string shared;  ///< texts of the row that are shared
  std::string one;
  std::vector<std::size_t> sizes;  ///< of those, in their order
  fault why;

  impl(std::shared_ptr<workbook> book, std::size_t sheet, const row_limits& with)
      : of(std::move(book)),
        limits(with),
        found(*of, with),
        parser(of->parts(), *of->sheets()[sheet].part, found, with.piece_bytes) {
    strings = of->strings(why);
  }

  /// Rows come in batches: as many as one piece of the XML ends.
  auto next() -> const xlsx::row* {
    while (!why && given == found.rows.size()) {
      found.clear();
      given = 0;
      if (!parser.step() && found.rows.empty()) {
        if (parser.why().code != fault_code::cut) why = parser.why();
        return nullptr;
      }
    }
    return !why && fill(found.rows[given++]) ? &now : nullptr;
  }

  auto fill(const found_row& from) -> bool {
    now.row = limits.rows_before + from.row;
    now.fault = from.fault;
    now.notes = 0;
    now.cells.clear();
    if (now.fault == row_fault::none && !take_shared(from)) return false;
    if (now.fault != row_fault::none) return true;
    std::size_t at = 0, next_size = 0;
    for (std::size_t i = from.first; i < from.last; ++i) {
      const auto& cell = found.cells[i];
      auto& made = now.cells.emplace_back();
      made.column = cell.column;
      made.notes = cell.notes;
      made.is_typed = cell.is_typed;
      if (!cell.is_shared) {
        made.text = std::string_view(found.text).substr(static_cast<std::size_t>(cell.at), cell.size);
      } else if (cell.at < strings->size()) {
        made.text = std::string_view(shared).substr(at, sizes[next_size]);
        at += sizes[next_size++];
      } else {
        made.notes = of->was_cut() ? 0U : cell_error;
      }
      now.notes |= made.notes;
    }
    return true;
  }

  auto is_there(std::uint64_t number) -> bool {
    if (!of->has_strings()) {
      why = {fault_code::zip_damaged,
             {},
             "The file is damaged: the part with the texts of its cells is missing."};
      return false;
    }
    return number < strings->size() || of->reach_string(number, why);
  }

  /// The shared texts of a row, one behind the other: views of them need a place that does not move.
  auto take_shared(const found_row& from) -> bool {
    shared.clear();
    sizes.clear();
    for (std::size_t i = from.first; i < from.last; ++i) {
      const auto& cell = found.cells[i];
      if (!cell.is_shared || !is_there(cell.at)) {
        if (why) return false;
        continue;
      }
      if (!strings->read(cell.at, one)) {
        why = {fault_code::unreadable, {}, "The temporary file of the workbook's texts cannot be read."};
        return false;
      }
      if (one.size() > limits.cell_bytes)
        now.fault = row_fault::cell_too_long;
      else if (shared.size() + one.size() > limits.row_bytes)
        now.fault = row_fault::row_too_long;
      if (now.fault != row_fault::none) return true;
      shared += one;
      sizes.push_back(one.size());
    }
    return true;
  }
};

sheet_reader::sheet_reader(std::shared_ptr<workbook> of, std::size_t sheet, const row_limits& limits)
    : impl_(std::make_unique<impl>(std::move(of), sheet, limits)) {}
sheet_reader::~sheet_reader() = default;

auto sheet_reader::next() -> const row* { return impl_->next(); }
auto sheet_reader::why() const -> const fault& { return impl_->why; }

auto holds_cell(const workbook& of, std::size_t part, fault& why) -> bool {
  sheet_listener found(of, {});
  part_parser parser(of.parts(), part, found);
  while (parser.step() && found.rows.empty()) found.clear();
  if (!found.rows.empty()) return true;
  if (parser.why().code != fault_code::cut) why = parser.why();
  return false;
}

}  // namespace waybill::formats::xlsx
