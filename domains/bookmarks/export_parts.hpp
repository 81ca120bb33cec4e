// What the writers of exports share. Private to this folder.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "domains/bookmarks/bookmark.hpp"

namespace waybill::bookmarks {

/// The names of the folder that a file told of, outermost first; none: it told of none.
auto folder_of(const bookmark& from) -> std::vector<std::string>;

/// A member of extra, its name in any letter case: a text without its quotes, anything else as it is spelled.
/// "": there is none.
auto said_in_extra(const bookmark& from, std::string_view lowered) -> std::string;
/// Does extra say yes to that: 1, true, yes?
auto is_marked(const bookmark& from, std::string_view lowered) -> bool;

/// Text inside markup, also inside a quoted attribute. What XML has no characters for is left out.
void append_markup(std::string_view text, std::string& out);

/// Seconds since 1970, not below 0.
auto seconds_of(instant at) -> std::string;

/// Opens and closes folders as the next bookmark's differs from the one before: what follows each other in
/// the same folder stands in it together.
class folder_walk {
 public:
  using opener = std::function<void(const std::string& name, std::size_t depth)>;
  using closer = std::function<void(std::size_t depth)>;
  void go_to(std::vector<std::string> folder, const opener& open, const closer& close);
  [[nodiscard]] auto depth() const -> std::size_t { return now_.size(); }

 private:
  std::vector<std::string> now_;
};

}  // namespace waybill::bookmarks
