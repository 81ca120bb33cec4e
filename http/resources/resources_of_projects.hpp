// The handlers of projects, their members, and one's own profile.
#pragma once

#include "http/context.hpp"
#include "http/exchange.hpp"

namespace waybill::http {

// projects.cpp
auto list_projects(context& asks, request& call) -> result<answer>;
auto add_project(context& asks, request& call) -> result<answer>;
auto get_project(context& asks, request& call) -> result<answer>;
auto change_project_details(context& asks, request& call) -> result<answer>;
auto remove_project(context& asks, request& call) -> result<answer>;
auto list_project_imports(context& asks, request& call) -> result<answer>;
auto list_project_events(context& asks, request& call) -> result<answer>;
auto list_all_projects(context& asks, request& call) -> result<answer>;
// members.cpp
auto list_members(context& asks, request& call) -> result<answer>;
auto put_member(context& asks, request& call) -> result<answer>;
auto remove_member_of(context& asks, request& call) -> result<answer>;
// profile.cpp
auto change_profile(context& asks, request& call) -> result<answer>;

}  // namespace waybill::http
