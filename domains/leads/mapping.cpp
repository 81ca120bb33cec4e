#include "domains/leads/mapping.hpp"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "domains/leads/column_choice.hpp"
#include "domains/leads/kept_mapping.hpp"
#include "domains/leads/values/cell_text.hpp"
#include "domains/leads/values/place_line.hpp"
#include "formats/text.hpp"

namespace waybill::leads {
namespace {

using json = nlohmann::ordered_json;

constexpr std::string_view chosen = "chosen";      // by a person, for this file
constexpr std::string_view from_earlier = "kept";  // by the project, for files of this header
constexpr std::size_t most_columns = 16'384;
constexpr std::size_t told_columns = 1'000;
constexpr std::size_t told_samples = 5;
constexpr std::size_t told_sample_characters = 100;
/// They stand in the log with every import.
constexpr std::size_t most_sample_bytes = 128 << 10;

/// What becomes of one column.
struct column_use {
  std::optional<lead_field> field;
  double confidence = 0;
  std::string_view why;
  bool manual = false;
};

struct mapped_file {
  std::vector<column_use> columns;
  std::vector<column_split> splits;
  std::vector<column_join> joins;
};

auto found_mapping(std::span<const sampled_column> columns) -> mapped_file {
  std::vector<file_column> given;
  given.reserve(columns.size());
  for (const auto& one : columns) given.push_back({one.name, one.samples});
  auto found = map_columns(given, known_columns());
  mapped_file made;
  for (const auto& one : found.columns)
    made.columns.push_back({one.field, one.confidence, name_of(one.why), false});
  made.splits = std::move(found.splits);
  made.joins = std::move(found.joins);
  return made;
}

auto kept_for(std::span<const sampled_column> columns, std::span<const kept_mapping> kept)
    -> std::optional<std::vector<column_choice>> {
  std::vector<std::string_view> names;
  names.reserve(columns.size());
  for (const auto& one : columns) names.push_back(one.name);
  return find_mapping(kept, names);
}

auto has(const auto& list, const auto& one) -> bool {
  return std::find(list.begin(), list.end(), one) != list.end();
}

/// Nobody else has what a person gave to a column.
void take_away(const column_choice& choice, mapped_file& from) {
  for (std::size_t i = 0; i < from.columns.size(); ++i) {
    auto& one = from.columns[i];
    if (one.manual || !one.field || !has(choice.fields, *one.field) || has(choice.columns, i)) continue;
    one = {std::nullopt, 0, name_of(match_reason::taken), false};
  }
  std::erase_if(from.splits, [&](const auto& one) {
    return has(choice.columns, one.index) || std::any_of(one.into.begin(), one.into.end(), [&](auto field) {
             return has(choice.fields, field);
           });
  });
  std::erase_if(from.joins, [&](const auto& one) { return has(choice.fields, one.into); });
  for (auto& one : from.joins)
    std::erase_if(one.columns, [&](auto column) { return has(choice.columns, column); });
}

/// What was kept gives way to what is chosen for this file.
void apply(const column_choice& choice, std::string_view why, mapped_file& to) {
  if (std::any_of(choice.columns.begin(), choice.columns.end(),
                  [&](auto column) { return column >= to.columns.size(); }))
    return;  // chosen for another header
  take_away(choice, to);
  for (const auto column : choice.columns) to.columns[column] = {std::nullopt, 0, why, why == chosen};
  if (choice.fields.size() > 1) {
    to.splits.push_back({choice.columns.front(), choice.fields});
  } else if (choice.columns.size() > 1) {
    to.joins.push_back({choice.fields.front(), choice.columns});
  } else if (!choice.fields.empty()) {
    auto& one = to.columns[choice.columns.front()];
    one.field = choice.fields.front();
    one.confidence = 1;
  }
}

/// A join holds only while its columns are not something else.
void settle_joins(mapped_file& in) {
  for (auto& join : in.joins)
    std::erase_if(join.columns, [&](auto column) {
      const auto& one = in.columns[column];
      return one.field && *one.field != join.into;
    });
  for (const auto& join : in.joins) {
    if (join.columns.size() != 1) continue;
    auto& one = in.columns[join.columns.front()];
    if (!one.field) one.field = join.into;
  }
  std::erase_if(in.joins, [](const auto& join) { return join.columns.size() < 2; });
}

auto samples_json(const sampled_column& column, std::size_t& bytes_left) -> json {
  auto list = json::array();
  for (const auto& cell : column.samples) {
    if (list.size() == told_samples) break;
    const auto text = text::cut_to_characters(formats::trimmed_cell(cell), told_sample_characters);
    if (text.empty()) continue;
    if (text.size() > bytes_left) break;
    auto shown = json(text::repaired_utf8(text));
    if (std::find(list.begin(), list.end(), shown) != list.end()) continue;
    bytes_left -= text.size();
    list.push_back(std::move(shown));
  }
  return list;
}

auto names_json(const std::vector<lead_field>& fields) -> json {
  auto list = json::array();
  for (const auto field : fields) list.push_back(name_of(field));
  return list;
}

auto column_json(std::size_t index, const sampled_column& column, const mapped_file& mapped,
                 std::size_t& bytes_left) -> json {
  const auto& use = mapped.columns[index];
  json made{{"column", text::repaired_utf8(text::cut_to_characters(column.name, told_sample_characters))},
            {"index", index},
            {"field", use.field ? json(name_of(*use.field)) : json()},
            {"confidence", std::round(use.confidence * 100) / 100},
            {"why", use.why},
            {"manual", use.manual},
            {"samples", samples_json(column, bytes_left)}};
  for (const auto& one : mapped.splits)
    if (one.index == index) made["split"] = names_json(one.into);
  for (const auto& one : mapped.joins)
    if (has(one.columns, index)) {
      made["join"] = one.columns;
      made["joined_into"] = name_of(one.into);
    }
  return made;
}

auto is_told(std::size_t index, const mapped_file& mapped) -> bool {
  return index < told_columns || mapped.columns[index].field ||
         std::any_of(mapped.splits.begin(), mapped.splits.end(),
                     [&](const auto& one) { return one.index == index; }) ||
         std::any_of(mapped.joins.begin(), mapped.joins.end(),
                     [&](const auto& one) { return has(one.columns, index); });
}

/// A part of an object; null: there is none, or it is no object.
auto part(const nlohmann::json& of, const char* name) -> nlohmann::json {
  return of.is_object() ? of.value(name, nlohmann::json()) : nlohmann::json();
}

auto index_in(const nlohmann::json& value) -> std::optional<std::size_t> {
  if (!value.is_number_unsigned() || value.get<std::uint64_t>() >= most_columns) return std::nullopt;
  return value.get<std::size_t>();
}

/// None: it is no list of columns.
auto columns_in(const nlohmann::json& list) -> std::vector<std::size_t> {
  std::vector<std::size_t> columns;
  if (!list.is_array()) return columns;
  for (const auto& one : list)
    if (const auto index = index_in(one)) columns.push_back(*index);
  return columns;
}

}  // namespace

auto known_columns() -> const column_dictionary& {
  static const auto read = column_dictionary::read(lead_columns_json());
  return *read;  // a test reads it, too
}

auto known_plans() -> const phone_plans& {
  static const phone_plans made;
  return made;
}

auto findings_with_mapping(std::string_view findings, std::span<const sampled_column> columns,
                           const import_options& options, std::span<const kept_mapping> kept) -> std::string {
  auto mapped = found_mapping(columns);
  if (const auto known = kept_for(columns, kept))
    for (const auto& choice : *known) apply(choice, from_earlier, mapped);
  for (const auto& choice : options.mapping) apply(choice, chosen, mapped);
  settle_joins(mapped);
  auto list = json::array();
  auto bytes_left = most_sample_bytes;
  for (std::size_t i = 0; i < columns.size(); ++i)
    if (is_told(i, mapped)) list.push_back(column_json(i, columns[i], mapped, bytes_left));
  const bool identifies = std::any_of(mapped.columns.begin(), mapped.columns.end(), [](const auto& one) {
    return one.field && leads::identifies(*one.field);
  });
  auto all = json::parse(findings, nullptr, false);
  if (!all.is_object()) all = json::object();
  all["mapping"] = std::move(list);
  all["identifies"] = identifies;
  return all.dump(-1, ' ', false, json::error_handler_t::replace);
}

auto cell_layout::in(std::string_view findings, std::span<const std::string> columns, bool keep_extra,
                     const country* home) -> cell_layout {
  cell_layout made;
  made.home_ = home;
  const auto all = nlohmann::json::parse(findings, nullptr, false);
  if (!all.is_object() || !all.contains("mapping") || !all["mapping"].is_array()) return made;
  for (const auto& one : all["mapping"]) {
    const auto index = index_in(part(one, "index"));
    if (!index) continue;
    if (one.contains("split")) made.take_split(*index, one["split"]);
    const auto joins = columns_in(part(one, "join"));
    const auto named = part(one, joins.empty() ? "field" : "joined_into");
    const auto field = named.is_string() ? lead_field_of(named.get_ref<const std::string&>()) : std::nullopt;
    if (!field || made.has(*field)) continue;
    made.fields_.push_back({*field, joins.empty() ? std::vector{*index} : joins});
  }
  std::sort(made.fields_.begin(), made.fields_.end(),
            [](const auto& a, const auto& b) { return a.field < b.field; });
  if (keep_extra) made.take_extra(columns);
  return made;
}

void cell_layout::take_split(std::size_t index, const nlohmann::json& into) {
  auto fields = std::vector<lead_field>();
  if (into.is_array())
    for (const auto& one : into)
      if (const auto field =
              one.is_string() ? lead_field_of(one.get_ref<const std::string&>()) : std::nullopt)
        fields.push_back(*field);
  switch (split_into(fields)) {
    case split_kind::name:
      if (!name_) name_ = index;
      break;
    case split_kind::place:
      if (!place_) place_ = index;
      break;
    case split_kind::none:
      break;
  }
}

void cell_layout::take_extra(std::span<const std::string> columns) {
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const bool is_used = name_ == i || place_ == i ||
                         std::any_of(fields_.begin(), fields_.end(),
                                     [&](const auto& one) { return leads::has(one.columns, i); });
    if (!is_used) extra_columns_.emplace_back(i, columns[i]);
  }
}

auto cell_layout::has(lead_field field) const -> bool {
  const bool names = name_ && (field == lead_field::first_name || field == lead_field::last_name);
  const bool places = place_ && (field == lead_field::postal_code || field == lead_field::city);
  return names || places ||
         std::any_of(fields_.begin(), fields_.end(), [&](const auto& one) { return one.field == field; });
}

auto cell_layout::identifies() const -> bool {
  return std::any_of(fields_.begin(), fields_.end(),
                     [](const auto& one) { return leads::identifies(one.field); });
}

auto cell_layout::spelled() const -> std::string {
  std::string all;
  for (const auto& one : fields_) {
    all.append(name_of(one.field)).append("=");
    for (const auto column : one.columns) all.append(std::to_string(column)).append(",");
  }
  if (name_) all.append("split=").append(std::to_string(*name_));
  if (place_) all.append("place=").append(std::to_string(*place_));
  for (const auto& [column, name] : extra_columns_)
    all.append(";").append(std::to_string(column)).append(name);
  return all;
}

void cell_layout::put(lead_field field, std::string_view text) {
  // Where a column has it alone, that is the better one.
  if (cells_[at(field)].empty()) cells_[at(field)] = text;
}

void cell_layout::split_place_of(std::string_view cell) {
  const auto clean = clean_text(cell, line_breaks::are_blanks, place_text_);
  const auto told = formats::trimmed_cell(cells_[at(lead_field::country)]);
  const auto place = split_place(clean, told.empty() ? home_ : country_of(told));
  put(lead_field::postal_code, place.postal_code);
  put(lead_field::city, place.city);
}

void cell_layout::split_name_of(std::string_view cell) {
  const auto clean = clean_text(cell, line_breaks::are_blanks, scratch_);
  if (clean.empty()) return;
  name_text_ = read_whole_name(clean);
  const bool has_job = !cells_[at(lead_field::job_title)].empty();
  const bool has_company = !cells_[at(lead_field::company)].empty();
  const bool is_left_out = name_text_.cleaned || (has_job && !name_text_.job.empty());
  if (has_company && !name_text_.company.empty()) name_text_.last.swap(name_text_.company);
  put(lead_field::first_name, name_text_.first);
  put(lead_field::last_name, name_text_.last);
  put(lead_field::job_title, name_text_.job);
  put(lead_field::company, name_text_.company);
  if (is_left_out) cleaned_name_ = cell;
}

auto cell_layout::joined(const filled& one, std::span<const std::string_view> cells) -> std::string_view {
  auto& text = joined_[at(one.field)];
  text.clear();
  for (const auto column : one.columns) {
    if (column >= cells.size()) continue;
    const auto part = formats::trimmed_cell(cells[column]);
    if (part.empty()) continue;
    if (!text.empty()) text.append(", ");
    text.append(part);
  }
  return text;
}

auto cell_layout::fields_of(std::span<const std::string_view> cells) -> const lead_cells& {
  cells_.fill({});
  cleaned_name_ = {};
  for (const auto& one : fields_) {
    const auto column = one.columns.front();
    if (one.columns.size() > 1)
      cells_[at(one.field)] = joined(one, cells);
    else if (column < cells.size())
      cells_[at(one.field)] = cells[column];
  }
  if (name_ && *name_ < cells.size()) split_name_of(cells[*name_]);
  if (place_ && *place_ < cells.size()) split_place_of(cells[*place_]);
  return cells_;
}

auto cell_layout::extra_of(std::span<const std::string_view> cells)
    -> const std::vector<std::pair<std::string_view, std::string_view>>& {
  extra_.clear();
  cleaned_.resize(extra_columns_.size());
  for (std::size_t i = 0; i < extra_columns_.size(); ++i) {
    const auto& [column, name] = extra_columns_[i];
    if (column >= cells.size()) continue;
    const auto text = clean_text(cells[column], line_breaks::are_kept, cleaned_[i]);
    const auto kept = text::cut_to_characters(text, length_limit(lead_field::notes));
    if (!kept.empty()) extra_.emplace_back(name, kept);
  }
  return extra_;
}

auto keys_in(const import_options& options, std::string_view findings) -> std::vector<lead_key> {
  const auto layout = cell_layout::in(findings, {}, false);
  const auto has_column = [&](lead_key key) { return layout.has(*lead_field_of(name_of(key))); };
  auto keys = options.keys;
  std::erase_if(keys, [&](lead_key key) { return !has_column(key); });
  if (!keys.empty() || options.keys != import_options{}.keys) return keys;
  if (has_column(key_phone)) keys.push_back(key_phone);
  return keys;
}

}  // namespace waybill::leads
