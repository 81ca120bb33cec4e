#include "actors/idempotency_keys.hpp"

#include <algorithm>

namespace waybill {
namespace {
auto name_of(const user_id& owner, const std::string& key) -> std::string { return owner.value + "/" + key; }
}  // namespace

auto idempotency_keys::oldest(instant now) const -> instant {
  return {now.us - std::chrono::microseconds{kept_}.count()};
}

auto idempotency_keys::find(const import_submitted& what, instant now) const -> result<std::optional<known>> {
  if (what.idempotency_key.empty()) return std::optional<known>{};
  const auto found = keys_.find(name_of(what.owner, what.idempotency_key));
  if (found == keys_.end() || found->second.at.us < oldest(now).us) return std::optional<known>{};
  const auto& first = found->second;
  const char* other = first.file != what.file.sha256  ? "another file"
                      : first.kind != what.kind       ? "another kind of import"
                      : first.options != what.options ? "other options"
                                                      : nullptr;
  if (other != nullptr)
    return {errc::idempotency_mismatch, std::string("This Idempotency-Key was used with ") + other + "."};
  return std::optional{found->second};
}

void idempotency_keys::add(const import_submitted& what, instant at, position first) {
  if (what.idempotency_key.empty()) return;
  if (keys_.size() >= before_pruning_) {
    std::erase_if(keys_, [&](const auto& entry) { return entry.second.at.us < oldest(at).us; });
    before_pruning_ = std::max(first_pruning, 2 * keys_.size());
  }
  keys_[name_of(what.owner, what.idempotency_key)] = {what.import,      what.kind, what.options,
                                                      what.file.sha256, at,        first};
}

void idempotency_keys::add(const import_row& row) {
  if (row.idempotency_key.empty()) return;
  keys_[name_of(row.owner, row.idempotency_key)] = {row.id,          row.kind,         row.options,
                                                    row.file.sha256, row.submitted_at, 0};
}

}  // namespace waybill
