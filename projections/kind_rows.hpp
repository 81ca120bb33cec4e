// What a kind keeps in rows of its own, beside what all kinds have in common (projections/collections).
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "events/collection/chunk.hpp"
#include "formats/unicode/words.hpp"
#include "projections/read_model.hpp"
#include "projections/search/segment_rows.hpp"
#include "projections/store.hpp"

namespace waybill {

/// A collection of the kind, while its events are folded.
struct folded_collection {
  std::string_view owner;
  digest id{};               ///< its digest
  std::uint32_t number = 0;  ///< from 0, of the collections that were folded since the last flush
};

/// Folds the events of all collections of its kind, in the order of the log. They are decoded already, and
/// folded into the common rows. One thread.
class kind_rows {
 public:
  virtual ~kind_rows() = default;
  /// False: what stands there is not what this kind writes.
  virtual auto fold(const folded_collection& in, const chunk_applied& chunk, position at) -> bool = 0;
  virtual auto fold(const folded_collection& in, const record_deleted& gone, position at) -> bool = 0;
  /// As `read_model::flush`.
  virtual auto flush(projection_store& store, row_changes& changes) -> result<done> = 0;
  /// About how many rows wait for flush beyond those that all kinds have.
  [[nodiscard]] virtual auto waiting() const -> std::size_t { return 0; }
};

/// A record as it is found by words.
struct word_document {
  search::document_key key{};  ///< where it stands in the list of its collection
  const unicode::word_list* terms = nullptr;
};

/// Under which terms a kind's records are found. Holds memory: one thread.
class kind_words {
 public:
  virtual ~kind_words() = default;
  /// Good until the next call. None: it is no row that this kind writes.
  virtual auto of(const digest& collection, const identity& id, std::string_view row)
      -> std::optional<word_document> = 0;
};

/// How many live records each user was given, by id.
using given_counts = std::map<std::string, std::uint64_t, std::less<>>;

struct kind_model {
  std::string_view kind;
  auto(*make)() -> std::unique_ptr<kind_rows>;
  /// May an import with these options begin, as far as the owner's rows say? None: it may. Any thread.
  auto(*may_begin)(const projection_store& store, std::string_view owner, const std::string& options)
      -> result<done> = nullptr;
  /// Of a kind whose records are given to members. Takes time in proportion to the collection. Any thread.
  auto(*count_given)(const projection_store& store, std::string_view owner) -> result<given_counts> = nullptr;
  /// Of a kind whose records are found by words.
  auto(*make_words)() -> std::unique_ptr<kind_words> = nullptr;
  /// Of a kind with rows that are folded only when somebody asks for them.
  auto(*make_late)() -> std::unique_ptr<read_model> = nullptr;
};

/// Those of the kinds that keep any.
auto kind_models() -> std::span<const kind_model>;

}  // namespace waybill
