// The members of one item that this format gives a meaning. Internal to this folder.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "formats/json/members.hpp"

namespace waybill::formats::activitystreams {

/// The members this format gives a meaning.
enum class known : std::uint8_t {
  none,
  feed_url,
  href,
  id,
  media_type,
  name,
  name_map,
  object,
  published,
  summary,
  tag,
  type,
  updated,
  url
};

/// As `json::read_members`, and each member is told what it is.
auto read_known_members(std::string_view raw, std::vector<json::member>& into, json::item_texts& texts)
    -> bool;
constexpr auto meaning_of(const json::member& one) -> known { return static_cast<known>(one.is); }

}  // namespace waybill::formats::activitystreams
