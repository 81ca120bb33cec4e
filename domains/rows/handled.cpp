#include "domains/rows/handled.hpp"

#include <algorithm>
#include <deque>
#include <optional>

#include "domains/rows/kind.hpp"
#include "domains/rows/row.hpp"
#include "domains/rows/table_source.hpp"
#include "handlers/command.hpp"
#include "handlers/exec.hpp"
#include "handlers/house.hpp"
#include "handlers/webhook.hpp"

namespace waybill::rows {
namespace {

using handlers::row_said;

auto program_of(const handlers::introduction& what, const reading_order& order,
                const handler_definition& handler, handlers::surroundings around)
    -> result<std::unique_ptr<handlers::handler>> {
  auto words = handlers::split_command(handler.command);
  if (!words)
    return {errc::handler_refused, "The handler's command cannot be used: " + words.why().message + "."};
  handlers::exec_order wanted;
  wanted.program.words = std::move(*words);
  wanted.program.folder = order.around ? order.around->folder : std::string();
  wanted.program.limits = {handler.nofile, handler.memory_bytes, handler.cpu_s};
  wanted.program.notes = handlers::notes_folder();
  wanted.row_timeout = std::chrono::milliseconds{handler.row_timeout_ms};
  return handlers::exec_handler(std::move(wanted), what, std::move(around));
}

auto server_of(const handlers::introduction& what, const handler_definition& handler,
               handlers::surroundings around) -> std::unique_ptr<handlers::handler> {
  handlers::webhook_order wanted;
  wanted.url = handler.url;
  wanted.secret = handler.secret;
  wanted.attempts = static_cast<unsigned>(handler.attempts);
  wanted.timeout = std::chrono::seconds{handler.timeout_s};
  wanted.allow_private = handler.allow_private;
  return handlers::webhook_handler(std::move(wanted), what, std::move(around));
}

/// Puts what a handler said into a chunk. Texts beside its records are laid out anew, as row.cpp says.
class answered_chunk {
 public:
  answered_chunk(candidate_chunk& chunk, bool keeps_cells) : chunk_(chunk), keeps_cells_(keeps_cells) {
    common_view common;
    if (view_common(chunk.common, common)) {
      columns_ = std::move(common.columns);
      results_ = common.result_columns.size();
    }
    shown_.swap(chunk_.shown);
    faults_.swap(chunk_.faults);
  }

  /// Of a row that was not handed over.
  void pass(candidate_record& record) {
    cells_.assign(shown_.begin() + record.first_shown,
                  shown_.begin() + record.first_shown + record.own_shown);
    const auto faults = std::span(faults_).subspan(record.first_fault, record.own_faults);
    record.first_fault = static_cast<std::uint32_t>(chunk_.faults.size());
    chunk_.faults.insert(chunk_.faults.end(), faults.begin(), faults.end());
    show(record, {});
  }

  void take(candidate_record& record, const row_said& said) {
    record.first_shown = record.own_shown = record.first_fault = record.own_faults = 0;
    if (said.what == row_said::verdict::failed) return fail(record, said);
    record.flags = flags_of(said.what == row_said::verdict::created   ? outcome::created
                            : said.what == row_said::verdict::updated ? outcome::updated
                                                                      : outcome::skipped);
    // Without results its row says all of it.
    if (results_ == 0) return;
    find_cells(record);
    show(record, said.results);
  }

 private:
  void find_cells(const candidate_record& record) {
    cells_.clear();
    views_.clear();
    view_cells(chunk_.view(record.row), views_);
    for (const auto cell : views_) {
      const auto at = cell.empty() ? 0 : cell.data() - chunk_.bytes.data();
      cells_.push_back({static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(cell.size())});
    }
  }

  void fail(candidate_record& record, const row_said& said) {
    find_cells(record);
    record.fault = said.code;
    record.reason = kind().sentence(said.code);
    record.said = keep(said.message);
    record.first_fault = static_cast<std::uint32_t>(chunk_.faults.size());
    if (!said.field.empty()) {
      const auto at = std::find(columns_.begin(), columns_.end(), said.field);
      const auto index = static_cast<std::size_t>(at - columns_.begin());
      const auto value = keeps_cells_ && index < cells_.size() ? cells_[index] : byte_span{};
      chunk_.faults.push_back({said.code, keep(said.field), value});
      record.own_faults = 1;
    }
    show(record, {});
  }

  void show(candidate_record& record, const std::vector<std::string>& results) {
    record.first_shown = static_cast<std::uint32_t>(chunk_.shown.size());
    record.own_shown = 0;
    if (!keeps_cells_) return;
    const auto width = std::min(cells_.size(), columns_.size());
    chunk_.shown.insert(chunk_.shown.end(), cells_.begin(),
                        cells_.begin() + static_cast<std::ptrdiff_t>(width));
    const bool has_more = cells_.size() > width;
    if (!results.empty() || (has_more && results_ > 0)) {
      chunk_.shown.resize(record.first_shown + columns_.size());
      for (std::size_t i = 0; i < results_; ++i)
        chunk_.shown.push_back(i < results.size() ? keep(results[i]) : byte_span{});
    }
    chunk_.shown.insert(chunk_.shown.end(), cells_.begin() + static_cast<std::ptrdiff_t>(width),
                        cells_.end());
    record.own_shown = static_cast<std::uint32_t>(chunk_.shown.size()) - record.first_shown;
  }

  auto keep(std::string_view text) -> byte_span {
    if (text.size() > left_bytes_) return {};
    left_bytes_ -= text.size();
    return chunk_.keep(text);
  }

  candidate_chunk& chunk_;
  bool keeps_cells_;
  std::vector<std::string_view> columns_;  ///< point into the chunk's common part
  std::size_t results_ = 0;
  std::vector<byte_span> shown_;  ///< as it was read
  std::vector<candidate_fault> faults_;
  std::vector<byte_span> cells_;  ///< of the record at hand
  std::vector<std::string_view> views_;
  std::size_t left_bytes_ = most_said_bytes;
};

class worker final : public record_worker {
 public:
  explicit worker(bool keeps_cells) : keeps_cells_(keeps_cells) {}

  /// What the handler asks whether to go on, and tells lines for people.
  auto surroundings(const import_id& import) -> handlers::surroundings {
    return {[this] { return keep_on_ == nullptr || (*keep_on_)(); },
            [import](std::string_view line) { handlers::tell(import.value, line); }};
  }
  void talk_to(std::unique_ptr<handlers::handler> with) { handler_ = std::move(with); }

  /// One that is being answered, and one that is being written down.
  [[nodiscard]] auto ahead() const -> std::size_t override { return 2; }

  void give(std::unique_ptr<candidate_chunk> chunk) override {
    given_.push_back({std::move(chunk), false, {}, {}, {}});
  }

  auto take(const std::function<bool()>& keep_on)
      -> std::optional<result<std::unique_ptr<candidate_chunk>>> override {
    keep_on_ = &keep_on;
    auto went = work();
    keep_on_ = nullptr;
    if (!keep_on()) return std::nullopt;
    if (!went) return result<std::unique_ptr<candidate_chunk>>{std::move(went).why()};
    auto chunk = std::move(given_.front().chunk);
    given_.pop_front();
    return result<std::unique_ptr<candidate_chunk>>{std::move(chunk)};
  }

  auto finish(const tally& counts, const std::function<bool()>& keep_on) -> result<done> override {
    keep_on_ = &keep_on;
    auto went = begin();
    if (went)
      went = handler_->end({counts.processed(), counts.of(outcome::created), counts.of(outcome::updated),
                            counts.of(outcome::skipped), counts.of(outcome::failed)});
    keep_on_ = nullptr;
    return went;
  }

 private:
  struct batch {
    std::unique_ptr<candidate_chunk> chunk;
    bool is_prepared = false;
    std::optional<result<done>> sent{};     ///< nothing: it was not handed over yet
    std::vector<std::string_view> cells{};  ///< of all rows that are handed over
    std::vector<handlers::row_in> rows{};   ///< point into `cells`, and those into the chunk
  };

  auto begin() -> result<done> {
    if (std::exchange(is_begun_, true)) return done{};
    return handler_->begin();
  }

  /// The oldest chunk goes out; while it is being answered the next one is written down, and goes out in its
  /// turn before anybody looks at the answers: so the handler never waits for us.
  auto work() -> result<done> {
    auto& now = given_.front();
    if (auto fine = begin(); !fine) return fine;
    prepare(now);
    if (now.rows.empty()) return take_answers(*now.chunk, {});
    if (auto sent = hand_over(now); !sent) return sent;
    if (given_.size() > 1) prepare(given_[1]);
    auto said = handler_->collect();
    if (!said) return std::move(said).why();
    // What is wrong with it is told in its own turn.
    if (given_.size() > 1 && !given_[1].rows.empty()) (void)hand_over(given_[1]);
    return take_answers(*now.chunk, *said);
  }

  /// Once; an error stays.
  auto hand_over(batch& one) -> result<done> {
    if (!one.sent) one.sent = handler_->send();
    return *one.sent;
  }

  void prepare(batch& one) {
    if (std::exchange(one.is_prepared, true)) return;
    const auto& chunk = *one.chunk;
    ends_.clear();
    for (const auto& record : chunk.records) {
      if (record.fault.empty()) view_cells(chunk.view(record.row), one.cells);
      ends_.push_back(one.cells.size());
    }
    for (std::size_t i = 0; i < chunk.records.size(); ++i) {
      const auto first = i == 0 ? 0 : ends_[i - 1];
      if (chunk.records[i].fault.empty())
        one.rows.push_back({chunk.first_record + i, std::span(one.cells).subspan(first, ends_[i] - first)});
    }
    if (!one.rows.empty()) handler_->prepare(chunk.number, one.rows);
  }

  auto take_answers(candidate_chunk& chunk, const std::vector<row_said>& said) const -> result<done> {
    answered_chunk into{chunk, keeps_cells_};
    auto next = said.begin();
    for (auto& record : chunk.records) {
      if (record.fault.empty() && next != said.end())
        into.take(record, *next++);
      else
        into.pass(record);
    }
    return done{};
  }

  bool keeps_cells_;
  const std::function<bool()>* keep_on_ = nullptr;
  std::unique_ptr<handlers::handler> handler_;
  bool is_begun_ = false;
  std::deque<batch> given_;
  std::vector<std::size_t> ends_;  ///< of each record's cells
};

}  // namespace

auto row_worker(const reading_order& order, const reading_start& from, const import_plan& plan)
    -> result<std::unique_ptr<record_worker>> {
  const auto& definition = *plan.handler;
  if (!works_outside(definition.what)) return std::unique_ptr<record_worker>{};
  const auto options = read_options(order.options);
  handlers::introduction what;
  what.import = order.import.value;
  what.attempt = order.attempt;
  what.from_row = from.record;
  what.headers = columns_of(order, options);
  what.options = options.handler_options;
  what.result_columns = options.result_columns;
  auto made = std::make_unique<worker>(options.create_result_files);
  auto around = made->surroundings(order.import);
  if (definition.what == handler_kind::webhook) {
    made->talk_to(server_of(what, definition, std::move(around)));
  } else {
    auto program = program_of(what, order, definition, std::move(around));
    if (!program) return std::move(program).why();
    made->talk_to(std::move(*program));
  }
  return std::unique_ptr<record_worker>{std::move(made)};
}

}  // namespace waybill::rows
