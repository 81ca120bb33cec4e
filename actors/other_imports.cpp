#include "actors/other_imports.hpp"

#include <nlohmann/json.hpp>

namespace waybill {
namespace {

/// `take` answers false to stop.
auto each_import(const import_views& views, const owner_id& owner, std::string_view kind,
                 const std::function<bool(import_row&)>& take) -> result<done> {
  import_filter filter;
  filter.kind = std::string(kind);
  filter.limit = 100;
  for (;;) {
    auto page = views.list(owner, filter);
    if (!page) return std::move(page).why();
    for (auto& row : page->items)
      if (!take(row)) return done{};
    if (page->next_cursor.empty()) return done{};
    filter.cursor = page->next_cursor;
  }
}

}  // namespace

auto duplicate_file(const import_state& of, const std::function<std::string(const user_id&)>& name_of)
    -> error {
  const auto when = to_rfc3339_ms(of.submitted_at);
  error why{errc::duplicate_file,
            "The same file was imported here already, on " + when.substr(0, 10) + " (" + of.id.value +
                "); with 'allow_duplicate_file' it is taken all the same.",
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
  std::optional<import_row> found;
  const auto walked = each_import(views, owner, kind, [&](import_row& row) {
    if (!holds_its_file(row.status) || row.file.sha256 != file.sha256 ||
        row.file.size_bytes != file.size_bytes)
      return true;
    found = std::move(row);
    return false;
  });
  if (!walked) return walked.why();
  return found;
}

auto may_wait_for_review(const import_views& views, const owner_id& owner, std::string_view kind,
                         std::uint64_t most) -> result<done> {
  std::uint64_t waiting = 0;
  const auto walked = each_import(views, owner, kind, [&](const import_row& row) {
    if (!is_finished(row.status) && !row.committed) ++waiting;
    return waiting < most;
  });
  if (!walked) return walked.why();
  if (waiting < most) return done{};
  return {errc::too_many_requests, std::to_string(most) +
                                       " imports of this kind wait here for their "
                                       "review; commit or cancel one first."};
}

}  // namespace waybill
