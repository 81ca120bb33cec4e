// Who may work, and who waits for that: the seats and the line before them. A free seat goes to the user who
// has the fewest. Among equals it goes to the one who has waited longest since he gave one back. A user's
// oldest import goes first. One thread.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

#include "events/result.hpp"
#include "events/words.hpp"

namespace waybill {

/// One import's wish for a seat.
struct seat_wish {
  import_id import;
  user_id owner;
  std::uint64_t number = 0;  ///< stands in the grant: who has wished anew has no use for an earlier one
  position accepted_at = 0;  ///< where the log took the import: its age
  bool outside = false;      ///< others work on its records; it waits for them
};

class seats {
 public:
  /// `shared`: no user has more than half of what others leave, and one at least, also when nobody else
  /// waits: for work that nobody ends soon, so that who comes later finds a seat.
  explicit seats(std::size_t count, bool shared = false) : count_(count), shared_(shared) {}

  /// True: it has a seat already, and keeps it. False: it waits in the line; when it waits already, its
  /// wish has the new number.
  auto want(const seat_wish& wish) -> bool;
  /// The import has no use for a seat any more: it gives back its own, or leaves the line.
  void leave(const import_id& import);
  /// The wish whose turn it is, if a seat is free: from now on the import has it. To be asked until there is
  /// none.
  auto give() -> std::optional<seat_wish>;
  /// Is there room in the line for one more of this user's? Errors: too_many_requests.
  [[nodiscard]] auto may_wait(const user_id& who, std::size_t of_all, std::size_t of_one) const
      -> result<done>;
  /// So many from now on; who has one keeps it.
  void resize(std::size_t count) { count_ = count; }
  [[nodiscard]] auto count() const -> std::size_t { return count_; }
  /// From now on no seat is given.
  void close() { closed_ = true; }

  /// Has the import a seat?
  [[nodiscard]] auto has(const import_id& import) const -> bool { return taken_.contains(import); }
  [[nodiscard]] auto taken() const -> std::size_t { return taken_.size(); }
  [[nodiscard]] auto waiting() const -> std::size_t { return waits_.size(); }
  [[nodiscard]] auto waiting_of(const user_id& owner) const -> std::size_t;

 private:
  using age = std::pair<position, import_id>;
  struct share {  ///< of one user
    std::size_t taken = 0;
    std::uint64_t turn = 0;         ///< who began to wait, or gave a seat back, earlier has a smaller one
    std::map<age, seat_wish> line;  ///< who is oldest stands first
  };
  struct waiting_import {
    std::string owner;
    age at;
  };

  /// Any change of a user's share goes through here: it may change whose turn is next.
  template <class Change>
  void change(const std::string& owner, const Change& how);

  /// How many seats who has `mine` of them may have now.
  [[nodiscard]] auto most_of(std::size_t mine) const -> std::size_t;

  std::size_t count_;
  bool shared_;
  std::unordered_map<import_id, std::string> taken_;  ///< with the owner
  std::unordered_map<import_id, waiting_import> waits_;
  std::unordered_map<std::string, share> shares_;  ///< by owner, of those who have a seat or wait for one
  std::map<std::pair<std::size_t, std::uint64_t>, std::string> next_;  ///< owners who wait, by seats and turn
  std::uint64_t turns_ = 0;
  bool closed_ = false;
};

/// The seats of those that compute, and of those that wait for others: neither takes one of the other's.
class all_seats {
 public:
  all_seats(std::size_t inside, std::size_t outside) : inside_(inside), outside_(outside, true) {}

  auto want(const seat_wish& wish) -> bool { return (wish.outside ? outside_ : inside_).want(wish); }
  void leave(const import_id& import) {
    inside_.leave(import);
    outside_.leave(import);
  }
  auto give() -> std::optional<seat_wish> {
    auto given = inside_.give();
    return given ? given : outside_.give();
  }
  /// Errors: too_many_requests.
  [[nodiscard]] auto may_wait(const user_id& who, std::size_t of_all, std::size_t of_one) const
      -> result<done> {
    auto fine = inside_.may_wait(who, of_all, of_one);
    return fine ? outside_.may_wait(who, of_all, of_one) : fine;
  }
  /// Of those that compute.
  void resize(std::size_t count) { inside_.resize(count); }
  [[nodiscard]] auto count() const -> std::size_t { return inside_.count(); }
  void close() {
    inside_.close();
    outside_.close();
  }
  [[nodiscard]] auto has(const import_id& import) const -> bool {
    return inside_.has(import) || outside_.has(import);
  }
  [[nodiscard]] auto taken() const -> std::size_t { return inside_.taken() + outside_.taken(); }
  [[nodiscard]] auto waiting() const -> std::size_t { return inside_.waiting() + outside_.waiting(); }

 private:
  seats inside_, outside_;
};

}  // namespace waybill
