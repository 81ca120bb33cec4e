#include "domains/leads/lead_check.hpp"

#include <nlohmann/json.hpp>

#include "domains/leads/column_choice.hpp"
#include "domains/leads/error_file.hpp"
#include "domains/leads/lead_file_parts.hpp"
#include "domains/reading.hpp"
#include "formats/text.hpp"

namespace waybill::leads {
namespace {

constexpr std::size_t most_sampled_rows = 1'000;
constexpr std::size_t most_samples = 200;
constexpr std::size_t first_samples = 5;
constexpr std::size_t sample_characters = 300;
constexpr std::size_t most_sampled_bytes = 8 << 20;

/// Of many the first few, and of the others some that are spread evenly.
void thin_out(std::vector<std::string>& samples) {
  if (samples.size() <= most_samples) return;
  const auto rest = samples.size() - first_samples;
  const auto wanted = most_samples - first_samples;
  for (std::size_t i = 0; i < wanted; ++i)
    samples[first_samples + i] = std::move(samples[first_samples + i * rest / wanted]);
  samples.resize(most_samples);
}

/// Nothing: the file is another.
auto sampled(const reading_order& order, const import_options& options)
    -> std::optional<std::vector<sampled_column>> {
  const auto from = rows::open_from_start(order, options.table);
  if (from.rows == nullptr) return std::nullopt;
  std::vector<sampled_column> columns;
  for (const auto& name : from.head.columns) columns.push_back({name, {}});
  rows::table_row row;
  std::size_t bytes = 0;
  std::size_t n = 0;
  for (; n < most_sampled_rows && bytes < most_sampled_bytes; ++n) {
    const auto went = from.rows->next(row);
    if (went == rows::table_rows::step::broken) return std::nullopt;
    if (went == rows::table_rows::step::end) break;
    for (std::size_t i = 0; i < std::min(columns.size(), row.cells.size()); ++i) {
      const auto cell = formats::trimmed_cell(row.cells[i]);
      if (cell.empty()) continue;
      const auto text = text::cut_to_characters(cell, sample_characters);
      columns[i].samples.emplace_back(text);
      bytes += text.size() + sizeof(std::string);
    }
  }
  for (auto& column : columns) {
    // A blank one says that there were rows, and nothing in them.
    if (column.samples.empty() && n > 0) column.samples.emplace_back();
    thin_out(column.samples);
  }
  return columns;
}

/// With what was found while the records were made.
auto with_made(const std::string& findings, const made_lead_file& made) -> std::string {
  using json = nlohmann::ordered_json;
  auto all = json::parse(findings, nullptr, false);
  if (!all.is_object()) return findings;
  auto list = json::array();
  for (const auto& one : made.assignees) list.push_back({{"text", one.text}, {"count", one.records}});
  all["assignees"] = std::move(list);
  auto& blank = all["skipped_blank"];
  blank = (blank.is_number_unsigned() ? blank.get<std::uint64_t>() : 0) + made.blank;
  return all.dump(-1, ' ', false, json::error_handler_t::replace);
}

class checker final : public file_check {
 public:
  explicit checker(const reading_order& order)
      : order_(order),
        is_first_look_(order.findings.empty() || order.findings == written_here),
        options_(read_options(order.options)),
        table_(rows::table_checker(options_.table, order, is_error_file)) {}

  void feed(std::string_view bytes) override { table_->feed(bytes); }
  [[nodiscard]] auto needs_file() -> bool override { return true; }
  auto finish() -> result<file_summary> override { return table_->finish(); }

  auto finish_at(const std::string& path, const std::function<bool()>& keep_on)
      -> std::optional<result<file_summary>> override {
    auto table = table_->needs_file() ? table_->finish_at(path, keep_on) : table_->finish();
    if (!table || !*table) return table;
    auto summary = *std::move(*table);
    order_.path = path;
    order_.findings = summary.findings;
    const auto columns = sampled(order_, options_);
    if (!columns) return error{errc::file_changed, "The stored file is no longer what was checked.", {}};
    if (auto fine = can_be_mapped(*columns); !fine) return std::move(fine).why();
    order_.findings =
        findings_with_mapping(summary.findings, *columns, options_, read_settings(order_.settings).mappings);
    const auto made = make_lead_file(order_, summary.records, keep_on);
    if (!made) return std::nullopt;
    if (!*made) return made->why();
    summary.records = (*made)->records;
    summary.findings = with_made(order_.findings, **made);
    return summary;
  }

 private:
  /// Later looks go by another header than the one that the choices were made for.
  [[nodiscard]] auto can_be_mapped(const std::vector<sampled_column>& columns) const -> result<done> {
    if (columns.empty() && options_.table.header_rows)
      return {errc::bad_value, "The file has no row " + std::to_string(*options_.table.header_rows) +
                                   " with names of columns."};
    if (columns.empty())
      return {errc::unknown_format,
              "The header has more than 16,384 columns, or a name of more than 1 MiB: it cannot be mapped."};
    if (is_first_look_) return choices_fit(options_.mapping, columns.size());
    return done{};
  }

  reading_order order_;
  bool is_first_look_;
  import_options options_;
  std::unique_ptr<file_check> table_;
};

}  // namespace

auto lead_checker(const reading_order& order) -> std::unique_ptr<file_check> {
  return std::make_unique<checker>(order);
}

}  // namespace waybill::leads
