// Documents and their terms, in whatever order they come, until they become a segment.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "projections/search/segment_packer.hpp"
#include "projections/search/segment_rows.hpp"

namespace waybill::search {

/// Numbers terms from 0 in the order in which they come.
class term_table {
 public:
  auto number_of(std::string_view term) -> std::uint32_t;
  [[nodiscard]] auto size() const -> std::size_t { return ends_.size(); }
  [[nodiscard]] auto operator[](std::uint32_t number) const -> std::string_view {
    const auto begin = number == 0 ? 0 : ends_[number - 1];
    return std::string_view(bytes_).substr(begin, ends_[number] - begin);
  }
  [[nodiscard]] auto bytes() const -> std::size_t;

 private:
  void grow();
  /// High half: of the hash; low half: the number and one. 0: nothing.
  using slot = std::uint64_t;

  std::string bytes_;
  std::vector<std::uint32_t> ends_;
  std::vector<slot> slots_;  ///< a power of two of them, half of them free at least
};

/// One thread. Takes about 5 bytes for each term of each document, and each term once.
class segment_builder {
 public:
  void add(const document& one);
  /// One of the document that was added last; again, and it counts once.
  void add_term(std::string_view term);

  [[nodiscard]] auto size() const -> std::size_t { return documents_.size(); }
  [[nodiscard]] auto bytes() const -> std::size_t;
  /// A document that was added twice under one key stands twice.
  [[nodiscard]] auto pack(std::string_view collection, std::uint64_t segment) const -> segment_rows;

 private:
  [[nodiscard]] auto in_order() const -> std::vector<std::uint32_t>;
  [[nodiscard]] auto terms_in_order() const -> std::vector<std::uint32_t>;

  struct entry {
    document what;
    std::uint32_t terms_end = 0;  ///< in `terms_`
  };
  term_table table_;
  std::vector<entry> documents_;
  std::vector<std::uint32_t> terms_;          ///< numbers of terms, document after document
  std::vector<std::uint32_t> documents_of_;   ///< by term: how many
  std::vector<std::uint32_t> last_document_;  ///< by term: that had it, and one
};

}  // namespace waybill::search
