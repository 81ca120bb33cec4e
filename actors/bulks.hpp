// Changes of many records at once, as the layers above see them. Calls block until there is an answer; any
// thread.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "domains/kind.hpp"
#include "events/result.hpp"
#include "events/words.hpp"
#include "projections/bulk_model.hpp"

namespace waybill {

/// So many of one owner are worked on at a time.
inline constexpr std::size_t most_bulks_of_one = 4;

/// An idempotency key, and what is asked for with it.
struct bulk_once {
  std::string key;  ///< "": none
  digest wish{};    ///< of all that is asked for
};

struct bulk_request {
  std::string kind;
  bulk_wish wish;  ///< as the kind's `check_bulk` wrote it
  bulk_once once{};
};

struct begun_bulk {
  bulk_row row;
  bool repeated = false;  ///< the idempotency key was known: the first answer again
};

/// Takes one record after the other. Errors: the log's; then no more is wanted.
using identity_taker = std::function<result<done>(const identity&)>;
/// Names the records, in the order in which they are worked off, each once.
using bulk_selection = std::function<result<done>(const identity_taker& take)>;

struct bulk_choice {
  std::string filter;  ///< how the records are chosen, a JSON object; told again to people
  bulk_selection select;
};

/// Says for which records the change is, or why it may not be.
using bulk_chooser = std::function<result<bulk_choice>()>;

class bulk_desk {
 public:
  virtual ~bulk_desk() = default;
  /// What a person wants, as the kind writes it. Errors: bad_value, unknown_field.
  [[nodiscard]] virtual auto check(std::string_view kind, const std::string& json) const
      -> result<bulk_wish> = 0;
  /// When it answers, what is wanted and for which records is in the log, and the work begins. One that did
  /// not come so far is forgotten with its key. A key that is known gets its first answer again, and nobody
  /// chooses: what the first one was for may be gone by now. Errors: too_many_requests (too many are worked
  /// on), idempotency_mismatch (the key came with another wish), storage_full, unavailable, those of `choose`
  /// and of its selection.
  virtual auto begin(const acting& who, const bulk_request& what, const bulk_chooser& choose)
      -> result<begun_bulk> = 0;
  /// Ends it behind the chunk that is under way; what was done stays. Errors: not_found, wrong_status.
  virtual auto cancel(const acting& who, std::string_view kind, const bulk_id& id) -> result<bulk_row> = 0;
  /// Begins another that takes back what this one did. Errors: not_found, wrong_status (it is not finished,
  /// changed nothing, or is taken back already), too_many_requests, idempotency_mismatch.
  virtual auto undo(const acting& who, std::string_view kind, const bulk_id& id, const bulk_once& once)
      -> result<begun_bulk> = 0;
  /// Errors: not_found.
  [[nodiscard]] virtual auto get(const owner_id& owner, std::string_view kind, const bulk_id& id) const
      -> result<bulk_row> = 0;
  /// Newest first. Errors: bad_value (cursor).
  [[nodiscard]] virtual auto list(const owner_id& owner, std::string_view kind, std::size_t limit,
                                  const std::string& cursor) const -> result<page<bulk_row>> = 0;
};

auto too_many_bulks() -> error;

/// Could an undo of it begin? Errors: wrong_status.
auto may_undo(const bulk_row& row) -> result<done>;

}  // namespace waybill
