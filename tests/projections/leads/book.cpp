#include "tests/projections/leads/book.hpp"

#include <catch2/catch.hpp>

#include "events/codec.hpp"
#include "events/log/memory_log.hpp"
#include "projections/collections/collections_model.hpp"

namespace waybill::tests {
namespace {

auto models() -> std::vector<std::unique_ptr<read_model>> {
  std::vector<std::unique_ptr<read_model>> made;
  made.push_back(make_collections_model());
  return made;
}

}  // namespace

auto plain_lead::row() const -> std::string {
  leads::row_view view;
  view.id = id;
  view.created_at = created_at;
  view.updated_at = updated_at;
  for (const auto& [field, value] : values) view.values[static_cast<std::size_t>(field)] = value;
  view.phone_e164 = phone_e164;
  view.email_key = view.value(leads::lead_field::email);
  view.assigned_to = person;
  std::string bytes;
  leads::encode_row(view, bytes);
  return bytes;
}

lead_book::lead_book() : log_(open_memory_log()) { open(); }

void lead_book::open() {
  auto opened = projection_store::open({folder_.path() + "/rows"});
  REQUIRE(opened);
  store_ = std::move(*opened);
  auto runner = projection_runner::open("collections", *log_, *store_, models);
  REQUIRE(runner);
  runner_ = std::move(*runner);
}

auto lead_book::append(std::string_view tag, std::string payload) -> position {
  transaction what;
  what.by = "usr_x";
  what.appends.push_back({"collection/leads/" + project, version_, {{std::string(tag), std::move(payload)}}});
  REQUIRE(log_->commit({&what, 1}).front());
  ++version_;
  return log_->tail();
}

void lead_book::import(std::vector<plain_lead> what) {
  const auto at = log_->tail() + 1;
  const import_id id{"imp_" + std::to_string(at)};
  chunk_writer writer{what.size()};
  chunk_header head{id, 1, 1, 0, {}};
  std::vector<std::string> rows(2 * what.size());
  std::vector<identity> keys(what.size());
  for (std::uint32_t i = 0; i < what.size(); ++i) {
    auto& one = what[i];
    decided_record out;
    out.line = i + 1;
    const auto found = leads.find(one.id);
    const bool fresh = found == leads.end();
    one.import = id.value;
    one.record = i + 1;
    one.updated_at = instant{now};
    if (fresh) {
      one.id = leads::lead_identity(id, i + 1);
      one.created_at = instant{now};
      one.first = {at, i};
    } else {
      one.created_at = found->second.created_at;
      one.first = found->second.first;
      rows[2 * i + 1] = found->second.row();
      out.before = rows[2 * i + 1];
      out.before_at = found->second.at.at == at ? same_event : found->second.at.at;
      out.before_index = found->second.at.index;
    }
    one.at = {at, i};
    out.what = fresh ? outcome::created : outcome::updated;
    ++(fresh ? head.counts.created : head.counts.updated);
    keys[i] = one.id;
    out.keys = {&keys[i], 1};
    rows[2 * i] = one.row();
    out.after = rows[2 * i];
    leads[one.id] = one;
    writer.add(out);
  }
  std::string payload;
  const auto tag = writer.finish(head, payload);
  REQUIRE(append(tag, std::move(payload)) == at);
}

void lead_book::edit(const identity& id, const plain_lead& now_is) {
  auto& lead = leads.at(id);
  const auto before = lead.row();
  const auto earlier = lead.at;
  lead.values = now_is.values;
  lead.person = now_is.person;
  lead.phone_e164 = now_is.phone_e164;
  lead.updated_at = instant{now};
  const auto after = lead.row();
  lead.at = {append(record_edited::tag,
                    encode(record_edited{{&id, 1}, {}, earlier.at, earlier.index, before, after})),
             0};
}

void lead_book::remove(const identity& id) {
  const auto& lead = leads.at(id);
  const auto before = lead.row();
  record_deleted gone;
  gone.id = id;
  gone.before_at = lead.at.at;
  gone.before_index = lead.at.index;
  gone.before = before;
  append(record_deleted::tag, encode(gone));
  leads.erase(id);
}

void lead_book::fold() { REQUIRE(runner_->catch_up()); }
void lead_book::fold_some(std::size_t bytes) {
  const auto went = runner_->step(bytes, 1, true);
  INFO((went ? std::string("fine") : went.why().message));
  REQUIRE(went);
}

void lead_book::restart() {
  runner_.reset();
  store_.reset();
  open();
}

auto lead_book::stored() const -> digest {
  const auto found = store_->content_digest();
  REQUIRE(found);
  return *found;
}

auto lead_book::rebuilt() const -> digest {
  const temporary_directory elsewhere;
  auto fresh = projection_store::open({elsewhere.path() + "/rows"});
  REQUIRE(fresh);
  auto runner = projection_runner::open("collections", *log_, **fresh, models);
  REQUIRE(runner);
  REQUIRE((*runner)->catch_up());
  const auto found = (*fresh)->content_digest();
  REQUIRE(found);
  return *found;
}

}  // namespace waybill::tests
