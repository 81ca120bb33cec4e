// What a person asked for many records at once, and how it went: `bulk/<id>`. What it did to the records
// stands in the collection's own stream (events/collection/events.hpp). Which records they are is written
// down first, so that nothing that comes later is changed by it, and a server that ends goes on with the
// rest.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "events/collection/events.hpp"
#include "events/words.hpp"

namespace waybill {

/// Numbers stand in the log: never renumber.
enum class bulk_verb : std::uint8_t {
  change = 0,  ///< each record by itself, as its kind says
  remove = 1,  ///< each record is deleted
  merge = 2,   ///< they become one
  undo = 3     ///< what another bulk change did is taken back
};
constexpr auto enum_end(bulk_verb) -> std::uint64_t { return 4; }
constexpr auto name_of(bulk_verb what) noexcept -> std::string_view {
  constexpr std::string_view names[] = {"change", "delete", "merge", "undo"};
  return names[static_cast<std::size_t>(what)];
}

struct bulk_asked {
  static constexpr std::string_view tag = "bulk.asked.v1";
  static constexpr std::string_view about = "A person wants something done to many records.";
  bulk_id bulk;
  owner_id owner;
  std::string kind;
  bulk_verb verb = bulk_verb::change;
  std::string wish;
  std::string filter;
  bulk_id undoes;
  template <class Self, class V>
  static void fields(Self& e, V& visit) {
    visit("change_id", e.bulk, "the bulk change");
    visit("owner", e.owner, "whose collection it is");
    visit("kind", e.kind, "of which kind");
    visit("verb", e.verb, "0 change, 1 delete, 2 merge, 3 undo");
    visit("wish", e.wish, "what is to be done, a JSON object as the kind writes it");
    visit("filter", e.filter, "how the records were chosen, a JSON object");
    visit("undoes", e.undoes, "the bulk change that an undo takes back, or empty");
  }
};

struct bulk_selected {
  static constexpr std::string_view tag = "bulk.selected.v1";
  static constexpr std::string_view about =
      "The next of the records it is for, by identity. All such events but the last hold equally many.";
  digest_list ids;
  template <class Self, class V>
  static void fields(Self& e, V& visit) {
    visit("ids", e.ids, "their identities");
  }
};

struct bulk_begun {
  static constexpr std::string_view tag = "bulk.begun.v1";
  static constexpr std::string_view about = "All records it is for are named: the work begins.";
  std::uint64_t total = 0;
  template <class Self, class V>
  static void fields(Self& e, V& visit) {
    visit("total", e.total, "how many records it is for");
  }
};

struct bulk_completed {
  static constexpr std::string_view tag = "bulk.completed.v1";
  static constexpr std::string_view about = "Every record it is for was worked off.";
  template <class Self, class V>
  static void fields(Self&, V&) {}
};

struct bulk_cancelled {
  static constexpr std::string_view tag = "bulk.cancelled.v1";
  static constexpr std::string_view about =
      "A person ended it before its end, or the account of who asked was disabled, or the log was restored. "
      "What was done stays.";
  template <class Self, class V>
  static void fields(Self&, V&) {}
};

struct bulk_failed {
  static constexpr std::string_view tag = "bulk.failed.v1";
  static constexpr std::string_view about = "It ended before its end. What was done stays.";
  std::string code;
  std::string message;
  template <class Self, class V>
  static void fields(Self& e, V& visit) {
    visit("code", e.code, "why, for programs");
    visit("message", e.message, "why, for a person");
  }
};

struct bulk_undo_begun {
  static constexpr std::string_view tag = "bulk.undo_begun.v1";
  static constexpr std::string_view about = "Another bulk change takes back what this one did.";
  bulk_id undo;
  template <class Self, class V>
  static void fields(Self& e, V& visit) {
    visit("undo", e.undo, "that one");
  }
};

using bulk_event = std::variant<bulk_asked, bulk_selected, bulk_begun, bulk_completed, bulk_cancelled,
                                bulk_failed, bulk_undo_begun>;

inline auto bulk_stream(const bulk_id& id) -> std::string { return "bulk/" + id.value; }

}  // namespace waybill
