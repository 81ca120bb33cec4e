#include "actors/known_browsers.hpp"

#include <algorithm>
#include <charconv>
#include <vector>

#include "actors/journal.hpp"
#include "actors/secret_file.hpp"
#include "actors/secrets.hpp"

namespace waybill {
namespace {

constexpr std::size_t entries_kept = 5;
constexpr std::size_t entry_limit_bytes = 128;
constexpr std::size_t number_size = 22;  // 132 bits
constexpr std::int64_t second_us = 1'000'000;
constexpr std::int64_t day_s = 86'400;

struct entry {
  std::string_view issued, number, proof;
};

auto pieces_of(std::string_view text, char border, std::size_t at_most) -> std::vector<std::string_view> {
  std::vector<std::string_view> all;
  while (!text.empty() && all.size() < at_most) {
    all.push_back(text.substr(0, text.find(border)));
    text.remove_prefix(std::min(all.back().size() + 1, text.size()));
  }
  return all;
}

/// Anybody may have written it: what goes back into a cookie has only these characters.
auto plain(char c) -> bool {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

auto entry_of(std::string_view text) -> std::optional<entry> {
  const auto parts = pieces_of(text, '.', 4);
  if (parts.size() != 3 || text.size() > entry_limit_bytes) return std::nullopt;
  if (!std::ranges::all_of(parts,
                           [](auto part) { return !part.empty() && std::ranges::all_of(part, plain); }))
    return std::nullopt;
  return entry{parts[0], parts[1], parts[2]};
}

auto still_good(std::string_view issued, instant now) -> bool {
  std::int64_t at_s = 0;
  const auto [end, failed] = std::from_chars(issued.data(), issued.data() + issued.size(), at_s);
  const auto age_s = now.us / second_us - at_s;
  return failed == std::errc{} && end == issued.data() + issued.size() && age_s > -day_s &&
         age_s < known_browsers::days * day_s;
}

}  // namespace

known_browsers::known_browsers(const std::string& data_directory) : directory_(data_directory + "/secrets") {}

auto known_browsers::key() -> const digest& {
  std::call_once(once_, [this] {
    const auto kept = secret_key_in(directory_, "known_browsers.key");
    // Without it browsers are strangers after the next start; nobody is kept from signing in.
    if (!kept) journal::warn("secrets.not_kept", {{"why", kept.why().message}});
    key_ = kept ? *kept : random_key();
  });
  return key_;
}

auto known_browsers::proof_of(const account_state& of, std::string_view issued, std::string_view number)
    -> std::string {
  std::string text = "known browser\n" + of.id.value + "\n" + of.password_hash + "\n";
  return sealed(key(), text.append(issued).append(".").append(number));
}

auto known_browsers::number_in(std::string_view cookie, const account_state& of, instant now) -> std::string {
  for (const auto text : pieces_of(cookie, '~', entries_kept)) {
    const auto one = entry_of(text);
    if (one && still_good(one->issued, now) &&
        equal_in_constant_time(one->proof, proof_of(of, one->issued, one->number)))
      return std::string(one->number);
  }
  return {};
}

auto known_browsers::renewed(std::string_view cookie, const account_state& of, instant now) -> std::string {
  auto number = number_in(cookie, of, now);
  std::string others;
  std::size_t kept = 1;
  for (const auto text : pieces_of(cookie, '~', entries_kept)) {
    const auto one = entry_of(text);
    if (!one || one->number == number || !still_good(one->issued, now) || kept == entries_kept) continue;
    others.append("~").append(text);
    ++kept;
  }
  if (number.empty()) number = random_secret().substr(0, number_size);
  const auto issued = std::to_string(now.us / second_us);
  return issued + "." + number + "." + proof_of(of, issued, number) + others;
}

}  // namespace waybill
