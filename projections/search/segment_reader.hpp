// Reads what a segment's rows hold. One thread; the cursor is moved by whoever reads through it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "projections/search/postings.hpp"
#include "projections/search/segment_rows.hpp"
#include "projections/store.hpp"

namespace waybill::search {

/// The terms of one block, one after the other.
class term_block {
 public:
  term_block() = default;
  /// A view of the block's bytes.
  explicit term_block(std::string_view bytes) : rest_(bytes) {}
  /// False at the end.
  auto next() -> bool;
  [[nodiscard]] auto term() const -> const std::string& { return term_; }
  /// Empty: they stand in a row of their own.
  [[nodiscard]] auto postings() const -> std::string_view { return postings_; }

 private:
  std::string_view rest_;
  std::string term_;
  std::string_view postings_;
};

/// The terms of a segment, ascending, by a cursor that nobody else moves.
class term_walk {
 public:
  /// Begins at the first term that is `from` or behind it.
  term_walk(row_cursor& rows, std::string_view segment_prefix, std::string_view from);
  /// False at the end, also where rows cannot be read (`row_cursor::ended`).
  auto next() -> bool;
  [[nodiscard]] auto term() const -> const std::string& { return block_.term(); }
  [[nodiscard]] auto postings() const -> std::string_view { return block_.postings(); }

 private:
  auto begin_block() -> bool;

  row_cursor& rows_;
  std::string prefix_;
  std::string from_;
  term_block block_;
};

/// What is damaged reads as nothing: `row_cursor::ended` tells of it.
class segment_reader {
 public:
  segment_reader(row_cursor& rows, std::string_view collection, std::uint64_t segment,
                 std::uint32_t documents)
      : rows_(rows), prefix_(segment_prefix(collection, segment)), documents_(documents) {}

  [[nodiscard]] auto prefix() const -> const std::string& { return prefix_; }
  [[nodiscard]] auto documents() const -> std::uint32_t { return documents_; }
  /// "": nothing has this term.
  auto postings_of(std::string_view term) -> std::string;
  /// Those of a term whose postings stand apart.
  auto long_postings_of(std::string_view term) -> std::string;
  /// The documents of all terms that begin so.
  auto union_of(std::string_view beginning) -> document_union;
  /// False: there is none.
  auto read(std::uint32_t number, document& out) -> bool;
  /// The first document whose key is `key` or behind it.
  auto first_from(std::string_view key) -> std::uint32_t;

 private:
  auto row(char part, std::string_view rest) -> std::string;
  auto load_block(std::uint32_t block) -> bool;

  row_cursor& rows_;
  std::string prefix_;
  std::uint32_t documents_;
  std::uint32_t block_ = no_document;  ///< of documents, which is at hand
  std::string block_bytes_;
};

/// The segments of a collection, by number ascending.
struct segment_head {
  std::uint64_t segment = 0;
  std::uint32_t documents = 0;
  std::uint32_t bytes = 0;  ///< of its rows
};
auto heads_of(row_cursor& rows, std::string_view collection) -> std::vector<segment_head>;
auto encode_head(const segment_head& head) -> std::string;

}  // namespace waybill::search
