// Who looks after the leads of an import. Pure; any thread, but for `assignee_finder`.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "domains/kind.hpp"
#include "domains/leads/options.hpp"

namespace waybill::leads {

/// What was agreed when an import was committed; the same is made freshly while it is planned.
struct agreed_members {
  std::vector<assignable> members;  ///< everybody who is or was in the project
  std::vector<std::string> given;   ///< ids of those whom leads are given to, in their order
  std::vector<std::uint64_t> even;  ///< how many leads each of them had then; none: in turn
};
/// `{"members": [{"id", "username", "display_name", "email", "left"}], "given": [id], "even": [count]}`
auto agreed_text(const agreed_members& from) -> std::string;
/// What cannot be read is nobody.
auto read_agreed(std::string_view text) -> agreed_members;

/// Of the kind (`kind_module::agree`).
auto agree(const reading_order& order, const std::vector<assignable>& members) -> result<std::string>;

/// Takes turns. The `created`-th new lead (from 0) is always the same one's.
class turns {
 public:
  explicit turns(const agreed_members& from);
  /// A user's id; "": nobody's.
  [[nodiscard]] auto of(std::uint64_t created) const -> std::string_view;

 private:
  std::vector<std::string> given_;
  std::vector<std::uint64_t> even_;    ///< as many, or none
  std::vector<std::uint64_t> levels_;  ///< `even_` in order
};

/// Whom a text of the file means: somebody named for it, else by e-mail, user name, display name, first name;
/// accents, case and signs aside. Of several that it could be, nobody.
class assignee_finder {
 public:
  assignee_finder(const agreed_members& from, const assignment_wish& wish);
  struct found {
    std::string_view user;  ///< the id; "": nobody is meant, or somebody who left
    bool has_left = false;
  };
  auto find(std::string_view text) -> found;

 private:
  struct entry {
    std::string user;
    unsigned strength = 0;  ///< names that are stronger hide weaker ones
    bool has_left = false;
    bool is_several = false;
  };
  void add(std::string_view name, const assignable& who, unsigned strength);

  std::unordered_map<std::string, entry> names_;  ///< folded
  std::string folded_;
};

}  // namespace waybill::leads
