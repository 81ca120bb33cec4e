// What a JSON document is built like, by its first bytes. Internal to this folder.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace waybill::formats::links {

/// Paths of keys in the root and a little below it, of each list its first object: `roots.other`, `[].href`,
/// `bookmarks[].content`; a list itself as `bookmarks[]`.
class json_shape {
 public:
  /// `first`: the first bytes of a document, cut anywhere.
  explicit json_shape(std::string_view first);
  [[nodiscard]] auto has(std::string_view path) const -> bool;

 private:
  std::vector<std::string> paths_;
};

}  // namespace waybill::formats::links
