#include "domains/leads/values/whole_name.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "domains/leads/values/cell_text.hpp"
#include "domains/leads/values/person_name.hpp"
#include "formats/text.hpp"

namespace waybill::leads {
namespace {

using words = std::vector<std::string_view>;

// Folded: lower case, no accents, no points.

/// They say nothing that a lead keeps.
constexpr auto civilities = std::to_array<std::string_view>(
    {"mr",    "mrs",      "ms",        "mx",     "miss",     "mme",          "mmes",   "mlle",
     "mlles", "monsieur", "messieurs", "madame", "mesdames", "mademoiselle", "mister", "herr",
     "frau",  "sr",       "sra",       "srta",   "senor",    "senora",       "signor", "signora"});
constexpr auto titles =
    std::to_array<std::string_view>({"dr", "docteur", "doctor", "prof", "professeur", "professor", "maitre",
                                     "sir", "rev", "capt", "reverend", "dres"});
constexpr auto joiners = std::to_array<std::string_view>({"et", "and", "und", "ou", "y"});
/// Behind a last name, and a part of it.
constexpr auto generations = std::to_array<std::string_view>({"jr", "jnr", "sr", "snr", "2nd", "3rd", "4th"});
/// The same, where two other words are a name.
constexpr auto late_generations = std::to_array<std::string_view>({"junior", "senior"});
constexpr auto numerals =
    std::to_array<std::string_view>({"II", "III", "IV", "VII", "VIII", "IX", "XII", "XIII", "XIV", "XV"});
constexpr auto degrees = std::to_array<std::string_view>(
    {"phd", "mba", "dds", "dmd", "dvm", "cpa", "esq", "dphil", "pharmd", "edd", "msc", "bsc"});
/// As they are written, for they are also names: behind a comma alone.
constexpr auto short_degrees =
    std::to_array<std::string_view>({"RN", "JD", "MA", "BA", "MS", "BS", "PE", "DO", "CFA", "PMP"});
constexpr auto jobs = std::to_array<std::string_view>(
    {"ceo",        "cto",        "cfo",         "coo",        "cmo",         "cio",       "cso",
     "vp",         "svp",        "evp",         "dg",         "dga",         "pdg",       "drh",
     "dsi",        "daf",        "hr",          "rh",         "founder",     "cofounder", "president",
     "presidente", "manager",    "director",    "directeur",  "directrice",  "gerant",    "gerante",
     "fondateur",  "fondatrice", "responsable", "consultant", "consultante", "owner",     "officer",
     "engineer",   "ingenieur",  "ingenieure"});
/// Legal forms that nobody is called.
constexpr auto firms = std::to_array<std::string_view>(
    {"sasu", "sarl", "eurl", "scop", "gmbh", "ltd", "llc", "inc", "plc", "llp", "corp"});
/// As they are written; the first of them also where all of the cell is in capitals.
constexpr auto short_firms =
    std::to_array<std::string_view>({"SAS", "SNC", "SCI", "SA", "AG", "KG", "BV", "NV", "SpA", "SRL"});
constexpr std::size_t sure_short_firms = 3;
constexpr auto firms_in_front =
    std::to_array<std::string_view>({"ets", "etablissements", "societe", "association", "mairie", "groupe",
                                     "cabinet", "entreprise", "fondation"});
/// `& Fils`, `et Associés`
constexpr auto partners =
    std::to_array<std::string_view>({"co", "cie", "fils", "sons", "associes", "associates", "freres"});

auto is_one_of(std::string_view text, const auto& list) -> bool {
  return std::find(list.begin(), list.end(), text) != list.end();
}

auto folded(std::string_view text) -> std::string {
  std::string key;
  fold(text, key);
  return key;
}

auto without_points(std::string_view text) -> std::string {
  std::string made(text);
  std::erase(made, '.');
  return made;
}

auto parts_of(std::string_view text, char sign) -> words {
  words parts;
  while (!text.empty()) {
    const auto end = std::min(text.find(sign), text.size());
    if (const auto part = text::trimmed(text.substr(0, end)); !part.empty()) parts.push_back(part);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

auto joined(const words& all, std::string_view sign) -> std::string {
  std::string made;
  for (const auto one : all) made.append(made.empty() ? std::string_view() : sign).append(one);
  return made;
}

auto has_small(std::string_view text) -> bool {
  return std::any_of(text.begin(), text.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

enum class title : std::uint8_t { none, civility, more };

auto title_in(std::string_view word) -> title {
  const auto key = folded(word);
  if (is_one_of(key, civilities) || word == "M." || word == "MM." || word == "MM") return title::civility;
  const auto bare = without_points(word);
  return is_one_of(key, titles) || bare == "Me" || bare == "Pr" || word == "Ing." ? title::more : title::none;
}

/// `M./Mme` too.
auto title_of(std::string_view word) -> title {
  auto found = title::none;
  for (const auto part : parts_of(word, '/')) {
    const auto one = title_in(part);
    if (one == title::none) return one;
    if (found != title::more) found = one;
  }
  return found;
}

auto is_joiner(std::string_view word) -> bool {
  return word == "&" || word == "/" || word == "+" || is_one_of(folded(word), joiners);
}

/// `Dr.Meier`
void part_from_title(words& from) {
  const auto point = from[0].find('.');
  if (point == std::string_view::npos || from[0].size() < point + 4) return;
  const auto before = from[0].substr(0, point + 1);
  const auto behind = from[0].substr(point + 1);
  if (behind.find('.') != std::string_view::npos || title_of(before) == title::none) return;
  from[0] = behind;
  from.insert(from.begin(), before);
}

/// `M. Dupont`, `M Jean Dupont`, `M et Mme Dupont`; in `M. R. James` it is an initial.
auto is_monsieur(const words& from) -> bool {
  if (from[0] != "M." && (from[0] != "M" || from.size() < 3)) return false;
  return is_joiner(from[1]) ? from.size() > 2 && title_of(from[2]) != title::none
                            : count_characters(without_points(from[1])) > 1;
}

void strip_titles(words& from, whole_name& into) {
  if (from.empty()) return;
  part_from_title(from);
  bool stripped = false;
  while (from.size() > 1) {
    const auto what = from[0] == "M." || from[0] == "M" ? title::none : title_of(from[0]);
    const bool joins = stripped && from.size() > 2 && is_joiner(from[0]) && title_of(from[1]) != title::none;
    if (what == title::none && !joins && !is_monsieur(from)) return;
    into.cleaned = into.cleaned || what == title::more;
    stripped = true;
    from.erase(from.begin());
  }
}

auto is_generation(std::string_view word, std::size_t others) -> bool {
  const auto key = folded(word);
  // "J.R." are initials.
  if (word.substr(0, word.size() - 1).find('.') != std::string_view::npos) return false;
  if (is_one_of(key, generations) || is_one_of(word, numerals)) return true;
  return others > 1 && (is_one_of(key, late_generations) || word == "fils" || word == "p\u00E8re");
}

/// `text`: all of the name.
auto is_degree(std::string_view word, std::string_view text) -> bool {
  return is_one_of(folded(word), degrees) || (without_points(word) == "MD" && has_small(text));
}

/// Takes off what stands behind a name.
void strip_tail(words& from, std::string_view text, std::string& suffix, whole_name& into) {
  while (from.size() > 1) {
    const auto word = from.back();
    if (is_generation(word, from.size() - 1))
      suffix = suffix.empty() ? std::string(word) : std::string(word) + " " + suffix;
    else if (from.size() > 2 && is_degree(word, text))
      into.cleaned = true;
    else
      return;
    from.pop_back();
  }
}

/// What stands behind a comma, and is no first name.
auto take_remark(std::string_view part, std::size_t words_before, std::string& suffix, whole_name& into)
    -> bool {
  const auto all = parts_of(part, ' ');
  const bool is_degrees = std::all_of(all.begin(), all.end(), [&](auto word) {
    const auto bare = without_points(word);
    return is_one_of(folded(word), degrees) || bare == "MD" ||
           (words_before > 1 && is_one_of(bare, short_degrees));
  });
  const bool is_titles = std::all_of(all.begin(), all.end(), [](auto word) {
    return word != "M." && title_of(word) != title::none && !is_one_of(folded(word), generations);
  });
  const bool is_job =
      (words_before > 1 || all.size() > 1 || !has_small(part)) &&
      std::any_of(all.begin(), all.end(), [](auto word) { return is_one_of(folded(word), jobs); });
  if (all.size() == 1 && is_generation(part, words_before))
    suffix = part;
  else if (is_degrees)
    into.cleaned = true;
  else if (is_titles)
    into.cleaned = into.cleaned || std::any_of(all.begin(), all.end(),
                                               [](auto word) { return title_of(word) == title::more; });
  else if (is_job && into.job.empty())
    into.job = part;
  else
    return false;
  return true;
}

auto is_short_firm(std::string_view word, std::string_view text) -> bool {
  const auto* const at = std::find(short_firms.begin(), short_firms.end(), word);
  return at < short_firms.begin() + sure_short_firms || (at != short_firms.end() && has_small(text));
}

auto is_company(std::string_view text) -> bool {
  const auto all = parts_of(text, ' ');
  if (all.size() < 2) return false;
  const auto front = folded(all.front());
  const auto last = folded(all.back());
  if (is_one_of(front, firms) || is_one_of(front, firms_in_front) || is_one_of(last, firms)) return true;
  if (is_short_firm(all.front(), text) || is_short_firm(without_points(all.back()), text)) return true;
  const auto before = all[all.size() - 2];
  return is_one_of(last, partners) && (before == "&" || before == "et");
}

/// `Jean Martin (RH)`
auto without_brackets(std::string_view text) -> std::string_view {
  const auto open = text.rfind('(');
  if (!text.ends_with(')') || open == std::string_view::npos) return text;
  const auto before = text::trimmed(text.substr(0, open));
  return before.empty() ? text : before;
}

void take_names(const words& parts, std::string_view text, std::string& suffix, whole_name& into) {
  auto last = parts_of(parts.front(), ' ');
  strip_titles(last, into);
  strip_tail(last, text, suffix, into);
  if (parts.size() == 1) {
    auto name = split_name(joined(last, " "));
    into.first = std::move(name.first);
    into.last = std::move(name.last);
    return;
  }
  const auto behind = joined({parts.begin() + 1, parts.end()}, ", ");
  auto first = parts_of(behind, ' ');
  strip_titles(first, into);
  strip_tail(first, text, suffix, into);
  into.first = joined(first, " ");
  into.last = joined(last, " ");
}

}  // namespace

auto read_whole_name(std::string_view clean) -> whole_name {
  whole_name made;
  const auto text = without_brackets(clean);
  made.cleaned = text != clean;
  if (is_company(text)) {
    made.cleaned = false;
    made.company = clean;
    return made;
  }
  auto parts = parts_of(text, ',');
  if (parts.empty()) return made;
  std::string suffix;
  const auto words_before = parts_of(parts.front(), ' ').size();
  while (parts.size() > 1 && take_remark(parts.back(), words_before, suffix, made)) parts.pop_back();
  take_names(parts, text, suffix, made);
  if (!suffix.empty()) made.last.append(made.last.empty() ? "" : " ").append(suffix);
  return made;
}

}  // namespace waybill::leads
