// What people change of an import between its check and its commit, folded from its events. The file stays as
// it came: this stands beside it. Values: one thread at a time.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace waybill {

/// A cell of a record, as a person wrote it.
struct edited_cell {
  std::uint64_t column = 0;  ///< of the file, from 0
  std::string text;
  friend auto operator==(const edited_cell&, const edited_cell&) -> bool = default;
  template <class Self, class V>
  static void fields(Self& e, V& visit) {
    visit("column", e.column, "of the file, from 0");
    visit("text", e.text, "what stands there instead");
  }
};

/// Consecutive records.
struct record_run {
  std::uint64_t first = 0;
  std::uint64_t last = 0;
  friend auto operator==(const record_run&, const record_run&) -> bool = default;
  template <class Self, class V>
  static void fields(Self& e, V& visit) {
    visit("first", e.first, "the first record, from 1");
    visit("last", e.last, "the last record");
  }
};

/// Sets of records as runs: in order, not touching each other.
class record_set {
 public:
  void add(const record_run& run);
  void take_away(const record_run& run);
  [[nodiscard]] auto has(std::uint64_t record) const -> bool;
  [[nodiscard]] auto count() const -> std::uint64_t;
  [[nodiscard]] auto runs() const -> std::vector<record_run>;
  [[nodiscard]] auto empty() const -> bool { return runs_.empty(); }

 private:
  std::map<std::uint64_t, std::uint64_t> runs_;  ///< last record, by the first
};

/// What a person changed of one record.
struct edited_record {
  std::uint64_t version = 0;       ///< how often it was changed by itself, with leaving it out
  std::vector<edited_cell> cells;  ///< in the order of columns; none: it is as in the file
  std::uint64_t was = 0;           ///< a mark of the record as the file has it: the edit is meant for that
};

/// All of it. `excluded` are records that are left out.
struct review_changes {
  std::map<std::uint64_t, edited_record> records;  ///< by number
  record_set excluded;
};

/// The mark of a record's cells.
auto mark_of_cells(const std::vector<std::string_view>& cells) -> std::uint64_t;

}  // namespace waybill
