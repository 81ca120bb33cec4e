// Whether records are the last word, for who asks of many: the bits of each chunk are read once.
#pragma once

#include <unordered_map>

#include "projections/collections/live_records.hpp"

namespace waybill {

/// One thread. What was read once is not read again: for a short time.
class live_lookup {
 public:
  /// Both must outlive it.
  live_lookup(const projection_store& store, const digest& collection)
      : store_(store), collection_(collection) {}

  /// Errors: those of the store.
  auto is_live(const record_place& place) -> result<bool>;

 private:
  const projection_store& store_;
  const digest& collection_;
  std::unordered_map<position, record_bits> chunks_;
};

}  // namespace waybill
