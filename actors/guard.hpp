// What happens when an actor of the core throws: that is a bug of ours, its memory can no longer be trusted,
// and the log has all that matters. So the process ends, loudly, and the next start goes on from the log.
#pragma once

#include <caf/all.hpp>
#include <cstdlib>
#include <exception>
#include <string>

#include "actors/actor_card.hpp"
#include "actors/journal.hpp"
#include "events/fault_point.hpp"

namespace waybill {

inline auto text_of(const std::exception_ptr& thrown) -> std::string {
  try {
    std::rethrow_exception(thrown);
  } catch (const std::exception& e) {
    return e.what();
  } catch (...) {
    return "something that is no exception";
  }
}

template <class Self>
void end_process_when_it_throws(Self* self, std::string name) {
  self->set_exception_handler([name = std::move(name)](std::exception_ptr& thrown) -> caf::error {
    journal::error("actor.threw", {{"actor", name}, {"what", text_of(thrown)}});
    std::abort();
  });
}

/// For actors that somebody supervises: the text is written down, the actor ends with `runtime_error`.
template <class Self>
void end_actor_when_it_throws(Self* self, std::string name) {
  self->set_exception_handler([self, name = std::move(name)](std::exception_ptr& thrown) -> caf::error {
    const auto what = text_of(thrown);
    journal::error("actor.threw", {{"actor", name}, {"what", what}});
    if (auto* const told = dynamic_cast<tells_about_itself*>(self)) told->tell_fault(what);
    return caf::sec::runtime_error;
  });
}

template <class Handler, class Result, class Message>
auto behind_fault_point(const char* name, Handler handler, Result (Handler::*)(Message) const) {
  return [name, handler = std::move(handler)](Message message) -> Result {
    fault_point(name);
    return handler(message);
  };
}

/// A behavior of these handlers, each behind the actor's fault point.
template <class Behavior, class... Handlers>
auto with_fault_point(const char* name, Handlers... handlers) -> Behavior {
  return {behind_fault_point(name, std::move(handlers), &Handlers::operator())...};
}

}  // namespace waybill
