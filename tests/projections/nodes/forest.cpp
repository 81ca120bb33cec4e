#include "tests/projections/nodes/forest.hpp"

#include <catch2/catch.hpp>

#include "domains/nodes/identity.hpp"
#include "events/codec.hpp"
#include "events/collection/chunk_writer.hpp"
#include "events/log/memory_log.hpp"
#include "projections/collections/collections_model.hpp"

namespace waybill::tests {
namespace {

constexpr position first_position = 1;

auto models() -> std::vector<std::unique_ptr<read_model>> {
  std::vector<std::unique_ptr<read_model>> made;
  made.push_back(make_collections_model());
  return made;
}

auto row_of(const forest::planted& what, position at) -> nodes::node {
  nodes::node made;
  made.url = "https://" + what.text;
  made.canonical = what.text;
  made.titled = !what.title.empty();
  made.title = made.titled ? what.title : nodes::title_of(what.text);
  made.linked = what.linked;
  made.metadata = what.metadata;
  made.created_at = made.updated_at = instant{static_cast<std::int64_t>(at)};
  return made;
}

}  // namespace

forest::forest() : log_(open_memory_log()) { open(); }

void forest::open() {
  auto opened = projection_store::open({folder_.path() + "/rows"});
  REQUIRE(opened);
  store_ = std::move(*opened);
  auto runner = projection_runner::open("collections", *log_, *store_, models);
  REQUIRE(runner);
  runner_ = std::move(*runner);
}

auto forest::append(const std::string& to, std::string_view tag, std::string payload) -> position {
  transaction what;
  what.by = "usr_x";
  auto& mine = projects_[to];
  what.appends.push_back({"collection/nodes/" + to, mine.version, {{std::string(tag), std::move(payload)}}});
  const auto done_with = log_->commit({&what, 1});
  REQUIRE(done_with.front());
  ++mine.version;
  return mine.last = log_->tail();
}

auto forest::import_of(position at) -> std::string { return "imp_" + std::to_string(at); }

void forest::import(const std::string& project, const std::vector<planted>& what) {
  auto& mine = projects_[project];
  const auto at = log_->tail() + 1;
  std::vector<std::string> rows(2 * what.size());
  std::vector<identity> keys(what.size());
  chunk_writer writer{what.size()};
  chunk_header head{{import_of(at)}, 1, first_position, 0, {}};
  for (std::uint32_t i = 0; i < what.size(); ++i) {
    const auto row = row_of(what[i], at);
    const auto found = mine.tree.all.find(what[i].text);
    decided_record out;
    out.line = i + 1;
    keys[i] = nodes::identity_of(row.canonical);
    out.keys = {&keys[i], 1};
    nodes::encode_row(row, rows[2 * i]);
    out.after = rows[2 * i];
    out.what = found == mine.tree.all.end() ? outcome::created : outcome::updated;
    if (found != mine.tree.all.end()) {
      nodes::encode_row(found->second.row, rows[2 * i + 1]);
      out.before = rows[2 * i + 1];
      out.before_at = found->second.at.at == at ? same_event : found->second.at.at;
      out.before_index = found->second.at.index;
    } else if (const auto grave = mine.buried.find(what[i].text); grave != mine.buried.end()) {
      out.before_at = grave->second.at;
    }
    ++(out.what == outcome::created ? head.counts.created : head.counts.updated);
    mine.tree.all[what[i].text] = {row, {at, i}};
    writer.add(out);
  }
  std::string payload;
  writer.finish(head, payload);
  REQUIRE(append(project, chunk_applied_v2::tag, std::move(payload)) == at);
}

void forest::remove(const std::string& project, const std::string& text) {
  auto& mine = projects_[project];
  const auto found = mine.tree.all.find(text);
  REQUIRE(found != mine.tree.all.end());
  std::string before;
  nodes::encode_row(found->second.row, before);
  record_deleted gone;
  gone.id = nodes::identity_of(text);
  gone.before_at = found->second.at.at;
  gone.before_index = found->second.at.index;
  gone.before = before;
  mine.buried[text] = {append(project, record_deleted::tag, encode(gone)), 0};
  mine.tree.all.erase(found);
}

void forest::edit(const std::string& project, const std::string& text, const std::string& title) {
  auto& mine = projects_[project];
  const auto found = mine.tree.all.find(text);
  REQUIRE(found != mine.tree.all.end());
  auto& [row, place] = found->second;
  std::string before;
  std::string after;
  nodes::encode_row(row, before);
  row.title = title;
  row.titled = true;
  nodes::encode_row(row, after);
  const auto id = nodes::identity_of(text);
  place = {append(project, record_edited::tag,
                  encode(record_edited{{&id, 1}, {}, place.at, place.index, before, after})),
           0};
}

void forest::fold() { REQUIRE(runner_->catch_up()); }

void forest::fold_some(std::size_t bytes) { REQUIRE(runner_->step(bytes, 1, true)); }

void forest::crash(std::size_t events) {
  auto model = make_collections_model();
  const auto some = log_->read_all(runner_->at() + 1, events, 1 << 30);
  REQUIRE(some);
  for (const auto& event : *some) REQUIRE(model->fold(event));
  row_changes lost;
  REQUIRE(model->flush(*store_, lost));
  restart();
}

void forest::restart() {
  runner_.reset();
  store_.reset();
  open();
}

auto forest::rebuilt() const -> digest {
  const temporary_directory elsewhere;
  auto fresh = projection_store::open({elsewhere.path() + "/rows"});
  REQUIRE(fresh);
  auto runner = projection_runner::open("collections", *log_, **fresh, models);
  REQUIRE(runner);
  REQUIRE((*runner)->catch_up());
  const auto content = (*fresh)->content_digest();
  REQUIRE(content);
  return *content;
}

auto forest::tree(const std::string& project) const -> const naive_tree& {
  return projects_.at(project).tree;
}

auto forest::projects() const -> std::vector<std::string> {
  std::vector<std::string> names;
  for (const auto& each : projects_) names.push_back(each.first);
  return names;
}

auto forest::rows() const -> std::map<std::string, std::map<std::string, std::string>> {
  std::map<std::string, std::map<std::string, std::string>> found;
  for (const auto in : {family::tree, family::tree_children, family::tree_counts, family::tree_gaps})
    REQUIRE(store_->scan(in, {}, {}, [&](std::string_view key, std::string_view value) {
      found[std::string(name_of(in))].emplace(key, value);
      return true;
    }));
  return found;
}

auto forest::expected_rows() const -> std::map<std::string, std::map<std::string, std::string>> {
  std::map<std::string, std::map<std::string, std::string>> all;
  for (const auto& [name, mine] : projects_)
    for (auto& [in, rows] : mine.tree.rows(name, mine.last)) all[in].merge(rows);
  return all;
}

}  // namespace waybill::tests
