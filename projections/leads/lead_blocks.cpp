#include "projections/leads/lead_blocks.hpp"

#include <algorithm>
#include <array>

#include "domains/leads/values/cell_text.hpp"
#include "formats/text.hpp"
#include "projections/keys.hpp"

namespace waybill {
namespace {

using leads::lead_field;

constexpr std::array searched{lead_field::first_name,  lead_field::last_name,   lead_field::email,
                              lead_field::phone,       lead_field::external_id, lead_field::company,
                              lead_field::job_title,   lead_field::address,     lead_field::city,
                              lead_field::postal_code, lead_field::country,     lead_field::source};

void append_folded(std::string_view text, std::string& scratch, std::string& out) {
  leads::fold(text, scratch);
  out.append(scratch);
}

template <class T>
auto fits(const std::vector<T>& column, std::uint64_t records) -> bool {
  return column.size() == records || (column.size() == 1 && records > 0);
}
template <class T>
auto below(const std::vector<std::uint64_t>& column, const std::vector<T>& words) -> bool {
  return std::ranges::all_of(column, [&](auto number) { return number < words.size(); });
}

template <class T>
void shorten(std::vector<T>& column) {
  if (column.size() > 1 &&
      std::ranges::all_of(column, [&](const auto& one) { return one == column.front(); }))
    column.resize(1);
}

}  // namespace

void lead_block::set_live(std::uint32_t index, bool is) {
  if (live.size() <= index / 8) live.resize(index / 8 + 1, '\0');
  const auto bit = static_cast<unsigned char>(1U << index % 8);
  auto& byte = live[index / 8];
  byte = static_cast<char>(is ? static_cast<unsigned char>(byte) | bit
                              : static_cast<unsigned char>(byte) & static_cast<unsigned char>(~bit));
}

auto lead_block::origin_of(const record_place& at) const -> lead_origin {
  if (!origins.empty()) return origins[at.index];
  return {0, first_record + at.index, at.at, at.index};
}

auto lead_block::is_whole() const -> bool {
  return !imports.empty() && live.size() <= (records + 7) / 8 && fits(status, records) &&
         fits(person, records) && fits(created_at, records) && fits(updated_at, records) &&
         (origins.empty() || origins.size() == records) && below(status, statuses) && below(person, people) &&
         std::ranges::all_of(origins, [&](const auto& one) { return one.import < imports.size(); });
}

void lead_block::pack() {
  shorten(status);
  shorten(person);
  shorten(created_at);
  shorten(updated_at);
}

void lead_texts::add(std::string_view text) { bytes_.append(text).push_back('\0'); }

void append_name_key(const leads::row_view& row, std::string& scratch, std::string& out) {
  std::string key;
  for (const auto part : {lead_field::first_name, lead_field::last_name}) {
    if (row.value(part).empty()) continue;
    if (!key.empty()) key.push_back(' ');
    append_folded(row.value(part), scratch, key);
  }
  if (key.empty()) {
    std::string title;
    append_folded(leads::title_of(row, title), scratch, key);
  }
  out.append(text::cut_to_bytes(key, most_name_bytes));
}

void append_search_text(const leads::row_view& row, std::string& scratch, std::string& out) {
  for (const auto field : searched) {
    if (row.value(field).empty()) continue;
    append_folded(row.value(field), scratch, out);
    out.push_back(' ');
  }
  if (row.phone_e164.empty()) return;
  append_folded(row.phone_e164, scratch, out);
  out.push_back(' ');
}

auto search_words(std::string_view wanted) -> std::vector<std::string> {
  std::vector<std::string> words;
  std::string folded;
  const auto take = [&](std::string_view part) {
    leads::fold(part, folded);
    if (!folded.empty()) words.push_back(folded);
  };
  // A telephone number is one word, however it is spaced.
  if (wanted.find_first_not_of("0123456789 .-+()/\u00a0") == std::string_view::npos) {
    take(wanted);
    return words;
  }
  for (std::size_t at = 0; at < wanted.size();) {
    const auto end = std::min(wanted.find_first_of(" \t\r\n", at), wanted.size());
    take(wanted.substr(at, end - at));
    at = end + 1;
  }
  return words;
}

auto lead_prefix(const digest& collection, lead_part part) -> std::string {
  return collection_prefix(collection) + static_cast<char>(part);
}

auto lead_key(const digest& collection, lead_part part, position at) -> std::string {
  auto key = lead_prefix(collection, part);
  append_be(key, at, sizeof at);
  return key;
}

}  // namespace waybill
