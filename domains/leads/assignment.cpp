#include "domains/leads/assignment.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "domains/leads/lead_maker.hpp"
#include "domains/leads/mapping.hpp"
#include "domains/leads/values/cell_text.hpp"

namespace waybill::leads {
namespace {

using nlohmann::json;

/// Names that are stronger hide weaker ones.
enum strength : unsigned { by_first_name = 1, by_display_name, by_username, by_email, by_wish };

auto no_commit(std::string message) -> error { return {errc::bad_value, std::move(message), {}}; }

auto member_named(std::string_view name, const std::vector<assignable>& members) -> const assignable* {
  const auto found =
      std::find_if(members.begin(), members.end(), [&](const auto& one) { return one.username == name; });
  return found == members.end() ? nullptr : &*found;
}

/// Whom leads are given to. Errors: bad_value.
auto given_by(const assignment_wish& wish, const std::vector<assignable>& members)
    -> result<std::vector<std::string>> {
  std::vector<std::string> given;
  const bool gives = wish.mode == assignment_mode::single || wish.mode == assignment_mode::round_robin;
  if (!gives) return given;
  for (const auto& name : wish.members) {
    const auto* const member = member_named(name, members);
    if (member == nullptr) return no_commit("'" + name + "', to whom leads are to be given, is no member.");
    if (!member->has_left)
      given.push_back(member->user.value);
    else if (wish.mode == assignment_mode::single)
      return no_commit("'" + name + "', to whom leads are to be given, has left the project.");
  }
  if (!given.empty()) return given;
  if (!wish.members.empty()) return no_commit("All to whom leads are to be given have left the project.");
  return no_commit("It is not said to whom leads are to be given: name a member.");
}

/// Errors: bad_value: an import with these options cannot be committed.
auto may_commit(const reading_order& order, const import_options& options,
                const std::vector<assignable>& members) -> result<done> {
  const auto findings = json::parse(order.findings, nullptr, false);
  if (!findings.is_object() || findings.value("identifies", false) != true)
    return no_commit(
        "No column holds e-mail addresses, telephone numbers or external ids: say which one does, so that "
        "leads can be told apart.");
  const auto known = statuses_of(options.project);
  if (options.default_status && default_status_of(options, known) != *options.default_status)
    return no_commit("'" + *options.default_status + "' is no status of the project.");
  if (options.assignment.mode != assignment_mode::by_column) return done{};
  for (const auto& [text, name] : options.assignment.names)
    if (member_named(name, members) == nullptr)
      return no_commit("'" + name + "', who is meant by '" + text + "', is no member.");
  if (!cell_layout::in(order.findings, {}, false).has(lead_field::assigned_to))
    return no_commit(
        "No column says to whom leads are assigned: say which one does, or assign them otherwise.");
  return done{};
}

/// How many leads each of those has whom they are given to, where that matters.
auto even_counts(const assignment_wish& wish, const std::vector<std::string>& given,
                 const std::vector<assignable>& members) -> std::vector<std::uint64_t> {
  std::vector<std::uint64_t> counts;
  if (wish.mode != assignment_mode::round_robin || !wish.even_out) return counts;
  for (const auto& user : given)
    counts.push_back(std::find_if(members.begin(), members.end(), [&](const auto& one) {
                       return one.user.value == user;
                     })->holds);
  return counts;
}

auto first_word(std::string_view name) -> std::string_view { return name.substr(0, name.find(' ')); }

auto text_in(const json& from, const char* key) -> std::string {
  const auto found = from.find(key);
  return found != from.end() && found->is_string() ? found->get<std::string>() : std::string();
}

}  // namespace

auto agreed_text(const agreed_members& from) -> std::string {
  auto members = json::array();
  for (const auto& one : from.members)
    members.push_back({{"id", one.user.value},
                       {"username", one.username},
                       {"display_name", one.display_name},
                       {"email", one.email},
                       {"left", one.has_left}});
  return json{{"members", std::move(members)}, {"given", from.given}, {"even", from.even}}.dump(
      -1, ' ', false, json::error_handler_t::replace);
}

auto read_agreed(std::string_view text) -> agreed_members {
  agreed_members made;
  const auto all = json::parse(text, nullptr, false);
  if (!all.is_object()) return made;
  const auto list = [&](const char* key) { return all.value(key, json::array()); };
  for (const auto& one : list("members")) {
    if (!one.is_object()) continue;
    made.members.push_back({{text_in(one, "id")},
                            text_in(one, "username"),
                            text_in(one, "display_name"),
                            text_in(one, "email"),
                            one.value("left", false)});
  }
  for (const auto& one : list("given"))
    if (one.is_string()) made.given.push_back(one.get<std::string>());
  for (const auto& one : list("even"))
    if (one.is_number_unsigned()) made.even.push_back(one.get<std::uint64_t>());
  return made;
}

auto agree(const reading_order& order, const std::vector<assignable>& members) -> result<std::string> {
  const auto options = read_options(order.options);
  if (auto fine = may_commit(order, options, members); !fine) return std::move(fine).why();
  auto given = given_by(options.assignment, members);
  if (!given) return std::move(given).why();
  return agreed_text({members, *given, even_counts(options.assignment, *given, members)});
}

turns::turns(const agreed_members& from) : given_(from.given) {
  if (from.even.size() == given_.size()) even_ = from.even;
  levels_ = even_;
  std::sort(levels_.begin(), levels_.end());
}

auto turns::of(std::uint64_t created) const -> std::string_view {
  if (given_.empty()) return {};
  if (even_.empty()) return given_[created % given_.size()];
  // Whoever has fewest is next. The lowest so many have the same after this many leads: find how many take
  // part, and what they had when the last of them joined.
  auto left = created;
  std::size_t taking = 1;
  std::uint64_t level = levels_.front();
  while (taking < levels_.size() && left >= (levels_[taking] - level) * taking) {
    left -= (levels_[taking] - level) * taking;
    level = levels_[taking++];
  }
  level += left / taking;
  auto turn = left % taking;
  for (std::size_t i = 0; i < given_.size(); ++i)
    if (even_[i] <= level && turn-- == 0) return given_[i];
  return {};
}

assignee_finder::assignee_finder(const agreed_members& from, const assignment_wish& wish) {
  if (wish.mode != assignment_mode::by_column) return;
  for (const auto& one : from.members) {
    add(one.email, one, by_email);
    add(one.username, one, by_username);
    add(one.display_name, one, by_display_name);
    add(first_word(one.display_name), one, by_first_name);
  }
  for (const auto& [text, name] : wish.names)
    if (const auto* const who = member_named(name, from.members)) add(text, *who, by_wish);
}

void assignee_finder::add(std::string_view name, const assignable& who, unsigned how) {
  fold(name, folded_);
  if (folded_.empty()) return;
  auto& known = names_[folded_];
  if (how < known.strength) return;
  // Who has left is hidden by who has not.
  const bool same_strength = how == known.strength && known.user != who.user.value;
  if (same_strength && known.has_left == who.has_left) {
    known.is_several = true;
    return;
  }
  if (same_strength && who.has_left) return;
  known = {who.user.value, how, who.has_left, false};
}

auto assignee_finder::find(std::string_view text) -> found {
  fold(text, folded_);
  const auto known = names_.find(folded_);
  if (known == names_.end() || known->second.is_several) return {};
  if (known->second.has_left) return {{}, true};
  return {known->second.user, false};
}

}  // namespace waybill::leads
