// Asks an actor from a thread that is none, and waits for its answer.
#pragma once

#include <caf/all.hpp>
#include <chrono>
#include <optional>

#include "events/result.hpp"

namespace waybill {

inline constexpr std::chrono::seconds longest_answer{60};

/// `Answer` is the named struct the actor replies with. Errors: timeout, unavailable (the actor is gone).
template <class Answer, class Handle, class Message>
auto ask(caf::actor_system& system, const Handle& whom, Message message,
         std::chrono::milliseconds patience = longest_answer) -> result<Answer> {
  error why{errc::unavailable, "The engine is stopping.", {}};
  if (!whom) return why;
  std::optional<Answer> told;
  // One a request: a long-lived one would keep answers that came too late.
  caf::scoped_actor self{system};
  self->request(whom, patience, std::move(message))
      .receive([&](Answer& answer) { told.emplace(std::move(answer)); },
               [&](const caf::error& refused) {
                 if (refused == caf::sec::request_timeout)
                   why = error{errc::timeout, "There was no answer in time.", {}};
               });
  if (told) return *std::move(told);
  return why;
}

}  // namespace waybill
