// Rows of a table as candidates.
#include <algorithm>

#include "domains/rows/identity.hpp"
#include "domains/rows/kind.hpp"
#include "domains/rows/row.hpp"
#include "domains/rows/table_source.hpp"
#include "formats/text.hpp"

namespace waybill::rows {
namespace {

auto views_of(const std::vector<std::string>& texts) -> std::vector<std::string_view> {
  return {texts.begin(), texts.end()};
}

auto common_of(const table_head& head, const import_options& options, instant time) -> std::string {
  common_view all;
  all.time = time;
  all.table = options.collection;
  all.key = views_of(options.key);
  all.columns = views_of(head.columns);
  for (const auto& row : head.headers) all.headers.push_back(views_of(row));
  std::string bytes;
  encode_common(all, bytes);
  return bytes;
}

/// The file is no longer what was checked.
class broken_source final : public record_source {
 public:
  auto next(candidate_chunk& /*into*/) -> step override { return step::broken; }
};

class source final : public record_source {
 public:
  source(std::unique_ptr<formats::byte_source> bytes, const reading_start& from, const reading_order& order,
         const table_head& head, import_options options)
      : options_(std::move(options)),
        common_(common_of(head, options_, order.import_time)),
        identities_(options_.collection, order.import),
        record_(from.record),
        rows_(read_rows(std::move(bytes), head, from.at_list_start ? head.rows_at : from.offset,
                        from.at_list_start ? head.rows_above : from.last_line, order.limits.item_bytes)) {
    for (const auto& name : options_.key)
      key_.push_back(static_cast<std::size_t>(std::find(head.columns.begin(), head.columns.end(), name) -
                                              head.columns.begin()));
  }

  auto next(candidate_chunk& into) -> step override {
    const auto went = rows_->next(row_);
    if (went != table_rows::step::row) return went == table_rows::step::end ? step::end : step::broken;
    if (into.common.empty()) into.common = common_;
    auto& record = into.records.emplace_back();
    record.line = row_.row;
    record.end_offset = row_.end_offset;
    record.warnings = row_.warnings;
    take(into);
    ++record_;
    return step::record;
  }

 private:
  void take(candidate_chunk& into) {
    if (!row_.fault.empty()) return refuse(row_.fault, into);
    if (options_.ragged_fails && (row_.warnings & warning_short_row) != 0) return refuse("short_row", into);
    if (options_.ragged_fails && (row_.warnings & warning_long_row) != 0) return refuse("long_row", into);
    if (!read_key()) {
      refuse("key_missing", into);
      into.add_fault("key_missing", options_.key.front(), {});
      return;
    }
    const auto at = into.bytes.size();
    encode_fresh_row(row_.cells, into.bytes);
    into.records.back().row = {static_cast<std::uint32_t>(at),
                               static_cast<std::uint32_t>(into.bytes.size() - at)};
    const bool is_new = key_.empty() || options_.duplicates == on_duplicate::create;
    into.add_key(is_new ? identities_.of_record(cells_, record_) : identities_.of_key(cells_));
  }

  /// False: there is a key, and the row has nothing of it.
  auto read_key() -> bool {
    cells_.clear();
    bool says = key_.empty();
    for (const auto at : key_) {
      cells_.push_back(at < row_.cells.size() ? row_.cells[at] : std::string_view{});
      says = says || !text::is_blank(cells_.back());
    }
    return says;
  }

  void refuse(std::string_view code, candidate_chunk& into) {
    auto& record = into.records.back();
    record.fault = code;
    record.reason = kind().sentence(code);
    if (!options_.create_result_files) return;
    for (const auto cell : row_.cells) into.show(cell);
  }

  import_options options_;
  std::string common_;
  identity_maker identities_;
  std::vector<std::size_t> key_;  ///< its columns
  std::uint64_t record_;
  std::unique_ptr<table_rows> rows_;
  table_row row_;
  std::vector<std::string_view> cells_;  ///< of the key
};

}  // namespace

auto row_records(std::unique_ptr<formats::byte_source> bytes, const reading_start& from,
                 const reading_order& order) -> std::unique_ptr<record_source> {
  auto options = read_options(order.options);
  const auto head = head_of_file(order.path, options);
  if (!head || !key_fits(options, *head)) return std::make_unique<broken_source>();
  return std::make_unique<source>(std::move(bytes), from, order, *head, std::move(options));
}

}  // namespace waybill::rows
