// Netscape bookmark files in pieces of any size. Internal to this folder. There is no standard, only what
// browsers and services write. Source:
// https://learn.microsoft.com/previous-versions/windows/internet-explorer/ie-developer/platform-apis/aa753582(v=vs.85)
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/links/html_text.hpp"
#include "formats/links/html_tokens.hpp"
#include "formats/links/link_reader.hpp"

namespace waybill::formats::links {

/// One thread at a time.
class netscape_parser {
 public:
  enum class spelling : std::uint8_t {
    as_it_says,
    utf_8,     ///< a byte order mark said so, whatever else is said
    converted  ///< the same, by a decoder; U+FFFD stands in place of what was no text
  };
  netscape_parser(std::size_t item_bytes, spelling how)
      : tokens_(item_bytes), item_bytes_(item_bytes), spelling_(how) {}
  /// The next bytes, which must stay until `next` has answered false.
  void feed(std::string_view bytes) {
    fed_ += bytes.size();
    tokens_.feed(bytes);
  }
  /// The next link of what was fed; false: more is needed.
  auto next(link& into) -> bool;
  /// Behind the last byte, until it says false: what was waiting for its description, and what an open quote
  /// swallowed.
  auto finish(link& into) -> bool;
  /// Separators.
  [[nodiscard]] auto left_out() const -> std::uint64_t { return left_out_; }
  /// Behind the last byte: the file ends inside of something.
  [[nodiscard]] auto is_truncated() const -> bool;

 private:
  enum class capture : std::uint8_t {
    nothing,
    title,
    behind,  ///< a link: what nobody marked as its description
    description,
    heading
  };
  /// In `captured_`.
  struct stretch {
    std::size_t begin, end;
  };
  struct level {
    std::string name{};       ///< "": the list has none
    bool is_own = false;      ///< the program's own place
    bool is_of_page = false;  ///< the heading of the whole page, and of no folder
    std::string_view says{};  ///< of its links: a member of extra
    [[nodiscard]] auto key() const -> std::string_view { return says.substr(1, says.find(':') - 2); }
  };

  [[nodiscard]] auto is_said_of_link() const -> bool {
    return capture_ == capture::behind || capture_ == capture::description;
  }
  auto open(link& into) -> bool;
  auto close(link& into) -> bool;
  auto flush(link& into) -> bool;
  void begin_capture(capture what);
  void end_capture();
  void keep_tag();
  void take_text(std::string_view piece);
  void add_description(std::string_view said);
  [[nodiscard]] auto is_of_folder() -> bool;
  void end_inner_heading();
  auto as_utf_8(std::string& raw) -> bool;
  auto plain_text(std::string& raw) -> std::string_view;
  auto value_of(std::string_view spelled) -> std::string_view;
  void open_link();
  void take_attribute(std::string_view name, std::string_view value);
  void take_date(std::string_view name, std::string_view value, std::string& into);
  void take_tags(std::string_view list);
  void add_member(std::string_view name, std::string_view value);
  void open_heading();
  [[nodiscard]] auto level_of_listing() const -> level;
  void open_list(bool is_definitions);
  void close_list();
  void add_folder();
  void look_at_meta();

  html_tokens tokens_;
  std::size_t item_bytes_;
  spelling spelling_;
  std::uint64_t fed_ = 0;
  std::uint64_t left_out_ = 0;
  html_encoding encoding_ = html_encoding::utf_8;
  capture capture_ = capture::nothing;
  std::string captured_;          ///< as it is spelled
  std::optional<stretch> inner_;  ///< the last heading inside of a description
  std::string raw_, value_;
  link waiting_;  ///< was begun, and may get a title and a description
  bool is_waiting_ = false;
  bool takes_description_ = false;
  bool ends_in_title_ = false;
  std::vector<std::string_view> seen_;  ///< attributes of the tag that is read
  level heading_;                       ///< the last one, whose list has not begun
  bool has_heading_ = false;
  bool is_said_of_folder_ = false;  ///< what comes is the description of that folder
  bool has_definitions_ = false;    ///< there was a <DL>: then <UL> is part of a text
  std::vector<level> levels_;
  std::uint64_t levels_beyond_ = 0;  ///< deeper than what is held
};

}  // namespace waybill::formats::links
