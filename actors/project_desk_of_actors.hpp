// The desk of projects, over the actors and the book.
#pragma once

#include <memory>

#include "actors/project_book.hpp"
#include "actors/project_desk.hpp"
#include "actors/vocabulary.hpp"

namespace waybill {

auto make_project_desk(caf::actor_system& system, projects_actor projects, accounts_actor accounts,
                       clock_ptr clock, std::shared_ptr<project_book> book) -> std::unique_ptr<project_desk>;

}  // namespace waybill
