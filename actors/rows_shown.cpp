#include "actors/rows_shown.hpp"

namespace waybill {

auto rows_shown::now(std::string_view kind, const owner_id& owner) const -> result<shown_rows> {
  const auto wanted = last_of(kind, owner);
  if (set_.collections->at() < wanted && !stopped_) {
    caf::anon_send(collections_, show_everything{});
    if (!set_.collections->wait_for(wanted, patience))
      return {errc::timeout, "The list of " + std::string(kind) + " is behind; ask again in a moment."};
  }
  return shown_rows{rows_, log_};
}

auto rows_shown::late(std::string_view kind, const owner_id& owner) const -> result<shown_rows> {
  if (auto there = fold_late(*set_.late, last_of(kind, owner), patience); !there)
    return std::move(there).why();
  return now(kind, owner);
}

auto rows_shown::last_of(std::string_view kind, const owner_id& owner) const -> position {
  const auto last = log_.head(collection_stream(kind, owner));
  return last ? last->at : log_.tail();
}

}  // namespace waybill
