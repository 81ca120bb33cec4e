#include "actors/sign_in_throttle.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>

#include "actors/user_names.hpp"
#include "events/hash.hpp"

namespace waybill {
namespace {

constexpr std::int64_t second_us = 1'000'000;
constexpr std::int64_t hour_us = 3'600 * second_us;
constexpr std::int64_t day_us = 24 * hour_us;

// A name that strangers fail at this often in an hour is being guessed at.
constexpr std::int64_t name_failures_an_hour = 100;
// Then a stranger may mistype once, and waits from an hour up to a day.
constexpr std::uint64_t free_failures_under_attack = 2;
constexpr std::int64_t longest_wait_under_attack_us = day_us;
// An IPv6 customer has a network of 48 bits: 65,536 lines.
constexpr std::int64_t lines_counted_as_one = 10;

// Longer than any wait: who comes again as soon as they may is not forgiven.
constexpr std::int64_t forgotten_after_us = 2 * day_us;
constexpr std::int64_t home_for_us = 30 * day_us;
constexpr std::size_t homes_of_one = 16;

/// `[::1]:80`, `192.0.2.1:80` and `::ffff:192.0.2.1` as the bare address.
auto bare(std::string_view address) -> std::string {
  if (address.starts_with('[')) {
    address.remove_prefix(1);
    address = address.substr(0, address.find(']'));
  } else if (std::ranges::count(address, ':') == 1) {
    address = address.substr(0, address.find(':'));
  }
  return std::string(address);
}

}  // namespace

auto network_of(std::string_view address, int bits) -> std::string {
  const auto text = bare(address);
  in6_addr six{};
  if (::inet_pton(AF_INET6, text.c_str(), &six) != 1) return text;
  constexpr std::size_t mapped_bytes = 12;  // ::ffff:0:0/96, RFC 4291, 2.5.5.2
  std::array<char, INET6_ADDRSTRLEN> out{};
  if (IN6_IS_ADDR_V4MAPPED(&six))
    return ::inet_ntop(AF_INET, &six.s6_addr[mapped_bytes], out.data(), out.size());
  std::fill(std::begin(six.s6_addr) + bits / 8, std::end(six.s6_addr), std::uint8_t{0});
  return std::string(::inet_ntop(AF_INET6, &six, out.data(), out.size())) + "/" + std::to_string(bits);
}

auto sign_in_throttle::homes::matters_until() const -> std::int64_t {
  std::int64_t last = 0;
  for (const auto& one : all) last = std::max(last, one.last.us);
  return last;
}

auto sign_in_throttle::pace::wait_us(std::uint64_t failures) const -> std::int64_t {
  constexpr std::uint64_t most_doublings = 20;
  if (failures < free) return 0;
  return std::min(first_us << std::min(failures - free, most_doublings), longest_us);
}

sign_in_throttle::sign_in_throttle(throttle_rules rules, std::string salt)
    : rules_(rules),
      salt_(std::move(salt)),
      tries_(rules.tries_kept),
      addresses_(rules.addresses_kept),
      names_(rules.names_kept),
      homes_(rules.homes_kept) {}

auto sign_in_throttle::key(std::string_view kind, std::string_view text) const -> digest {
  return sha256_of(salt_ + std::string(kind) + "\n" + std::string(text));
}

auto sign_in_throttle::keys_of(const sign_in_try& who) const -> keys {
  const auto name = folded_name(who.name);
  const auto line = network_of(who.address, 64);
  const auto site = network_of(who.address, 48);
  const auto limit = static_cast<std::int64_t>(rules_.address_failures_an_hour);
  const auto one_us = hour_us / limit;
  keys of;
  of.browser = !who.browser.empty();
  of.tries = of.browser ? key("browser", who.browser) : key("both", line + "\n" + name);
  of.account = key("account", who.account);
  of.line = {key("line", line), one_us, one_us * limit};
  if (site != line) of.site = {key("site", site), one_us / lines_counted_as_one, one_us * limit};
  of.name = {key("name", name), hour_us / name_failures_an_hour, hour_us};
  return of;
}

auto sign_in_throttle::pace_now(bool attack) const -> pace {
  const auto first_us = rules_.first_wait_s * second_us;
  const auto longest_us = std::max(rules_.longest_wait_s * second_us, first_us);
  if (!attack) return {rules_.free_failures, first_us, longest_us};
  return {std::min(rules_.free_failures, free_failures_under_attack), longest_us,
          std::max(longest_us, longest_wait_under_attack_us)};
}

auto sign_in_throttle::is_home(const keys& of, instant now) -> bool {
  const auto* known = homes_.find(of.account);
  return known != nullptr && std::ranges::any_of(known->all, [&](const home& one) {
           return one.line == of.line.key && now.us - one.last.us < home_for_us;
         });
}

auto sign_in_throttle::is_attacked(const share& name, instant now) -> bool {
  const auto* failed = names_.find(name.key);
  return failed != nullptr && failed->empty_us - now.us > name.room_us - name.one_us;
}

/// How long this one has to wait; a line is asked only for who is not known there.
auto sign_in_throttle::left_us(const keys& of, const pace& by, instant now) -> std::int64_t {
  std::int64_t left = 0;
  if (const auto* failed = tries_.find(of.tries); failed != nullptr)
    if (failed->last.us + forgotten_after_us > now.us)
      left = failed->last.us + by.wait_us(failed->count) - now.us;
  if (of.browser || is_home(of, now)) return left;
  for (const auto* one : {&of.line, &of.site})
    if (const auto* full = addresses_.find(one->key); full != nullptr)
      left = std::max(left, full->empty_us + one->one_us - one->room_us - now.us);
  return left;
}

void sign_in_throttle::fill(const keys& of, instant now) {
  for (const auto* one : {&of.line, &of.site})
    if (one->one_us > 0) {
      auto& level = addresses_.entry(one->key).empty_us;
      level = std::max(level, now.us) + one->one_us;
    }
  auto& level = names_.entry(of.name.key).empty_us;
  // However long an attack was, the alarm ends within the hour.
  level = std::min(std::max(level, now.us) + of.name.one_us, now.us + 2 * of.name.room_us);
}

void sign_in_throttle::take_back(const keys& of) {
  for (const auto* one : {&of.line, &of.site})
    if (auto* level = addresses_.find(one->key); level != nullptr) level->empty_us -= one->one_us;
  if (auto* level = names_.find(of.name.key); level != nullptr) level->empty_us -= of.name.one_us;
}

auto sign_in_throttle::begin(const sign_in_try& who, instant wall) -> admission {
  const std::scoped_lock lock{mutex_};
  const auto now = time_.at(wall);
  const auto of = keys_of(who);
  const bool known = of.browser || is_home(of, now);
  const auto by = pace_now(!known && is_attacked(of.name, now));
  if (const auto left = left_us(of, by, now); left > 0) return {(left + second_us - 1) / second_us};
  const auto* level = addresses_.find(of.line.key);
  const bool clean = level == nullptr || level->empty_us <= now.us;
  auto& failed = tries_.entry(of.tries);
  if (failed.last.us + forgotten_after_us <= now.us) failed.count = 0;
  const auto before = failed.last;
  ++failed.count;
  failed.last = now;
  failed.until_us = now.us + by.wait_us(failed.count);
  if (!known) fill(of, now);
  return {0, known ? acquaintance::known : clean ? acquaintance::clean : acquaintance::other, now, before};
}

void sign_in_throttle::succeeded(const sign_in_try& who, const admission& how) {
  const std::scoped_lock lock{mutex_};
  const auto of = keys_of(who);
  tries_.erase(of.tries);
  if (how.who != acquaintance::known) take_back(of);
  remember_home(of, how.at);
}

void sign_in_throttle::untried(const sign_in_try& who, const admission& how) {
  const std::scoped_lock lock{mutex_};
  const auto of = keys_of(who);
  if (how.who != acquaintance::known) take_back(of);
  auto* failed = tries_.find(of.tries);
  if (failed == nullptr) return;
  if (failed->last == how.at) failed->last = how.last_before;
  if (failed->count > 0) --failed->count;
  if (failed->count == 0) tries_.erase(of.tries);
}

void sign_in_throttle::remember_home(const keys& of, instant now) {
  auto& all = homes_.entry(of.account).all;
  const auto there = std::ranges::find(all, of.line.key, &home::line);
  if (there != all.end()) {
    there->last = now;
  } else if (all.size() < homes_of_one) {
    all.push_back({of.line.key, now});
  } else {
    *std::ranges::min_element(all, {}, &home::last) = {of.line.key, now};
  }
}

}  // namespace waybill
