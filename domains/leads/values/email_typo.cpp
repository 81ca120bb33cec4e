// Domains that nobody means: one typing mistake away from those that most people have.
#include <algorithm>
#include <array>
#include <cstdint>

#include "domains/leads/values/country.hpp"
#include "domains/leads/values/email.hpp"
#include "formats/slips.hpp"
#include "formats/text.hpp"

namespace waybill::leads {
namespace {

constexpr std::size_t longest = 24;

struct common_domain {
  std::string_view name;
  std::uint32_t letters = 0;  ///< bit n: the letter n is in it
};

constexpr auto differ_by_two_at_most(std::uint32_t a, std::uint32_t b) -> bool {
  auto bits = a ^ b;
  bits &= bits - (bits != 0 ? 1 : 0);
  bits &= bits - (bits != 0 ? 1 : 0);
  return bits == 0;
}

constexpr auto letters_of(std::string_view name) -> std::uint32_t {
  std::uint32_t found = 0;
  for (const char c : name)
    found |= c >= 'a' && c <= 'z' ? 1U << static_cast<unsigned>(c - 'a') : c == '-' ? 1U << 26U : 1U << 27U;
  return found;
}

constexpr auto make_common() {
  constexpr std::array<std::string_view, 62> names{
      "gmail.com",        "googlemail.com", "hotmail.com",    "hotmail.fr",  "hotmail.be",  "hotmail.it",
      "hotmail.es",       "hotmail.de",     "hotmail.co.uk",  "outlook.com", "outlook.fr",  "outlook.be",
      "live.com",         "live.fr",        "live.be",        "msn.com",     "yahoo.com",   "yahoo.fr",
      "yahoo.co.uk",      "yahoo.de",       "yahoo.es",       "yahoo.it",    "ymail.com",   "rocketmail.com",
      "icloud.com",       "me.com",         "mac.com",        "aol.com",     "orange.fr",   "wanadoo.fr",
      "free.fr",          "sfr.fr",         "neuf.fr",        "bbox.fr",     "laposte.net", "numericable.fr",
      "club-internet.fr", "aliceadsl.fr",   "cegetel.net",    "noos.fr",     "voila.fr",    "gmx.com",
      "gmx.fr",           "gmx.de",         "gmx.net",        "web.de",      "t-online.de", "freenet.de",
      "protonmail.com",   "proton.me",      "skynet.be",      "telenet.be",  "proximus.be", "bluewin.ch",
      "libero.it",        "virgilio.it",    "btinternet.com", "comcast.net", "verizon.net", "att.net",
      "sbcglobal.net",    "bellsouth.net"};
  std::array<common_domain, names.size()> made{};
  for (std::size_t i = 0; i < names.size(); ++i) made[i] = {names[i], letters_of(names[i])};
  return made;
}
constexpr auto common = make_common();

/// Others' domains that only look like a mistake.
constexpr std::array<std::string_view, 6> real{"mail.com",  "email.com", "gail.com",
                                               "cloud.com", "orage.fr",  "grange.fr"};
/// Mistakes of more than one key that many make.
constexpr std::array<std::array<std::string_view, 2>, 8> known_mistakes{{{"gmail.fr", "gmail.com"},
                                                                         {"gmail", "gmail.com"},
                                                                         {"hotmail", "hotmail.com"},
                                                                         {"outlook", "outlook.com"},
                                                                         {"yahoo", "yahoo.com"},
                                                                         {"icloud", "icloud.com"},
                                                                         {"orange", "orange.fr"},
                                                                         {"wanadoo", "wanadoo.fr"}}};

auto name_in(std::string_view domain) -> std::string_view { return domain.substr(0, domain.find('.')); }
auto behind_name(std::string_view domain) -> std::string_view {
  return domain.substr(std::min(name_in(domain).size(), domain.size()));
}

/// Three letters before the dot: many firms have a name of three letters. There a mistake is only one when it
/// stands behind the name, or changed the order of its letters.
auto may_be_meant(std::string_view domain, std::string_view meant) -> bool {
  constexpr std::size_t short_name = 4;
  const bool same_name = name_in(domain) == name_in(meant);
  if (same_name) {
    // Of another country: surely there is one.
    const auto ending = behind_name(domain);
    const bool is_country = ending.size() == 3 && country_of_code(ending.substr(1)) != nullptr;
    return !is_country ||
           (behind_name(meant) == ".com" && (ending == ".co" || ending == ".cm" || ending == ".om"));
  }
  return name_in(meant).size() > short_name || domain.find('.') == std::string_view::npos ||
         (domain.size() == meant.size() && letters_of(domain) == letters_of(meant));
}

/// A letter of another script that looks like one of ours counts as one letter.
auto narrow(std::string_view domain, std::array<char, longest>& out) -> std::string_view {
  std::size_t size = 0;
  for (const char c : domain) {
    if (text::is_continuation(c)) continue;
    if (size == out.size()) return {};
    out[size++] = static_cast<unsigned char>(c) < 0x80 ? c : '?';
  }
  return {out.data(), size};
}

}  // namespace

auto likely_domain(std::string_view domain) -> std::string_view {
  std::array<char, longest> characters{};
  const auto text = narrow(domain, characters);
  if (text.empty() || std::find(real.begin(), real.end(), domain) != real.end()) return {};
  for (const auto& [mistake, meant] : known_mistakes)
    if (mistake == domain) return meant;
  constexpr std::size_t not_found = 0;
  const auto letters = letters_of(text);
  std::size_t best = not_found;
  for (std::size_t i = 0; i < common.size(); ++i) {
    const auto& [name, its_letters] = common[i];
    if (letters == its_letters && name == domain) return {};
    // One mistake changes two letters at most.
    if (best == not_found && differ_by_two_at_most(letters, its_letters) && text::is_one_slip(text, name) &&
        may_be_meant(text, name))
      best = i + 1;
  }
  return best == not_found ? std::string_view{} : common[best - 1].name;
}

}  // namespace waybill::leads
