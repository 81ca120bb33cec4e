// What stands before the XML of a sitemap, and is none: blanks, comments, and a byte order mark before them.
// Internal to the folder.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace waybill::formats::sitemap {

/// Blanks and comments before a declaration are no XML, and stand in many sitemaps all the same. A mark
/// before them says nothing that is not meant without it. One thread.
class front {
 public:
  /// The bytes of the XML, once all is known that is asked here, however they are cut; nothing: more has to
  /// come. Once they came, they are asked for no more.
  auto take(std::string_view bytes, bool is_last) -> std::optional<std::string>;
  /// Of the file, before those bytes.
  [[nodiscard]] auto bytes() const -> std::uint64_t { return bytes_; }
  [[nodiscard]] auto lines() const -> std::uint64_t { return lines_; }

 private:
  auto drop_blanks() -> bool;
  void drop(std::size_t size);

  std::string held_;
  bool looked_for_mark_ = false;
  bool has_mark_ = false;
  std::uint64_t bytes_ = 0;
  std::uint64_t lines_ = 0;
};

/// The encoding that a declaration at the front of the bytes names; "": it names none.
auto declared_encoding(std::string_view xml) -> std::string_view;

}  // namespace waybill::formats::sitemap
