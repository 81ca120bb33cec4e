// The desk of reviews, over the actors, the log and the rows.
#pragma once

#include <memory>

#include "actors/engine.hpp"
#include "actors/import_actor.hpp"
#include "actors/kind_askers.hpp"
#include "actors/ready_imports.hpp"
#include "actors/review_desk.hpp"
#include "actors/vocabulary.hpp"
#include "events/log/event_log.hpp"
#include "projections/read_model.hpp"
#include "projections/store.hpp"
#include "projections/views.hpp"

namespace waybill {

/// What it refers to must outlive the desk.
struct review_plan {
  caf::actor_system* system;
  registry_actor registry;
  store_actor store;
  settings_asker set;  ///< by projects
  given_asker given;
  derived_files* derived;
  const project_desk& projects;
  account_desk& accounts;
  const settings& config;
  const event_log& log;
  std::shared_ptr<ready_imports> imports;
  const projection_runner& shown;
  const import_views& views;
};

auto make_review_desk(review_plan plan) -> std::unique_ptr<review_desk>;

}  // namespace waybill
