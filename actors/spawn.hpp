// How actors come to be: each with a card that tells about it, and where it runs.
#pragma once

#include <caf/all.hpp>
#include <chrono>
#include <exception>
#include <memory>
#include <string>
#include <utility>

#include "actors/actor_card.hpp"

namespace waybill {

/// Stands between CAF and the actor: what comes in, what is worked on and how it ends passes here, so no
/// behavior has to think of it.
template <class Actor>
class with_card final : public Actor, public tells_about_itself {
 public:
  with_card(caf::actor_config& config, std::shared_ptr<actor_card> card)
      : Actor(config), card_(std::move(card)) {}

  using Actor::enqueue;
  void enqueue(caf::mailbox_element_ptr message, caf::execution_unit* where) override {
    card_->came();
    Actor::enqueue(std::move(message), where);
  }

  using Actor::consume;
  auto consume(caf::mailbox_element& message) -> caf::invoke_message_result override {
    const at_work now{*card_};
    const auto became = Actor::consume(message);
    // What is skipped lies in the mailbox, and comes again.
    now.over = became != caf::invoke_message_result::skipped;
    return became;
  }

  auto cleanup(caf::error&& why, caf::execution_unit* where) -> bool override {
    if (fault_.empty() && why && why != caf::exit_reason::user_shutdown) fault_ = caf::to_string(why);
    const auto fault = std::exchange(fault_, {});
    const bool first = Actor::cleanup(std::move(why), where);
    if (first) actor_cards::all().close(this->home_system(), *card_, fault);
    return first;
  }

  void tell_fault(const std::string& what) override { fault_ = what; }

 private:
  /// Also when the behavior throws.
  struct at_work {
    explicit at_work(actor_card& whose) : card(whose) { card.begins(std::chrono::steady_clock::now()); }
    ~at_work() { card.ends(std::chrono::steady_clock::now(), over); }
    at_work(const at_work&) = delete;
    auto operator=(const at_work&) -> at_work& = delete;
    actor_card& card;
    mutable bool over = true;
  };
  std::shared_ptr<actor_card> card_;
  std::string fault_;
};

namespace detail {

template <caf::spawn_options Options, class Behavior, class... Arguments>
auto spawn_with_card(caf::actor_system& system, std::string name, Behavior behavior, Arguments&&... arguments)
    -> caf::infer_handle_from_fun_t<Behavior> {
  using actor = caf::infer_impl_from_fun_t<Behavior>;
  caf::actor_config config;
  caf::detail::init_fun_factory<actor, Behavior> made;
  config.init_fun = made(std::move(behavior), std::forward<Arguments>(arguments)...);
  constexpr bool own_thread = caf::has_detach_flag(Options);
  auto card = actor_cards::all().open(system, std::move(name), own_thread);
  return system.template spawn_impl<with_card<actor>, Options>(config, std::move(card));
}

}  // namespace detail

/// In the pool: it never blocks. `name`: as operators see it.
template <class Behavior, class... Arguments>
auto spawn_in_pool(caf::actor_system& system, std::string name, Behavior behavior, Arguments&&... arguments) {
  return detail::spawn_with_card<caf::no_spawn_options>(system, std::move(name), behavior,
                                                        std::forward<Arguments>(arguments)...);
}

/// In a thread of its own; but where the scheduler is stepped by hand (policy `testing`), each message of
/// each actor is a step, and nobody has a thread.
template <class Behavior, class... Arguments>
auto spawn_with_thread(caf::actor_system& system, std::string name, Behavior behavior,
                       Arguments&&... arguments) {
  const bool stepped =
      caf::get_or(system.config(), "scheduler.policy", caf::atom("")) == caf::atom("testing");
  if (stepped) return spawn_in_pool(system, std::move(name), behavior, std::forward<Arguments>(arguments)...);
  return detail::spawn_with_card<caf::detached>(system, std::move(name), behavior,
                                                std::forward<Arguments>(arguments)...);
}

/// For an actor itself: whether what it does to its thread is done to nobody else.
inline auto has_thread(const caf::local_actor& self) -> bool {
  return self.getf(caf::abstract_actor::is_detached_flag);
}

}  // namespace waybill
