// User names: which are allowed, and which are one.
#pragma once

#include <mutex>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "events/result.hpp"
#include "events/words.hpp"

namespace waybill {

/// 1 to 64 ASCII letters, digits and . _ - @, not dots alone, no option's hyphen before it, no word that
/// stands for somebody else: for new accounts; names that are there stay. Errors: bad_value.
auto check_username(const std::string& name) -> result<done>;

/// Two names of which this is equal are one: letter case is taken away, and the full width that East Asian
/// keyboards give. Source: RFC 8265, UsernameCaseMapped, for the characters that names may have.
auto folded_name(std::string_view name) -> std::string;

/// 1 to 100 characters that can be seen. Errors: bad_value.
auto check_display_name(const std::string& name) -> result<done>;

/// Something of the shape of an address for mail, at most 254 bytes: whether mail gets there only mail can
/// tell. Errors: bad_value.
auto check_email(const std::string& address) -> result<done>;

/// What everybody is called, for who has an id to show. Any thread.
class known_names {
 public:
  void put(const user_id& user, const std::string& name) {
    const std::unique_lock lock{mutex_};
    names_[user] = name;
  }
  /// The id where there is no such account.
  [[nodiscard]] auto of(const user_id& user) const -> std::string {
    const std::shared_lock lock{mutex_};
    const auto found = names_.find(user);
    return found == names_.end() ? user.value : found->second;
  }

 private:
  mutable std::shared_mutex mutex_;
  std::unordered_map<user_id, std::string> names_;
};

}  // namespace waybill
