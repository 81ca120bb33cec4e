// Looks at the file of a table: what it is, how it is written, how many rows it has.
#include "domains/reading.hpp"
#include "domains/rows/findings.hpp"
#include "domains/rows/table_source.hpp"
#include "domains/rows/workbook.hpp"
#include "formats/csv/table.hpp"

namespace waybill::rows {
namespace {

namespace csv = formats::csv;

class checker final : public file_check {
 public:
  checker(import_options with, const reading_order& order, own_table_asker is_own)
      : with_(std::move(with)),
        cell_bytes_(order.limits.item_bytes),
        has_room_(order.has_room),
        looked_(order.looked),
        is_guarded_(order.findings == written_here || was_guarded(order.findings)),
        is_own_(std::move(is_own)),
        text_(wishes_of(with_)) {}

  void feed(std::string_view bytes) override {
    if (first_.size() < enough) first_.append(bytes.substr(0, enough - first_.size()));
    // A workbook is read from its end.
    if (!is_workbook(first_)) text_.feed(bytes);
  }
  [[nodiscard]] auto needs_file() -> bool override { return is_workbook(first_); }

  auto finish() -> result<file_summary> override {
    auto found = text_.finish();
    if (const auto* const fault = std::get_if<formats::table_fault>(&found)) return error_of(*fault);
    auto& [with, summary] = std::get<csv::checked_table>(found);
    with.is_guarded = is_guarded_;
    auto head = head_from(summary.head, with);
    if (!with.is_guarded && is_own_ && is_own_(head.columns)) {
      with.is_guarded = true;
      head = head_from(summary.head, with);
    }
    if (auto fine = key_fits(with_, head.columns); !fine) return std::move(fine).why();
    table_findings all;
    all.format = "csv";
    all.parts = std::move(summary.head.findings);
    all.with = with;
    all.skipped_blank = summary.skipped_blank;
    all.columns = head.columns;
    if (summary.encoding_guessed) all.warnings.emplace_back("encoding_guessed");
    tell_lost_header(head, all);
    return file_summary{"csv", summary.records, head.rows_at, findings_text(all)};
  }

  auto finish_at(const std::string& path, const std::function<bool()>& keep_on)
      -> std::optional<result<file_summary>> override {
    const auto made = spool_sheet(path, with_, cell_bytes_, {keep_on, has_room_, looked_});
    if (!made) return std::nullopt;
    if (!made->ok()) return made->why();
    const auto& sheet = **made;
    if (auto fine = key_fits(with_, sheet.head.columns); !fine) return std::move(fine).why();
    return file_summary{"xlsx", sheet.rows, 0, findings_text(sheet.found)};
  }

 private:
  static constexpr std::size_t enough = 8;

  static auto was_guarded(std::string_view findings) -> bool {
    const auto before = dialect_in(findings);
    return before && before->is_guarded;
  }

  import_options with_;
  std::size_t cell_bytes_;
  std::function<bool()> has_room_;
  std::shared_ptr<look_progress> looked_;
  bool is_guarded_;
  own_table_asker is_own_;
  std::string first_;
  csv::checker text_;
};

}  // namespace

auto table_checker(const import_options& with, const reading_order& order, own_table_asker is_own)
    -> std::unique_ptr<file_check> {
  return std::make_unique<checker>(with, order, std::move(is_own));
}

}  // namespace waybill::rows
