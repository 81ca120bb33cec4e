#include "projections/projects_model.hpp"

#include <map>

#include "events/catalog.hpp"

namespace waybill {
namespace {

auto damaged() -> error {
  return {errc::corrupt, "The row of a project is damaged; 'waybill rebuild' makes it anew."};
}

class projects_model final : public read_model {
 public:
  explicit projects_model(projection_store& store) : store_(store) {}

  auto fold(const stored_event& event) -> result<done> override {
    constexpr std::string_view prefix = "project/";
    if (!event.head.stream.starts_with(prefix)) return done{};
    const auto decoded = decode_event<project_event>(event.head.tag, event.payload);
    if (!decoded)
      return {errc::corrupt, "Position " + std::to_string(event.head.at) + ": " + decoded.why().message};
    const auto state = state_of(event.head.stream.substr(prefix.size()));
    if (!state) return state.why();
    apply(**state, *decoded, event.head.time);
    return done{};
  }

  auto flush(projection_store&, row_changes& changes) -> result<done> override {
    for (const auto& [id, state] : dirty_) changes.put(family::projects, id, encode(state));
    dirty_.clear();
    return done{};
  }

  [[nodiscard]] auto waiting() const -> std::size_t override { return dirty_.size(); }

 private:
  auto state_of(const std::string& id) -> result<project_state*> {
    if (const auto found = dirty_.find(id); found != dirty_.end()) return &found->second;
    const auto bytes = store_.get(family::projects, id);
    if (!bytes) return bytes.why();
    project_state state;
    if (*bytes && !decode(**bytes, state)) return damaged();
    return &(dirty_[id] = std::move(state));
  }

  projection_store& store_;
  std::map<std::string, project_state> dirty_;
};

}  // namespace

auto make_projects_model(projection_store& store) -> std::unique_ptr<read_model> {
  return std::make_unique<projects_model>(store);
}

auto load_projects(const projection_store& store) -> result<std::vector<project_state>> {
  std::vector<project_state> all;
  bool whole = true;
  const auto walked = store.scan(family::projects, {}, {}, [&](std::string_view, std::string_view value) {
    whole = decode(value, all.emplace_back());
    return whole;
  });
  if (!walked) return walked.why();
  if (!whole) return damaged();
  return all;
}

}  // namespace waybill
