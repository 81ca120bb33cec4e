#include "actors/idempotency_keys.hpp"

#include <algorithm>

#include "events/codec.hpp"
#include "projections/imports_model.hpp"

namespace waybill {
namespace {
auto name_of(const user_id& by, const std::string& key) -> std::string { return by.value + "/" + key; }
}  // namespace

auto idempotency_keys::oldest(instant now) const -> instant {
  return {now.us - std::chrono::microseconds{kept_}.count()};
}

auto idempotency_keys::find(const user_id& by, const import_submitted& what, instant now) const
    -> result<std::optional<known>> {
  if (what.idempotency_key.empty()) return std::optional<known>{};
  const auto found = keys_.find(name_of(by, what.idempotency_key));
  if (found == keys_.end() || found->second.at.us < oldest(now).us) return std::optional<known>{};
  const auto& first = found->second;
  const char* other = first.file != what.file.sha256  ? "another file"
                      : first.kind != what.kind       ? "another kind of import"
                      : first.options != what.options ? "other options"
                      : first.owner != what.owner     ? "another project"
                                                      : nullptr;
  if (other != nullptr)
    return {errc::idempotency_mismatch, std::string("This Idempotency-Key was used with ") + other + "."};
  return std::optional{found->second};
}

void idempotency_keys::add(const user_id& by, const import_submitted& what, instant at, position first) {
  if (what.idempotency_key.empty()) return;
  if (keys_.size() >= before_pruning_) {
    std::erase_if(keys_, [&](const auto& entry) { return entry.second.at.us < oldest(at).us; });
    before_pruning_ = std::max(first_pruning, 2 * keys_.size());
  }
  keys_[name_of(by, what.idempotency_key)] = {what.import,      what.owner, what.kind, what.options,
                                              what.file.sha256, at,         first};
}

auto idempotency_keys::remember(const projection_store& rows, instant now) -> result<done> {
  // Ids sort by time: older imports are not even looked at.
  const auto from = import_key({"imp_" + sortable_id(oldest(now), {})});
  return rows.scan(family::imports, "r/", from, [&](std::string_view, std::string_view value) {
    import_row row;
    if (decode(value, row) && !row.idempotency_key.empty())
      keys_[name_of(row.started_by, row.idempotency_key)] = {
          row.id, row.owner, row.kind, row.options, row.file.sha256, row.submitted_at, 0};
    return true;
  });
}

}  // namespace waybill
