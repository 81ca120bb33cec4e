// What a person wants done to many records at once, as a kind does it to rows. Only kinds whose records have
// one key take such wishes.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "events/bulk/events.hpp"
#include "events/words.hpp"

namespace waybill {

/// What a person wants done to many records at once, as a kind's `check_bulk` wrote it.
struct bulk_wish {
  bulk_verb verb = bulk_verb::change;
  std::string text;  ///< a JSON object
};

enum class row_step : std::uint8_t { changed, unchanged, too_large };

struct identified_row {
  identity id{};
  std::string_view row;
};

/// Does one bulk change to rows. Pure; one thread at a time.
class row_changer {
 public:
  virtual ~row_changer() = default;
  /// Appends the row as it becomes to `after`, where it changes.
  virtual auto change(std::string_view row, std::string& after) const -> row_step = 0;
  /// Several records become one: which of them stays, as its place in `rows`; its row then is appended to
  /// `after`. Nothing: it would be too large.
  virtual auto merge(std::span<const identified_row> rows, std::string& after) const
      -> std::optional<std::size_t> = 0;
};

}  // namespace waybill
