// Actors that move only when a test says so: no thread but the test's own, each message of each actor is a
// step, and time stands still until it is moved on. So which comes first is written down in the test, and the
// same test always takes the same way.
#pragma once

#include <algorithm>
#include <caf/all.hpp>
#include <caf/scheduler/test_coordinator.hpp>
#include <catch2/catch.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "events/clock.hpp"

namespace waybill::tests {

/// What somebody asked an actor. The answer is there when the actors took the steps that it needs.
template <class Answer>
class question {
 public:
  template <class Handle, class Message>
  question(caf::actor_system& system, const Handle& whom, Message message)
      : asker_(std::make_unique<caf::scoped_actor>(system, true)) {
    auto waits = (*asker_)->request(whom, caf::infinite, std::move(message));
    take_ = [waits, this]() mutable {
      waits.receive([this](Answer& answer) { told_ = std::move(answer); },
                    [](const caf::error&) { FAIL("the actor ended and did not answer"); });
    };
  }

  [[nodiscard]] auto answered() -> bool {
    if (!told_ && (*asker_)->has_next_message()) take_();
    return told_.has_value();
  }
  /// Fails the test when there is no answer yet.
  auto answer() -> Answer& {
    REQUIRE(answered());
    return *told_;
  }
  auto operator->() -> Answer* { return &answer(); }

  question(const question&) = delete;
  auto operator=(const question&) -> question& = delete;

 private:
  std::unique_ptr<caf::scoped_actor> asker_;
  std::function<void()> take_;
  std::optional<Answer> told_;
};

/// Stands where another actor would, and keeps what is sent to it. Answers nobody.
template <class Handle>
class probe {
 public:
  explicit probe(caf::actor_system& system) : self_(system, true) {}
  [[nodiscard]] auto handle() const -> Handle { return caf::actor_cast<Handle>(self_.ptr()); }

  /// The next message, if it is of this type.
  template <class Message>
  auto next_if() -> std::optional<Message> {
    if (!heard_something() || !next_->content().match_elements<Message>()) return std::nullopt;
    return std::exchange(next_, nullptr)->content().get_as<Message>(0);
  }
  /// The next message, which must be of this type; nothing: there is none.
  template <class Message>
  auto next() -> std::optional<Message> {
    if (!heard_something()) return std::nullopt;
    auto got = next_if<Message>();
    REQUIRE(got);
    return got;
  }
  [[nodiscard]] auto heard_something() -> bool {
    if (!next_ && self_->has_next_message()) next_ = self_->dequeue();
    return next_ != nullptr;
  }

 private:
  caf::scoped_actor self_;
  caf::mailbox_element_ptr next_;
};

class stepped {
 public:
  stepped() {
    config_.set("scheduler.policy", caf::atom("testing"));
    system_ = std::make_unique<caf::actor_system>(config_);
    // What a failed test leaves behind must not keep it from ending.
    system_->await_actors_before_shutdown(false);
  }
  stepped(const stepped&) = delete;
  auto operator=(const stepped&) -> stepped& = delete;
  ~stepped() = default;

  [[nodiscard]] auto system() -> caf::actor_system& { return *system_; }
  [[nodiscard]] auto clock() const -> clock_ptr { return wall_; }

  template <class Handle, class Message>
  void send(const Handle& whom, Message message) {
    caf::anon_send(whom, std::move(message));
  }
  template <class Answer, class Handle, class Message>
  auto ask(const Handle& whom, Message message) -> question<Answer> {
    return {*system_, whom, std::move(message)};
  }

  /// The actor takes the oldest message of its mailbox (a new one first begins). False: there is none.
  template <class Handle>
  auto step(const Handle& whom) -> bool {
    return scheduler().prioritize(whom) && scheduler().try_run_once();
  }
  /// Somebody takes a step: who has waited longest, among those that are not held. False: nobody can.
  auto step() -> bool { return step_nth(0); }
  /// The same, of the one before whom `skipped` others (modulo all who can) have waited longer.
  auto step_nth(std::size_t skipped) -> bool {
    auto& jobs = scheduler().jobs;
    std::vector<caf::resumable*> can;
    std::copy_if(jobs.begin(), jobs.end(), std::back_inserter(can),
                 [this](auto* job) { return std::find(held_.begin(), held_.end(), job) == held_.end(); });
    if (can.empty()) return false;
    const auto chosen = std::find(jobs.begin(), jobs.end(), can[skipped % can.size()]);
    std::rotate(jobs.begin(), chosen, chosen + 1);
    return scheduler().try_run_once();
  }
  /// From now on the actor moves only by a `step` of its own; or by `release`, as the others.
  template <class Handle>
  void hold(const Handle& whom) {
    held_.push_back(job_of(whom));
  }
  template <class Handle>
  void release(const Handle& whom) {
    std::erase(held_, job_of(whom));
  }
  void release_all() { held_.clear(); }
  /// The actor that got something to do last: one that was just made, for nobody else has its handle.
  template <class Handle>
  auto newest() -> Handle {
    REQUIRE(scheduler().has_job());
    auto* actor = dynamic_cast<caf::abstract_actor*>(scheduler().jobs.back());
    REQUIRE(actor != nullptr);
    return caf::actor_cast<Handle>(caf::actor_cast<caf::strong_actor_ptr>(actor));
  }
  /// All messages of one actor, also those that it sends itself meanwhile.
  template <class Handle>
  void run(const Handle& whom) {
    for (int steps = 0; step(whom); ++steps) REQUIRE(steps < most_steps);
  }
  /// Until nobody has anything to do, but who is held. Time does not move.
  void run() {
    for (int steps = 0; step(); ++steps) REQUIRE(steps < most_steps);
  }
  /// Takes the time on, stops at everything that is due meanwhile, and runs.
  void advance(std::chrono::milliseconds by) {
    auto& time = scheduler().clock();
    const auto until = time.current_time + by;
    run();
    while (!time.schedule().empty() && time.schedule().begin()->first <= until) {
      time.trigger_timeout();
      run();
    }
    time.current_time = until;
    wall_->advance_ms(by.count());
  }

  template <class Handle>
  [[nodiscard]] static auto ended(const Handle& whom) -> bool {
    return caf::actor_cast<caf::abstract_actor*>(whom)->getf(caf::abstract_actor::is_terminated_flag);
  }
  /// For the end of a test: the actor goes, and what only it knew.
  template <class Handle>
  void end(Handle& whom) {
    if (whom) caf::anon_send_exit(whom, caf::exit_reason::user_shutdown);
    whom = nullptr;
    run();
  }

 private:
  static constexpr int most_steps = 1'000'000;
  auto scheduler() -> caf::scheduler::test_coordinator& {
    return dynamic_cast<caf::scheduler::test_coordinator&>(system_->scheduler());
  }

  template <class Handle>
  static auto job_of(const Handle& whom) -> caf::resumable* {
    return dynamic_cast<caf::resumable*>(caf::actor_cast<caf::abstract_actor*>(whom));
  }

  caf::actor_system_config config_;
  std::unique_ptr<caf::actor_system> system_;
  std::shared_ptr<manual_clock> wall_ = std::make_shared<manual_clock>(instant{1'700'000'000'000'000});
  std::vector<caf::resumable*> held_;
};

}  // namespace waybill::tests
