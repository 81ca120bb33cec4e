#include "formats/activitystreams/members.hpp"

#include "formats/activitystreams/link_record.hpp"

namespace waybill::formats::activitystreams {
namespace {

/// Also with the prefix of the vocabulary, and JSON-LD's own words.
auto known_of(std::string_view key) -> known {
  if (key.starts_with("as:")) key.remove_prefix(3);
  switch (key.size()) {
    case 2:
      return key == "id" ? known::id : known::none;
    case 3:
      return key == "url" ? known::url : key == "tag" ? known::tag : key == "@id" ? known::id : known::none;
    case 4:
      return key == "type"   ? known::type
             : key == "name" ? known::name
             : key == "href" ? known::href
                             : known::none;
    case 5:
      return key == "@type" ? known::type : known::none;
    case 6:
      return key == "object" ? known::object : known::none;
    case 7:
      if (key == "summary") return known::summary;
      if (key == "updated") return known::updated;
      if (key == "feedUrl") return known::feed_url;
      return key == "nameMap" ? known::name_map : known::none;
    case 9:
      return key == "published" ? known::published : key == "mediaType" ? known::media_type : known::none;
    default:
      return known::none;
  }
}

}  // namespace

auto is_field(std::string_view key) -> bool {
  switch (known_of(key)) {
    case known::feed_url:
    case known::name:
    case known::published:
    case known::summary:
    case known::tag:
    case known::updated:
    case known::url:
      return true;
    default:
      return false;
  }
}

auto read_known_members(std::string_view raw, std::vector<json::member>& into, json::item_texts& texts)
    -> bool {
  if (!json::read_members(raw, into, texts)) return false;
  for (auto& one : into) one.is = static_cast<std::uint8_t>(known_of(one.key));
  return true;
}

}  // namespace waybill::formats::activitystreams
