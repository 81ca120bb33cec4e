// What a person changes of a lead. Pure; any thread.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domains/kind.hpp"
#include "domains/leads/options.hpp"
#include "domains/leads/row.hpp"
#include "domains/leads/values/lead_fault.hpp"

namespace waybill::leads {

struct lead_edit {
  candidate_chunk what;            ///< its only record: the lead as it is wished, with all its keys
  std::vector<identity> new_keys;  ///< those that it did not have
};

/// What `wish` says of a lead, with `faults` of values that are none.
struct edit_reading {
  std::optional<lead_edit> edit;  ///< nothing: there are faults
  std::vector<lead_fault> faults;
};

/// Names a member: the user's id; nothing: no member is called so.
using member_finder = std::function<std::optional<std::string>(const std::string& username)>;

/// `wish`: a checked JSON object of fields by name, each text or null (none); `assigned_to` is a member's
/// user name. Values go by the rules of a file's cells; names stay as they are spelled. Errors: bad_value,
/// unknown_field.
auto edit_of(const row_view& present, std::string_view wish, const project_settings& project,
             const member_finder& members) -> result<edit_reading>;

/// Options by which the kind decides such a change.
auto options_of_edits() -> std::string;
/// Are these options those?
auto is_of_edits(std::string_view options) -> bool;
/// Refuses keys that another lead has with the code `key_taken`.
auto edit_decider(instant now) -> std::unique_ptr<record_decider>;

}  // namespace waybill::leads
