#include "actors/projection_set.hpp"

#include <array>

#include "projections/accounts_model.hpp"
#include "projections/collections/collections_model.hpp"
#include "projections/operations_model.hpp"
#include "projections/projects_model.hpp"
#include "projections/search/search_model.hpp"
#include "projections/usage_model.hpp"

namespace waybill {

auto families_of_control() -> std::span<const family> {
  static constexpr std::array families{family::imports,  family::chunks, family::accounts,
                                       family::projects, family::usage,  family::operations};
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
  set.control = std::move(*control);
  set.collections = std::move(*collections);
  set.search = std::move(*search);
  return set;
}

auto catch_up(projection_set& set) -> result<done> {
  if (auto done_control = set.control->catch_up(); !done_control) return done_control;
  return set.collections->catch_up();
}

}  // namespace waybill
