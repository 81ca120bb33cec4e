// Decoding of every event and of rows: bytes are refused, or are exactly what the encoder writes. Input: a
// tag, a NUL, a payload; without a NUL it is a row.
#include <string>
#include <variant>

#include <nlohmann/json.hpp>

#include "domains/bookmarks/bookmark.hpp"
#include "events/account/events.hpp"
#include "events/catalog.hpp"
#include "events/collection/chunk.hpp"
#include "events/import/events.hpp"
#include "events/operator/events.hpp"
#include "events/project/events.hpp"
#include "tests/fuzz/target.hpp"

using namespace waybill;
using waybill::fuzz::must;

namespace {

template <class Variant>
void try_aggregate(std::string_view tag, std::string_view payload) {
  const auto event = decode_event<Variant>(tag, payload);
  if (!event.ok()) return;
  const auto [same_tag, bytes] = encode_event(*event);
  must(same_tag == tag, "an event keeps its tag");
  must(bytes == payload, "an event has one spelling");
  must(print_event(tag, payload).ok(), "what decodes can be printed");
}

/// What the columns of a chunk say together: refused, or a chunk as it can be.
void try_chunk(std::string_view tag, std::string_view payload) {
  constexpr position here = 1'000;
  chunk_applied chunk;
  if (!read_chunk(tag, payload, here, chunk).ok()) return;
  must(is_chunk(tag), "only chunks are read as chunks");
  chunk_header head;
  must(decode_chunk_header(tag, payload, head) && head == chunk.head, "the header alone says the same");
  if (tag == chunk_applied_v1::tag) return;
  must(chunk.records.size() <= most_chunk_records, "no chunk has more records than one may have");
  must(chunk.records.size() == head.counts.processed(), "the header counts the records");
  for (std::uint32_t i = 0; i < chunk.records.size(); ++i)
    must(record_place{chunk.records[i].before_at, chunk.records[i].before_index} < record_place{here, i},
         "what was before stands before");
}

void try_row(std::string_view bytes) {
  const auto row = bookmarks::decode_row(bytes);
  bookmarks::row_view view;
  must(bookmarks::view_row(bytes, view) == row.ok(), "view and decoder agree");
  if (!row.ok()) return;
  std::string again;
  bookmarks::encode_row(*row, again);
  must(again == bytes, "a row has one spelling");
}

}  // namespace

extern "C" auto LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) -> int {
  const auto input = fuzz::text_of(data, size);
  const auto border = input.find('\0');
  if (border == std::string_view::npos || border > 64) {
    try_row(input);
    return 0;
  }
  const auto tag = input.substr(0, border);
  const auto payload = input.substr(border + 1);
  try_aggregate<import_event>(tag, payload);
  try_aggregate<collection_event>(tag, payload);
  try_aggregate<account_event>(tag, payload);
  try_aggregate<project_event>(tag, payload);
  try_aggregate<operator_event>(tag, payload);
  try_chunk(tag, payload);
  return 0;
}
