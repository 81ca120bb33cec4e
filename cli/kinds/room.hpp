// A kind's room on this floor: the verbs that only it has, and what others say of it.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "events/result.hpp"

namespace CLI {
class App;
}

namespace waybill::cli {

/// What was asked for, once the words are read.
using job = std::function<result<int>()>;

/// How a person who has just begun may try the kind.
struct first_steps {
  std::string_view example;   ///< a file of the source tree
  std::string_view document;  ///< the same in one line, for where there is no source tree; no `'` in it
  std::string_view list;      ///< the call that shows what came of it
};

struct kind_room {
  std::string_view kind;
  std::span<const std::string_view> duplicates;  ///< what `--on-duplicate` may be
  void (*add_verbs)(CLI::App& app, job& chosen);
  first_steps begin;
  bool has_types = false;                            ///< `--type` of `import` is meant for it
  std::span<const std::string_view> text_options{};  ///< no number or truth word, whatever they look like
};

/// "skip or overwrite", "skip, update or error"
inline auto duplicates_in_words(const kind_room& room) -> std::string {
  std::string words;
  for (const auto& word : room.duplicates) {
    if (&word != &room.duplicates.front()) words += &word == &room.duplicates.back() ? " or " : ", ";
    words += word;
  }
  return words;
}

/// The kinds that have a room here; the first is the one to begin with.
auto kind_rooms() -> std::span<const kind_room>;

}  // namespace waybill::cli
