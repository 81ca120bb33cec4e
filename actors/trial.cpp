#include "actors/trial.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "actors/collection_store.hpp"
#include "events/disk.hpp"

namespace waybill {
namespace {

constexpr std::size_t chunks_kept = 4;
constexpr std::uint64_t given_up = key_table::value_end >> 1;
constexpr unsigned index_bits = 14;  ///< a chunk has 10,000 records at most
static_assert(most_chunk_records < 1U << index_bits);

auto disk_error() -> error {
  if (is_disk_full(errno))
    return {errc::storage_full, "There is no room left for what is made of the file.", {}};
  return {errc::unavailable, "What is made of the file cannot be kept now.", {}};
}

auto write_all(int file, std::string_view bytes, std::uint64_t at) -> bool {
  while (!bytes.empty()) {
    const auto wrote = ::pwrite(file, bytes.data(), bytes.size(), static_cast<off_t>(at));
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote <= 0) return false;
    at += static_cast<std::uint64_t>(wrote);
    bytes.remove_prefix(static_cast<std::size_t>(wrote));
  }
  return true;
}

auto read_all(int file, std::string& bytes, std::uint64_t at) -> bool {
  std::size_t done = 0;
  while (done < bytes.size()) {
    const auto got = ::pread(file, bytes.data() + done, bytes.size() - done, static_cast<off_t>(at + done));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    done += static_cast<std::size_t>(got);
  }
  return true;
}

}  // namespace

trial::trial(std::string folder, bool knows_identities)
    : knows_identities_(knows_identities),
      file_(::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600)),
      keys_(std::move(folder)) {}

trial::~trial() {
  if (file_ >= 0) ::close(file_);
}

auto trial::find(const digest& key) const -> result<std::optional<place_row>> {
  const auto found = keys_.find(key);
  if (!found) return found.why();
  if (!*found) return std::optional<place_row>{};
  const auto index = static_cast<std::uint32_t>(**found & ((1U << index_bits) - 1));
  const auto at = first_place + ((**found & ~given_up) >> index_bits);
  const bool nobody = (**found & given_up) != 0;
  return std::optional{nobody ? place_row{{at, 0}, false, true} : place_row{{at, index}}};
}

auto trial::add(const decided_chunk& chunk) -> result<done> {
  if (file_ < 0 || !write_all(file_, chunk.payload, file_bytes_)) return disk_error();
  const auto number = static_cast<std::uint64_t>(chunks_.size());
  for (const auto& change : chunk.changes) {
    if (change.is_identity && !knows_identities_) continue;
    const auto value = number << index_bits | (change.given_up ? given_up : change.index);
    if (auto kept = keys_.put(change.key, value); !kept) return kept;
  }
  chunks_.push_back({file_bytes_, chunk.payload.size(), records_ + 1, chunk.tag});
  file_bytes_ += chunk.payload.size();
  records_ += chunk.head.counts.processed();
  created_ += chunk.head.counts.created;
  return done{};
}

auto trial::chunk(std::size_t number) const -> result<std::shared_ptr<const loaded_chunk>> {
  const auto known = std::ranges::find(recent_, number, [](const auto& one) { return one.first; });
  if (known != recent_.end()) return known->second;
  if (number >= chunks_.size()) return {errc::corrupt, "The plan has no such chunk."};
  const auto& where = chunks_[number];
  auto loaded = std::make_shared<loaded_chunk>();
  auto& event = loaded->event;
  event.head.at = first_place + number;
  event.head.tag = where.tag;
  auto bytes = std::make_shared<std::string>(where.bytes, '\0');
  if (!read_all(file_, *bytes, where.at)) return disk_error();
  event.payload = *bytes;
  event.bytes = std::move(bytes);
  if (auto read = read_chunk(event, loaded->what); !read) return std::move(read).why();
  recent_.insert(recent_.begin(), {number, loaded});
  if (recent_.size() > chunks_kept) recent_.pop_back();
  return std::shared_ptr<const loaded_chunk>{std::move(loaded)};
}

auto trial::chunk_of(std::uint64_t record) const -> std::size_t {
  const auto behind = std::ranges::upper_bound(chunks_, record, {}, &stored::record);
  return static_cast<std::size_t>(behind - chunks_.begin()) - 1;
}

}  // namespace waybill
