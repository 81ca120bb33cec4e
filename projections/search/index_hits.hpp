// Looks for documents in all segments of a collection, in the order in which they are listed.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "projections/search/postings.hpp"
#include "projections/search/segment_reader.hpp"
#include "projections/store.hpp"

namespace waybill::search {

struct wanted_term {
  std::string term;
  bool begins = false;    ///< all terms that begin so
  bool excluded = false;  ///< documents that have it are not wanted
};

struct index_query {
  std::string collection;          ///< what its rows begin with
  std::vector<wanted_term> terms;  ///< none: all documents
  std::string from;                ///< the least listing key; "": any
  std::string behind;              ///< what all listing keys are below; "": any
};

/// Sees the index as it was when it was made, however it changes. For a short time, as a `row_cursor`. One
/// thread.
class index_hits {
 public:
  /// The store must outlive it. Errors: corrupt, unavailable.
  static auto open(const projection_store& store, index_query query) -> result<index_hits>;

  /// The event up to which it has all words; 0: none.
  [[nodiscard]] auto reaches() const -> position { return reaches_; }
  /// False: there are no more, or rows cannot be read (`ended`). Each version of a record is a document of
  /// its own; who asks looks which of them are the last word.
  auto next(document& out) -> bool;
  [[nodiscard]] auto ended() const -> result<done> { return rows_->ended(); }

 private:
  struct source {
    segment_reader reader;
    std::vector<std::unique_ptr<document_stream>> wanted;
    std::vector<std::unique_ptr<document_stream>> unwanted;
    std::uint32_t next = 0;
    document at;
  };

  index_hits(std::unique_ptr<row_cursor> rows, index_query query)
      : rows_(std::move(rows)), query_(std::move(query)) {}
  void add(const segment_head& head);
  auto advance(source& in) const -> bool;
  void push(std::unique_ptr<source> one);

  std::unique_ptr<row_cursor> rows_;
  index_query query_;
  position reaches_ = 0;
  std::vector<std::unique_ptr<source>> sources_;  ///< a heap: the least key in front
};

}  // namespace waybill::search
