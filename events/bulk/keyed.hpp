// The idempotency key with which a bulk change began: stands in its stream, beside `bulk.begun`, where there
// is one.
#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "events/words.hpp"

namespace waybill {

struct bulk_keyed {
  static constexpr std::string_view tag = "bulk.keyed.v1";
  static constexpr std::string_view about =
      "It began with an Idempotency-Key: who comes with the same one again gets this change.";
  std::string idempotency_key;
  digest wish{};
  template <class Self, class V>
  static void fields(Self& e, V& visit) {
    visit("idempotency_key", e.idempotency_key, "given by the client");
    visit("wish", e.wish, "SHA-256 of what was asked for with it");
  }
};

using bulk_key_event = std::variant<bulk_keyed>;

}  // namespace waybill
