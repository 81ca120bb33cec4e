// The plans of the imports that somebody looks at, as long as they hold. Each is made by the first who asks;
// the others wait for it. Any thread.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "actors/review_desk.hpp"

namespace waybill {

/// All that a plan depends on.
struct plan_basis {
  std::uint64_t revision = 0;  ///< of the review
  std::string options;         ///< with what the project has set
  std::string agreed;
  std::uint64_t collection = 0;  ///< version of its stream
  friend auto operator==(const plan_basis&, const plan_basis&) -> bool = default;
};

class plan_shelf {
 public:
  using plan_ptr = std::shared_ptr<const import_plan>;
  using maker = std::function<result<plan_ptr>()>;

  /// So many are being made at a time; so many are kept.
  static constexpr std::size_t most_makers = 4;
  static constexpr std::size_t most_kept = 16;

  /// The plan on this basis; with `may_be_old` also on an earlier state of the collection. Errors:
  /// too_many_requests, those of `make`.
  auto get(const import_id& id, const plan_basis& basis, bool may_be_old, const maker& make)
      -> result<plan_ptr>;
  void drop(const import_id& id);

 private:
  struct entry {
    std::mutex making;  ///< held while it is looked at, or made
    plan_basis basis;
    plan_ptr plan;
    std::uint64_t used = 0;  ///< with the shelf's lock
  };
  auto entry_of(const import_id& id) -> std::shared_ptr<entry>;

  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<entry>> entries_;  ///< by import
  std::uint64_t uses_ = 0;
  std::size_t makers_ = 0;
};

}  // namespace waybill
