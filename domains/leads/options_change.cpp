// What people change of an import while they look at it.
#include <nlohmann/json.hpp>

#include "domains/leads/column_choice.hpp"
#include "domains/leads/option_parts.hpp"
#include "domains/rows/findings.hpp"
#include "domains/rows/option_values.hpp"
#include "formats/text.hpp"

namespace waybill::leads {
namespace {

using nlohmann::json;

auto change_mapping(const json& wish, std::string_view findings, import_options& into) -> result<done> {
  auto choices = read_choices(wish);
  if (!choices) return std::move(choices).why();
  if (const auto columns = rows::columns_in(findings))
    if (auto fine = choices_fit(*choices, columns->size()); !fine) return fine;
  if (choices->empty()) into.mapping.clear();
  merge_choices(*choices, into.mapping);
  return done{};
}

auto change_dialect(const json& wish, import_options& into) -> result<done> {
  if (!wish.is_object()) return {errc::bad_value, "'dialect' must be an object."};
  for (const auto& [key, value] : wish.items()) {
    const auto taken = take_dialect(key, value, into);
    if (!taken)
      return {errc::unknown_field,
              "'dialect' has no '" + std::string(text::cut_to_bytes(key, 100)) +
                  "': it knows 'header_rows', 'delimiter', 'quote', 'escape', 'encoding' "
                  "and 'sheet'."};
    if (!*taken) return *taken;
  }
  return dialect_fits(into);
}

/// What of the options the lead file is made of.
auto reading_part(import_options from) -> std::string {
  const import_options usual;
  from.keys = usual.keys;
  from.duplicates = usual.duplicates;
  from.update_fields.clear();
  from.assignment = {};
  from.check_file = from.check_project = true;
  from.allow_duplicate_file = false;
  return options_text(from);
}

auto table_part(const import_options& from) -> std::string {
  auto parts = json::object();
  rows::put_dialect(from.table, parts);
  return parts.dump(-1, ' ', false, json::error_handler_t::replace);
}

}  // namespace

auto change_options(const std::string& options, const std::string& wish, std::string_view findings)
    -> result<changed_options> {
  const auto given = json::parse(wish, nullptr, false);
  if (!given.is_object()) return {errc::bad_value, "A change of a review is a JSON object."};
  const auto before = read_options(options);
  auto after = before;
  for (const auto& [key, value] : given.items()) {
    if (key != "mapping" && key != "dialect" && key != "options")
      return {errc::unknown_field, "A review has no '" + std::string(text::cut_to_bytes(key, 100)) +
                                       "' to be changed: it knows 'mapping', 'dialect' and 'options'."};
  }
  if (given.contains("dialect"))
    if (auto fine = change_dialect(given["dialect"], after); !fine) return std::move(fine).why();
  if (given.contains("options"))
    if (auto fine = take_options(given["options"], after); !fine) return std::move(fine).why();
  // Of a file that is read in another way the columns are not known yet.
  const bool same_table = table_part(before) == table_part(after);
  if (given.contains("mapping"))
    if (auto fine = change_mapping(given["mapping"], same_table ? findings : std::string_view{}, after);
        !fine)
      return std::move(fine).why();
  return changed_options{options_text(after), reading_part(before) != reading_part(after)};
}

}  // namespace waybill::leads
