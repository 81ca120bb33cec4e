#include "tests/crash/trees.hpp"

#include "events/collection/chunk.hpp"
#include "events/log/rocksdb_log.hpp"
#include "projections/collections/collections_model.hpp"
#include "projections/read_model.hpp"
#include "projections/store.hpp"

namespace waybill::crash {
namespace {

using all_rows_by_family = std::map<std::string, std::map<std::string, std::string>>;

template <class T>
auto must(result<T> answer, const char* what) -> T {
  if (!answer) throw lost(std::string(what) + ": " + answer.why().message);
  return std::move(*answer);
}

/// One project's nodes, event by event.
class naive_fold {
 public:
  void take(const chunk_applied& chunk, position at) {
    if (!chunk.head.import.value.empty()) count(chunk, at);
    for (std::uint32_t i = 0; i < chunk.records.size(); ++i) {
      const auto& record = chunk.records[i];
      if (record.what != outcome::created && record.what != outcome::updated) continue;
      auto row = must(nodes::decode_row(record.after), "a row of the log");
      const bool is_there = tree.all.contains(row.canonical);
      if (is_there != (record.what == outcome::updated))
        throw lost(row.canonical + (is_there ? " is created twice" : " is changed and was not there") +
                   ", at position " + std::to_string(at));
      const auto text = row.canonical;
      tree.all[text] = {std::move(row), {at, i}};
      last = at;  // what changes nothing need not be folded
    }
  }
  void take(const record_deleted& gone, position at) {
    const auto row = must(nodes::decode_row(gone.before), "a row of the log");
    if (tree.all.erase(row.canonical) != 1)
      throw lost(row.canonical + " is deleted and was not there, at position " + std::to_string(at));
    last = at;
  }

  tests::naive_tree tree;
  position last = 0;

 private:
  void count(const chunk_applied& chunk, position at) {
    auto& done = records_[chunk.head.import.value];
    if (chunk.head.first_record != done + 1)
      throw lost("the record behind " + std::to_string(done) + " has no outcome, or two, at position " +
                 std::to_string(at));
    done += chunk.records.size();
  }

  std::map<std::string, std::uint64_t> records_;  ///< that have outcomes, by import
};

auto fold_naively(const event_log& log) -> std::map<std::string, naive_fold> {
  constexpr std::size_t many = 4'096;
  constexpr std::size_t bytes = 8 << 20;
  std::map<std::string, naive_fold> folds;
  for (position at = 1; at <= log.tail();) {
    const auto events = must(log.read_all(at, many, bytes), "the log");
    for (const auto& event : events) {
      at = event.head.at + 1;
      collection_name name;
      if (!parse_collection_stream(event.head.stream, name) || name.kind != "nodes") continue;
      auto& mine = folds[std::string(name.owner)];
      chunk_applied chunk;
      record_deleted gone;
      if (holds_records(event.head.tag)) {
        must(read_chunk(event.head.tag, event.payload, event.head.at, chunk), "a chunk");
        mine.take(chunk, event.head.at);
      } else if (read_deletion(event.head.tag, event.payload, gone)) {
        mine.take(gone, event.head.at);
      } else {
        throw lost("nobody folds " + event.head.tag);
      }
    }
  }
  return folds;
}

auto rows_in(const projection_store& store) -> all_rows_by_family {
  all_rows_by_family found;
  for (const auto in : {family::tree, family::tree_children, family::tree_counts, family::tree_gaps})
    must(store.scan(in, {}, {},
                    [&](std::string_view key, std::string_view value) {
                      found[std::string(name_of(in))].emplace(key, value);
                      return true;
                    }),
         "the rows of trees");
  return found;
}

void hold_against(const all_rows_by_family& found, const all_rows_by_family& expected) {
  static const std::map<std::string, std::string> none;
  const auto in = [](const all_rows_by_family& rows, const std::string& name) -> auto& {
    const auto there = rows.find(name);
    return there == rows.end() ? none : there->second;
  };
  for (const auto* name : {"tree", "tree_children", "tree_counts", "tree_gaps"}) {
    const auto& ours = in(found, name);
    const auto& wanted = in(expected, name);
    if (ours == wanted) continue;
    std::string told = std::string("rows of ") + name + " differ from what the log holds:";
    for (const auto& [key, value] : wanted)
      if (!ours.contains(key) || ours.at(key) != value) told += " not as it should be " + key;
    for (const auto& row : ours)
      if (!wanted.contains(row.first)) told += " too many " + row.first;
    throw lost(told.substr(0, 1'000));
  }
}

}  // namespace

auto compare_trees(const st::fs::path& data) -> std::map<std::string, tests::naive_tree> {
  const st::temp_directory copy;
  for (const auto* part : {"log", "projections"})
    if (st::fs::exists(data / part)) st::fs::copy(data / part, copy / part, st::fs::copy_options::recursive);
  const auto log =
      must(open_rocksdb_log({.directory = (copy / "log").string(), .min_free_bytes = 0}), "the log");
  const auto store = must(projection_store::open({(copy / "projections").string()}), "the read models");
  const auto runner = must(projection_runner::open("collections", *log, *store,
                                                   [] {
                                                     std::vector<std::unique_ptr<read_model>> models;
                                                     models.push_back(make_collections_model());
                                                     return models;
                                                   }),
                           "the read models");
  must(runner->catch_up(), "the read models");
  std::map<std::string, tests::naive_tree> trees;
  all_rows_by_family expected;
  for (auto& [project, mine] : fold_naively(*log)) {
    for (auto& [in, rows] : mine.tree.rows(project, mine.last)) expected[in].merge(rows);
    trees.emplace(project, std::move(mine.tree));
  }
  hold_against(rows_in(*store), expected);
  return trees;
}

}  // namespace waybill::crash
