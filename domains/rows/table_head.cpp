// What stands above the rows of a table, and whether a file is one.
#include <algorithm>
#include <array>

#include "domains/rows/table_source.hpp"
#include "domains/rows/workbook.hpp"
#include "formats/csv/table.hpp"
#include "formats/csv/writer.hpp"
#include "formats/recognise.hpp"
#include "formats/text.hpp"

namespace waybill::rows {
namespace {

namespace csv = formats::csv;
using namespace std::string_view_literals;

constexpr auto old_office = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv;

/// Packed files that hold a document of another kind for certain.
constexpr std::array other_documents{"an OpenDocument spreadsheet (ODS)"sv,
                                     "an OpenDocument file"sv,
                                     "an e-book (EPUB)"sv,
                                     "a Word document (DOCX)"sv,
                                     "a presentation (PPTX)"sv,
                                     "an empty ZIP archive"sv};

auto recognise_workbook(std::string_view first) -> result<done> {
  if (first.starts_with(old_office)) {
    const auto code = formats::xlsx::code_of_old_document(first);
    if (code == formats::xlsx::fault_code::encrypted_workbook)
      return {errc::encrypted_workbook, "The workbook is protected with a password: save it without one."};
    return {errc::legacy_xls, "The workbook has the format of before 2007 (.xls): save it as .xlsx."};
  }
  const auto found = formats::recognise(first);
  if (std::find(other_documents.begin(), other_documents.end(), found.name) == other_documents.end())
    return done{};
  return {errc::not_a_workbook, "The file is " + found.name + ", and holds no workbook of Excel."};
}

}  // namespace

void drop_error_column(table_head& head) {
  if (head.headers.empty() || head.headers.back().size() < 2 || head.headers.back().back() != error_column)
    return;
  const auto width = head.headers.back().size();
  head.has_error_column = true;
  for (auto& row : head.headers)
    if (row.size() == width) row.pop_back();
  head.columns.pop_back();
}

void take_head_as_meant(table_head& head) {
  std::string room;
  for (auto& row : head.headers)
    for (auto& cell : row)
      if (const auto meant = csv::as_meant(cell, room); meant.size() != cell.size())
        cell = std::string(meant);
  if (head.headers.empty() || head.headers.back().size() != head.columns.size()) return;
  const auto& last = head.headers.back();
  head.columns = formats::column_names(std::vector<std::string_view>(last.begin(), last.end()));
}

auto head_from(const formats::table_head& from, const csv::dialect& with) -> table_head {
  table_head made;
  made.columns = from.names;
  made.headers = from.header;
  made.rows_at = from.rows_at.offset;
  made.rows_above = from.rows_at.row - 1;
  made.with = with;
  drop_error_column(made);
  if (made.is_guarded()) take_head_as_meant(made);
  return made;
}

auto head_of_csv(const std::string& path, const csv::dialect& with) -> std::optional<table_head> {
  const auto file = formats::open_file(path, 0);
  if (!file) return std::nullopt;
  return head_from(csv::read_head(*file, with), with);
}

auto recognise_table(std::string_view format, std::string_view first) -> result<done> {
  if (format != "auto" && format != "csv" && format != "xlsx") return no_such_format(format);
  if (is_workbook(first) && format != "csv") return recognise_workbook(first);
  if (format == "xlsx") return {errc::unknown_format, "The file is no workbook of Excel."};
  auto other = formats::recognise_beside_tables(first);
  if (other.name.empty()) return done{};
  return error_of({formats::table_fault::reason::unknown_format, std::move(other.name), {}});
}

auto columns_in_words(const std::vector<std::string>& columns) -> std::string {
  constexpr std::size_t most_told = 20;
  std::string all;
  for (std::size_t i = 0; i < std::min(most_told, columns.size()); ++i)
    all.append(i == 0 ? "" : ", ").append(columns[i]);
  if (columns.size() > most_told) all += ", ...";
  return "its columns are: " + all + ".";
}

auto error_of(const formats::table_fault& why) -> error {
  if (why.why == formats::table_fault::reason::empty_file)
    return {errc::empty_file, "The file holds no table: nothing stands in it."};
  return {errc::unknown_format, "The file is " + why.what + ", which is no table."};
}

auto key_fits(const import_options& options, const std::vector<std::string>& columns) -> result<done> {
  for (const auto& name : options.key) {
    if (std::find(columns.begin(), columns.end(), name) != columns.end()) continue;
    return {errc::key_column_missing,
            "The key '" + name + "' is no column of the file; " + columns_in_words(columns)};
  }
  return done{};
}

}  // namespace waybill::rows
