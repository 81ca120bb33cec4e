#include "actors/projection_set.hpp"

#include <array>

#include "projections/accounts_model.hpp"
#include "projections/bulk_model.hpp"
#include "projections/collections/collections_model.hpp"
#include "projections/kind_rows.hpp"
#include "projections/operations_model.hpp"
#include "projections/projects_model.hpp"
#include "projections/search/search_model.hpp"
#include "projections/usage_model.hpp"

namespace waybill {

auto families_of_control() -> std::span<const family> {
  static constexpr std::array families{family::imports,  family::chunks, family::accounts,
                                       family::projects, family::usage,  family::operations,
                                       family::bulks};
  return families;
}

auto open_projection_set(const event_log& log, projection_store& store, const import_listener& listener)
    -> result<projection_set> {
  projection_set set;
  auto control = projection_runner::open("control", log, store, [&store, listener] {
    std::vector<std::unique_ptr<read_model>> models;
    models.push_back(make_imports_model(store, listener));
    models.push_back(make_accounts_model(store));
    models.push_back(make_projects_model(store));
    models.push_back(make_usage_model(store));
    models.push_back(make_operations_model());
    models.push_back(make_bulk_model(store));
    return models;
  });
  if (!control) return control.why();
  auto collections = projection_runner::open("collections", log, store, [] {
    std::vector<std::unique_ptr<read_model>> models;
    models.push_back(make_collections_model());
    return models;
  });
  if (!collections) return collections.why();
  auto search = projection_runner::open(std::string(search_model_name), log, store, [&store] {
    std::vector<std::unique_ptr<read_model>> models;
    models.push_back(make_search_model(store));
    return models;
  });
  if (!search) return search.why();
  auto late = projection_runner::open(std::string(late_projection), log, store, [] {
    std::vector<std::unique_ptr<read_model>> models;
    for (const auto& one : kind_models())
      if (one.make_late != nullptr) models.push_back(one.make_late());
    return models;
  });
  if (!late) return late.why();
  set.control = std::move(*control);
  set.collections = std::move(*collections);
  set.search = std::move(*search);
  set.late = std::move(*late);
  return set;
}

auto fold_late(projection_runner& late, position wanted, std::chrono::milliseconds patience) -> result<done> {
  constexpr std::size_t step_bytes = 4 << 20;
  constexpr std::size_t step_rows = 50'000;
  const auto until = std::chrono::steady_clock::now() + patience;
  while (late.at() < wanted) {
    if (std::chrono::steady_clock::now() > until)
      return {errc::timeout, "What is asked for is being put in order; ask again in a moment."};
    if (const auto more = late.step(step_bytes, step_rows, true); !more) return more.why();
  }
  return done{};
}

auto catch_up(projection_set& set) -> result<done> {
  if (auto done_control = set.control->catch_up(); !done_control) return done_control;
  return set.collections->catch_up();
}

}  // namespace waybill
