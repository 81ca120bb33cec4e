// Whom leads are assigned to, as others see them.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "events/project/state.hpp"
#include "http/context.hpp"

namespace waybill::http {

struct told_person {
  std::string username;
  std::string name;   ///< the display name, else the user name
  bool left = false;  ///< is no member any more
};

/// Looks everybody up once. One thread.
class lead_people {
 public:
  lead_people(engine& core, project_state project) : core_(core), project_(std::move(project)) {}

  /// Of a user's id.
  [[nodiscard]] auto who(std::string_view user) const -> const told_person&;
  /// The id of the member of that user name. Nothing: there is none.
  [[nodiscard]] auto member(const std::string& username) const -> std::optional<std::string>;
  /// The id of the user of that name, or what is one already. Errors: no_such_user.
  [[nodiscard]] auto user(const std::string& username) const -> result<std::string>;
  [[nodiscard]] auto project() const -> const project_state& { return project_; }

 private:
  engine& core_;
  project_state project_;
  mutable std::map<std::string, told_person, std::less<>> known_;
};

}  // namespace waybill::http
