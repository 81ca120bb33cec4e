#include "events/log/rocksdb_log.hpp"

#include <rocksdb/env.h>
#include <rocksdb/write_batch.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <mutex>
#include <shared_mutex>

#include "events/fault_point.hpp"
#include "events/log/closed_files.hpp"
#include "events/log/group_plan.hpp"
#include "events/log/head_cache.hpp"
#include "events/log/recent_events.hpp"
#include "events/log/record_format.hpp"
#include "events/log/rocksdb_store.hpp"
#include "events/log/tail_gate.hpp"

namespace waybill {
namespace {

using namespace rocksdb_store;

constexpr std::size_t cached_heads = 10'000;
constexpr std::uint64_t large_append_bytes = 16U << 10;
constexpr std::size_t kept_batch_bytes = 4U << 20;

/// What the disk has room for while a group is laid out.
struct room {
  std::uint64_t free = 0;
  std::uint64_t reserve = 0;

  /// Takes the bytes off when there is room for them. They are written twice: first ahead, then to their
  /// place.
  auto admit(std::uint64_t bytes, bool bulk) -> bool {
    const auto needed = (bulk || bytes > large_append_bytes ? reserve : reserve / 4) + 2 * bytes;
    if (free < needed) return false;
    free -= 2 * bytes;
    return true;
  }
};

class rocksdb_log final : public event_log {
 public:
  rocksdb_log(opened from, log_options options, rocksdb::Env* env)
      : store_(std::move(from.held)),
        options_(std::move(options)),
        env_(env),
        gate_(from.tail),
        recent_(options_.recent_bytes) {}

  ~rocksdb_log() override {
    // Else what it wrote last may not be safe on the disk.
    const bool well =
        store_ != nullptr && writable() && !failed_in_background(*store_) && store_->Close().ok();
    store_.reset();
    if (well) note_closed_files(options_.directory);
  }

  auto commit(std::span<const transaction> group) -> std::vector<result<receipt>> override {
    if (options_.read_only)
      return refuse_all(group.size(), {errc::unavailable, "the event log is open for reading only", {}});
    if (group.empty() && failed_) static_cast<void>(reopen());
    group_plan plan(tail(), [this](const std::string& stream) { return head(stream); });
    auto answers = lay_out(group, plan);
    if (plan.tail() == tail()) return answers;
    if (auto written = write(); written) {
      publish(plan);
    } else {
      for (auto& answer : answers)
        if (answer) answer = written.why();
    }
    return answers;
  }

  auto head(std::string_view stream) const -> result<stream_head> override {
    {
      const std::lock_guard lock(heads_mutex_);
      if (const auto known = heads_.find(stream)) return *known;
    }
    const auto lock = reading();
    return stored_head(stream);
  }

  auto read_stream(std::string_view stream, std::uint64_t from_version, std::size_t most,
                   std::size_t most_bytes) const -> result<std::vector<stored_event>> override;
  auto read_all(position from, std::size_t most, std::size_t most_bytes) const
      -> result<std::vector<stored_event>> override;

  auto read_at(position at) const -> result<stored_event> override {
    if (auto newest = recent(at, 1, 1); !newest.empty()) return std::move(newest.front());
    const auto lock = reading();
    return event_at(at);
  }

  auto tail() const -> position override { return gate_.tail(); }
  auto wait_beyond(position after, std::chrono::milliseconds at_most) const -> position override {
    return gate_.wait_beyond(after, at_most);
  }
  void close_waiters() override { gate_.close(); }
  auto writable() const -> bool override { return !failed_ && !options_.read_only; }
  auto checkpoint(const std::string& directory) const -> result<done> override {
    const auto lock = reading();
    return store_ && writable() ? make_checkpoint(*store_, directory) : result<done>(closed());
  }
  auto size_bytes() const -> std::uint64_t override;

 private:
  static auto missing(position at) -> error {
    return {errc::corrupt, "the event at position " + std::to_string(at) + " is missing", {}};
  }
  static auto closed() -> error { return {errc::unavailable, "the event log could not be opened again", {}}; }
  /// A write is never refused as corrupt: that is said of what is read.
  static auto refusal(error why) -> error {
    if (why.code == errc::corrupt) why.code = errc::unavailable;
    return why;
  }
  static auto refuse_all(std::size_t count, const error& why) -> std::vector<result<receipt>> {
    return std::vector<result<receipt>>(count, result<receipt>(why));
  }

  /// Held while the store is read. Whoever waits to reopen it closes the turnstile: readers cannot starve it.
  auto reading() const -> std::shared_lock<std::shared_mutex> {
    const std::lock_guard turn(turnstile_);
    return std::shared_lock(store_mutex_);
  }

  auto lay_out(std::span<const transaction> group, group_plan& plan) -> std::vector<result<receipt>>;
  void put(const planned_event& event);
  auto free_room() const -> room;
  auto write() -> result<done>;
  auto reopen() -> result<done>;
  void publish(const group_plan& plan);

  auto recent(position from, std::size_t most, std::size_t most_bytes) const -> std::vector<stored_event>;

  // These are called while reading() is held.
  auto event_at(position at) const -> result<stored_event>;
  auto stored_head(std::string_view stream) const -> result<stream_head>;
  auto event_of_stream(std::string_view stream, std::uint64_t version, position at) const
      -> result<stored_event>;

  mutable std::mutex turnstile_;
  mutable std::shared_mutex store_mutex_;  ///< exclusive while the committing thread replaces `store_`
  store store_;
  log_options options_;
  rocksdb::Env* env_;
  tail_gate gate_;
  mutable std::mutex heads_mutex_;
  // Filled by commits only: a reader's find may be older than what is committed meanwhile, and must not stay.
  mutable head_cache heads_{cached_heads};
  recent_events recent_;                ///< under heads_mutex_
  std::vector<stored_event> laid_out_;  ///< the committing thread's: events of the group
  rocksdb::WriteBatch batch_;           ///< the committing thread's; kept for its memory
  /// The last write failed: nothing more is written before the store is reopened. Changed by the committing
  /// thread.
  std::atomic<bool> failed_{false};
};

auto rocksdb_log::lay_out(std::span<const transaction> group, group_plan& plan)
    -> std::vector<result<receipt>> {
  if (batch_.GetDataSize() > kept_batch_bytes) batch_ = rocksdb::WriteBatch();
  batch_.Clear();
  laid_out_.clear();
  auto left = free_room();
  std::vector<result<receipt>> answers;
  answers.reserve(group.size());
  for (const auto& one : group) {
    if (auto fine = plan.check(one); !fine) {
      answers.emplace_back(std::move(fine).why());
    } else if (!left.admit(bytes_of(one), one.bulk)) {
      answers.emplace_back(errc::storage_full, "the disk that holds the event log has no room left for this");
    } else {
      answers.emplace_back(plan.take(one, [this](const planned_event& event) { put(event); }));
    }
  }
  const auto last = number_bytes(plan.tail());
  batch_.Put(slice(tail_key), last);
  return answers;
}

void rocksdb_log::put(const planned_event& event) {
  const auto place = event_key(event.head.at);
  const rocksdb::Slice key(place);
  const std::array<rocksdb::Slice, 3> parts{
      rocksdb::Slice(reinterpret_cast<const char*>(event.head.seal.data()), event.head.seal.size()),
      slice(event.head_bytes), slice(event.payload)};
  batch_.Put(rocksdb::SliceParts(&key, 1), rocksdb::SliceParts(parts.data(), static_cast<int>(parts.size())));
  batch_.Put(stream_key(event.head.stream, event.head.version), number_bytes(event.head.at));
  laid_out_.push_back(stored(event));
}

auto rocksdb_log::free_room() const -> room {
  std::uint64_t free = 0;
  auto* env = env_ != nullptr ? env_ : rocksdb::Env::Default();
  const auto status = env->GetFreeSpace(options_.directory, &free);
  // A file system that does not say is no reason to refuse: the write itself will tell.
  if (!status.ok()) return {UINT64_MAX, 0};
  return {free, options_.min_free_bytes};
}

/// A failure may be an old one, found by a flush in the background: so the first is met by reopening and a
/// second try.
auto rocksdb_log::write() -> result<done> {
  rocksdb::WriteOptions synced;
  synced.sync = true;
  result<done> answer;
  for (int attempt = 0; attempt < 2; ++attempt) {
    if (failed_) {
      if (answer = reopen(); !answer) return answer;
    }
    const auto status = fault_point("log.before_write") ? rocksdb::Status::IOError("refused by a fault point")
                                                        : store_->Write(synced, &batch_);
    if (status.ok()) {
      fault_point("log.written");
      return done{};
    }
    failed_ = true;
    answer = refusal(error_of(status, "nothing was appended"));
  }
  return answer;
}

/// RocksDB 7.8's own way back (`DB::Resume`) goes on with the write-ahead log that failed, and is at its end
/// when the disk is still full (facebook/rocksdb issues 11643 and 12998). A fresh start is the same path as
/// after a crash. While the disk does not let it start, the store is opened for reading, so that reading goes
/// on.
auto rocksdb_log::reopen() -> result<done> {
  const std::lock_guard turn(turnstile_);
  const std::unique_lock lock(store_mutex_);
  store_.reset();
  fault_point("log.closed_to_reopen");
  result<done> answer;
  if (auto again = open(options_, env_); !again) {
    answer = refusal(again.why());
  } else if (answer = cut_back(*again, tail()); answer) {
    store_ = std::move((*again).held);
    failed_ = false;
    return answer;
  } else {
    answer = refusal(answer.why());
  }
  auto reading_only = options_;
  reading_only.read_only = true;
  if (auto again = open(reading_only, env_)) store_ = std::move((*again).held);
  return answer;
}

/// Heads, newest events and tail move under one lock: who was told a head finds its event.
void rocksdb_log::publish(const group_plan& plan) {
  const std::lock_guard lock(heads_mutex_);
  for (const auto& [stream, head] : plan.heads())
    if (head.version != 0) heads_.put(stream, head);
  recent_.add(std::move(laid_out_));
  gate_.advance(plan.tail());
}

auto rocksdb_log::recent(position from, std::size_t most, std::size_t most_bytes) const
    -> std::vector<stored_event> {
  const std::lock_guard lock(heads_mutex_);
  return recent_.read(from, most, most_bytes);
}

auto rocksdb_log::stored_head(std::string_view stream) const -> result<stream_head> {
  const auto end = tail();
  if (!store_) return closed();
  const std::unique_ptr<rocksdb::Iterator> it(store_->NewIterator({}));
  for (it->SeekForPrev(stream_key(stream, UINT64_MAX)); it->Valid(); it->Prev()) {
    const auto version = version_in(view(it->key()), stream);
    if (!version) break;
    const auto at = number_of(view(it->value()));
    if (!at) return at.why();
    if (*at > end) continue;  // written, but not yet announced
    const auto last = event_of_stream(stream, *version, *at);
    if (!last) return last.why();
    return stream_head{*version, *at, (*last).head.seal};
  }
  if (!it->status().ok())
    return error_of(it->status(), "the stream " + printable(stream) + " cannot be read");
  return stream_head{};
}

auto rocksdb_log::event_at(position at) const -> result<stored_event> {
  if (at == 0 || at > tail())
    return error{errc::not_found, "there is no event at position " + std::to_string(at), {}};
  if (!store_) return closed();
  auto event = read_event(*store_, at);
  if (event || event.why().code != errc::not_found) return event;
  return missing(at);
}

auto rocksdb_log::event_of_stream(std::string_view stream, std::uint64_t version, position at) const
    -> result<stored_event> {
  auto event = event_at(at);
  if (!event) return event;
  const auto& head = (*event).head;
  if (head.stream == stream && head.version == version) return event;
  return error{errc::corrupt,
               "version " + std::to_string(version) + " of the stream " + printable(stream) +
                   " should stand at position " + std::to_string(at) + ", where another event is",
               {}};
}

auto rocksdb_log::read_stream(std::string_view stream, std::uint64_t from_version, std::size_t most,
                              std::size_t most_bytes) const -> result<std::vector<stored_event>> {
  const auto lock = reading();
  if (!store_) return closed();
  const auto end = tail();
  std::vector<stored_event> out;
  auto expected = std::max<std::uint64_t>(from_version, 1);
  std::size_t bytes = 0;
  const std::unique_ptr<rocksdb::Iterator> it(store_->NewIterator({}));
  for (it->Seek(stream_key(stream, expected)); it->Valid() && out.size() < most; it->Next(), ++expected) {
    if (!out.empty() && bytes >= most_bytes) break;
    const auto version = version_in(view(it->key()), stream);
    if (!version) break;
    const auto at = number_of(view(it->value()));
    if (!at) return at.why();
    if (*at > end) break;
    if (*version != expected)
      return error{
          errc::corrupt,
          "version " + std::to_string(expected) + " of the stream " + printable(stream) + " is missing",
          {}};
    auto event = event_of_stream(stream, *version, *at);
    if (!event) return std::move(event).why();
    bytes += (*event).payload.size();
    out.push_back(*std::move(event));
  }
  if (!it->status().ok())
    return error_of(it->status(), "the stream " + printable(stream) + " cannot be read");
  return out;
}

auto rocksdb_log::read_all(position from, std::size_t most, std::size_t most_bytes) const
    -> result<std::vector<stored_event>> {
  if (most == 0) return std::vector<stored_event>{};
  if (auto newest = recent(from, most, most_bytes); !newest.empty()) return newest;
  const auto lock = reading();
  if (!store_) return closed();
  const auto end = tail();
  std::vector<stored_event> out;
  auto expected = std::max<position>(from, 1);
  if (expected > end) return out;
  const auto bound = event_key(end + 1);
  const rocksdb::Slice upper(bound);
  rocksdb::ReadOptions forward;
  forward.iterate_upper_bound = &upper;
  forward.fill_cache = false;  // a scan would push out what others come back to
  std::size_t bytes = 0;
  const std::unique_ptr<rocksdb::Iterator> it(store_->NewIterator(forward));
  for (it->Seek(event_key(expected)); it->Valid(); it->Next(), ++expected) {
    if (view(it->key()) != event_key(expected)) return missing(expected);
    auto event = event_of(expected, view(it->value()));
    if (!event) return std::move(event).why();
    bytes += (*event).payload.size();
    out.push_back(*std::move(event));
    if (expected == end || out.size() == most || bytes >= most_bytes) return out;
  }
  if (!it->status().ok())
    return error_of(it->status(), "the event at position " + std::to_string(expected) + " cannot be read");
  return missing(expected);
}

auto rocksdb_log::size_bytes() const -> std::uint64_t {
  const auto lock = reading();
  std::uint64_t sum = 0;
  if (!store_) return sum;
  for (const auto& property :
       {rocksdb::DB::Properties::kTotalSstFilesSize, rocksdb::DB::Properties::kTotalBlobFileSize,
        rocksdb::DB::Properties::kSizeAllMemTables}) {  // as large as the write-ahead log, about
    std::uint64_t bytes = 0;
    if (store_->GetIntProperty(property, &bytes)) sum += bytes;
  }
  return sum;
}

}  // namespace

namespace rocksdb_store {

auto open_log(log_options options, rocksdb::Env* env) -> result<std::unique_ptr<event_log>> {
  auto from = open(options, env);
  if (!from) return std::move(from).why();
  return result<std::unique_ptr<event_log>>(
      std::make_unique<rocksdb_log>(*std::move(from), std::move(options), env));
}

}  // namespace rocksdb_store

auto open_rocksdb_log(log_options options) -> result<std::unique_ptr<event_log>> {
  return rocksdb_store::open_log(std::move(options), nullptr);
}

auto check_end(const std::string& directory) -> result<done> { return check_closed_files(directory); }

}  // namespace waybill
