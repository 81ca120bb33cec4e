#include "actors/actor_card.hpp"

#include <algorithm>
#include <utility>

namespace waybill {
namespace {

constexpr auto relaxed = std::memory_order_relaxed;
constexpr std::int64_t window = std::chrono::nanoseconds{std::chrono::seconds{10}}.count();

auto count(actor_card::time at) -> std::int64_t {
  return std::chrono::nanoseconds{at.time_since_epoch()}.count();
}

}  // namespace

actor_card::actor_card(std::string name, bool own_thread, time now)
    : name_(std::move(name)),
      own_thread_(own_thread),
      since_(count(now)),
      window_at_(since_),
      window_busy_(0) {}

void actor_card::came() noexcept {
  const auto now = waiting_.fetch_add(1, relaxed) + 1;
  auto most = most_.load(relaxed);
  while (now > most && !most_.compare_exchange_weak(most, now, relaxed)) continue;
}

void actor_card::begins(time now) noexcept { at_work_.store(count(now), relaxed); }

void actor_card::ends(time now, bool over) noexcept {
  const auto at = count(now);
  // Nobody else writes what follows but `waiting_`: it needs no exchange.
  const auto busy = busy_.load(relaxed) + std::max<std::int64_t>(0, at - at_work_.load(relaxed));
  busy_.store(busy, relaxed);
  at_work_.store(0, relaxed);
  if (over) {
    handled_.store(handled_.load(relaxed) + 1, relaxed);
    waiting_.fetch_sub(1, relaxed);
  }
  const auto length = at - window_at_.load(relaxed);
  if (length < window) return;
  share_before_.store(static_cast<double>(busy - window_busy_.load(relaxed)) / static_cast<double>(length),
                      relaxed);
  window_at_.store(at, relaxed);
  window_busy_.store(busy, relaxed);
}

auto actor_card::share_at(std::int64_t now, std::int64_t busy_now) const -> double {
  const auto length = now - window_at_.load(relaxed);
  const auto busy = static_cast<double>(busy_now - window_busy_.load(relaxed));
  // A long window says enough by itself; of one before it only as much counts as there was.
  const auto before = std::min(window, window_at_.load(relaxed) - since_);
  const bool enough = length >= window;
  const auto of = static_cast<double>(enough ? length : length + before);
  if (of <= 0) return 0;
  const auto worked = enough ? busy : busy + share_before_.load(relaxed) * static_cast<double>(before);
  return std::clamp(worked / of, 0.0, 1.0);
}

auto actor_card::read(time now) const -> actor_figures {
  const auto at = count(now);
  const auto began = at_work_.load(relaxed);
  const auto working = began == 0 ? 0 : std::max<std::int64_t>(0, at - began);
  actor_figures seen;
  seen.name = name_;
  seen.own_thread = own_thread_;
  seen.mailbox = waiting_.load(relaxed);
  seen.mailbox_most = most_.load(relaxed);
  seen.handled = handled_.load(relaxed);
  seen.busy = std::chrono::nanoseconds{busy_.load(relaxed) + working};
  seen.busy_share = share_at(at, seen.busy.count());
  seen.at_work = std::chrono::nanoseconds{working};
  seen.age = std::chrono::nanoseconds{std::max<std::int64_t>(0, at - since_)};
  return seen;
}

auto actor_cards::all() -> actor_cards& {
  // Never destroyed: an actor may end while the process does.
  static auto& list = *new actor_cards;
  return list;
}

auto actor_cards::open(const caf::actor_system& where, std::string name, bool own_thread)
    -> std::shared_ptr<actor_card> {
  auto card = std::make_shared<actor_card>(std::move(name), own_thread, std::chrono::steady_clock::now());
  const std::scoped_lock lock{mutex_};
  if (const auto found = pasts_.find({&where, card->name_}); found != pasts_.end()) {
    card->restarts_ = found->second.faults;
    card->last_fault_ = found->second.last;
  }
  if (cards_.size() < most_listed) cards_.emplace(card.get(), std::pair{&where, card});
  return card;
}

void actor_cards::close(const caf::actor_system& where, const actor_card& whose, const std::string& fault) {
  const std::scoped_lock lock{mutex_};
  cards_.erase(&whose);
  if (!fault.empty()) remember({&where, whose.name_}, fault);
}

void actor_cards::remember(const named& who, const std::string& fault) {
  auto& known = pasts_[who];
  ++known.faults;
  known.last = fault;
  known.order = ++order_;
  if (pasts_.size() <= most_faults) return;
  pasts_.erase(std::ranges::min_element(pasts_, {}, [](const auto& one) { return one.second.order; }));
}

auto actor_cards::read(const caf::actor_system& where) const -> std::vector<actor_figures> {
  const auto now = std::chrono::steady_clock::now();
  std::vector<actor_figures> all;
  const std::scoped_lock lock{mutex_};
  for (const auto& [key, one] : cards_) {
    if (one.first != &where) continue;
    all.push_back(one.second->read(now));
    all.back().restarts = one.second->restarts_;
    all.back().last_fault = one.second->last_fault_;
  }
  return all;
}

}  // namespace waybill
