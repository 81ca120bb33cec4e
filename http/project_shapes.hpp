// The JSON shapes of projects and their members.
#pragma once

#include "actors/engine.hpp"
#include "http/json_text.hpp"
#include "http/shapes.hpp"
#include "projections/views.hpp"

namespace waybill::http {

/// How much there is in a project.
struct project_size {
  std::uint64_t imports = 0;
  owner_usage usage;
};
/// Errors: corrupt, unavailable.
auto size_of(engine& core, const project_id& project) -> result<project_size>;

/// A member as others see them: what they are called, and whether they can sign in.
struct told_member {
  project_member what;
  account_info account;
};
auto members_of(engine& core, const project_state& project) -> std::vector<told_member>;

void write(json_text& to, const told_member& one);
/// Inside an object that is open: id, name, role, created_at, created_by, counts, usage.
void write_fields(json_text& to, const seen_project& one, const project_size& size, const user_namer& called);
/// Inside an object that is open: members.
void write_members(json_text& to, const std::vector<told_member>& members);

/// Inside an object that is open: by the name of each kind that has settings, those of the project.
void write_settings(json_text& to, const project_state& project, const std::vector<kind_info>& kinds);

/// One event of a project's story.
auto tell_project_event(const stored_event& event, const user_namer& called) -> result<story_item>;

}  // namespace waybill::http
