// Members of a project.
#include "http/json_body.hpp"
#include "http/project_shapes.hpp"
#include "http/resources/owned.hpp"
#include "http/resources/pages.hpp"
#include "http/resources/resources_of_projects.hpp"

namespace waybill::http {
namespace {

auto user_named(context& asks, const request& call) -> result<account_info> {
  auto account = asks.core.accounts().by_name(call.captured[1]);
  if (!account && account.why().code == errc::not_found)
    return {errc::no_such_user, "There is no user of that name."};
  return account;
}

auto member_answer(context& asks, const project_state& project, const user_id& user) -> result<answer> {
  for (const auto& one : members_of(asks.core, project)) {
    if (one.what.user != user) continue;
    std::string text;
    json_text to{text};
    write(to, one);
    return json_answer(200, std::move(text));
  }
  return {errc::not_found, "This user is no member of the project."};
}

auto role_wanted(context& asks, request& call) -> result<member_role> {
  auto body = read_object(call, asks.config.http_json_body_limit_bytes, {"role"});
  if (!body) return std::move(body).why();
  auto name = text_of(*body, "role");
  if (!name) return std::move(name).why();
  if (const auto found = member_role_of(*name)) return *found;
  return {errc::bad_value, "The field 'role' is viewer, editor or manager."};
}

/// An administrator becomes a member, or another kind of one, without having to be asked.
auto joins(const context& asks, const request& call) -> bool {
  const project_id id{call.captured[0]};
  return call.who->may == role::admin && asks.core.projects().find(id) &&
         !asks.core.projects().may(call.who->user, id, member_role::manager);
}

}  // namespace

auto list_members(context& asks, request& call) -> result<answer> {
  const auto seen = project_of(asks, call, member_role::viewer);
  if (!seen) return seen.why();
  page<told_member> all;
  all.items = members_of(asks.core, seen->project);
  return page_answer(all);
}

auto put_member(context& asks, request& call) -> result<answer> {
  if (joins(asks, call)) {
    const auto account = user_named(asks, call);
    if (account && account->id == call.who->user) {
      const auto role = role_wanted(asks, call);
      if (!role) return role.why();
      const auto after = asks.core.projects().join(call.who->user, {call.captured[0]}, *role);
      if (!after) return after.why();
      return member_answer(asks, after->project, call.who->user);
    }
  }
  const auto seen = project_of(asks, call, member_role::manager);
  if (!seen) return seen.why();
  const auto role = role_wanted(asks, call);
  if (!role) return role.why();
  const auto account = user_named(asks, call);
  if (!account) return account.why();
  const auto after = asks.core.projects().give_role(call.who->user, seen->project.id, account->id, *role);
  if (!after) return after.why();
  return member_answer(asks, after->project, account->id);
}

auto remove_member_of(context& asks, request& call) -> result<answer> {
  const auto seen = project_of(asks, call, member_role::viewer);
  if (!seen) return seen.why();
  const auto account = user_named(asks, call);
  const bool oneself = account && account->id == call.who->user;
  if (auto fine = asks.core.projects().may(call.who->user, seen->project.id,
                                           oneself ? member_role::viewer : member_role::manager);
      !fine)
    return std::move(fine).why();
  if (!account) return account.why();
  if (auto gone = asks.core.projects().remove_member(call.who->user, seen->project.id, account->id); !gone)
    return std::move(gone).why();
  return nothing_to_say();
}

}  // namespace waybill::http
