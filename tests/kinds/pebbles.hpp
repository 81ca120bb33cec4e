// A kind of import that exists in tests only, and is as unlike bookmarks as a kind can be: what the engine
// does with it, it does for every kind.
//
// A file is lines. The first is `pebbles`. Each further one is a pebble: its name, and behind tabs the keys
// it is found by, or none. A pebble without keys is never recognised again. A line `!CODE` cannot be taken.
// With `on_duplicate` = `update`, a pebble that meets another by any of its keys takes its place, and has the
// keys of its own line from then on; one that meets two fails.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "domains/kind.hpp"

namespace waybill::pebbles {

auto kind() -> const kind_module&;

/// The same in a kind of its own, `gravel`, whose imports a person looks through before they are taken.
auto gravel() -> const kind_module&;

/// A flag of a record: a person left it out in its review.
inline constexpr std::uint32_t left_out = 1;

/// The key of that text, as the collection knows it.
auto key_of(std::string_view text) -> identity;

/// A file of these lines.
auto file_of(const std::vector<std::string>& lines) -> std::string;

}  // namespace waybill::pebbles
