#include "actors/same_file.hpp"

#include <nlohmann/json.hpp>

namespace waybill {

auto duplicate_file(const import_state& of, const std::function<std::string(const user_id&)>& name_of)
    -> error {
  const auto when = to_rfc3339_ms(of.submitted_at);
  error why{errc::duplicate_file,
            "The same file was imported here already, on " + when.substr(0, 10) +
                "; with 'allow_duplicate_file' it is taken all the same.",
            {}};
  using json = nlohmann::ordered_json;
  const json maker{{"id", of.started_by.value}, {"username", name_of ? name_of(of.started_by) : ""}};
  const json import{{"id", of.id.value},
                    {"created_at", when},
                    {"started_by", maker},
                    {"status", std::string(waybill::name_of(of.status))}};
  why.details = json{{"import", import}}.dump();
  return why;
}

auto import_of_same_file(const import_views& views, const owner_id& owner, std::string_view kind,
                         const uploaded_file& file) -> result<std::optional<import_row>> {
  import_filter filter;
  filter.kind = std::string(kind);
  filter.limit = 100;
  for (;;) {
    auto page = views.list(owner, filter);
    if (!page) return std::move(page).why();
    for (auto& row : page->items)
      if (holds_its_file(row.status) && row.file.sha256 == file.sha256 &&
          row.file.size_bytes == file.size_bytes)
        return std::optional{std::move(row)};
    if (page->next_cursor.empty()) return std::optional<import_row>{};
    filter.cursor = page->next_cursor;
  }
}

}  // namespace waybill
