// Imports that wait for somebody to look at them: what would happen, what people change of it, the commit.
// See docs/reviews.md.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domains/kind.hpp"
#include "events/collection/chunk.hpp"
#include "events/import/state.hpp"
#include "events/result.hpp"
#include "events/words.hpp"
#include "projections/import_row.hpp"

namespace waybill {

/// What would become of a record, as bits: filters ask for them.
enum record_plan : std::uint16_t {
  plan_create = 1,
  plan_update = 2,
  plan_skip = 4,
  plan_fail = 8,
  plan_invalid = 16,             ///< it cannot be taken, whatever is there
  plan_excluded = 32,            ///< a person left it out
  plan_warning = 64,             ///< it has warnings
  plan_duplicate_in_file = 128,  ///< an earlier record of the file is the same
  plan_duplicate = 256           ///< what is there already is the same
};

struct plan_counts {
  std::uint64_t records = 0;
  std::uint64_t valid = 0;
  std::uint64_t invalid = 0;
  std::uint64_t excluded = 0;
  std::uint64_t warning = 0;
  std::uint64_t duplicate_in_file = 0;
  std::uint64_t duplicate = 0;
};

/// What would become of one record. Views live as long as `held`.
struct planned_record {
  std::uint64_t record = 0;  ///< from 1
  std::uint16_t plan = 0;    ///< `record_plan`
  applied_record what;
  std::string_view common;
  /// The identity of what it meets; nothing: it meets nothing, or what is made by an earlier record.
  std::optional<identity> meets;
  std::uint64_t meets_record = 0;  ///< the earlier record of the file that it meets; 0: none
  std::shared_ptr<const void> held;
};

/// What would happen if the import were committed now. Immutable; any thread.
class import_plan {
 public:
  virtual ~import_plan() = default;
  [[nodiscard]] virtual auto outcomes() const -> const tally& = 0;
  [[nodiscard]] virtual auto counts() const -> const plan_counts& = 0;
  /// Of one record, from 1: bits of `record_plan`.
  [[nodiscard]] virtual auto bits_of(std::uint64_t record) const -> std::uint16_t = 0;
  /// Of each record from `from` on (record numbers from 1), at most `limit` of those that have any bit of
  /// `any_of` (0: all), and that `wanted` takes (empty: all). Blocks on the disk. Errors: unavailable.
  [[nodiscard]] virtual auto records(std::uint64_t from, std::size_t limit, std::uint16_t any_of,
                                     const std::function<bool(std::uint64_t record)>& wanted) const
      -> result<std::vector<planned_record>> = 0;
  /// Records with any of these bits, as runs; `most` runs at most. Any thread.
  [[nodiscard]] virtual auto runs_of(std::uint16_t any_of) const -> std::vector<record_run> = 0;
};

/// An import as its review sees it.
struct import_review {
  import_state import;  ///< as the log has it
  reading_order order;  ///< how its file is read now, with what people changed
  std::vector<assignable> members;
  std::optional<error> why_not;  ///< it cannot be committed
  std::shared_ptr<const import_plan> plan;
};

/// What somebody expects of a commit.
struct commit_wish {
  std::optional<std::uint64_t> version;  ///< the review's, as it was seen
  std::optional<tally> expect;           ///< the outcomes as they were shown; `failed` is not compared
  bool accept_changed = false;           ///< whatever happens now
  /// Asked once the plan is made, right before it is written; empty: they may. Its errors are the commit's.
  std::function<result<done>()> may_still{};
};

/// Any thread; calls block: a plan is made in the caller's thread when there is none that holds. Errors of
/// all: not_found, wrong_status (it does not wait for a review), too_many_requests, unavailable, timeout.
class review_desk {
 public:
  virtual ~review_desk() = default;
  /// With a plan that holds for what is there now; with `may_be_old` for what was there a moment ago.
  virtual auto look(const acting& who, const import_id& id, bool may_be_old) -> result<import_review> = 0;
  /// An import that was committed, as it was read; without a plan. Errors: not_found, wrong_status (it was
  /// not), file_missing; nothing else.
  virtual auto look_back(const acting& who, const import_id& id) -> result<import_review> = 0;
  /// `wish` as the kind reads it (`kind_module::change_options`). Errors: also bad_value, unknown_field,
  /// stale_version. Answers the import; it is being read again when that is `parsing`.
  virtual auto change(const acting& who, const import_id& id, std::uint64_t version, const std::string& wish)
      -> result<import_row> = 0;
  /// `cells`: all edited cells of the record; `was`: its mark (`mark_of_cells`). Answers the record's version
  /// from now on. Errors: also stale_version.
  virtual auto edit(const acting& who, const import_id& id, std::uint64_t version,
                    const import_record_edited& what) -> result<std::uint64_t> = 0;
  /// Answers the version from now on: of a single record its own, else the review's. Errors: also
  /// stale_version.
  virtual auto exclude(const acting& who, const import_id& id, std::uint64_t version,
                       const import_records_excluded& what) -> result<std::uint64_t> = 0;
  /// What has to be changed of the project's settings so that what was decided about the file's columns is
  /// found again with other files of the same header. Errors: also bad_value.
  virtual auto columns_to_keep(const acting& who, const import_id& id) -> result<std::string> = 0;
  /// Errors: also plan_outdated (with `expected` and `now`), stale_version, bad_value (it cannot be
  /// committed).
  virtual auto commit(const acting& who, const import_id& id, const commit_wish& wish)
      -> result<import_row> = 0;
};

}  // namespace waybill
