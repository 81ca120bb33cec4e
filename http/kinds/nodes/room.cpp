#include "http/kinds/nodes/room.hpp"

#include <array>
#include <nlohmann/json.hpp>

namespace waybill::http {
namespace {

auto lines() -> std::vector<route_lines::line> { return {}; }

auto schemas() -> nlohmann::ordered_json { return nlohmann::ordered_json::object(); }

constexpr auto sentences = std::to_array<reason_words>({
    {"nodes_foreign_in", "The file is {kind} in {encoding}, which no import of nodes reads."},
    {"nodes_foreign", "The file is {kind}, which no import of nodes reads."},
    {"batch_key_unknown", "The key '{name}' is not known; a batch knows 'project', 'urls' and 'options'."},
    {"urls_no_list", "'urls' is not a list."},
    {"urls_missing", "There is no list 'urls' in the document."},
    {"urls_nowhere",
     "No URLs are found in the file: a list 'urls', a column 'url' or a sitemap is expected."},
    {"zip_without_sitemap", "There is no sitemap in the ZIP."},
    {"index_alone",
     "The index of sitemaps came without {names}. Nothing is fetched: put the index and all of its sitemaps "
     "into one ZIP."},
    {"nodes_option_unknown",
     "The option '{name}' is not known; nodes know 'on_duplicate', 'chunk_size' and 'build_relationships'."},
    {"nodes_duplicates_rule", "'on_duplicate' must be 'skip', 'update' or 'error'."},
    {"chunk_size_rule", "'chunk_size' must be a whole number from 10 to 500."},
    {"relationships_rule", "'build_relationships' must be true or false."},
    {"option_twice", "'{name}' is given twice, and not the same."},
});

}  // namespace

auto nodes_room() -> kind_room { return {"nodes", lines, schemas, sentences, {}}; }

}  // namespace waybill::http
