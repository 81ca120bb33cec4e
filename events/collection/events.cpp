#include "events/collection/events.hpp"

#include "events/codec.hpp"

namespace waybill {

auto collection_stream(std::string_view kind, const owner_id& owner) -> std::string {
  return "collection/" + std::string(kind) + "/" + owner.value;
}

auto parse_collection_stream(std::string_view stream, collection_name& out) -> bool {
  constexpr std::string_view prefix = "collection/";
  if (!stream.starts_with(prefix)) return false;
  stream.remove_prefix(prefix.size());
  const auto slash = stream.find('/');
  if (slash == std::string_view::npos) return false;
  out = {stream.substr(0, slash), stream.substr(slash + 1)};
  return true;
}

auto is_handled(std::string_view tag) -> bool { return tag == chunk_handled_v1::tag; }

auto is_bulk(std::string_view tag) -> bool {
  return tag == records_changed::tag || tag == records_merged::tag;
}

auto is_deletion(std::string_view tag) -> bool { return tag == record_deleted::tag; }

auto read_deletion(std::string_view tag, std::string_view payload, record_deleted& out) -> bool {
  return is_deletion(tag) && decode(payload, out);
}

auto bulk_tally::operator+=(const bulk_tally& more) noexcept -> bulk_tally& {
  changed += more.changed;
  unchanged += more.unchanged;
  gone += more.gone;
  changed_since += more.changed_since;
  too_large += more.too_large;
  return *this;
}

auto decode_bulk_header(std::string_view payload, bulk_header& out) -> bool {
  byte_reader from{payload};
  codec::get(from, out);
  return from.ok();
}

auto decode_chunk_header(std::string_view payload, chunk_header& out) -> bool {
  byte_reader from{payload};
  codec::get(from, out);
  return from.ok();
}

auto decode_chunk_header(std::string_view tag, std::string_view payload, chunk_header& out) -> bool {
  byte_reader from{payload};
  codec::get(from, out);
  out.last_line = tag == chunk_applied_v3::tag || is_handled(tag) ? from.varint() : 0;
  return from.ok();
}

}  // namespace waybill
