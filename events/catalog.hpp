// Every event of the system in one list: decoding by tag, printing as JSON, and docs/event_format.md all walk
// it.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <variant>

#include "events/codec.hpp"
#include "events/result.hpp"

namespace waybill {

/// Decodes one alternative of an aggregate's variant by its tag.
/// Errors: corrupt, naming the tag, when no alternative has it or the bytes are not of its shape.
template <class Variant>
auto decode_event(std::string_view tag, std::string_view payload) -> result<Variant> {
  result<Variant> found{errc::corrupt, "The event's tag '" + std::string(tag) + "' is not known here."};
  const auto attempt = [&]<class Event>(std::type_identity<Event>) {
    if (Event::tag != tag) return false;
    Event event;
    if (decode(payload, event))
      found = Variant{std::move(event)};
    else
      found = error{errc::corrupt, "The event's bytes are not of the shape " + std::string(tag) + "."};
    return true;
  };
  [&]<class... Events>(std::type_identity<std::variant<Events...>>) {
    static_cast<void>((attempt(std::type_identity<Events>{}) || ...));
  }(std::type_identity<Variant>{});
  return found;
}

/// Tag and payload of an event of any aggregate.
template <class... Events>
auto encode_event(const std::variant<Events...>& event) -> std::pair<std::string, std::string> {
  return std::visit([](const auto& e) { return std::pair{std::string(e.tag), encode(e)}; }, event);
}

/// Is this tag in the list?
auto is_known_tag(std::string_view tag) -> bool;

/// Whether the payload is what an event of that tag can be. Errors: corrupt.
auto check_event(std::string_view tag, std::string_view payload) -> result<done>;

/// An event's payload as JSON, fields in the order of the list. Secrets and rows (the kind's own bytes) print
/// as their size. Errors: corrupt.
auto print_event(std::string_view tag, std::string_view payload) -> result<nlohmann::ordered_json>;

/// The page docs/event_format.md.
auto event_format_page() -> std::string;

}  // namespace waybill
