// The desk of operators, over the actors that do the work.
#pragma once

#include <memory>

#include "actors/operator_desk.hpp"
#include "actors/projection_set.hpp"
#include "actors/vocabulary.hpp"
#include "config/settings.hpp"
#include "projections/store.hpp"
#include "projections/views.hpp"

namespace waybill {

struct operator_plan {
  caf::actor_system& system;
  log_actor writer;
  registry_actor registry;
  clock_ptr clock;
  const event_log& log;  ///< must outlive the desk, as the following
  const projection_store& rows;
  const import_views& views;
  projection_set& set;
  const settings& config;
  std::shared_ptr<const commit_meter> commits;
};

auto make_operator_desk(operator_plan plan) -> std::unique_ptr<operator_desk>;

}  // namespace waybill
