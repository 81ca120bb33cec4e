// The JSON shapes of the API.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "actors/engine.hpp"

namespace waybill::http {

/// `now` is what rates and remaining time are reckoned by.
auto import_json(const import_row& row, instant now) -> nlohmann::ordered_json;
auto progress_json(const import_row& row, instant now) -> nlohmann::ordered_json;
auto record_json(const record_outcome& one) -> nlohmann::ordered_json;
auto story_json(const story_item& one) -> nlohmann::ordered_json;
auto bookmark_json(const bookmark_item& one) -> nlohmann::ordered_json;
auto change_json(const bookmark_change& one) -> nlohmann::ordered_json;
auto token_json(const token_info& one) -> nlohmann::ordered_json;
auto user_json(const caller& who) -> nlohmann::ordered_json;

/// Text of a tree; bytes that are no UTF-8 become U+FFFD.
auto text_of_tree(const nlohmann::ordered_json& tree) -> std::string;

}  // namespace waybill::http
