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

/// `now` is what rates and remaining time are reckoned by; `whom` is null in lists and streams.
void write(json_text& to, const import_row& row, instant now, const user_namer& called,
           const told_to* whom = nullptr);
void write_progress(json_text& to, const import_row& row, instant now);
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
