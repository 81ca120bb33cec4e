// The rows that leads keep of their own: what lists filter, sort and search by, a block for each chunk of the
// log that brought some. So a filter looks at a few bytes a lead, and the log is read for what is shown.
//   facts   collection (16) | 0 | position (8) -> lead_block
//   facts   collection (16) | 1 | position (8) -> their names as they are sorted
//   facts   collection (16) | 2 | position (8) -> their texts as they are searched
// A block goes when none of its leads is a last word any more. Values; one thread at a time.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domains/leads/row.hpp"
#include "events/words.hpp"
#include "projections/collections/places.hpp"

namespace waybill {

/// Where a lead comes from.
struct lead_origin {
  std::uint64_t import = 0;    ///< which wrote it last, in `lead_block::imports`
  std::uint64_t record = 0;    ///< which of its records
  std::uint64_t first_at = 0;  ///< the place at which it was created: what was there first is listed first
  std::uint64_t first_index = 0;
  template <class Self, class V>
  static void fields(Self& e, V& visit) {
    visit("import", e.import, "");
    visit("record", e.record, "");
    visit("first_at", e.first_at, "");
    visit("first_index", e.first_index, "");
  }
};

/// What is known of the leads of one chunk, by the index of their record. Columns of which every value is the
/// same have one; `origins` has none where every lead was created here.
struct lead_block {
  std::string live;                   ///< a bit a record: it is the last word
  std::uint64_t records = 0;          ///< how many the chunk has
  std::uint64_t first_record = 0;     ///< of its import
  std::vector<std::string> imports;   ///< the first is the chunk's own; "" when a person wrote it
  std::vector<std::string> statuses;  ///< the codes that are there
  std::vector<std::string> people;    ///< the users whom they are assigned to; "": nobody
  std::vector<std::uint64_t> status;  ///< in `statuses`
  std::vector<std::uint64_t> person;  ///< in `people`
  std::vector<instant> created_at;
  std::vector<instant> updated_at;
  std::vector<lead_origin> origins;
  template <class Self, class V>
  static void fields(Self& e, V& visit) {
    visit("live", e.live, "");
    visit("records", e.records, "");
    visit("first_record", e.first_record, "");
    visit("imports", e.imports, "");
    visit("statuses", e.statuses, "");
    visit("people", e.people, "");
    visit("status", e.status, "");
    visit("person", e.person, "");
    visit("created_at", e.created_at, "");
    visit("updated_at", e.updated_at, "");
    visit("origins", e.origins, "");
  }

  [[nodiscard]] auto is_live(std::uint32_t index) const -> bool {
    return index / 8 < live.size() && (static_cast<unsigned char>(live[index / 8]) >> index % 8 & 1) != 0;
  }
  /// Is any?
  [[nodiscard]] auto any_live() const -> bool { return live.find_first_not_of('\0') != std::string::npos; }
  void set_live(std::uint32_t index, bool is);
  [[nodiscard]] auto origin_of(const record_place& at) const -> lead_origin;
  /// Columns say what they must of every record.
  [[nodiscard]] auto is_whole() const -> bool;
  /// Columns of one value for all become short.
  void pack();
};

template <class T>
auto in_column(const std::vector<T>& column, std::uint32_t index) -> const T& {
  return column[column.size() == 1 ? 0 : index];
}

inline constexpr std::size_t most_name_bytes = 96;

/// Texts of records, one behind the other.
class lead_texts {
 public:
  /// Of the record behind the one that was added last.
  void add(std::string_view text);
  [[nodiscard]] auto bytes() && -> std::string { return std::move(bytes_); }
  /// Calls `take(index, text)` for each; false: they are not what `add` wrote.
  template <class Take>
  static auto each(std::string_view bytes, Take take) -> bool {
    for (std::uint32_t index = 0; !bytes.empty(); ++index) {
      const auto end = bytes.find('\0');
      if (end == std::string_view::npos) return false;
      take(index, bytes.substr(0, end));
      bytes.remove_prefix(end + 1);
    }
    return true;
  }

 private:
  std::string bytes_;
};

/// The name by which a lead is sorted: folded, cut. Appended.
void append_name_key(const leads::row_view& row, std::string& scratch, std::string& out);
/// All that a search looks at, folded: name, e-mail, telephone numbers, external id, company, job title,
/// address, city, postal code, country, source. A blank stands between the values. Appended.
void append_search_text(const leads::row_view& row, std::string& scratch, std::string& out);
/// What is searched, as those texts have it; words that say nothing are left out.
auto search_words(std::string_view wanted) -> std::vector<std::string>;

enum class lead_part : char { block = 0, names = 1, texts = 2 };
auto lead_prefix(const digest& collection, lead_part part) -> std::string;
auto lead_key(const digest& collection, lead_part part, position at) -> std::string;

}  // namespace waybill
