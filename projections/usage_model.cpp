// Rows of family `usage`: `o/<owner>` is a usage_row; `f/<import>` says whose file is stored, and how large
// it is; `b/<bulk change>` is the owner of one that has not ended.
#include "projections/usage_model.hpp"

#include <algorithm>
#include <map>
#include <optional>

#include "events/bulk/ending.hpp"
#include "events/codec.hpp"
#include "events/collection/chunk.hpp"
#include "events/import/events.hpp"
#include "events/project/events.hpp"
#include "projections/submission_cost.hpp"

namespace waybill {
namespace {

constexpr std::size_t fixed_event_bytes = 75;  // numbers of the head, and the seal
constexpr std::string_view project_stream_prefix = "project/";

struct stored_file {
  std::string owner;
  std::uint64_t bytes = 0;
  bool stays = false;  ///< until its import is removed

  template <class Self, class V>
  static void fields(Self& e, V& visit) {
    visit("owner", e.owner, "whose import it is");
    visit("bytes", e.bytes, "size of the file");
    visit("stays", e.stays, "until its import is removed");
  }
};

struct open_bulk {
  std::string owner;

  template <class Self, class V>
  static void fields(Self& e, V& visit) {
    visit("owner", e.owner, "whose records it changes");
  }
};

auto owner_key(std::string_view owner) -> std::string { return "o/" + std::string(owner); }
auto file_key(std::string_view import) -> std::string { return "f/" + std::string(import); }
auto bulk_key(std::string_view bulk) -> std::string { return "b/" + std::string(bulk); }

template <class Row>
auto load(const projection_store& store, const std::string& key) -> result<std::optional<Row>> {
  const auto bytes = store.get(family::usage, key);
  if (!bytes) return bytes.why();
  if (!*bytes) return std::optional<Row>{};
  std::optional<Row> row{std::in_place};
  if (!decode(**bytes, *row))
    return {errc::corrupt, "A row of what is stored is damaged; 'waybill rebuild' makes it anew."};
  return row;
}

class usage_model final : public read_model {
 public:
  explicit usage_model(projection_store& store) : store_(store) {}

  auto fold(const stored_event& event) -> result<done> override {
    if (event.head.stream.starts_with("import/")) return fold_import(event);
    if (event.head.stream.starts_with(bulk_stream_prefix)) return fold_bulk(event);
    if (event.head.stream.starts_with(project_stream_prefix)) return fold_project(event);
    collection_name name;
    if (parse_collection_stream(event.head.stream, name)) return fold_collection(event, name.owner);
    return done{};
  }

  auto flush(projection_store&, row_changes& changes) -> result<done> override {
    for (const auto& [owner, row] : owners_) changes.put(family::usage, owner_key(owner), encode(row));
    write_all(files_, file_key, changes);
    write_all(bulks_, bulk_key, changes);
    owners_.clear();
    return done{};
  }

  [[nodiscard]] auto waiting() const -> std::size_t override {
    return owners_.size() + files_.size() + bulks_.size();
  }

 private:
  /// By id; empty: gone.
  template <class Row>
  using rows_by_id = std::map<std::string, std::optional<Row>, std::less<>>;

  template <class Row>
  static void write_all(rows_by_id<Row>& rows, std::string (*key_of)(std::string_view), row_changes& to) {
    for (const auto& [id, row] : rows) {
      if (row)
        to.put(family::usage, key_of(id), encode(*row));
      else
        to.erase(family::usage, key_of(id));
    }
    rows.clear();
  }

  auto row_of(std::string_view owner) -> result<usage_row*> {
    if (const auto found = owners_.find(owner); found != owners_.end()) return &found->second;
    auto row = load_usage(store_, owner);
    if (!row) return row.why();
    return &(owners_[std::string(owner)] = *row);
  }

  auto fold_import(const stored_event& event) -> result<done> {
    const auto import = event.head.stream.substr(std::string_view("import/").size());
    if (event.head.tag == import_submitted::tag) {
      import_submitted what;
      if (!decode(event.payload, what))
        return {errc::corrupt, "The event at position " + std::to_string(event.head.at) + " cannot be read."};
      const auto row = row_of(what.owner.value);
      if (!row) return row.why();
      **row += cost_of(what);
      files_[import] = stored_file{what.owner.value, what.file.size_bytes};
      return done{};
    }
    if (is_change_of_review(event.head.tag)) return change_is_kept(import, event);
    if (event.head.tag == import_described::tag) return is_described(import, event.payload.size());
    if (event.head.tag == import_committed::tag) return file_stays(import);
    if (event.head.tag == import_completed::tag) return file_is_gone(import, false);
    if (event.head.tag == import_removed::tag) return file_is_gone(import, true);
    return done{};
  }

  auto file_of(const std::string& import) -> result<std::optional<stored_file>> {
    if (const auto fresh = files_.find(import); fresh != files_.end()) return fresh->second;
    return load<stored_file>(store_, file_key(import));
  }

  auto bulk_of(const std::string& id) -> result<std::optional<open_bulk>> {
    if (const auto fresh = bulks_.find(id); fresh != bulks_.end()) return fresh->second;
    return load<open_bulk>(store_, bulk_key(id));
  }

  static auto is_change_of_review(std::string_view tag) -> bool {
    return tag == import_record_edited::tag || tag == import_records_excluded::tag ||
           tag == import_review_changed::tag || tag == import_read_again::tag;
  }

  /// Of a table with thousands of columns that is long, and stays in the log when import and file are gone.
  auto is_described(const std::string& import, std::size_t bytes) -> result<done> {
    if (bytes <= usual_submission_bytes) return done{};
    const auto file = file_of(import);
    if (!file) return file.why();
    if (!*file) return done{};
    const auto row = row_of((*file)->owner);
    if (!row) return row.why();
    (*row)->event_bytes += bytes - usual_submission_bytes;
    return done{};
  }

  /// As what is in collections: for good. The file is there as long as there is a review.
  auto change_is_kept(const std::string& import, const stored_event& event) -> result<done> {
    const auto file = file_of(import);
    if (!file) return file.why();
    if (!*file) return done{};
    if (auto row = event_is_kept(event, (*file)->owner); !row) return std::move(row).why();
    return done{};
  }

  /// Behind the end of its import too.
  auto file_stays(const std::string& import) -> result<done> {
    auto file = file_of(import);
    if (!file) return file.why();
    if (!*file) return done{};
    (*file)->stays = true;
    files_[import] = std::move(**file);
    return done{};
  }

  auto file_is_gone(const std::string& import, bool for_certain) -> result<done> {
    const auto found = file_of(import);
    if (!found) return found.why();
    const auto& file = *found;
    if (!file || (file->stays && !for_certain)) return done{};
    const auto row = row_of(file->owner);
    if (!row) return row.why();
    (*row)->file_bytes -= std::min((*row)->file_bytes, file->bytes);
    files_[import] = std::nullopt;
    return done{};
  }

  auto event_is_kept(const stored_event& event, std::string_view owner) -> result<usage_row*> {
    auto row = row_of(owner);
    if (row) (*row)->event_bytes += stored_event_bytes(event.head, event.payload.size());
    return row;
  }

  /// What was done to the records stands in their collection. What is left is which they were.
  auto fold_bulk(const stored_event& event) -> result<done> {
    const auto id = event.head.stream.substr(bulk_stream_prefix.size());
    if (event.head.tag == bulk_asked::tag) {
      bulk_asked what;
      if (!decode(event.payload, what))
        return {errc::corrupt, "The event at position " + std::to_string(event.head.at) + " cannot be read."};
      bulks_[id] = open_bulk{what.owner.value};
    }
    const auto bulk = bulk_of(id);
    if (!bulk) return bulk.why();
    // That it is undone comes behind its end, and belongs to the undo.
    if (!*bulk) return done{};
    if (ends_bulk(event.head.tag)) bulks_[id] = std::nullopt;
    if (auto row = event_is_kept(event, (*bulk)->owner); !row) return std::move(row).why();
    return done{};
  }

  /// Settings may be as long as a body, and each change has all of them.
  auto fold_project(const stored_event& event) -> result<done> {
    if (event.head.tag != kind_settings_changed::tag) return done{};
    const auto project = event.head.stream.substr(project_stream_prefix.size());
    if (auto row = event_is_kept(event, project); !row) return std::move(row).why();
    return done{};
  }

  auto fold_collection(const stored_event& event, std::string_view owner) -> result<done> {
    const auto row = event_is_kept(event, owner);
    if (!row) return row.why();
    if (is_deletion(event.head.tag)) {
      (*row)->records -= std::min<std::uint64_t>((*row)->records, 1);
      return done{};
    }
    if (is_bulk(event.head.tag)) {
      bulk_header bulk;
      if (!decode_bulk_header(event.payload, bulk))
        return {errc::corrupt, "The chunk at position " + std::to_string(event.head.at) + " cannot be read."};
      (*row)->records += bulk.created;
      (*row)->records -= std::min((*row)->records, bulk.deleted);
      return done{};
    }
    if (!is_chunk(event.head.tag) || is_handled(event.head.tag)) return done{};
    chunk_header head;
    if (!decode_chunk_header(event.payload, head))
      return {errc::corrupt, "The chunk at position " + std::to_string(event.head.at) + " cannot be read."};
    (*row)->records += head.counts.created;
    return done{};
  }

  projection_store& store_;
  std::map<std::string, usage_row, std::less<>> owners_;
  rows_by_id<stored_file> files_;
  rows_by_id<open_bulk> bulks_;
};

}  // namespace

auto stored_event_bytes(const envelope& head, std::size_t payload_bytes) -> std::uint64_t {
  return fixed_event_bytes + head.stream.size() + head.by.size() + head.tag.size() + payload_bytes;
}

auto make_usage_model(projection_store& store) -> std::unique_ptr<read_model> {
  return std::make_unique<usage_model>(store);
}

auto load_usage(const projection_store& store, std::string_view owner) -> result<usage_row> {
  auto row = load<usage_row>(store, owner_key(owner));
  if (!row) return row.why();
  return row->value_or(usage_row{});
}

}  // namespace waybill
