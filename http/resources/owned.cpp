#include "http/resources/owned.hpp"

namespace waybill::http {

auto import_of(const context& asks, const request& call, member_role takes) -> result<import_row> {
  auto row = asks.core.import_view().find({call.captured[0]});
  if (!row) return row;
  auto fine = asks.core.projects().may(call.who->user, row->owner, takes);
  if (fine) return row;
  // As if it did not exist: nobody learns that it is somebody else's.
  if (fine.why().code == errc::not_found) return {errc::not_found, "There is no such import."};
  return std::move(fine).why();
}

auto acting_in(const context& asks, const request& call, member_role takes) -> result<acting> {
  const auto named = call.param("project");
  if (!named) return acting{call.who->user};
  const project_id id{std::string(*named)};
  if (auto seen = asks.core.projects().get(call.who->user, id); !seen) return std::move(seen).why();
  if (auto fine = asks.core.projects().may(call.who->user, id, takes); !fine) return std::move(fine).why();
  return acting{call.who->user, id};
}

auto project_of(const context& asks, const request& call, member_role takes) -> result<seen_project> {
  auto seen = asks.core.projects().get(call.who->user, {call.captured[0]});
  if (!seen) return seen;
  if (auto fine = asks.core.projects().may(call.who->user, seen->project.id, takes); !fine)
    return std::move(fine).why();
  return seen;
}

auto hold_credential(const context& asks, request& call, const opened& what) -> result<done> {
  auto line = std::make_shared<lifeline>();
  auto right = asks.core.accounts().hold_right(what, [raw = line.get()] { raw->cut(); });
  if (!right) return right.why().code == errc::unauthorized ? right_is_gone() : std::move(right).why();
  line->keep(std::move(*right));
  call.line = std::move(line);
  if (what.in_use) call.live_by_line();
  return done{};
}

auto hold_role(const context& asks, const request& call, const owner_id& owner, member_role takes)
    -> result<done> {
  if (!owner.project()) return done{};
  auto held =
      asks.core.projects().hold_right(call.who->user, owner, takes, [raw = call.line.get()] { raw->cut(); });
  if (!held) return std::move(held).why();
  call.line->keep(std::move(*held));
  return done{};
}

auto hold_import(const context& asks, request& call, const import_id& id) -> result<done> {
  // First held, then looked at: what ends in between is told by one or the other.
  call.line->keep(asks.core.watch_imports([raw = call.line.get(), id](const import_row& row) {
    if (row.id == id && row.status == import_status::removed) raw->cut();
  }));
  if (auto row = asks.core.import_view().find(id); !row) return std::move(row).why();
  return done{};
}

}  // namespace waybill::http
