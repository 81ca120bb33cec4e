// Who may try a password now, and who has to wait: guessing stays slow, and nobody keeps another out.
#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <vector>

#include "actors/bounded_table.hpp"
#include "actors/rising_time.hpp"
#include "events/words.hpp"

namespace waybill {

struct throttle_rules {
  std::uint64_t free_failures = 5;              ///< of one name from one address, or from one known browser
  std::int64_t first_wait_s = 30;               ///< after them; doubles with each further failure
  std::int64_t longest_wait_s = 3'600;          ///< at most so long
  std::int64_t address_failures_an_hour = 100;  ///< of all names together
  std::size_t tries_kept = 32'768;              ///< names with addresses, and known browsers
  std::size_t addresses_kept = 32'768;
  std::size_t names_kept = 4'096;
  std::size_t homes_kept = 16'384;  ///< accounts whose addresses are remembered
};

/// Somebody who says who they are. Names are one whatever their case.
struct sign_in_try {
  std::string name;
  std::string address;
  std::string account;  ///< the id of the account of that name; "": there is none
  std::string browser;  ///< which known browser of that account it is; "": none
};

/// Who waits for whom: each kind has seats of its own among those whose password is being checked.
enum class acquaintance : std::uint8_t {
  known,  ///< a browser or an address that signed in to this account before
  clean,  ///< an address without a failure in the last time
  other
};

struct admission {
  std::int64_t wait_s = 0;  ///< 0: go ahead
  acquaintance who = acquaintance::other;
  instant at{};           ///< what `untried` needs to take it back
  instant last_before{};  ///< likewise
};

/// The rules, and what they cost who guesses, stand in docs/security.md. An address is an IPv4 address or an
/// IPv6 network of 64 bits, since a line has that many. All tables have an end, and so has the work for one
/// try. Any thread; no clock of its own: the one that it is told may be put back, and nobody waits for it to
/// catch up.
class sign_in_throttle {
 public:
  /// `salt`: unpredictable, so that nobody aims at the slots of others in the tables.
  explicit sign_in_throttle(throttle_rules rules, std::string salt = {});

  /// Going ahead counts as a failure until `succeeded`: attempts at the same time cannot all slip through
  /// before the first has failed.
  auto begin(const sign_in_try& who, instant wall) -> admission;
  /// It was the right password: the failures of this name and address are forgotten, and the address is
  /// known.
  void succeeded(const sign_in_try& who, const admission& how);
  /// No password was looked at: it counts as if nobody had asked.
  void untried(const sign_in_try& who, const admission& how);

 private:
  /// Failures in a row.
  struct tries {
    std::uint64_t count = 0;
    instant last{};
    std::int64_t until_us = 0;
    [[nodiscard]] auto matters_until() const -> std::int64_t { return until_us; }
  };
  /// A leaky bucket (GCRA, ITU-T I.371) is but the moment when it will be empty. An empty one says nothing.
  struct bucket {
    std::int64_t empty_us = 0;
    [[nodiscard]] auto matters_until() const -> std::int64_t { return empty_us; }
  };
  /// Which bucket, how much of it one failure fills, and how much it holds.
  struct share {
    digest key{};
    std::int64_t one_us = 0;
    std::int64_t room_us = 0;
  };
  struct home {
    digest line{};
    instant last{};
  };
  struct homes {
    std::vector<home> all;
    [[nodiscard]] auto matters_until() const -> std::int64_t;
  };
  /// How long who failed has to wait.
  struct pace {
    std::uint64_t free = 0;
    std::int64_t first_us = 0;
    std::int64_t longest_us = 0;
    [[nodiscard]] auto wait_us(std::uint64_t failures) const -> std::int64_t;
  };
  struct keys {
    digest tries{};
    digest account{};
    share line, site, name;
    bool browser = false;
  };

  [[nodiscard]] auto key(std::string_view kind, std::string_view text) const -> digest;
  [[nodiscard]] auto keys_of(const sign_in_try& who) const -> keys;
  [[nodiscard]] auto pace_now(bool attack) const -> pace;
  auto is_home(const keys& of, instant now) -> bool;
  auto is_attacked(const share& name, instant now) -> bool;
  auto left_us(const keys& of, const pace& by, instant now) -> std::int64_t;
  void fill(const keys& of, instant now);
  void take_back(const keys& of);
  void remember_home(const keys& of, instant now);

  throttle_rules rules_;
  std::string salt_;
  std::mutex mutex_;
  rising_time time_;
  bounded_table<tries> tries_;
  bounded_table<bucket> addresses_;
  bounded_table<bucket> names_;
  bounded_table<homes> homes_;
};

/// The part of an address that one line has: IPv4 whole, IPv6 as its first `bits` (64 or 48) bits; with
/// brackets or a port as a proxy may write it. What is no address stands for itself.
auto network_of(std::string_view address, int bits) -> std::string;

}  // namespace waybill
