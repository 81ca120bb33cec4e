#include "actors/operator_desk.hpp"

#include <algorithm>
#include <chrono>
#include <mutex>

#include "actors/ask.hpp"
#include "actors/operator_desk_of_actors.hpp"
#include "actors/projection_rebuild.hpp"
#include "events/log/transaction.hpp"
#include "events/operator/events.hpp"
#include "projections/accounts_model.hpp"

namespace waybill {
namespace {

constexpr std::uint64_t most_seats = 256;
/// A disk does more, and so somebody else is served meanwhile.
constexpr std::uint64_t verified_bytes_per_s = std::uint64_t{64} << 20;

class desk final : public operator_desk {
 public:
  explicit desk(operator_plan plan)
      : plan_(std::move(plan)),
        check_(plan_.log, verified_bytes_per_s),
        rebuild_(plan_.log, plan_.rows, plan_.set, plan_.config) {}

  auto actors() -> caf::actor_system& override { return plan_.system; }

  auto record(std::string_view name, const operator_order& what) -> result<done> override {
    if (!is_operator_name(name)) return {errc::bad_value, "An operator has no such name."};
    // One at a time: nobody else writes these streams, so the version is right.
    const std::scoped_lock one{recording_};
    const auto stream = operator_stream(name);
    const auto head = plan_.log.head(stream);
    if (!head) return head.why();
    const std::vector<operator_event> events{command_given{what.verb, what.subject, what.value}};
    const auto answer = ask<append_answer>(
        plan_.system, plan_.writer,
        append_events{transaction_of(stream, head->version, encoded(events), stream, 0, *plan_.clock)});
    if (!answer) return answer.why();
    if (!answer->what) return answer->what.why();
    return done{};
  }

  auto seats() -> result<seat_figures> override {
    const auto now = ask<import_counts>(plan_.system, plan_.registry, count_imports{});
    if (!now) return now.why();
    return seat_figures{now->running, now->waiting, now->seats, now->draining};
  }

  auto set_draining(bool on) -> result<done> override { return tell(waybill::set_draining{on}); }

  auto set_seats(std::uint64_t count) -> result<done> override {
    if (count == 0 || count > most_seats)
      return {errc::bad_value, "There may be 1 to " + std::to_string(most_seats) + " seats."};
    return tell(waybill::set_seats{static_cast<std::size_t>(count)});
  }

  auto kick(const import_id& id) -> result<import_row> override {
    auto row = plan_.views.find(id);
    if (!row) return row;
    const auto told = tell(kick_import{id});
    if (!told && told.why().code == errc::not_found)
      return {errc::not_found,
              "Nobody works on this import now; it is " + std::string(name_of(row->status)) + "."};
    if (!told) return told.why();
    return row;
  }

  auto stalled() -> result<std::vector<stalled_import>> override {
    constexpr std::size_t most = 100;
    return stalled_imports(plan_.rows, plan_.log, plan_.clock->now(), most);
  }

  auto check_of_log() -> log_check& override { return check_; }
  auto projections() -> projection_rebuild& override { return rebuild_; }
  auto operations(std::size_t limit, const std::string& cursor) -> result<page<operation>> override {
    if (auto shown = wait_for_rows(); !shown) return shown.why();
    return list_operations(plan_.rows, limit, cursor);
  }
  auto accounts() -> result<std::vector<account_state>> override {
    if (auto shown = wait_for_rows(); !shown) return shown.why();
    return load_accounts(plan_.rows);
  }

  [[nodiscard]] auto commits() const -> commit_figures override {
    return plan_.commits->read(std::chrono::steady_clock::now());
  }

 private:
  /// Until they show all that the log has now.
  [[nodiscard]] auto wait_for_rows() const -> result<done> {
    constexpr std::chrono::seconds patience{5};
    if (plan_.set.control->wait_for(plan_.log.tail(), patience)) return done{};
    return {errc::timeout, "The list is behind; ask again in a moment."};
  }

  template <class Message>
  auto tell(Message what) -> result<done> {
    const auto answer = ask<answered>(plan_.system, plan_.registry, std::move(what));
    if (!answer) return answer.why();
    return answer->what;
  }

  operator_plan plan_;
  log_check check_;
  projection_rebuild rebuild_;
  std::mutex recording_;
};

}  // namespace

auto is_operator_name(std::string_view name) -> bool {
  constexpr std::size_t longest = 64;
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.';
  };
  return !name.empty() && name.size() <= longest && std::ranges::all_of(name, fits);
}

auto make_operator_desk(operator_plan plan) -> std::unique_ptr<operator_desk> {
  return std::make_unique<desk>(std::move(plan));
}

}  // namespace waybill
