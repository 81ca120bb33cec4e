// What the item parser keeps while it reads one item. Internal to this folder: found in item_parser.cpp, made
// into a record in item_record.cpp.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/activitystreams/link_record.hpp"
#include "formats/activitystreams/members.hpp"
#include "formats/json/members.hpp"
#include "formats/json/text.hpp"
#include "formats/text.hpp"

namespace waybill::formats::activitystreams {

using json::append_minified;
using json::inside_quotes;
using json::is_array;
using json::is_null;
using json::is_object;
using json::is_string;
using json::item_texts;
using json::mark_superseded;
using json::member;
using json::read_elements;
using text::is_blank;

constexpr std::size_t scratch_bytes = 16 << 10;
/// The last value of each known member; empty when it is not there.
using known_values = std::array<std::string_view, static_cast<std::size_t>(known::url) + 1>;

/// What a member `url`, or an entry of its list, leads to.
struct link {
  std::string_view url;
  bool is_page = true;  ///< a page to read: text/html, or nobody says otherwise

  [[nodiscard]] auto is_web() const -> bool {
    const auto trimmed = text::trimmed(url);
    return text::starts_ignoring_case(trimmed, "http://") || text::starts_ignoring_case(trimmed, "https://");
  }
};

/// Where a record's URL was found.
enum class origin : std::uint8_t { url, href, id };

/// What is looked for, in this order: an address of the web, any URL, a link that is attached to a note, the
/// address of a thing that has no URL.
enum class look : std::uint8_t { web, url, attachment, id };

struct item_parser::impl {
  std::array<char, scratch_bytes> scratch;
  std::pmr::monotonic_buffer_resource memory{scratch.data(), scratch.size()};
  item_texts texts{memory};
  std::vector<member> members;  ///< of the object the record is made from
  std::vector<member> inner;    ///< of an object inside it
  std::vector<std::string_view> elements;
  known_values values;
  std::optional<std::size_t> entry;  ///< of the list `url`, the one that counts
  std::string_view id;               ///< of an item that is refused
  std::string extra;
  link_record record;
  std::variant<link_record, item_fault> answer;

  /// Takes the record's memory back from the last answer.
  void begin() {
    memory.release();
    if (auto* const last = std::get_if<link_record>(&answer)) record = std::move(*last);
    auto tags = std::move(record.tags);
    tags.clear();
    record = {};
    record.tags = std::move(tags);
    extra.clear();
    id = {};
  }

  auto refuse(item_errc code, std::string message) -> bool {
    answer = item_fault{code, std::move(message), record.title, id};
    return false;
  }

  auto text_of(std::string_view raw) -> std::string_view { return texts.of(inside_quotes(raw)); }
  auto value_of(known which) -> std::string_view& { return values[static_cast<std::size_t>(which)]; }
  void ignored() { record.warnings |= warn_value_ignored; }

  auto parse(std::string_view raw) -> bool;
  auto find(std::string_view raw, int depth, look what) -> bool;
  auto find_in_object(std::string_view about, int depth, look what) -> bool;
  auto find_here(look what) -> bool;
  auto take_url_item(std::string_view raw, look what) -> bool;
  auto read_object(std::string_view raw) -> bool;
  void make_record(std::string_view url, origin from);

  auto text_member(known which) -> std::optional<std::string_view>;
  auto nullable_member(known which) -> optional_text;
  auto link_of(std::string_view raw) -> link;
  auto own_url() -> std::string_view;
  auto url_of_entries() -> std::string_view;
  auto href() -> std::string_view;
  auto attached_link() -> std::string_view;
  auto title() -> std::string_view;
  void remember();
  auto first_of_name_map() -> std::string_view;
  void read_dates();
  void read_date(known which, std::optional<spelled_value>& into);
  void read_tags();
  auto tag_text(std::string_view raw) -> std::string_view;
  void add_tags();
  void write_extra(origin from);
  void write_other_urls();
};

}  // namespace waybill::formats::activitystreams
