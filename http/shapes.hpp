// The JSON shapes of the API.
#pragma once

#include <functional>
#include <string>

#include "actors/engine.hpp"
#include "http/json_text.hpp"

namespace waybill::http {

struct context;
struct request;

/// Who asks, where one thing is told to one person.
struct told_to {
  const context& asks;
  const request& call;
};

/// What a user is called.
using user_namer = std::function<std::string(const user_id&)>;
inline auto namer_of(engine& core) -> user_namer {
  return [&core](const user_id& user) { return core.accounts().name_of(user); };
}

/// How far the look at an import's file is; nothing: none is under way.
using look_asker = std::function<std::optional<look_figures>(const import_id&)>;
inline auto looks_of(const engine& core) -> look_asker {
  return [&core](const import_id& id) { return core.look_at(id); };
}

/// What is told of an import, beside what its row has.
struct told_now {
  instant now{};       ///< what rates and remaining time are reckoned by
  look_asker looks{};  ///< empty: nobody is asked
};

/// `whom` is null in lists and streams.
void write(json_text& to, const import_row& row, const told_now& at, const user_namer& called,
           const told_to* whom = nullptr);
void write_progress(json_text& to, const import_row& row, const told_now& at);
void write(json_text& to, const record_outcome& one, const shown_columns& columns);
void write(json_text& to, const story_item& one);
void write(json_text& to, const token_info& one);
void write(json_text& to, const account_info& one);
void write(json_text& to, const progress_sample& one);
/// Inside an object that is open: id, username, role.
void write_fields(json_text& to, const caller& who);
/// Inside an object that is open: display_name, email.
void write_profile(json_text& to, const account_info& one);
/// Inside an object that is open: id, name, created_at.
void write_fields(json_text& to, const token_info& one);

}  // namespace waybill::http
