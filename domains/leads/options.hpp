// What somebody may say of an import of leads, and what a project says of all of them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "domains/kind.hpp"
#include "domains/leads/field.hpp"
#include "domains/leads/row.hpp"
#include "domains/leads/values/country.hpp"
#include "domains/leads/values/lead_status.hpp"
#include "domains/rows/options.hpp"
#include "events/result.hpp"

namespace waybill::leads {

/// What becomes of a record that meets a lead.
enum class on_duplicate : std::uint8_t { skip, update, create };

/// Who looks after new leads.
enum class assignment_mode : std::uint8_t { none, single, round_robin, by_column };

struct assignment_wish {
  assignment_mode mode = assignment_mode::none;
  std::vector<std::string> members;  ///< user names: one of `single`; of `round_robin` in their order
  bool even_out = false;             ///< of `round_robin`: who has fewest comes first
  /// Of `by_column`: who is meant by a text of the file, by user name.
  std::vector<std::pair<std::string, std::string>> names;
};

/// What a person chose for columns: one column and one field; one column and several fields (a split);
/// several columns and one field (a join); a column and no field.
struct column_choice {
  std::vector<std::size_t> columns;
  std::vector<lead_field> fields;
  friend auto operator==(const column_choice&, const column_choice&) -> bool = default;
};

/// What was decided about the columns of a header (kept_mapping.hpp).
struct kept_mapping {
  std::vector<std::string> columns;    ///< their names, normalized, in order
  std::vector<column_choice> choices;  ///< by the index in `columns`
  friend auto operator==(const kept_mapping&, const kept_mapping&) -> bool = default;
};

/// What a project is set to.
struct project_settings {
  std::vector<lead_status> statuses;  ///< none: the usual ones
  std::string default_status = "new";
  std::string default_country = "FR";
  language in = language::french;
  std::vector<kept_mapping> mappings;  ///< oldest first
};

struct import_options {
  std::vector<lead_key> keys{key_email, key_external_id};  ///< in the order in which they are asked
  on_duplicate duplicates = on_duplicate::skip;
  std::vector<lead_field> update_fields;  ///< `status` and `assigned_to` are updated only when named
  assignment_wish assignment;
  bool name_case = true;
  bool strict = false;
  std::optional<std::string> default_region;  ///< ISO 3166; nothing: the project's country
  std::optional<std::string> default_status;  ///< a code; nothing: the project's
  std::optional<std::string> source;          ///< nothing: the file's name
  bool check_file = true;     ///< does what an earlier record of the import made count as a duplicate?
  bool check_project = true;  ///< does what was there before?
  bool allow_duplicate_file = false;
  bool keep_extra = false;  ///< columns without a field are kept by their names
  std::vector<column_choice> mapping;
  rows::import_options table;  ///< what of the dialect is given; the rest of it is not used
  project_settings project;
};

/// From what a client sent. Errors: bad_value, unknown_field.
auto parse_options(std::string_view json) -> result<import_options>;
/// In full, as they are stored, without what the project is set to.
auto options_text(const import_options& from) -> std::string;
/// As they were stored, or as `with_project_settings` wrote them; what cannot be read is as usual.
auto read_options(std::string_view text) -> import_options;

/// Of the kind (`kind_module`).
auto change_options(const std::string& options, const std::string& wish, std::string_view findings)
    -> result<changed_options>;

/// Errors: bad_value, unknown_field.
auto parse_settings(std::string_view json) -> result<project_settings>;
auto settings_text(const project_settings& from) -> std::string;
/// As they were stored; what cannot be read is as usual.
auto read_settings(std::string_view text) -> project_settings;
/// All statuses of the project, in their order.
auto statuses_of(const project_settings& from) -> status_list;
/// Options with what the project is set to, but for its mappings: these are of use to a check alone.
auto with_project_settings(const std::string& options, std::string_view settings) -> std::string;

/// "email": of a key, as of the field.
auto name_of(lead_key key) -> std::string_view;
auto lead_key_of(std::string_view name) -> std::optional<lead_key>;
auto name_of(on_duplicate what) -> std::string_view;
auto name_of(assignment_mode what) -> std::string_view;

}  // namespace waybill::leads
