// JSON as text, without a tree: the members of `bookmark::extra` byte for byte, and strings for the export.
// Private to this folder. Source: RFC 8259.
#pragma once

#include <string>
#include <string_view>

namespace waybill::bookmarks::json_text {

/// One member as it is spelled: the key without its quotes, the value with all that belongs to it.
struct member {
  std::string_view key;
  std::string_view value;
};

/// Walks the members of a minified object. Text that is no such object ends the walk early; it never reads
/// beyond it.
class members {
 public:
  explicit members(std::string_view object);
  auto next(member& out) -> bool;

 private:
  std::string_view rest_;  ///< from the next key's quote on
};

/// What a key spelled with escapes means. An escape that is none stays as it is spelled.
auto unescaped(std::string_view key) -> std::string;

/// Appends `text` (UTF-8) with its quotes; only what must be escaped is.
void append_string(std::string_view text, std::string& out);

}  // namespace waybill::bookmarks::json_text
