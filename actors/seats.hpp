// Who may work, and who waits for that: the seats and the line before them. Who came first gets the next free
// seat. One thread.
#pragma once

#include <cstdint>
#include <list>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include "events/words.hpp"

namespace waybill {

/// One import's wish for a seat.
struct seat_wish {
  import_id import;
  user_id owner;
  std::uint64_t number = 0;  ///< stands in the grant: who has wished anew has no use for an earlier one
};

class seats {
 public:
  explicit seats(std::size_t count) : count_(count) {}

  /// True: it has a seat already, and keeps it. False: it waits in the line; who waits already keeps his
  /// turn, with the new number.
  auto want(const seat_wish& wish) -> bool;
  /// The import has no use for a seat any more: it gives back its own, or leaves the line.
  void leave(const import_id& import);
  /// The wish whose turn it is, if a seat is free: from now on the import has it. To be asked until there is
  /// none.
  auto give() -> std::optional<seat_wish>;
  /// From now on no seat is given.
  void close() { closed_ = true; }

  [[nodiscard]] auto taken() const -> std::size_t { return taken_.size(); }
  [[nodiscard]] auto waiting() const -> std::size_t { return line_.size(); }
  [[nodiscard]] auto waiting_of(const user_id& owner) const -> std::size_t;

 private:
  void take_out(const import_id& import);

  std::size_t count_;
  std::unordered_set<import_id> taken_;
  std::list<seat_wish> line_;  ///< who came first stands first
  std::unordered_map<import_id, std::list<seat_wish>::iterator> waits_;
  std::map<std::string, std::size_t> waiting_of_;  ///< owner; nobody stands here with 0
  bool closed_ = false;
};

}  // namespace waybill
