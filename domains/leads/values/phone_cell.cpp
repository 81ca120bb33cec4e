#include "domains/leads/values/phone_cell.hpp"

#include <algorithm>
#include <array>

#include "domains/leads/values/cell_text.hpp"
#include "formats/text.hpp"

namespace waybill::leads {
namespace {

constexpr std::string_view digits = "0123456789";

/// By the plan of the first region, or else of the second.
auto number_in(std::string_view text, const phone_plans& plans, const phone_regions& regions)
    -> std::optional<phone_number> {
  auto found = plans.read(text, regions.first);
  if (!found && !regions.second.empty() && regions.second != regions.first)
    found = plans.read(text, regions.second);
  return found;
}

auto strip_prefix(std::string_view text) -> std::string_view {
  if (text.empty() || text::is_digit(text[0])) return text;
  for (const std::string_view prefix : {"p:", "t:", "tel:"})
    if (text::starts_ignoring_case(text, prefix)) return text::trimmed(text.substr(prefix.size()));
  return text;
}

/// What nobody means as a part of a number, and a spreadsheet or a list left there.
auto without_frame(std::string_view text) -> std::string_view {
  constexpr std::string_view around = " \n;,/=\"'";
  while (!text.empty() && around.find(text.front()) != std::string_view::npos) text.remove_prefix(1);
  while (!text.empty() && around.find(text.back()) != std::string_view::npos) text.remove_suffix(1);
  return text;
}

/// `Tél. : 01 ...`, `bureau 01 ...`: what stands before the number. `O6` is no label.
auto without_label(std::string_view text) -> std::string_view {
  if (text.empty() || text::is_digit(text[0]) || text[0] == '+') return text;
  const auto first = std::min(text.find_first_of("+(0123456789"), text.size());
  // Digits of other scripts are none of a label.
  const auto label = text.substr(0, first);
  const auto letter = label.find_first_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
  const bool is_label = letter == 0 && first < text.size() &&
                        (label.ends_with(' ') || label.ends_with(':') || label.ends_with('.'));
  return is_label ? text.substr(first) : text;
}

/// `01 ... (bureau)`, `01 ... le soir`: words behind the number that hold no digit.
auto without_remark(std::string_view text) -> std::string_view {
  const auto last = text.find_last_of(digits);
  if (last == std::string_view::npos) return text;
  const auto remark = text.substr(last + 1);
  const bool has_words = says_anything(remark);
  return has_words ? text.substr(0, last + 1) : text;
}

/// `01 ... poste 12`, `01 ... (p. 12)`: words for an extension that the library does not know, as one that
/// it does. Empty: there is none.
auto with_known_extension(std::string_view text) -> std::string {
  const auto last = text.find_last_of(digits);
  if (last == std::string_view::npos || text.find_first_not_of(" )].", last + 1) != std::string_view::npos)
    return {};
  const auto before = text.find_last_not_of(digits, last);
  constexpr std::size_t most_digits = 6;
  if (before == std::string_view::npos || last - before > most_digits) return {};
  const auto number = text.substr(before + 1, last - before);
  auto front = text.substr(0, before + 1);
  const auto strip = [&](std::string_view signs) {
    while (!front.empty() && signs.find(front.back()) != std::string_view::npos) front.remove_suffix(1);
  };
  strip(" .:#-");
  constexpr std::string_view number_sign = "n\u00B0";
  if (front.ends_with(number_sign)) front.remove_suffix(number_sign.size());
  strip(" .:");
  for (const std::string_view word : {"poste", "post", "pste", "pst", "interne", "int", "extension", "extn",
                                      "ext", "durchwahl", "dw", "p", "x"}) {
    if (front.size() <= word.size() ||
        !text::equals_ignoring_case(front.substr(front.size() - word.size()), word))
      continue;
    front.remove_suffix(word.size());
    const bool is_word = text::is_digit(front.back()) ||
                         std::string_view(" ,;(-/").find(front.back()) != std::string_view::npos;
    if (!is_word) return {};
    strip(" ,;([-/");
    return std::string(front) + " ext. " + std::string(number);
  }
  return {};
}

/// Takes off what stands around a number, when it is none with that.
auto take_one(std::string_view text, const phone_plans& plans, const phone_regions& regions,
              phone_reading& out) -> bool {
  text = strip_prefix(without_frame(text));
  const auto bare = without_label(text);
  out.number = number_in(bare, plans, regions);
  auto written = bare;
  if (!out.number && bare != text) out.number = number_in(written = text, plans, regions);
  if (const auto known = out.number ? std::string() : with_known_extension(bare); !known.empty()) {
    out.number = number_in(known, plans, regions);
    written = bare;
  }
  if (!out.number) {
    written = without_remark(bare);
    if (written != bare) out.number = number_in(written, plans, regions);
  }
  if (!out.number) return false;
  out.as_written = written;
  out.cleaned = out.cleaned || written != text;
  return true;
}

/// Puts a bar where one number ends and another begins: surely, or only perhaps.
auto with_bars(std::string_view text, bool perhaps) -> std::string {
  constexpr std::array<std::string_view, 14> sure{" ::: ", " / ",   "//",  ";",  "\n", " ou ", " et ",
                                                  " or ",  " and ", " & ", ", ", ",",  " OU ", " ET "};
  constexpr std::array<std::string_view, 5> unsure{"/", " - ", " \u2013 ", "&", "\\"};
  std::string made;
  while (!text.empty()) {
    const auto begins = [&](std::string_view sign) { return text.starts_with(sign); };
    const auto* sign = std::find_if(sure.begin(), sure.end(), begins);
    const auto* weak = std::find_if(unsure.begin(), unsure.end(), begins);
    if (sign != sure.end() || (perhaps && weak != unsure.end())) {
      made.push_back('|');
      text.remove_prefix(sign != sure.end() ? sign->size() : weak->size());
    } else {
      made.push_back(text[0]);
      text.remove_prefix(1);
    }
  }
  return made;
}

auto parts_of(std::string_view text) -> std::vector<std::string_view> {
  std::vector<std::string_view> parts;
  while (!text.empty()) {
    const auto end = std::min(text.find('|'), text.size());
    if (const auto part = text::trimmed(text.substr(0, end)); !part.empty()) parts.push_back(part);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

/// False: none of them is a number.
auto take_first(const std::vector<std::string_view>& parts, const phone_plans& plans,
                const phone_regions& regions, phone_reading& out) -> bool {
  const auto taken = std::find_if(parts.begin(), parts.end(),
                                  [&](auto part) { return take_one(part, plans, regions, out); });
  if (taken == parts.end()) return false;
  for (auto part = parts.begin(); part != parts.end(); ++part) {
    phone_reading again;
    const bool is_same =
        part != taken && take_one(*part, plans, regions, again) && again.number == out.number;
    if (part != taken && !is_same) out.others.emplace_back(strip_prefix(*part));
  }
  return true;
}

/// Two numbers with nothing but a blank between them.
auto take_halves(std::string_view text, const phone_plans& plans, const phone_regions& regions,
                 phone_reading& out) -> bool {
  constexpr std::ptrdiff_t digits_of_two = 14;
  constexpr std::ptrdiff_t digits_of_many = 40;
  const auto count = std::count_if(text.begin(), text.end(), [](char c) { return text::is_digit(c); });
  if (count < digits_of_two || count > digits_of_many) return false;
  for (auto gap = text.find(' '); gap != std::string_view::npos; gap = text.find(' ', gap + 1)) {
    const auto first = text.substr(0, gap);
    const auto second = text.substr(gap + 1);
    if (number_in(first, plans, regions) && number_in(second, plans, regions))
      return take_first({first, second}, plans, regions, out);
  }
  return false;
}

}  // namespace

void read_phone(std::string_view clean, const phone_plans& plans, const phone_regions& regions,
                phone_reading& out) {
  out.number.reset();
  out.as_written.clear();
  out.others.clear();
  out.cleaned = false;
  if (take_one(clean, plans, regions, out)) return;
  constexpr std::size_t longest = 500;
  if (clean.size() > longest) return;
  for (const bool perhaps : {false, true}) {
    const auto barred = with_bars(clean, perhaps);
    const auto parts = parts_of(barred);
    if (parts.size() > 1 && take_first(parts, plans, regions, out)) return;
  }
  static_cast<void>(take_halves(clean, plans, regions, out));
}

}  // namespace waybill::leads
