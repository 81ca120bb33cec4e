// What the readers of links have in common: tags, folders, dates and what else a producer tells. Internal to
// this folder.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "formats/byte_source.hpp"
#include "formats/links/link_reader.hpp"

namespace waybill::formats::links {

/// A file that can be read several times: what stands at its end may name what stands before.
struct link_file {
  std::function<std::unique_ptr<byte_source>()> open;  ///< from its first byte; null: it cannot be opened
  std::size_t item_bytes = 1 << 20;  ///< a link beyond this is `record_too_large`, and never held whole
};

/// With small letters for those of ASCII.
auto lowered(std::string_view text) -> std::string;

/// Appends the tags of a text, parted at any of `borders`: without blanks around them.
void add_tags(std::string_view text, std::string_view borders, std::vector<std::string>& tags);
/// Drops blank ones and merges doubles, in time that does not grow with their square.
void tidy_tags(std::vector<std::string>& tags);

/// Whether Vivaldi wrote it in place of a separator.
auto is_placeholder(std::string_view url) -> bool;

/// A member of `link::extra`, as JSON spells both.
void add_extra(std::string_view raw_key, std::string_view raw_value, std::string& extra);
/// The same for texts.
void add_extra_text(std::string_view key, std::string_view text, std::string& extra);

/// Names of folders from the outside in. A name longer than 1,024 bytes is cut, and so is a path beyond 4,096
/// bytes or 200 names, for each link in it carries all of it: `extra` says `folder_cut` then.
class folder_path {
 public:
  void push(std::string_view name);
  void pop();
  void clear();
  [[nodiscard]] auto depth() const -> std::size_t { return open_.size(); }
  /// Before anything else is told of the link.
  void copy_to(link& into) const;

 private:
  static constexpr std::size_t most_bytes = 4 << 10;
  static constexpr std::size_t most_names = 200;

  std::vector<std::string> names_;
  enum class kept : std::uint8_t { whole, cut, not_at_all };
  std::vector<kept> open_;  ///< of each folder that is open: what is kept of its name
  std::size_t cuts_ = 0;    ///< of them
  std::size_t bytes_ = 0;
};
inline constexpr std::size_t folder_name_bytes = 1'024;

/// Seconds from 1601 to 1970.
inline constexpr std::int64_t seconds_to_1970 = 11'644'473'600;
/// A count of us since `epoch_s` (seconds from 1970; negative: before) as ISO 8601. "": 0, or nothing is
/// written. What is no such count stays as it was written.
auto date_of_us(std::string_view count, std::int64_t epoch_s) -> std::string;
/// `Tue, 14 Nov 2023 22:13:20 GMT` (RFC 5322, 3.3, with a named zone or an offset) as ISO 8601; else as
/// written.
auto date_of_mail(std::string_view text) -> std::string;
/// `14/11/2023 10:13:20`, the day first, as ISO 8601; else as written.
auto date_day_first(std::string_view text) -> std::string;

/// `44000`, `44000.5`: days since the end of 1899, as spreadsheets count them, as ISO 8601. "": it is no such
/// number, from 20,000 (1954) up to 80,000 (2119).
auto date_of_day_number(std::string_view text) -> std::string;

/// What a source's error means for the file.
auto fault_of_source(std::int64_t error) -> file_fault;

/// Remembers why it could not be read, for readers that do not tell.
class heard_source final : public byte_source {
 public:
  /// `error` becomes that of the last read, 0 where there was none; it must live as long.
  heard_source(std::unique_ptr<byte_source> from, std::int64_t& error)
      : from_(std::move(from)), error_(error) {}
  auto read(char* into, std::size_t size) -> std::int64_t override {
    const auto got = from_ ? from_->read(into, size) : -1;
    error_ = got < 0 ? got : 0;
    return got;
  }

 private:
  std::unique_ptr<byte_source> from_;
  std::int64_t& error_;
};

}  // namespace waybill::formats::links
