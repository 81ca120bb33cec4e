#include "config/wording.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <numeric>
#include <utility>

namespace waybill::wording {
namespace {

constexpr std::size_t line_width = 100;

constexpr std::array<std::pair<std::string_view, std::uint64_t>, 4> size_units{{
    {"TiB", std::uint64_t{1} << 40},
    {"GiB", std::uint64_t{1} << 30},
    {"MiB", std::uint64_t{1} << 20},
    {"KiB", std::uint64_t{1} << 10},
}};

/// How many letters must be put in, taken out or changed to make one of the other (Levenshtein).
auto distance(std::string_view a, std::string_view b) -> std::size_t {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const auto change = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({change, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}

auto whole_number(std::string_view text) -> std::optional<std::uint64_t> {
  std::uint64_t value = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || fault != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

auto size(std::string_view text) -> std::optional<std::uint64_t> {
  for (const auto& [suffix, factor] : size_units) {
    if (!text.ends_with(suffix)) continue;
    text.remove_suffix(suffix.size());
    if (text.ends_with(' ')) text.remove_suffix(1);
    const auto count = whole_number(text);
    if (!count || *count > std::numeric_limits<std::uint64_t>::max() / factor) return std::nullopt;
    return *count * factor;
  }
  return whole_number(text);
}

auto words_of(std::string_view text) -> std::vector<std::string_view> {
  std::vector<std::string_view> words;
  while (!text.empty()) {
    const auto end = std::min(text.find(' '), text.size());
    words.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}

}  // namespace

auto quoted(std::string_view text) -> std::string { return "`" + std::string{text} + "`"; }

auto trimmed(std::string_view text) -> std::string_view {
  constexpr std::string_view blanks = " \t\r";
  const auto first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

auto nearest(std::string_view unknown, const std::vector<std::string>& names) -> std::string {
  // Cut: what is longer than any name is far from all of them, and the distance takes time by its length.
  const auto head = unknown.substr(0, 100);
  std::string best;
  std::size_t best_distance = std::string::npos;
  for (const auto& name : names) {
    const auto far = distance(head, name);
    if (far < best_distance) best = name, best_distance = far;
  }
  return best;
}

auto is_clean(std::string_view text) -> bool {
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
  return std::none_of(text.begin(), text.end(), is_control);
}

auto choice(std::string_view text) -> std::string {
  std::string said;
  const auto words = words_of(text);
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) said += i + 1 == words.size() ? " or " : ", ";
    said += words[i];
  }
  return said;
}

auto is_choice(std::string_view words, std::string_view text) -> bool {
  const auto all = words_of(words);
  return std::find(all.begin(), all.end(), text) != all.end();
}

auto number(std::string_view unit, std::string_view text) -> std::optional<std::uint64_t> {
  return unit == "bytes" ? size(text) : whole_number(text);
}

auto number_text(std::string_view unit, std::uint64_t value) -> std::string {
  if (unit == "bytes" && value != 0)
    for (const auto& [suffix, factor] : size_units)
      if (value % factor == 0) return std::to_string(value / factor) + std::string{suffix};
  return std::to_string(value);
}

auto range(std::string_view unit, std::uint64_t min, std::uint64_t max) -> std::string {
  const auto both = number_text(unit, min) + " to " + number_text(unit, max);
  if (unit == "bytes") return both + " (bytes, or with KiB, MiB, GiB or TiB)";
  return both + " (" + std::string{unit} + ")";
}

auto comment(std::string_view text) -> std::string {
  std::string lines;
  while (!text.empty()) {
    auto end = text.size();
    if (end > line_width) end = text.rfind(' ', line_width);
    if (end == std::string_view::npos) end = text.size();
    lines += "# " + std::string{text.substr(0, end)} + "\n";
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

auto padded(std::string text, std::size_t width) -> std::string {
  if (text.size() < width) text.resize(width, ' ');
  return text;
}

}  // namespace waybill::wording
