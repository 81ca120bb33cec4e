// What operators did, newest first: folded from their streams.
#pragma once

#include <memory>
#include <string>

#include "projections/read_model.hpp"
#include "projections/views.hpp"

namespace waybill {

/// A command, as its operator's console gave it.
struct operation {
  position at = 0;
  instant time{};
  std::string by;  ///< the operator's name, as their console claimed
  std::string verb;
  std::string subject;  ///< id of an import or an account; "": the whole server
  std::string value;

  template <class Self, class V>
  static void fields(Self& e, V& visit) {
    visit("position", e.at, "");
    visit("at", e.time, "");
    visit("by", e.by, "");
    visit("verb", e.verb, "");
    visit("subject", e.subject, "");
    visit("value", e.value, "");
  }
};

auto make_operations_model() -> std::unique_ptr<read_model>;

/// At most `limit`, behind `cursor`. Errors: bad_value (cursor), corrupt, unavailable.
auto list_operations(const projection_store& store, std::size_t limit, const std::string& cursor)
    -> result<page<operation>>;

}  // namespace waybill
