#include "events/collection/outcome.hpp"

#include <array>

namespace waybill {
namespace {
constexpr std::array<std::string_view, 4> names{"created", "updated", "skipped", "failed"};
}

auto name_of(outcome what) noexcept -> std::string_view { return names[static_cast<std::size_t>(what)]; }

auto outcome_of(std::string_view name) noexcept -> std::optional<outcome> {
  for (std::size_t i = 0; i < names.size(); ++i)
    if (names[i] == name) return static_cast<outcome>(i);
  return std::nullopt;
}

void tally::count(outcome what) noexcept {
  switch (what) {
    case outcome::created:
      ++created;
      break;
    case outcome::updated:
      ++updated;
      break;
    case outcome::skipped:
      ++skipped;
      break;
    case outcome::failed:
      ++failed;
      break;
  }
}

auto tally::operator+=(const tally& more) noexcept -> tally& {
  created += more.created;
  updated += more.updated;
  skipped += more.skipped;
  failed += more.failed;
  return *this;
}

auto tally::of(outcome what) const noexcept -> std::uint64_t {
  switch (what) {
    case outcome::created:
      return created;
    case outcome::updated:
      return updated;
    case outcome::skipped:
      return skipped;
    case outcome::failed:
      return failed;
  }
  return 0;
}

}  // namespace waybill
