// So many calls of one kind at the same time, for each user and in all. Any thread.
#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

namespace waybill::http {

class at_once {
 public:
  at_once(std::size_t of_all, std::size_t of_one) : held_(std::make_shared<held>(of_all, of_one)) {}

  /// A seat, given back when it dies. Null: there is none, or none for this user.
  auto take(const std::string& user) -> std::shared_ptr<void> { return held::take(held_, user); }

 private:
  struct held {
    held(std::size_t of_all, std::size_t of_one) : all_limit(of_all), one_limit(of_one) {}

    static auto take(const std::shared_ptr<held>& self, const std::string& user) -> std::shared_ptr<void> {
      const std::scoped_lock lock{self->mutex};
      const auto known = self->of_user.find(user);
      const auto mine = known == self->of_user.end() ? 0 : known->second;
      if (self->all >= self->all_limit || mine >= self->one_limit) return nullptr;
      ++self->all;
      ++self->of_user[user];
      return {self.get(), [self, user](void*) { self->give_back(user); }};
    }
    void give_back(const std::string& user) {
      const std::scoped_lock lock{mutex};
      --all;
      if (--of_user[user] == 0) of_user.erase(user);
    }

    std::size_t all_limit, one_limit;
    std::mutex mutex;
    std::size_t all = 0;
    std::unordered_map<std::string, std::size_t> of_user;
  };
  std::shared_ptr<held> held_;
};

}  // namespace waybill::http
