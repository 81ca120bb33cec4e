// What all kinds with a review have in common: a record is left out or taken in again, and the import is
// committed. What would happen is shown by each kind in its own way.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>

#include "http/context.hpp"
#include "http/exchange.hpp"

namespace waybill::http {

auto exclude_review_row(context& asks, request& call) -> result<answer>;
auto include_review_row(context& asks, request& call) -> result<answer>;
auto commit_import(context& asks, request& call) -> result<answer>;

/// The record that the path names behind the import, from 1. Errors: not_found.
auto record_of(const request& call) -> result<std::uint64_t>;
/// A number that has to be there. Errors: bad_value.
auto number_of(const nlohmann::json& object, const char* key) -> result<std::uint64_t>;
/// How many records were meant, and the version from now on.
auto changed_answer(std::uint64_t version, std::uint64_t records) -> result<answer>;

}  // namespace waybill::http
