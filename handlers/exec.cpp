#include "handlers/exec.hpp"

#include <optional>
#include <utility>

#include "handlers/answer.hpp"
#include "handlers/batch_text.hpp"
#include "handlers/pipes.hpp"
#include "handlers/turns.hpp"

namespace waybill::handlers {
namespace {

using clock = std::chrono::steady_clock;
using event = child_pipes::event;

constexpr int deaths_over_one_row = 2;
constexpr int starts_of_one_child = 2;
constexpr std::chrono::seconds time_to_leave{1};

auto stopped() -> error { return {errc::unavailable, "The handler is not wanted any more.", {}}; }
auto refused(const std::string& why) -> error {
  return {errc::handler_refused, "The handler refused the import: " + why, {}};
}

/// So much of a batch's text is made while the batch before it is being answered.
constexpr std::size_t most_prepared_bytes = 1 << 20;

struct handed_batch {
  std::uint64_t number = 0;
  std::vector<row_in> rows;
  std::vector<std::uint64_t> numbers;  ///< of the rows
  text_pieces text;                    ///< what is left of it behind `made`
  std::string made;
  bool is_made_whole = false;
};

class exec final : public handler {
 public:
  exec(exec_order order, introduction what, surroundings around)
      : order_(std::move(order)),
        what_(std::move(what)),
        text_(what_),
        around_(std::move(around)),
        faults_([this](std::string_view line) { around_.said(line); }) {
    order_.program.import = what_.import;
  }
  ~exec() override { drop(); }
  exec(const exec&) = delete;
  auto operator=(const exec&) -> exec& = delete;

  auto begin() -> result<done> override { return start(what_.from_row); }

  void prepare(std::uint64_t batch, std::span<const row_in> rows) override {
    next_.number = batch;
    next_.rows.assign(rows.begin(), rows.end());
    next_.numbers.clear();
    for (const auto& row : rows) next_.numbers.push_back(row.row_index);
    next_.text = text_of(batch, next_.rows);
    next_.made.clear();
    next_.is_made_whole = next_.text.append(next_.made, most_prepared_bytes);
  }

  auto send() -> result<done> override {
    std::swap(sent_, next_);
    is_prepared_ = true;
    turns_ = {sent_.numbers, first_seen_};
    careful_ = false;
    deaths_ = 0;
    if (child_ && !pipes_->wrote_all()) replace("it answered rows that it had not read");
    if (child_ && said_too_much()) replace("it said more than it was asked");
    told_stray_ = false;
    unsent_ = true;
    return child_ ? hand_over() : result<done>{done{}};
  }

  auto collect() -> result<std::vector<row_said>> override {
    // What was sent moves on only while somebody is here.
    turn_began_ = clock::now();
    while (!turns_.over()) {
      if (auto fine = hand_over(); !fine) return std::move(fine).why();
      std::string_view line;
      const auto what = pipes_->next(turn_began_ + patience(), around_.keep_on, line);
      const bool is_stray = what == event::line && !take(line);
      if (what == event::stopped || (is_stray && !around_.keep_on())) {
        drop();
        return stopped();
      }
      // Who always says what is no answer gives none.
      if (is_stray && clock::now() >= turn_began_ + patience())
        suffer(event::late);
      else if (what != event::line)
        suffer(what);
    }
    return turns_.finish();
  }

  auto end(const final_counts& counts) -> result<done> override {
    if (child_ && !pipes_->wrote_all()) replace("it answered rows that it had not read");
    for (int tries = 1;; ++tries) {
      if (!child_)
        if (auto fine = start(counts.rows + 1); !fine) return fine;
      forget_lines();
      pipes_->write(batch_text::end_line(counts));
      line_answer answer;
      const auto what = last_answer(answer);
      if (what == event::ended && tries < starts_of_one_child) {
        drop();
        continue;
      }
      auto judged = judge(what, answer, "last");
      drop();
      return judged;
    }
  }

 private:
  // --- the child ---

  auto start(std::uint64_t from_row) -> result<done> {
    for (int tries = 1;; ++tries) {
      auto made = child::start(order_.program);
      if (!made) return std::move(made).why();
      child_ = std::move(*made);
      pipes_.emplace(*child_, faults_);
      first_seen_ = from_row;
      pipes_->write(text_.begin_line(from_row));
      std::string_view line;
      const auto what = pipes_->next(clock::now() + order_.line_timeout, around_.keep_on, line);
      if (what == event::ended && tries < starts_of_one_child) {
        drop();
        continue;
      }
      const auto answer = what == event::line ? read_line_answer(line) : line_answer{};
      auto judged = judge(what, answer, "first");
      if (judged && was_begun_ && answer.batches != batches_)
        judged = refused("it wants batches now and then only.");
      if (!judged) {
        drop();
        return judged;
      }
      batches_ = answer.batches;
      was_begun_ = true;
      return done{};
    }
  }

  /// What came when an answer to the first or the last line was waited for.
  auto judge(event what, const line_answer& answer, const std::string& which) -> result<done> {
    const auto seconds = std::to_string(order_.line_timeout.count() / 1'000);
    switch (what) {
      case event::stopped:
        return stopped();
      case event::late:
        return refused("it did not answer the " + which + " line within " + seconds + " s.");
      case event::ended:
        return refused("it " + child_->end() + " before it answered the " + which + " line.");
      case event::too_long:
        return refused("its answer to the " + which + " line is longer than 1 MiB.");
      case event::line:
        break;
    }
    if (!answer.ok) return refused(answer.why);
    return done{};
  }

  /// What answers the last line. Who has said an answer too many before says one to a row first: so the last
  /// one counts that could be meant.
  auto last_answer(line_answer& answer) -> event {
    auto until = clock::now() + order_.line_timeout;
    pipes_->allow(most_answer_bytes);
    std::string_view line;
    bool is_there = false;
    for (;;) {
      const auto what =
          clock::now() < until || !is_there ? pipes_->next(until, around_.keep_on, line) : event::late;
      if (what != event::line) return is_there && what != event::stopped ? event::line : what;
      auto next = read_line_answer(line);
      if (next.of_rows) {
        if (clock::now() >= until) return event::late;
        continue;
      }
      if (next.is_one || !is_there) answer = std::move(next);
      if (std::exchange(is_there, true)) continue;
      // It may end by itself: nothing more comes.
      child_->close_input();
      until = clock::now() + time_to_leave;
    }
  }

  /// What it said that nobody asked for.
  void forget_lines() {
    std::string_view line;
    if (pipes_->has_more())
      while (pipes_->take_line(line)) continue;
  }
  /// Answers to older batches name them: they do no harm.
  auto said_too_much() -> bool {
    if (!pipes_->has_more()) return false;
    if (!batches_) return true;
    std::string_view line;
    while (pipes_->take_line(line))
      if (!read_batch_answer(line, sent_.number, {}, {}).is_older) return true;
    return false;
  }

  void drop() {
    if (!child_) return;
    pipes_->take_last_faults();
    pipes_.reset();
    child_.reset();
  }

  void replace(const std::string& why) {
    around_.said("(the handler is replaced: " + why + ")");
    drop();
  }

  // --- one batch ---

  /// A child is there, and has the row whose turn it is.
  auto hand_over() -> result<done> {
    if (!child_) {
      if (auto fine = start(sent_.numbers[turns_.turn()]); !fine) return fine;
      unsent_ = true;
    }
    if (std::exchange(unsent_, false)) {
      pipes_->gather(!batches_ && !careful_);
      pipes_->allow(whole_batch() ? most_batch_answer_bytes(sent_.rows.size()) : most_answer_bytes);
      write_unsent();
      turn_began_ = clock::now();
    }
    return done{};
  }

  /// What was not answered: all of it, or one row.
  void write_unsent() {
    if (std::exchange(is_prepared_, false) && !careful_)
      return pipes_->write(std::move(sent_.made), std::move(sent_.text), sent_.is_made_whole);
    const auto left = std::span(sent_.rows).subspan(whole_batch() ? 0 : turns_.turn());
    pipes_->write(text_of(sent_.number, careful_ ? left.first(1) : left));
  }
  [[nodiscard]] auto text_of(std::uint64_t batch, std::span<const row_in> rows) const -> text_pieces {
    return batches_ ? text_.batch_line(batch, rows) : text_.row_lines(batch, rows);
  }
  [[nodiscard]] auto whole_batch() const -> bool { return batches_ && !careful_; }
  /// A batch that is answered as a whole has the time of all its rows.
  [[nodiscard]] auto patience() const -> std::chrono::milliseconds {
    return whole_batch() ? order_.row_timeout * static_cast<int>(sent_.rows.size()) : order_.row_timeout;
  }

  /// False: it was nobody's answer.
  auto take(std::string_view line) -> bool {
    if (batches_) return take_batch(line);
    const auto before = turns_.turn();
    if (!turns_.take(read_row_answer(line, what_.result_columns))) return pass("a row");
    if (turns_.turn() != before) next_turn();
    return true;
  }
  auto take_batch(std::string_view line) -> bool {
    const auto rows =
        whole_batch() ? std::span(sent_.numbers) : std::span(sent_.numbers).subspan(turns_.turn(), 1);
    auto answer = read_batch_answer(line, sent_.number, rows, what_.result_columns);
    if (answer.is_older) return pass("a batch");
    for (auto& one : answer.said) settle(std::move(one));
    return true;
  }
  auto pass(const std::string& what) -> bool {
    if (!std::exchange(told_stray_, true)) around_.said("(the handler answered " + what + " again)");
    return false;
  }

  void settle(row_said said) {
    turns_.settle(std::move(said));
    next_turn();
  }
  void next_turn() {
    deaths_ = 0;
    turn_began_ = clock::now();
    unsent_ = careful_;
  }

  /// It ended, it hangs, or it speaks without an end: it is replaced.
  void suffer(event what) {
    const auto row = std::to_string(sent_.numbers[turns_.turn()]);
    if (what == event::ended) {
      const auto how = child_->end();
      replace("it " + how + " in the turn of row " + row);
      return blame_for_death(how);
    }
    if (what == event::late) {
      replace("it gave no answer in time in the turn of row " + row);
      if (whole_batch()) return be_careful();
      return settle(failed_row(handler_timeout, "The handler gave no answer to this row within " +
                                                    std::to_string(order_.row_timeout.count()) + " ms."));
    }
    replace("its answer in the turn of row " + row + " is too long");
    if (whole_batch()) return be_careful();
    settle(failed_row(bad_answer, "The handler's answer to this row is longer than 1 MiB."));
  }

  /// Nobody knows which row it was when many had been sent: so they come again, one at a time.
  void blame_for_death(const std::string& how) {
    if (!careful_) return be_careful();
    if (++deaths_ < deaths_over_one_row) return;
    settle(failed_row(handler_died, "The handler " + how + " over this row, twice."));
  }
  void be_careful() {
    careful_ = true;
    deaths_ = 0;
  }

  exec_order order_;
  introduction what_;
  batch_text text_;
  surroundings around_;
  fault_lines faults_;

  std::unique_ptr<child> child_;  ///< null: the next that is sent starts one
  std::optional<child_pipes> pipes_;
  bool was_begun_ = false;
  bool batches_ = false;          ///< it takes and answers whole batches
  std::uint64_t first_seen_ = 1;  ///< the first row that this child was told of

  handed_batch next_;
  handed_batch sent_;
  bool is_prepared_ = false;  ///< the text of what was sent was not written yet
  row_turns turns_;
  bool careful_ = false;     ///< one row at a time
  bool told_stray_ = false;  ///< that it says what is no answer
  bool unsent_ = false;      ///< the row whose turn it is was not handed over
  int deaths_ = 0;           ///< of children that had this row alone
  clock::time_point turn_began_{};
};

}  // namespace

auto exec_handler(exec_order order, introduction what, surroundings around) -> std::unique_ptr<handler> {
  return std::make_unique<exec>(std::move(order), std::move(what), std::move(around));
}

}  // namespace waybill::handlers
