// What became of an import's rows, as two tables: what went in, and what did not, with the reason. Both are
// made from the log while they are sent.
#include <algorithm>

#include "domains/rows/options.hpp"
#include "domains/rows/row.hpp"
#include "domains/rows/sentences.hpp"
#include "domains/rows/table_source.hpp"
#include "formats/csv/writer.hpp"
#include "formats/text.hpp"
#include "http/kinds/rows/resources.hpp"
#include "http/resources/owned.hpp"
#include "http/resources/pages.hpp"

namespace waybill::http {
namespace {

constexpr std::size_t piece_bytes = 32'768;
constexpr std::size_t error_characters = 500;

/// Of one line, in words.
auto reason_text(const applied_record& record) -> std::string {
  std::string text;
  for (const auto& fault : record.faults) {
    if (!text.empty()) text += " ";
    if (!fault.field.empty()) text.append(fault.field).append(": ");
    text.append(rows::sentence_of_code(fault.code));
  }
  if (text.empty()) text = record.message.empty() ? rows::sentence_of_code(record.code) : record.message;
  if (text.empty()) text = record.code;
  for (auto& c : text)
    if (c == '\r' || c == '\n' || c == '\t') c = ' ';
  return std::string(text::cut_to_characters(text, error_characters));
}

/// Writes one of the two files.
class result_writer {
 public:
  result_writer(bool failed, const byte_sink& sink)
      : failed_(failed), sink_(sink), piece_(formats::csv::byte_order_mark) {}

  /// False: nobody listens any more.
  auto add(const chunk_applied& chunk) -> bool {
    if (!begun_) begin(chunk.common);
    for (const auto& record : chunk.records) {
      if ((record.what == outcome::failed) != failed_) continue;
      cells_.clear();
      // As the row came in: what it became may have cells of the row that was there.
      cells_.assign(record.shown.begin(), record.shown.end());
      if (cells_.empty() && !record.after.empty()) rows::view_cells(record.after, cells_);
      if (failed_) add_reason(record);
      formats::csv::append_row(cells_, piece_);
      if (piece_.size() < piece_bytes) continue;
      listening_ = sink_(piece_);
      piece_.clear();
      if (!listening_) return false;
    }
    return true;
  }
  auto finish() -> bool { return listening_ && sink_(piece_); }

 private:
  void begin(std::string_view common) {
    begun_ = true;
    rows::common_view head;
    if (!rows::view_common(common, head)) return;
    width_ = head.columns.size();
    for (std::size_t i = 0; i < head.headers.size(); ++i) {
      cells_ = head.headers[i];
      if (failed_) {
        cells_.resize(std::max(width_, cells_.size()));
        cells_.push_back(i + 1 == head.headers.size() ? rows::error_column : std::string_view{});
      }
      formats::csv::append_row(cells_, piece_);
    }
  }

  void add_reason(const applied_record& record) {
    reason_ = reason_text(record);
    cells_.resize(std::max(width_, cells_.size()));
    cells_.push_back(reason_);
  }

  bool failed_;
  const byte_sink& sink_;
  std::string piece_;
  std::string reason_;
  std::vector<std::string_view> cells_;
  std::size_t width_ = 0;
  bool begun_ = false;
  bool listening_ = true;
};

auto result_file(const context& asks, const request& call, bool failed) -> result<answer> {
  const auto of = import_of(asks, call, member_role::viewer);
  if (!of) return of.why();
  if (of->kind != "rows") return {errc::not_found, "Only imports of rows have result files."};
  if (!rows::read_options(of->options).create_result_files)
    return {errc::no_results, "This import was started without result files."};
  if (auto held = hold_role(asks, call, of->owner, member_role::viewer); !held) return std::move(held).why();
  answer out;
  out.content_type = "text/csv; charset=utf-8; header=present";
  out.headers.emplace_back("Content-Disposition",
                           "attachment; filename=\"" + result_file_name(of->file.name, failed) + "\"");
  out.stream = [&core = asks.core, owner = of->owner, id = of->id, failed](const byte_sink& sink) {
    result_writer writer{failed, sink};
    const auto went = core.import_view().each_chunk(
        owner, id, [&](const chunk_applied& chunk) { return writer.add(chunk); });
    if (!went) broke_off("the results of an import", went.why());
    return went.ok() && writer.finish();
  };
  return out;
}

}  // namespace

auto result_file_name(std::string_view uploaded, bool failed) -> std::string {
  auto stem = std::string(uploaded.substr(0, uploaded.rfind('.')));
  for (auto& c : stem)
    if (static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\' || c == '/' ||
        static_cast<unsigned char>(c) >= 0x7F)
      c = '_';
  if (stem.empty()) stem = "import";
  return stem + (failed ? "_failed.csv" : "_success.csv");
}

auto success_file(context& asks, request& call) -> result<answer> { return result_file(asks, call, false); }

auto failed_file(context& asks, request& call) -> result<answer> { return result_file(asks, call, true); }

}  // namespace waybill::http
