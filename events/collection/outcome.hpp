// What became of records: outcomes and their tally. Knows no kind.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace waybill {

/// Numbers stand in the log: never renumber.
enum class outcome : std::uint8_t { created = 0, updated = 1, skipped = 2, failed = 3 };
constexpr auto enum_end(outcome) -> std::uint64_t { return 4; }
auto name_of(outcome what) noexcept -> std::string_view;
auto outcome_of(std::string_view name) noexcept -> std::optional<outcome>;

struct tally {
  std::uint64_t created = 0;
  std::uint64_t updated = 0;
  std::uint64_t skipped = 0;
  std::uint64_t failed = 0;

  [[nodiscard]] auto processed() const noexcept -> std::uint64_t {
    return created + updated + skipped + failed;
  }
  void count(outcome what) noexcept;
  auto operator+=(const tally& more) noexcept -> tally&;
  [[nodiscard]] auto of(outcome what) const noexcept -> std::uint64_t;
  friend auto operator==(const tally&, const tally&) -> bool = default;

  template <class Self, class V>
  static void fields(Self& e, V& visit) {
    visit("created", e.created, "records that became new");
    visit("updated", e.updated, "records that changed something that was there");
    visit("skipped", e.skipped, "records left out, each with a reason");
    visit("failed", e.failed, "records that could not be taken, each with a reason");
  }
};

}  // namespace waybill
