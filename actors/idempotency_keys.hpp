// Keys with which imports were handed in, for as long as a second asker is to get the first one's answer.
// One thread.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>

#include "events/import/events.hpp"
#include "events/result.hpp"
#include "projections/store.hpp"

namespace waybill {

class idempotency_keys {
 public:
  struct known {
    import_id id;
    owner_id owner;
    std::string kind;
    std::string options;  ///< as the kind wrote them out
    digest file{};
    instant at{};
    position first = 0;  ///< of its first event: what the second asker's answer waits for
  };

  explicit idempotency_keys(std::chrono::hours kept) : kept_(kept) {}

  /// The import that came with this key before; nothing: it is new, or too old, or there is no key. Errors:
  /// idempotency_mismatch (it came with another file, kind, options or project).
  [[nodiscard]] auto find(const user_id& by, const import_submitted& what, instant now) const
      -> result<std::optional<known>>;
  void add(const user_id& by, const import_submitted& what, instant at, position first);
  /// Those that the rows show, after a start; also of imports that were removed: their keys are kept as long
  /// as any. Errors: corrupt, unavailable.
  auto remember(const projection_store& rows, instant now) -> result<done>;
  /// What was handed in before is forgotten.
  [[nodiscard]] auto oldest(instant now) const -> instant;

 private:
  std::chrono::hours kept_;
  std::map<std::string, known> keys_;  ///< user/key
  std::size_t before_pruning_ = first_pruning;
  static constexpr std::size_t first_pruning = 10'000;
};

}  // namespace waybill
