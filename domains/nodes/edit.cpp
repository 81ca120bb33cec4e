#include "domains/nodes/edit.hpp"

#include <nlohmann/json.hpp>

#include "domains/nodes/json_item.hpp"
#include "domains/nodes/options.hpp"
#include "formats/text.hpp"

namespace waybill::nodes {
namespace {

/// So many bytes behind a text may be read together with it.
constexpr std::size_t read_beyond_bytes = 64;

auto check(std::string_view wish) -> result<done> {
  const auto said = nlohmann::json::parse(wish, nullptr, false);
  if (!said.is_object()) return {errc::bad_value, "A change of a node is a JSON object."};
  for (const auto& [key, value] : said.items()) {
    if (key != "title" && key != "metadata")
      return {errc::unknown_field,
              "There is no field '" + std::string(text::cut_to_bytes(key, read_beyond_bytes)) + "' here."};
    if (key == "title" && !value.is_string() && !value.is_null())
      return {errc::bad_value, "'title' must be text or null."};
    if (key == "metadata" && !value.is_object() && !value.is_null())
      return {errc::bad_value, "'metadata' must be an object or null."};
  }
  return done{};
}

}  // namespace

auto edit_of(const node& present, std::string_view wish) -> result<candidate_chunk> {
  if (auto good = check(wish); !good) return std::move(good).why();
  auto raw = std::string(wish);
  raw.append(read_beyond_bytes, '\0');
  json_item item;
  given_node given;
  item.parse(std::string_view(raw).substr(0, wish.size()), given);
  const auto title = text::trimmed(given.title);
  if (title.empty() && given.title.data() != nullptr) given.flags |= clears_title;
  candidate_chunk made;
  auto& record = made.records.emplace_back();
  // Where it hangs does not change.
  encode_row(row_view{present.url, present.canonical, title, !title.empty(), false, given.metadata,
                      present.created_at, present.updated_at},
             made.bytes);
  record.row = {0, static_cast<std::uint32_t>(made.bytes.size())};
  record.flags = given.flags;
  made.add_key(identity_of(present.canonical));
  return made;
}

auto options_of_edits() -> std::string {
  import_options merging;
  merging.duplicates = on_duplicate::update;
  return options_text(merging);
}

}  // namespace waybill::nodes
