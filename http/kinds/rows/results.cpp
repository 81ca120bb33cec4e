// What became of an import's rows, as two tables that are made from the log when somebody asks.
#include "http/kinds/rows/results.hpp"

#include <algorithm>

#include "domains/rows/findings.hpp"
#include "domains/rows/options.hpp"
#include "domains/rows/row.hpp"
#include "domains/rows/table_source.hpp"
#include "formats/text.hpp"
#include "http/kinds/rows/resources.hpp"
#include "http/resources/owned.hpp"

namespace waybill::http {
namespace {

/// What a look at the file found of its columns.
struct file_names {
  std::vector<std::string> columns;
  std::vector<std::string> result_columns;
  bool has_header = false;
};
auto names_of(const import_row& of) -> file_names {
  return {rows::columns_in(of.findings).value_or(std::vector<std::string>{}),
          rows::read_options(of.options).result_columns, rows::has_header(of.findings)};
}

/// Gives the rows of one of the two files.
class result_rows {
 public:
  result_rows(const result_wish& wish, table_sink& to) : wish_(wish), to_(to) {}

  /// False: nobody wants more.
  auto add(const chunk_applied& chunk) -> bool {
    if (!begun_) begin(chunk.common);
    for (const auto& record : chunk.records) {
      if ((record.what == outcome::failed) != wish_.failed) continue;
      take_cells(record);
      if (!to_.row(cells_)) return false;
    }
    return true;
  }

  /// Nothing came of the file: its header stands there all the same.
  void finish(const file_names& of) {
    if (begun_) return;
    begun_ = true;
    head_.columns.assign(of.columns.begin(), of.columns.end());
    head_.result_columns.assign(of.result_columns.begin(), of.result_columns.end());
    if (of.has_header) head_.headers = {head_.columns};
    write_header();
  }

 private:
  void begin(std::string_view common) {
    begun_ = true;
    common_ = common;
    if (!rows::view_common(common_, head_)) head_ = {};
    write_header();
  }

  void write_header() {
    // Without names the reason would come back as a cell like any other.
    if (wish_.failed && head_.headers.empty() && !head_.columns.empty()) head_.headers = {head_.columns};
    for (std::size_t i = 0; i < head_.headers.size(); ++i) {
      cells_ = head_.headers[i];
      const bool is_last = i + 1 == head_.headers.size();
      if (wish_.failed)
        put_behind({is_last ? rows::error_column : std::string_view{}});
      else if (!head_.result_columns.empty())
        put_behind(is_last ? head_.result_columns
                           : std::vector<std::string_view>(head_.result_columns.size()));
      to_.header(cells_);
    }
  }

  /// As the row came in: what it became may have cells of the row that was there.
  void take_cells(const applied_record& record) {
    if (record.shown.empty() && !record.after.empty()) {
      cells_.clear();
      rows::view_cells(record.after, cells_);
      results_.clear();
    } else {
      rows::split_shown(head_, record.shown, cells_, results_);
    }
    if (wish_.failed) {
      reason_ = reason_of_row(wish_.in, record);
      put_behind({reason_});
    } else {
      results_.resize(head_.result_columns.size());
      put_behind(results_);
    }
  }

  /// Behind the columns; cells that the row has beyond them follow.
  void put_behind(const std::vector<std::string_view>& more) {
    const auto width = head_.columns.size();
    cells_.resize(std::max(width, cells_.size()));
    cells_.insert(cells_.begin() + static_cast<std::ptrdiff_t>(width), more.begin(), more.end());
  }

  result_wish wish_;
  table_sink& to_;
  std::string common_;
  rows::common_view head_;
  std::string reason_;
  std::vector<std::string_view> cells_;
  std::vector<std::string_view> results_;
  bool begun_ = false;
};

auto result_file(const context& asks, request& call, bool failed, table_format format) -> result<answer> {
  const auto in = language_of(call);
  if (!in) return in.why();
  const auto of = import_of(asks, call, member_role::viewer);
  if (!of) return of.why();
  if (auto fine = may_have_results(*of, asks.config); !fine) return std::move(fine).why();
  if (auto held = hold_role(asks, call, of->owner, member_role::viewer); !held) return std::move(held).why();
  if (auto held = hold_import(asks, call, of->id); !held) return std::move(held).why();
  return result_answer(asks, call, *of, {failed, format, *in});
}

}  // namespace

auto result_name(std::string_view uploaded, bool failed, table_format format) -> std::string {
  auto stem = std::string(uploaded.substr(0, uploaded.rfind('.')));
  for (auto& c : stem)
    if (static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\' || c == '/' || c == '\x7F') c = '_';
  if (stem.empty()) stem = "import";
  return stem + (failed ? "_failed." : "_success.") + std::string(name_of(format));
}

auto keeps_results(const import_row& of, const settings& config) -> bool {
  return config.results_enabled && rows::read_options(of.options).create_result_files;
}

auto may_have_results(const import_row& of, const settings& config) -> result<done> {
  if (of.kind != "rows") return {errc::not_found, "Only imports of rows have result files."};
  if (!config.results_enabled) return {errc::no_results, "This server gives out no result files."};
  if (!keeps_results(of, config)) return {errc::no_results, "This import was started without result files."};
  if (!is_finished(of.status))
    return {errc::wrong_status, "The import is " + std::string(name_of(of.status)) +
                                    "; it has result files once it is completed, failed or cancelled."};
  return done{};
}

auto usual_format(const import_row& of) -> table_format {
  return table_format_of(rows::read_options(of.options).output_format).value_or(table_format::csv);
}

auto result_answer(const context& asks, const request& call, const import_row& of, const result_wish& wish)
    -> result<answer> {
  const auto make = [&core = asks.core, owner = of.owner, id = of.id, names = names_of(of),
                     wish](table_sink& to) {
    result_rows rows{wish, to};
    auto went =
        core.import_view().each_chunk(owner, id, [&](const chunk_applied& chunk) { return rows.add(chunk); });
    if (went) rows.finish(names);
    return went;
  };
  return table_answer(
      asks, call,
      {result_name(of.file.name, wish.failed, wish.format), wish.format, "the results of an import", make});
}

auto success_csv(context& asks, request& call) -> result<answer> {
  return result_file(asks, call, false, table_format::csv);
}
auto success_xlsx(context& asks, request& call) -> result<answer> {
  return result_file(asks, call, false, table_format::xlsx);
}
auto failed_csv(context& asks, request& call) -> result<answer> {
  return result_file(asks, call, true, table_format::csv);
}
auto failed_xlsx(context& asks, request& call) -> result<answer> {
  return result_file(asks, call, true, table_format::xlsx);
}

}  // namespace waybill::http
