// The views of leads: blocks say which (lead_blocks.hpp), the log says what. Callable from any thread; they
// only read. Every call takes the owner.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "domains/leads/row.hpp"
#include "events/log/event_log.hpp"
#include "projections/row_change.hpp"
#include "projections/store.hpp"
#include "projections/views.hpp"

namespace waybill {

enum class lead_order : std::uint8_t {
  created,       ///< oldest first; those of one moment as they stand in their file
  newest,        ///< newest first; those of one moment as they stand in their file
  name,          ///< by the name that is shown; case and accents aside
  name_back,     ///< the same backwards
  updated,       ///< those that were changed longest ago first
  updated_last,  ///< those that were changed last first
};
/// As people write it: `created_at`, `-created_at`, ... Nothing: there is no such order.
auto lead_order_of(std::string_view name) -> std::optional<lead_order>;

/// What a list holds; "" and nothing: whatever it is.
struct lead_wish {
  /// Each of its words stands in a lead: in name, e-mail, telephone number, external id, company, job title,
  /// address, city, postal code, country or source; case, accents and signs aside.
  std::string text{};
  std::string status{};                 ///< its code
  std::optional<std::string> person{};  ///< the user's id; "": nobody
  std::string import{};                 ///< which wrote it last, a person's changes aside
};

struct lead_filter {
  lead_wish wish{};
  lead_order order = lead_order::newest;
  std::size_t limit = 20;
  std::string cursor{};
};

struct lead_item {
  identity id{};
  std::string row;           ///< see domains/leads/row.hpp
  import_id import;          ///< which wrote it last, a person's changes aside
  std::uint64_t record = 0;  ///< which of its records
};

using lead_change = row_change<std::string>;

class lead_views {
 public:
  virtual ~lead_views() = default;
  /// A cursor stays right while leads come, change and go: what did not move is shown once. Errors: bad_value
  /// for a cursor, also for one of another order.
  [[nodiscard]] virtual auto list(const owner_id& owner, const lead_filter& filter) const
      -> result<page<lead_item>> = 0;
  /// Errors: not_found.
  [[nodiscard]] virtual auto get(const owner_id& owner, const identity& id) const -> result<lead_item> = 0;
  /// Which lead has this key (`leads::key_of`); nothing: none has.
  [[nodiscard]] virtual auto holder(const owner_id& owner, const identity& key) const
      -> result<std::optional<identity>> = 0;
  /// Every change, oldest first; also of a deleted lead. Errors: not_found, bad_value (cursor), corrupt.
  [[nodiscard]] virtual auto history(const owner_id& owner, const identity& id, std::size_t limit,
                                     const std::string& cursor) const -> result<page<lead_change>> = 0;
  /// All that a list would hold, in the order in which they were last written, in bounded memory; `take`
  /// answers false to stop.
  virtual auto each(const owner_id& owner, const lead_wish& wish,
                    const std::function<bool(const lead_item&)>& take) const -> result<done> = 0;
};

auto make_lead_views(const projection_store& store, const event_log& log) -> std::unique_ptr<lead_views>;

}  // namespace waybill
