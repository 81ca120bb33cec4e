#include "http/kinds/leads/people.hpp"

namespace waybill::http {

auto lead_people::who(std::string_view user) const -> const told_person& {
  if (const auto known = known_.find(user); known != known_.end()) return known->second;
  const user_id id{std::string(user)};
  told_person made;
  if (const auto account = core_.accounts().by_id(id)) {
    made.username = account->username;
    made.name = account->display_name.empty() ? account->username : account->display_name;
  } else {
    made.username = made.name = core_.accounts().name_of(id);
  }
  made.left = !role_in(project_, id).has_value();
  return known_.emplace(id.value, std::move(made)).first->second;
}

auto lead_people::member(const std::string& username) const -> std::optional<std::string> {
  const auto account = core_.accounts().by_name(username);
  if (!account || !role_in(project_, account->id)) return std::nullopt;
  return account->id.value;
}

auto lead_people::user(const std::string& username) const -> result<std::string> {
  if (username.starts_with("usr_")) return username;
  const auto account = core_.accounts().by_name(username);
  if (!account) return {errc::no_such_user, "There is no user of that name."};
  return account->id.value;
}

}  // namespace waybill::http
