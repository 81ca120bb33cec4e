#include "projections/origin.hpp"

#include <rocksdb/db.h>

#include <algorithm>
#include <filesystem>
#include <memory>

#include "events/codec.hpp"
#include "events/log/rocksdb_notes.hpp"
#include "events/log/table_files.hpp"
#include "projections/store_folder.hpp"

namespace waybill {
namespace {

namespace fs = std::filesystem;

// Beside the checkpoints, in their family: the first event's seal, and `seal/control` of each model's last.
constexpr std::string_view log_key = "log";
constexpr std::string_view seal_prefix = "seal/";
constexpr std::string_view layout_key = "layout";

auto is_checkpoint(std::string_view key) -> bool {
  return key != log_key && key != layout_key && !key.starts_with(seal_prefix);
}

auto text_of(const digest& seal) -> std::string {
  return {reinterpret_cast<const char*>(seal.data()), seal.size()};
}

/// False when the log cannot tell: its damage is not judged here.
auto differs(const event_log& log, position at, const std::string& seal) -> bool {
  const auto event = log.read_at(at);
  return event && text_of(event->head.seal) != seal;
}

/// What the checkpoints' family says.
struct noted {
  position furthest = 0;
  std::optional<std::string> log;
  std::vector<std::pair<position, std::string>> seals;
};

auto read_notes(const projection_store& rows) -> result<noted> {
  noted all;
  const auto walked = rows.scan(family::checkpoints, {}, {}, [&all](auto key, auto value) {
    position at = 0;
    if (key == log_key) {
      all.log = std::string(value);
    } else if (key.starts_with(seal_prefix)) {
      const auto split = value.size() - std::min(value.size(), sizeof(digest));
      if (decode(value.substr(0, split), at)) all.seals.emplace_back(at, value.substr(split));
    } else if (is_checkpoint(key) && decode(value, at)) {
      all.furthest = std::max(all.furthest, at);
    }
    return true;
  });
  if (!walked) return walked.why();
  return all;
}

/// Opening a FIFO would wait for its other end, for ever.
auto are_regular_files(const std::string& directory) -> bool {
  std::error_code failed;
  for (fs::directory_iterator at(directory, failed), end; !failed && at != end; at.increment(failed))
    if (is_store_file(at->path().filename().string()) && !at->is_regular_file(failed)) return false;
  return !failed;
}

}  // namespace

auto put_origin(row_changes& changes, std::string_view model, const event_log& log, position at,
                bool is_first) -> result<done> {
  const auto last = log.read_at(at);
  if (!last) return last.why();
  changes.put(family::checkpoints, std::string(seal_prefix).append(model),
              encode(at) + text_of(last->head.seal));
  if (!is_first) return done{};
  const auto first = log.read_at(1);
  if (!first) return first.why();
  changes.put(family::checkpoints, std::string(log_key), text_of(first->head.seal));
  return done{};
}

auto are_folded_from(const event_log& log, const projection_store& rows) -> result<bool> {
  const auto all = read_notes(rows);
  if (!all) return all.why();
  if (all->furthest == 0 || log.tail() == 0) return true;
  if (all->log && differs(log, 1, *all->log)) return false;
  if (all->furthest > log.tail()) return true;
  return all->log.has_value() && std::none_of(all->seals.begin(), all->seals.end(), [&log](const auto& one) {
           return one.first <= log.tail() && differs(log, one.first, one.second);
         });
}

auto furthest_checkpoint(const std::string& directory) -> std::optional<position> {
  if (owner_of(directory) != folder_owner::waybill || !are_regular_files(directory)) return std::nullopt;
  rocksdb::Options options;
  options.env = checking_env();
  options.info_log = rocksdb_store::no_notes();
  rocksdb::DB* opened = nullptr;
  // The checkpoints are the first family.
  if (!rocksdb::DB::OpenForReadOnly(options, directory, &opened).ok()) return std::nullopt;
  const std::unique_ptr<rocksdb::DB> db(opened);
  const std::unique_ptr<rocksdb::Iterator> row(db->NewIterator({}));
  std::optional<position> furthest;
  for (row->SeekToFirst(); row->Valid(); row->Next()) {
    position at = 0;
    const auto value = row->value();
    if (is_checkpoint({row->key().data(), row->key().size()}) &&
        decode(std::string_view(value.data(), value.size()), at))
      furthest = std::max(furthest.value_or(0), at);
  }
  return furthest;
}

}  // namespace waybill
