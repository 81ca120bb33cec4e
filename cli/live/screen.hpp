// What `top` draws: lines of text from two pictures. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/live/picture.hpp"

namespace waybill::cli::live {

struct screen_size {
  std::size_t columns = 80;
  std::size_t rows = 24;
};

/// At most `rows` lines of at most `columns` characters, safe for a terminal: a summary first, then imports
/// at work, then actors, as far as there is room. `before`: the picture before this one, null: none.
/// `silent_s`: for how long the server has not answered, 0: it does.
auto draw(const picture* before, const picture& now, screen_size size, std::uint64_t silent_s = 0)
    -> std::vector<std::string>;

/// "[####----]": `part` of `whole` in so many characters; `whole` 0: a bar that knows no end.
auto bar(std::uint64_t part, std::uint64_t whole, std::size_t columns) -> std::string;

}  // namespace waybill::cli::live
