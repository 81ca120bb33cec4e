#include "tests/kinds/pebbles_room.hpp"

#include <array>
#include <nlohmann/json.hpp>

#include "http/openapi.hpp"
#include "http/resources/pages.hpp"
#include "http/resources/resources.hpp"
#include "tests/kinds/pebbles.hpp"

namespace waybill::http {
namespace {

using namespace route_lines;

/// A pebble that is known by its key need not be told whose keys there are: deleting says whether it was
/// there.
auto delete_pebble(context& asks, request& call) -> result<answer> {
  auto gone = asks.core.imports().delete_record("pebbles", call.who->user, pebbles::key_of(call.captured[0]));
  if (!gone) return std::move(gone).why();
  return nothing_to_say();
}

auto lines() -> std::vector<line> {
  return {remove("/api/v1/pebbles/{key}", delete_pebble, "deletePebble", "Throw a pebble away."),
          get("/pebbles", show_page, "", "text/html", "").of_pages()};
}

auto schemas() -> nlohmann::ordered_json {
  return nlohmann::ordered_json::parse(R"json({
"Pebble": {"type": "object", "properties": {"name": {"type": "string"}}},
"PebbleImportOptions": {"type": "object", "properties": {
  "on_duplicate": {"type": "string"}, "carried_by": {"type": "string"}}}
})json");
}

constexpr auto sentences = std::to_array<reason_words>({
    {"not_pebbles", "The file does not begin with 'pebbles'."},
});

}  // namespace

auto pebbles_room() -> kind_room { return {"pebbles", lines, schemas, sentences, {}}; }

}  // namespace waybill::http
