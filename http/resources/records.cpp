#include "http/resources/csv.hpp"
#include "http/resources/owned.hpp"
#include "http/resources/pages.hpp"
#include "http/resources/resources.hpp"
#include "http/written_table.hpp"

namespace waybill::http {
namespace {
constexpr std::size_t piece_bytes = 32'768;
}  // namespace

auto list_records(context& asks, request& call) -> result<answer> {
  auto limit = limit_of(call);
  if (!limit) return std::move(limit).why();
  auto only = outcome_filter_of(call);
  if (!only) return std::move(only).why();
  const auto of = import_of(asks, call, member_role::viewer);
  if (!of) return of.why();
  auto records = asks.core.import_view().records(of->owner, of->id, *only, *limit, cursor_of(call));
  if (!records) return std::move(records).why();
  return page_answer(*records, columns_of(of->kind));
}

auto download_records(context& asks, request& call) -> result<answer> {
  auto only = outcome_filter_of(call);
  if (!only) return std::move(only).why();
  // An error must be told before the head goes out.
  const auto of = import_of(asks, call, member_role::viewer);
  if (!of) return of.why();
  const auto id = of->id;
  if (auto held = hold_role(asks, call, of->owner, member_role::viewer); !held) return std::move(held).why();
  answer out;
  out.content_type = "text/csv; charset=utf-8; header=present";
  out.headers.emplace_back("Content-Disposition", "attachment; filename=\"records-" + id.value + ".csv\"");
  const auto write = [&core = asks.core, owner = of->owner, id, only = *only,
                      columns = columns_of(of->kind)](const byte_sink& sink) {
    std::string piece = csv_header(columns);
    bool listening = true;
    const auto went = core.import_view().each_record(owner, id, only, [&](const record_outcome& one) {
      append_csv(one, columns, piece);
      if (piece.size() < piece_bytes) return true;
      listening = sink(piece);
      piece.clear();
      return listening;
    });
    if (!went) broke_off("the outcomes of an import", went.why());
    return went.ok() && listening && sink(piece);
  };
  out.stream = remembered_csv(asks.core.files(), write);
  return out;
}

}  // namespace waybill::http
