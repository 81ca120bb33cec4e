// A kind's room on this floor: its calls, its pages, its shapes, its sentences. What is common to all kinds
// (uploads, imports, records, events) knows them by this list alone. See docs/adding_a_kind.md.
#pragma once

#include <cstddef>
#include <nlohmann/json_fwd.hpp>
#include <span>
#include <string_view>
#include <vector>

#include "http/json_text.hpp"
#include "http/reasons.hpp"
#include "http/route_lines.hpp"
#include "http/shapes.hpp"
#include "projections/import_row.hpp"

namespace waybill::http {

/// Inside an open object: what the data of an import's `progress` events say beside what all kinds say.
/// `usual` is how many records a chunk has as the server is set. Any thread; may not wait.
using progress_writer = void (*)(json_text& to, const import_row& row, std::size_t usual);

/// Inside an open object: what an import says beside what all kinds say; `whom` is null in lists and streams.
/// Any thread; may not wait.
using import_writer = void (*)(json_text& to, const import_row& row, const told_to* whom);

struct kind_room {
  std::string_view kind;
  /// Its calls below `/api/v1/`, and its pages.
  auto(*routes)() -> std::vector<route_lines::line>;
  /// The shapes that its routes name.
  auto(*schemas)() -> nlohmann::ordered_json;
  /// The sentences that its module, its views and its calls tell people, and what they advise.
  std::span<const reason_words> reasons;
  std::span<const reason_words> advices;
  progress_writer progress = nullptr;  ///< none: nothing
  import_writer facts = nullptr;       ///< none: nothing
};

/// The rooms of all kinds that have one. The list stands alone in its file: a test program has its own in its
/// place.
auto kind_rooms() -> std::span<const kind_room>;

}  // namespace waybill::http
