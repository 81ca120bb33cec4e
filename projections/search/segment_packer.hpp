// Makes the rows of a segment from its documents and terms, both in order.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "projections/search/segment_rows.hpp"
#include "projections/store.hpp"

namespace waybill::search {

/// All rows of a segment but its head. They take about a tenth of what the documents' texts take.
class segment_rows final : public bulk_rows {
 public:
  explicit segment_rows(std::vector<std::pair<std::string, std::string>> rows) : rows_(std::move(rows)) {}
  [[nodiscard]] auto size() const -> std::size_t override { return rows_.size(); }
  [[nodiscard]] auto at(std::size_t i) const -> row override { return {rows_[i].first, rows_[i].second}; }
  [[nodiscard]] auto are_long() const -> bool override;
  [[nodiscard]] auto bytes() const -> std::size_t;

 private:
  std::vector<std::pair<std::string, std::string>> rows_;
};

/// One thread. First all documents, then all terms.
class segment_packer {
 public:
  segment_packer(std::string_view collection, std::uint64_t segment)
      : prefix_(segment_prefix(collection, segment)) {}

  /// By keys ascending.
  void add(const document& one);
  /// By terms ascending; `documents` are not empty and ascend.
  void add(std::string_view term, std::span<const std::uint32_t> documents);
  [[nodiscard]] auto documents() const -> std::uint32_t { return documents_; }
  auto finish() && -> segment_rows;

 private:
  using rows = std::vector<std::pair<std::string, std::string>>;
  void end_documents();
  void end_documents_once();
  void end_terms();

  std::string prefix_;
  std::uint32_t documents_ = 0;
  bool at_terms_ = false;  ///< all documents are there
  std::string block_;      ///< of documents, then of terms
  std::string borders_;    ///< first keys of blocks of documents
  std::string last_;       ///< the term before
  std::string postings_;
  rows of_documents_, of_long_terms_, of_terms_;
};

}  // namespace waybill::search
