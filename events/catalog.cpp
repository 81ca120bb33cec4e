#include "events/catalog.hpp"

#include <nlohmann/json.hpp>
#include <type_traits>

#include "events/account/events.hpp"
#include "events/bulk/events.hpp"
#include "events/bulk/keyed.hpp"
#include "events/collection/events.hpp"
#include "events/import/events.hpp"
#include "events/operator/events.hpp"
#include "events/project/events.hpp"
#include "events/server/events.hpp"

namespace waybill {
namespace {

using json = nlohmann::ordered_json;

/// Calls `visit` with every kind of event there is; stops when it answers true.
template <class Visit>
auto any_of_catalog(Visit visit) -> bool {
  const auto walk = [&]<class... Events>(std::type_identity<std::variant<Events...>>) {
    return (visit(std::type_identity<Events>{}) || ...);
  };
  return walk(std::type_identity<import_event>{}) || walk(std::type_identity<collection_event>{}) ||
         walk(std::type_identity<account_event>{}) || walk(std::type_identity<project_event>{}) ||
         walk(std::type_identity<server_event>{}) || walk(std::type_identity<operator_event>{}) ||
         walk(std::type_identity<bulk_event>{}) || walk(std::type_identity<bulk_key_event>{});
}

/// Bytes of a kind's own making, and secrets, are not for reading: their size is.
auto is_opaque(std::string_view field) -> bool {
  return field == "before" || field == "after" || field == "common" || field == "secret" ||
         field == "password_hash";
}

template <class T>
auto print_value(const T& value) -> json {
  if constexpr (std::is_same_v<T, instant>) {
    return to_rfc3339_ms(value);
  } else if constexpr (std::is_same_v<T, digest>) {
    return to_hex(value);
  } else if constexpr (std::is_enum_v<T>) {
    return std::string(name_of(value));
  } else if constexpr (codec::is_id<T>::value) {
    return value.value;
  } else if constexpr (std::is_same_v<T, digest_list>) {
    auto list = json::array();
    for (const auto& element : value) list.push_back(to_hex(element));
    return list;
  } else if constexpr (std::is_same_v<T, text_list>) {
    auto list = json::array();
    value.each([&list](std::string_view text) { list.push_back(std::string(text)); });
    return list;
  } else if constexpr (std::is_convertible_v<const T&, std::string_view>) {
    return std::string(std::string_view(value));
  } else if constexpr (codec::is_optional<T>::value) {
    return value ? print_value(*value) : json(nullptr);
  } else if constexpr (codec::is_list<T>::value) {
    auto list = json::array();
    for (const auto& element : value) list.push_back(print_value(element));
    return list;
  } else if constexpr (codec::has_fields<const T>) {
    auto object = json::object();
    auto visit = [&object](std::string_view name, const auto& field, std::string_view) {
      if constexpr (std::is_convertible_v<decltype(field), std::string_view>) {
        if (is_opaque(name)) {
          object[std::string(name)] = std::to_string(std::string_view(field).size()) + " bytes";
          return;
        }
      }
      if (!is_opaque(name)) object[std::string(name)] = print_value(field);
    };
    T::fields(value, visit);
    return object;
  } else {
    return value;
  }
}

template <class T>
auto type_name() -> std::string {
  if constexpr (std::is_same_v<T, bool>)
    return "bool";
  else if constexpr (std::is_enum_v<T>)
    return "number of a name";
  else if constexpr (std::unsigned_integral<T>)
    return "unsigned";
  else if constexpr (std::signed_integral<T>)
    return "signed";
  else if constexpr (std::is_same_v<T, instant>)
    return "instant (us)";
  else if constexpr (std::is_same_v<T, digest>)
    return "32 bytes";
  else if constexpr (std::is_same_v<T, digest_list>)
    return "list of 32 bytes";
  else if constexpr (std::is_same_v<T, text_list>)
    return "list of text";
  else if constexpr (codec::is_id<T>::value)
    return "text (id)";
  else if constexpr (std::is_convertible_v<const T&, std::string_view>)
    return "text";
  else if constexpr (codec::is_optional<T>::value)
    return "optional " + type_name<typename T::value_type>();
  else if constexpr (codec::is_list<T>::value)
    return "list of " + type_name<typename T::value_type>();
  else
    return "struct";
}

template <class T>
void describe_fields(std::string& page, const std::string& prefix) {
  const T empty{};
  auto visit = [&](std::string_view name, const auto& field, std::string_view about) {
    using F = std::remove_cvref_t<decltype(field)>;
    const auto path = prefix + std::string(name);
    page += "| `" + path + "` | " + type_name<F>() + " | " + std::string(about) + " |\n";
    if constexpr (codec::is_list<F>::value) {
      if constexpr (codec::has_fields<typename F::value_type>)
        describe_fields<typename F::value_type>(page, path + "[].");
    } else if constexpr (codec::has_fields<const F>) {
      describe_fields<F>(page, path + ".");
    }
  };
  T::fields(empty, visit);
}

constexpr std::string_view preamble = R"(# Event format

Generated from the lists of fields in `events/*/events.hpp`; a test compares the two.

## Encoding

`unsigned` and `number of a name`: LEB128 varint. `signed` and `instant` (microseconds since 1970 UTC): zigzag varint.
`bool`: one byte. `text`: length as varint, then bytes. `32 bytes`: as they are. `optional`: one byte 0 or 1, then the
value. `list`: count as varint, then the values. `struct`: its fields in order. Names are not stored: the tag says the
shape, and a tag is never used for another shape; a new shape is a new version of the tag.

## Envelope

Stored under `e` and the position (8 bytes, big endian): the seal (32 bytes), then the head, then the payload. The exact bytes of
the head are described in `events/log/record_format.hpp`. The seal is SHA-256 over the seal of the stream's previous event
(32 zero bytes for the first), the head, and the payload.

| field | what it is |
|---|---|
| position | place in the whole log, from 1, rising by one |
| stream | `import/<id>`, `collection/<kind>/<owner>`, `bulk/<id>`, `account/<id>`, `project/<id>`, `server`, `operator/<name>` |
| version | place in the stream, from 1 |
| time | when it was appended |
| by | the user who caused it, `operator/<name>` of the console, or `system` |
| cause | position of the event that led to it; 0: none |
| tag | type and version of the shape |

## Events
)";

/// What `take` makes of the event.
template <class Take>
auto read_event(std::string_view tag, std::string_view payload, Take take)
    -> result<decltype(take(import_completed{}))> {
  result<decltype(take(import_completed{}))> answer{
      errc::corrupt, "The event's tag '" + std::string(tag) + "' is not known here."};
  any_of_catalog([&]<class Event>(std::type_identity<Event>) {
    if (Event::tag != tag) return false;
    Event event;
    if (decode(payload, event))
      answer = take(event);
    else
      answer = error{errc::corrupt, "The event's bytes are not of the shape " + std::string(tag) + "."};
    return true;
  });
  return answer;
}

}  // namespace

auto is_known_tag(std::string_view tag) -> bool {
  return any_of_catalog([tag]<class Event>(std::type_identity<Event>) { return Event::tag == tag; });
}

auto check_event(std::string_view tag, std::string_view payload) -> result<done> {
  return read_event(tag, payload, [](const auto&) { return done{}; });
}

auto print_event(std::string_view tag, std::string_view payload) -> result<json> {
  return read_event(tag, payload, [](const auto& event) { return print_value(event); });
}

auto event_format_page() -> std::string {
  std::string page(preamble);
  any_of_catalog([&page]<class Event>(std::type_identity<Event>) {
    page += "\n### `" + std::string(Event::tag) + "`\n\n" + std::string(Event::about) + "\n";
    std::string rows;
    describe_fields<Event>(rows, "");
    if (!rows.empty()) page += "\n| field | type | meaning |\n|---|---|---|\n" + rows;
    return false;
  });
  return page;
}

}  // namespace waybill
