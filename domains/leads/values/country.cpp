#include "domains/leads/values/country.hpp"

#include <array>
#include <iterator>
#include <unordered_map>

#include "domains/leads/values/cell_text.hpp"
#include "formats/text.hpp"

namespace waybill::leads {
namespace {

constexpr country countries[] = {
#include "domains/leads/values/countries.inc"
};

using country_index = std::unordered_map<std::string, const country*>;

auto make_index() -> country_index {
  country_index index;
  std::string key;
  const auto add = [&](std::string_view name, const country& of) {
    fold(name, key);
    if (!key.empty()) index.try_emplace(key, &of);
  };
  for (const auto& one : countries) {
    add(one.code, one);
    add(one.code3, one);
  }
  for (const auto& one : countries) {
    add(one.english, one);
    add(one.french, one);
  }
  for (const auto& one : countries) {
    auto names = one.other_names;
    while (!names.empty()) {
      const auto end = std::min(names.find(';'), names.size());
      add(names.substr(0, end), one);
      names.remove_prefix(std::min(end + 1, names.size()));
    }
  }
  return index;
}

auto index_of_names() -> const country_index& {
  static const auto index = make_index();
  return index;
}

auto found_in_index(const std::string& key) -> const country* {
  const auto at = index_of_names().find(key);
  return at == index_of_names().end() ? nullptr : at->second;
}

constexpr auto upper(char c) -> char { return c >= 'a' && c <= 'z' ? static_cast<char>(c & ~0x20) : c; }
constexpr auto is_letter(char c) -> bool { return upper(c) >= 'A' && upper(c) <= 'Z'; }

constexpr std::size_t letters = 26;
constexpr auto place_of(char first, char second) -> std::size_t {
  return static_cast<std::size_t>(first - 'A') * letters + static_cast<std::size_t>(second - 'A');
}
auto countries_by_code() -> const std::array<const country*, letters * letters>& {
  static const auto made = [] {
    std::array<const country*, letters * letters> all{};
    for (const auto& one : countries) all[place_of(one.code[0], one.code[1])] = &one;
    return all;
  }();
  return made;
}

/// Letters and digits of a form, without what may stand between them.
auto fits(std::string_view packed, std::string_view form) -> bool {
  std::size_t at = 0;
  for (const char c : form) {
    if (c != 'd' && c != 'a') continue;
    if (at == packed.size() || (c == 'd' ? !text::is_digit(packed[at]) : !is_letter(packed[at])))
      return false;
    ++at;
  }
  return at == packed.size();
}

auto written_by(std::string_view packed, std::string_view form) -> std::string {
  std::string made;
  std::size_t at = 0;
  for (const char c : form) made.push_back(c == 'd' || c == 'a' ? packed[at++] : c);
  return made;
}

/// Only letters and digits, in capitals. False: it holds something else than those, spaces, dots and hyphens.
auto pack(std::string_view text, std::string& out) -> bool {
  for (const char c : text) {
    if (text::is_digit(c) || is_letter(c))
      out.push_back(upper(c));
    else if (c != ' ' && c != '-' && c != '.')
      return false;
  }
  return true;
}

auto fitting_form(std::string_view packed, std::string_view forms) -> std::string_view {
  while (!forms.empty()) {
    const auto form = forms.substr(0, forms.find('|'));
    if (fits(packed, form)) return form;
    forms.remove_prefix(std::min(form.size() + 1, forms.size()));
  }
  return {};
}

/// `F-`, `FR-`, `L-`: the country before the code.
auto without_country(std::string_view packed, const country& of) -> std::string_view {
  if (packed.starts_with(of.code) && packed.size() > 2) return packed.substr(2);
  if (packed.size() > 1 && packed[0] == of.code[0] && text::is_digit(packed[1])) return packed.substr(1);
  return packed;
}

/// `75008 CEDEX 08`: how mail for firms is sorted, and no part of the code.
auto without_cedex(std::string_view clean) -> std::string_view {
  const auto at = clean.find(' ');
  return at != std::string_view::npos && text::starts_ignoring_case(clean.substr(at + 1), "cedex")
             ? clean.substr(0, at)
             : clean;
}

auto is_number_of_a_program(std::string_view text) -> bool {
  return text.size() > 2 && text.ends_with(".0") && text.find_first_not_of("0123456789") == text.size() - 2;
}

/// Countries that have codes of five digits with a 0 in front. (One with four digits as well has another
/// form.)
auto loses_zero(const country& of) -> bool {
  return of.postal_codes.starts_with("ddddd") && !of.postal_codes.starts_with("dddddd");
}

auto read_any(std::string_view clean) -> postal_code_reading {
  constexpr std::size_t longest = 12;
  std::string packed;
  if (!pack(clean, packed) || packed.size() < 2 || packed.size() > longest) return {};
  const bool has_digit = packed.find_first_of("0123456789") != std::string::npos;
  return has_digit ? postal_code_reading{std::string(clean)} : postal_code_reading{};
}

}  // namespace

auto name_of(const country& of, language in) -> std::string_view {
  return in == language::french ? of.french : of.english;
}

auto country_of_code(std::string_view code) -> const country* {
  if (code.size() != 2 || !is_letter(code[0]) || !is_letter(code[1])) return nullptr;
  return countries_by_code()[place_of(upper(code[0]), upper(code[1]))];
}

auto country_of(std::string_view text) -> const country* {
  std::string key;
  fold(text, key);
  if (const auto* found = found_in_index(key)) return found;
  // "la France", "les Pays-Bas", "the Netherlands", "l'Italie"
  for (const std::string_view article : {"les", "le", "la", "the", "l"})
    if (key.starts_with(article))
      if (const auto* found = found_in_index(key.substr(article.size())); found != nullptr && key.size() > 5)
        return found;
  // "France (FR)", "FR - France"
  for (const std::string_view open : {"(", " - ", " / "}) {
    const auto at = text.find(open);
    if (at == std::string_view::npos) continue;
    fold(text.substr(0, at), key);
    const auto* first = found_in_index(key);
    fold(text.substr(at + open.size()), key);
    if (first != nullptr && first == found_in_index(key)) return first;
  }
  return nullptr;
}

auto read_postal_code(std::string_view clean, const country* of) -> postal_code_reading {
  if (of == nullptr || of->postal_codes.empty()) return read_any(clean);
  const auto text = without_cedex(clean);
  const bool is_number = is_number_of_a_program(text);
  std::string all;
  if (!pack(is_number ? text.substr(0, text.size() - 2) : text, all)) return {};
  postal_code_reading found;
  std::string packed = all;
  auto form = fitting_form(packed, of->postal_codes);
  if (form.empty()) {
    packed = without_country(all, *of);
    form = fitting_form(packed, of->postal_codes);
  }
  if (form.empty() && loses_zero(*of) && packed.size() == 4 && fits(packed, "dddd")) {
    packed.insert(0, 1, '0');
    form = fitting_form(packed, of->postal_codes);
    found.completed = true;
  }
  if (form.empty()) return {};
  found.value = written_by(packed, form);
  found.cleaned = !found.completed && found.value != clean;
  return found;
}

}  // namespace waybill::leads
