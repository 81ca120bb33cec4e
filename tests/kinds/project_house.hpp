// A house with projects, and pebbles to bring into them.
#pragma once

#include <catch2/catch.hpp>
#include <condition_variable>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "tests/http/house.hpp"
#include "tests/http/points.hpp"
#include "tests/kinds/pebbles.hpp"

namespace waybill::http_test {

/// A project somebody made: its id.
inline auto make_project(const house& in, const inhabitant& who, const std::string& name) -> std::string {
  const auto made = in.call(who, "POST", "/api/v1/projects", nlohmann::json{{"name", name}}.dump());
  INFO(made.body);
  REQUIRE(made.status == 201);
  return made.parsed().at("id");
}

inline auto path_of(const std::string& project) -> std::string { return "/api/v1/projects/" + project; }

inline auto set_role(const house& in, const inhabitant& by, const std::string& project,
                     const inhabitant& whom, const std::string& role) -> reply {
  return in.call(by, "PUT", path_of(project) + "/members/" + whom.name,
                 nlohmann::json{{"role", role}}.dump());
}

inline auto take_out(const house& in, const inhabitant& by, const std::string& project,
                     const inhabitant& whom) -> reply {
  return in.call(by, "DELETE", path_of(project) + "/members/" + whom.name);
}

inline auto destroy(const house& in, const inhabitant& by, const std::string& project,
                    const std::string& name) -> reply {
  return in.call(by, "DELETE", path_of(project), nlohmann::json{{"name", name}}.dump());
}

inline auto bring(const house& in, const inhabitant& who, const std::string& project,
                  const std::vector<std::string>& lines) -> reply {
  return in.upload(who, pebbles::file_of(lines), {{"kind", "pebbles"}, {"project", project}});
}

/// Imports into the project, and answers the import as it ended.
inline auto imported(const house& in, const inhabitant& who, const std::string& project,
                     const std::vector<std::string>& lines) -> nlohmann::json {
  const auto accepted = bring(in, who, project, lines);
  INFO(accepted.body);
  REQUIRE(accepted.status == 202);
  const std::string id = accepted.parsed().at("id");
  in.await(who, id, import_status::completed);
  return in.get(who, "/api/v1/imports/" + id).parsed();
}

/// Whoever passes that point stands there until it is opened.
class gate_at {
 public:
  explicit gate_at(std::string point)
      : point_(std::move(point)), at_([this](std::string_view passed) { return stand(passed); }) {}
  ~gate_at() { open(); }
  gate_at(const gate_at&) = delete;
  auto operator=(const gate_at&) -> gate_at& = delete;

  void await_somebody() {
    std::unique_lock lock{mutex_};
    REQUIRE(changed_.wait_for(lock, patience, [this] { return stands_; }));
  }
  void open() {
    const std::scoped_lock lock{mutex_};
    open_ = true;
    changed_.notify_all();
  }

 private:
  auto stand(std::string_view passed) -> bool {
    if (passed != point_) return false;
    std::unique_lock lock{mutex_};
    stands_ = true;
    changed_.notify_all();
    changed_.wait(lock, [this] { return open_; });
    return false;
  }

  std::string point_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool stands_ = false;
  bool open_ = false;
  at_points at_;  ///< last: from here on it is asked
};

}  // namespace waybill::http_test
