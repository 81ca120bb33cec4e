// Forged logs: events changed, removed or exchanged behind the log's back, by somebody who knows how RocksDB
// and the records are made and leaves their checksums right. The chain of seals tells.
#include <algorithm>

#include "events/log/record_format.hpp"
#include "events/log/rocksdb_store.hpp"
#include "tests/crash/rows.hpp"
#include "tests/crash/used.hpp"

namespace waybill::crash {
namespace {

using struck = std::map<std::string, std::uint64_t>;

/// A copy of the used log, opened to be forged.
class forged_log {
 public:
  forged_log() {
    st::fs::copy(the_used().home.here / "data", data(), st::fs::copy_options::recursive);
    auto opened = rocksdb_store::open({.directory = (data() / "log").string()}, nullptr);
    if (!opened) throw lost("the log to be forged cannot be opened: " + opened.why().message);
    store_ = std::move((*opened).held);
    tail_ = (*opened).tail;
  }
  [[nodiscard]] auto data() const -> st::fs::path { return here_ / "data"; }
  [[nodiscard]] auto tail() const -> position { return tail_; }

  [[nodiscard]] auto record(position at) const -> std::string {
    std::string bytes;
    if (!store_->Get({}, rocksdb_store::event_key(at), &bytes).ok()) throw lost("an event was not there");
    return bytes;
  }
  void put(position at, const std::string& record) {
    must(store_->Put({}, rocksdb_store::event_key(at), record));
  }
  void remove(position at) {
    const auto gone = decode_record(record(at));
    must(store_->Delete({}, rocksdb_store::event_key(at)));
    must(store_->Delete({}, rocksdb_store::stream_key((*gone).head.stream, (*gone).head.version)));
  }
  void close() { store_.reset(); }

 private:
  static void must(const rocksdb::Status& done) {
    if (!done.ok()) throw lost("the log could not be forged: " + done.ToString());
  }
  st::temp_directory here_;
  rocksdb_store::store store_;
  position tail_ = 0;
};

/// Whether the text says "position 12" and not only "position 123".
auto names(const std::string& said, position at) -> bool {
  const auto wanted = "position " + std::to_string(at);
  for (auto found = said.find(wanted); found != std::string::npos; found = said.find(wanted, found + 1)) {
    const auto behind = found + wanted.size();
    if (behind == said.size() || said[behind] < '0' || said[behind] > '9') return true;
  }
  return false;
}

/// The record of one event as if it had always stood at the place of another.
auto moved(const std::string& record, position to) -> std::string {
  const auto decoded = decode_record(record);
  auto head = (*decoded).head;
  head.at = to;
  const std::string seal(record, 0, head.seal.size());
  return seal + encode_head(head, (*decoded).payload.size()) + std::string((*decoded).payload);
}

/// `forge` answers the position that has to be named.
auto forged(const std::function<position(forged_log&, dice&)>& forge) -> round_of {
  return [forge](const yardstick&, std::uint64_t seed) {
    dice random{seed};
    forged_log log;
    const auto at = forge(log, random);
    log.close();
    const auto verified =
        st::process({plain_binary(), "log", "verify", "--data", log.data().string()}, {}, "").wait();
    if (verified.status == 0 || !names(verified.out + verified.err, at))
      throw lost("log verify does not name position " + std::to_string(at) + ", but says " +
                 std::to_string(verified.status) + ": " + verified.out + verified.err);
    return struck{{at == log.tail() ? "the last event" : "an event", 1}};
  };
}

auto change(forged_log& log, dice& random) -> position {
  const auto at = 1 + random() % log.tail();
  auto record = log.record(at);
  auto& byte = record[random() % record.size()];
  byte = static_cast<char>(byte ^ (1 << random() % 8));
  log.put(at, record);
  return at;
}

auto take_out(forged_log& log, dice& random) -> position {
  const auto at = 1 + random() % log.tail();
  log.remove(at);
  return at;
}

auto exchange(forged_log& log, dice& random) -> position {
  const auto first = 1 + random() % (log.tail() - 1);
  const auto second = first + 1 + random() % (log.tail() - first);
  const auto a = log.record(first);
  const auto b = log.record(second);
  const bool renumbered = random() % 2 == 0;
  log.put(first, renumbered ? moved(b, first) : b);
  log.put(second, renumbered ? moved(a, second) : a);
  // Where the end of the log is wrong, it is not even opened.
  return second == log.tail() ? second : first;
}

}  // namespace

auto forgery_rows() -> std::vector<row> {
  return {{"forge.change", "one bit of an event changed, its checksums made right", 3, forged(change)},
          {"forge.remove", "an event removed, from the log and from its stream", 3, forged(take_out)},
          {"forge.swap", "two events exchanged, their positions put right or not", 3, forged(exchange)}};
}

}  // namespace waybill::crash
