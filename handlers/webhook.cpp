#include "handlers/webhook.hpp"

#include <algorithm>
#include <charconv>
#include <ctime>
#include <optional>
#include <random>
#include <thread>
#include <utility>

#include "handlers/answer.hpp"
#include "handlers/batch_text.hpp"
#include "handlers/post.hpp"
#include "handlers/signature.hpp"

namespace waybill::handlers {
namespace {

using clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr std::size_t most_body_bytes = std::size_t{4} << 20;
constexpr milliseconds attention{25};

auto seconds_now() -> std::int64_t { return static_cast<std::int64_t>(std::time(nullptr)); }

auto is_fine(int status) -> bool { return status >= 200 && status < 300; }
/// It may answer another time.
auto may_pass(const post_answer& answer) -> bool {
  return answer.status == 0 || answer.status == 429 || answer.status == 408 || answer.status >= 500;
}

/// A batch as it is posted. A small one is written down once; of a large one only a piece is ever there.
class batch_body final : public post_body {
 public:
  void make(const batch_text& by, std::uint64_t batch, std::span<const row_in> of) {
    number = batch;
    rows_.assign(of.begin(), of.end());
    numbers.clear();
    for (const auto& row : of) numbers.push_back(row.row_index);
    first_ = now_ = by.body(batch, rows_);
    piece_.clear();
    is_small_ = now_.append(piece_, small_bytes);
    bytes_ = piece_.size();
  }
  /// All of it passes by.
  void pass(const std::function<void(std::string_view)>& by) {
    bytes_ = 0;
    restart();
    for (auto piece = next(); !piece.empty(); piece = next()) {
      bytes_ += piece.size();
      by(piece);
    }
  }
  [[nodiscard]] auto is_small() const -> bool { return is_small_; }

  /// Of a large one, once it has passed by.
  [[nodiscard]] auto bytes() const -> std::uint64_t override { return bytes_; }
  void restart() override {
    is_over_ = false;
    if (!is_small_) now_ = first_;
  }
  auto next() -> std::string_view override {
    if (is_small_) return std::exchange(is_over_, true) ? std::string_view{} : std::string_view(piece_);
    piece_.clear();
    if (!is_over_) is_over_ = now_.append(piece_, piece_bytes);
    return piece_;
  }

  std::uint64_t number = 0;
  std::vector<std::uint64_t> numbers;  ///< of the rows

 private:
  static constexpr std::size_t small_bytes = std::size_t{1} << 20;
  static constexpr std::size_t piece_bytes = std::size_t{64} << 10;

  std::vector<row_in> rows_;
  text_pieces first_;
  text_pieces now_;
  std::string piece_;
  std::uint64_t bytes_ = 0;
  bool is_small_ = true;
  bool is_over_ = false;
};

class webhook final : public handler {
 public:
  webhook(webhook_order order, introduction what, surroundings around)
      : order_(std::move(order)),
        what_(std::move(what)),
        text_(what_),
        around_(std::move(around)),
        chance_(static_cast<std::uint32_t>(std::hash<std::string>{}(what_.import))) {}

  auto begin() -> result<done> override {
    const auto to = parse_address(order_.url);
    if (!to) return {errc::handler_refused, "The handler cannot be used: " + to.why().message + "."};
    for (attempt_ = 1;; ++attempt_) {
      const auto at = resolve(*to, order_.allow_private);
      if (at) {
        poster_.emplace(*to, *at, order_.timeout, most_body_bytes);
        return done{};
      }
      if (at.why().code != errc::handler_unavailable) return at.why();
      if (attempt_ >= order_.attempts) return unavailable("its name is not known", 0);
      if (auto rested = rest(0); !rested) return rested;
    }
  }

  void prepare(std::uint64_t batch, std::span<const row_in> rows) override { next_.make(text_, batch, rows); }

  auto send() -> result<done> override {
    std::swap(sent_, next_);
    attempt_ = 1;
    post();
    return done{};
  }

  auto collect() -> result<std::vector<row_said>> override {
    for (;;) {
      const auto answer = poster_->collect(around_.keep_on);
      if (!answer) return stopped();
      if (!may_pass(*answer)) return judge(*answer);
      const auto asked = read_retry_after(answer->retry_after, seconds_now());
      const auto why = answer->status == 0 ? answer->fault : "it answers " + std::to_string(answer->status);
      // Longer than that an import waits without a place of its own.
      const bool too_long = milliseconds{1'000} * asked > order_.longest_pause;
      if (attempt_ >= order_.attempts || too_long) return unavailable(why, asked);
      around_.said("(the handler is asked again: " + why + ")");
      if (auto rested = rest(asked); !rested) return std::move(rested).why();
      ++attempt_;
      post();
    }
  }

  /// Nobody is told of the end.
  auto end(const final_counts& /*counts*/) -> result<done> override { return done{}; }

 private:
  static auto stopped() -> error { return {errc::unavailable, "The handler is not wanted any more.", {}}; }
  auto unavailable(const std::string& why, std::uint32_t asked) -> error {
    error made{errc::handler_unavailable, "The handler's server does not take rows now: " + why + ".", {}};
    made.retry_after_s = std::max(order_.retry_after_s, asked);
    return made;
  }

  void post() {
    poster::headers with{{"Content-Type", "application/json"},
                         {"Accept", "application/json"},
                         {"Accept-Encoding", "identity"},
                         {"User-Agent", "Waybill"},
                         {"Idempotency-Key", what_.import + "/" + std::to_string(sent_.number)}};
    if (!order_.secret.empty())
      with.emplace_back("X-Waybill-Signature", signature());
    else if (!sent_.is_small())
      sent_.pass([](std::string_view) {});
    poster_->begin(sent_, with);
  }

  auto signature() -> std::string {
    const auto at = seconds_now();
    hmac made{order_.secret};
    made.update(std::to_string(at) + ".");
    sent_.pass([&](std::string_view piece) { made.update(piece); });
    return signature_of(at, made.finish());
  }

  [[nodiscard]] auto judge(const post_answer& answer) const -> std::vector<row_said> {
    const auto all = [this](const std::string& what) {
      return std::vector<row_said>(
          sent_.numbers.size(),
          failed_row(bad_answer, "The handler's answer to the row's batch is wrong: " + what));
    };
    const auto status = std::to_string(answer.status);
    if (answer.status >= 300 && answer.status < 400)
      return all("its status is " + status + ", and redirects are not followed.");
    if (!is_fine(answer.status)) return all("its status is " + status + ".");
    if (answer.too_long) return all("it is longer than 4 MiB.");
    return read_batch_answer(answer.body, std::nullopt, sent_.numbers, what_.result_columns).said;
  }

  /// Between two attempts.
  auto rest(std::uint32_t asked_s) -> result<done> {
    auto pause = order_.first_pause;
    for (unsigned i = 1; i < attempt_ && pause < order_.longest_pause; ++i) pause *= 2;
    std::uniform_real_distribution<double> quarter{0.75, 1.25};
    pause = milliseconds{static_cast<std::int64_t>(
        static_cast<double>(std::min(pause, order_.longest_pause).count()) * quarter(chance_))};
    const auto until = clock::now() + std::max(pause, milliseconds{1'000} * asked_s);
    while (around_.keep_on()) {
      const auto left = until - clock::now();
      if (left <= clock::duration::zero()) return done{};
      std::this_thread::sleep_for(std::min<clock::duration>(left, attention));
    }
    return stopped();
  }

  webhook_order order_;
  introduction what_;
  batch_text text_;
  surroundings around_;
  std::minstd_rand chance_;
  batch_body next_;
  batch_body sent_;
  unsigned attempt_ = 1;
  std::optional<poster> poster_;
};

}  // namespace

auto webhook_handler(webhook_order order, introduction what, surroundings around)
    -> std::unique_ptr<handler> {
  return std::make_unique<webhook>(std::move(order), std::move(what), std::move(around));
}

auto read_retry_after(const std::string& text, std::int64_t now) -> std::uint32_t {
  std::int64_t seconds = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (read.ec != std::errc{} || read.ptr != text.data() + text.size()) {
    std::tm at{};
    const auto* end = strptime(text.c_str(), "%a, %d %b %Y %H:%M:%S GMT", &at);
    seconds = end == nullptr || *end != 0 ? 0 : static_cast<std::int64_t>(timegm(&at)) - now;
    if (read.ec == std::errc::result_out_of_range) seconds = longest_retry_after_s;
  }
  return static_cast<std::uint32_t>(std::clamp<std::int64_t>(seconds, 0, longest_retry_after_s));
}

}  // namespace waybill::handlers
