#include "actors/seats.hpp"

#include <algorithm>

namespace waybill {
namespace {
/// Until when there may be room in the line again. Nobody knows; imports take seconds to minutes.
constexpr std::uint32_t full_s = 30;
}  // namespace

template <class Change>
void seats::change(const std::string& owner, const Change& how) {
  auto& his = shares_[owner];
  next_.erase({his.taken, his.turn});
  how(his);
  if (!his.line.empty())
    next_.emplace(std::pair{his.taken, his.turn}, owner);
  else if (his.taken == 0)
    shares_.erase(owner);
}

auto seats::want(const seat_wish& wish) -> bool {
  if (taken_.contains(wish.import)) return true;
  if (const auto waits = waits_.find(wish.import); waits != waits_.end()) {
    shares_.at(waits->second.owner).line.at(waits->second.at).number = wish.number;
    return false;
  }
  const age at{wish.accepted_at, wish.import};
  waits_.emplace(wish.import, waiting_import{wish.owner.value, at});
  change(wish.owner.value, [&](share& his) {
    if (his.line.empty()) his.turn = ++turns_;
    his.line.emplace(at, wish);
  });
  return false;
}

void seats::leave(const import_id& import) {
  if (const auto taken = taken_.find(import); taken != taken_.end()) {
    change(taken->second, [this](share& his) {
      --his.taken;
      his.turn = ++turns_;
    });
    taken_.erase(taken);
  } else if (const auto waits = waits_.find(import); waits != waits_.end()) {
    change(waits->second.owner, [&](share& his) { his.line.erase(waits->second.at); });
    waits_.erase(waits);
  }
}

auto seats::most_of(std::size_t mine) const -> std::size_t {
  const auto others = taken_.size() - mine;
  const auto left = count_ - std::min(count_, others);
  return shared_ ? std::max<std::size_t>((left + 1) / 2, 1) : left;
}

auto seats::give() -> std::optional<seat_wish> {
  if (closed_ || taken_.size() >= count_ || next_.empty()) return std::nullopt;
  // Who has the fewest is first: where he may have no more, nobody may.
  const auto has = next_.begin()->first.first;
  if (has >= most_of(has)) return std::nullopt;
  std::optional<seat_wish> given;
  const auto owner = next_.begin()->second;
  change(owner, [&](share& his) {
    given = std::move(his.line.begin()->second);
    his.line.erase(his.line.begin());
    ++his.taken;
  });
  waits_.erase(given->import);
  taken_.emplace(given->import, owner);
  return given;
}

auto seats::may_wait(const user_id& who, std::size_t of_all, std::size_t of_one) const -> result<done> {
  if (waiting() >= of_all)
    return error{
        errc::too_many_requests, "Too many imports are waiting already; try again later.", {}, full_s};
  if (waiting_of(who) >= of_one)
    return error{errc::too_many_requests,
                 "Too many of your imports are waiting already; try again later.",
                 {},
                 full_s};
  return done{};
}

auto seats::waiting_of(const user_id& owner) const -> std::size_t {
  const auto found = shares_.find(owner.value);
  return found == shares_.end() ? 0 : found->second.line.size();
}

}  // namespace waybill
