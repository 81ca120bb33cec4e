// What may be asked of the read models. All views are callable from any thread; they only read. Every call
// takes the owner and answers not_found for what is somebody else's.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "config/groups.hpp"
#include "events/collection/chunk.hpp"
#include "events/collection/outcome.hpp"
#include "events/log/event_log.hpp"
#include "events/result.hpp"
#include "events/words.hpp"
#include "projections/import_row.hpp"

namespace waybill {

/// A page of rows, records, changes or events ends early, when its items pass this many bytes (but has
/// at least one): what clients ask for at once must not decide how much memory is taken.
inline constexpr std::size_t page_limit_bytes = 4 << 20;

template <class T>
struct page {
  std::vector<T> items;
  std::string next_cursor;  ///< "": there is no more. Opaque; a cursor that was not given out is refused with
                            ///< bad_value
  [[nodiscard]] auto size() const -> std::size_t { return items.size(); }
  [[nodiscard]] auto operator[](std::size_t at) const -> const T& { return items[at]; }
};

struct import_filter {
  std::optional<import_status> status;
  std::optional<std::string> kind;
  std::size_t limit = 20;
  std::string cursor;
  std::optional<user_id> started_by{};  ///< only those that this user handed in
  std::optional<instant> from{};        ///< only those handed in then or later
  std::optional<instant> until{};       ///< only those handed in before
};

/// What was there when a record came, under the same identity.
struct met_record {
  std::string identity;            ///< hex; "": none
  std::vector<std::string> shown;  ///< what it is found by, as of the record
};

/// What is wrong with one field of a record.
struct told_fault {
  std::string code;
  std::string field;
  std::string value;    ///< what stands there
  std::string message;  ///< a sentence; "" when the kind has none
};

/// One record's fate.
struct record_outcome {
  std::uint64_t record = 0;  ///< from 1, in file order
  std::uint64_t line = 0;    ///< as the file counts
  outcome what = outcome::created;
  std::string code;     ///< "": nothing to add
  std::string message;  ///< a sentence; "" when the code is empty
  std::vector<std::string> warnings;
  std::vector<told_fault> faults;
  std::vector<std::string> shown;  ///< what it is found by, in the order of the kind's `shown_names`
  /// The names of `shown`, where each file has its own; shared by the records of a chunk. Else null.
  std::shared_ptr<const std::vector<std::string>> names;
  std::string identity;  ///< hex; "": none
  std::optional<met_record> meets;
};

/// How lists show the records of a kind.
struct shown_columns {
  std::span<const std::string_view> names;  ///< of `record_outcome::shown`; static storage
  bool fields = false;                      ///< faults tell of which field of a record they are
  bool by_file = false;                     ///< each file has names of its own: `record_outcome::names`
};

/// None for a kind that is not known here. Any thread.
auto columns_of(std::string_view kind) -> shown_columns;

/// The kind of an import that names none. Any thread.
auto default_kind() -> std::string_view;

/// The types of named groups that the kinds take in the file of settings. Any thread.
auto group_types() -> std::vector<group_type>;

/// One event of an import's story.
struct story_item {
  position at = 0;
  instant time{};
  std::string by;       ///< user id or `system`
  std::string type;     ///< the tag
  std::string summary;  ///< a sentence
  std::string data;     ///< JSON object text
};

class import_views {
 public:
  virtual ~import_views() = default;
  [[nodiscard]] virtual auto get(const owner_id& owner, const import_id& id) const -> result<import_row> = 0;
  /// Also one that was removed since: who handed it in may ask again what became of it. Errors: not_found.
  [[nodiscard]] virtual auto get_or_removed(const owner_id& owner, const import_id& id) const
      -> result<import_row> = 0;
  /// Whoever's it is: for who asks `project_desk::may` next. Errors: not_found, also when it was removed.
  [[nodiscard]] virtual auto find(const import_id& id) const -> result<import_row> = 0;
  /// How many the owner has in the lists. Takes time in proportion to that.
  [[nodiscard]] virtual auto count(const owner_id& owner) const -> result<std::uint64_t> = 0;
  /// Newest first. Errors: bad_value for a cursor.
  [[nodiscard]] virtual auto list(const owner_id& owner, const import_filter& filter) const
      -> result<page<import_row>> = 0;
  /// Outcomes in record order, all or one kind of them. Errors: not_found, bad_value (cursor), corrupt.
  [[nodiscard]] virtual auto records(const owner_id& owner, const import_id& id, std::optional<outcome> only,
                                     std::size_t limit, const std::string& cursor) const
      -> result<page<record_outcome>> = 0;
  /// The same, streamed; `take` answers false to stop. What records met that changed nothing is not told, nor
  /// their identity: it stands elsewhere in the log, and looking there for each would take a hundred times as
  /// long.
  virtual auto each_record(const owner_id& owner, const import_id& id, std::optional<outcome> only,
                           const std::function<bool(const record_outcome&)>& take) const -> result<done> = 0;
  /// The import's chunks in order, as they stand in the log; `take` answers false to stop. For those who know
  /// the kind's rows. Errors: not_found, corrupt, unavailable.
  virtual auto each_chunk(const owner_id& owner, const import_id& id,
                          const std::function<bool(const chunk_applied&)>& take) const -> result<done> = 0;
  /// What happened, in log order: the import's own events and its chunks.
  /// Without chunks: what was asked of it and how it went, and nothing of its records.
  [[nodiscard]] virtual auto story(const owner_id& owner, const import_id& id, std::size_t limit,
                                   const std::string& cursor, bool with_chunks = true) const
      -> result<page<story_item>> = 0;
  /// How many records had an outcome at which moment: at most `most` chunks, evenly apart, the first and the
  /// last among them. Errors: not_found, corrupt.
  [[nodiscard]] virtual auto pace(const owner_id& owner, const import_id& id, std::size_t most) const
      -> result<std::vector<progress_sample>> = 0;
  /// Everybody's, newest first; for administrators. Errors: bad_value for a cursor.
  [[nodiscard]] virtual auto list_all(const import_filter& filter) const -> result<page<import_row>> = 0;
};

}  // namespace waybill
