// One object of JSON as a link: each of its members is taken once, and what nobody takes is told under its
// own name. Internal to this folder.
#pragma once

#include <memory_resource>
#include <string>
#include <string_view>
#include <vector>

#include "formats/json/members.hpp"
#include "formats/links/link_reader.hpp"

namespace waybill::formats::links {

/// Reusable; one thread at a time. Views hold until the next `read`.
class json_item {
 public:
  /// `raw` is JSON, followed by 64 readable bytes. False: it is no object.
  auto read(std::string_view raw) -> bool;

  /// The value of a member that was not taken, and takes it. Empty: there is none, or it is null.
  auto take(std::string_view key) -> std::string_view;
  /// A string's text. What is no string stays; null, and false, which some write for nothing, are taken.
  auto take_text(std::string_view key) -> std::string_view;
  /// A string's text, or a number as it is written.
  auto take_date(std::string_view key) -> std::string_view;
  /// A list of texts, or of objects with a text under `name`. What is neither stays.
  auto take_texts(std::string_view key, std::vector<std::string>& into) -> bool;
  /// All members that were not taken; a null tells nothing, unless nulls are kept.
  void tell_rest(std::string& extra, bool keep_nulls = false);
  /// A value's text, when it is a string.
  auto text_of(std::string_view raw) -> std::string_view;

 private:
  auto find(std::string_view key) -> json::member*;

  std::pmr::monotonic_buffer_resource memory_;
  json::item_texts texts_{memory_};
  std::vector<json::member> members_;
  std::vector<json::member> inner_;
  std::vector<std::string_view> elements_;
  std::string minified_;
};

}  // namespace waybill::formats::links
