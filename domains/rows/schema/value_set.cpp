#include "domains/rows/schema/value_set.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>

namespace waybill::rows {
namespace {

constexpr std::size_t first_slots = 1'024;
constexpr std::size_t page_values = 512;
constexpr unsigned probes = 5;
constexpr std::size_t filter_bits_a_value = 8;

/// The `n`th bit of a filter with so many words that a hash stands for.
auto bit_of(std::uint64_t hash, unsigned n, std::size_t words) -> std::uint64_t {
  const auto step = (hash >> 32U) | 1U;
  return (hash + n * step) % (words * 64);
}

}  // namespace

value_set::value_set(std::string folder, std::size_t most_held)
    : folder_(std::move(folder)), most_held_(most_held), slots_(first_slots, 0) {}

value_set::~value_set() {
  if (file_ >= 0) ::close(file_);
}

auto value_set::add(std::uint64_t hash) -> bool {
  if (hash == 0) hash = 1;  // 0 is a free slot
  auto slot = hash & (slots_.size() - 1);
  while (slots_[slot] != 0) {
    if (slots_[slot] == hash) return false;
    slot = (slot + 1) & (slots_.size() - 1);
  }
  for (const auto& each : runs_)
    if (holds(each, hash)) return false;
  slots_[slot] = hash;
  ++held_;
  if (held_ >= most_held_ && may_spill_)
    spill();
  else if (held_ * 4 > slots_.size() * 3)
    grow();
  return true;
}

void value_set::grow() {
  const auto old = std::move(slots_);
  slots_.assign(old.size() * 2, 0);
  for (const auto hash : old) {
    if (hash == 0) continue;
    auto slot = hash & (slots_.size() - 1);
    while (slots_[slot] != 0) slot = (slot + 1) & (slots_.size() - 1);
    slots_[slot] = hash;
  }
}

/// What is held becomes a run of the file.
void value_set::spill() {
  auto& all = slots_;
  const auto size = all.size();
  std::sort(all.begin(), all.end());
  all.erase(all.begin(), std::upper_bound(all.begin(), all.end(), std::uint64_t{0}));
  run made;
  if (write(all, made)) {
    runs_.push_back(std::move(made));
    held_ = 0;
    slots_.assign(size, 0);
    return;
  }
  may_spill_ = false;
  const auto kept = std::move(slots_);
  slots_.assign(size, 0);
  for (const auto hash : kept) {
    auto slot = hash & (size - 1);
    while (slots_[slot] != 0) slot = (slot + 1) & (size - 1);
    slots_[slot] = hash;
  }
  grow();
}

auto value_set::write(const std::vector<std::uint64_t>& sorted, run& into) -> bool {
  if (file_ < 0) file_ = ::open(folder_.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC | O_EXCL, 0600);
  if (file_ < 0) return false;
  const auto* bytes = reinterpret_cast<const char*>(sorted.data());
  const auto size = sorted.size() * sizeof(std::uint64_t);
  for (std::size_t done = 0; done < size;) {
    const auto written = ::pwrite(file_, bytes + done, size - done, static_cast<off_t>(file_bytes_ + done));
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    done += static_cast<std::size_t>(written);
  }
  into.at = file_bytes_;
  into.count = sorted.size();
  into.filter.assign(sorted.size() * filter_bits_a_value / 64 + 1, 0);
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    if (i % page_values == 0) into.firsts.push_back(sorted[i]);
    for (unsigned n = 0; n < probes; ++n) {
      const auto bit = bit_of(sorted[i], n, into.filter.size());
      into.filter[bit / 64] |= std::uint64_t{1} << bit % 64;
    }
  }
  file_bytes_ += size;
  return true;
}

auto value_set::holds(const run& in, std::uint64_t hash) const -> bool {
  for (unsigned n = 0; n < probes; ++n) {
    const auto bit = bit_of(hash, n, in.filter.size());
    if ((in.filter[bit / 64] >> bit % 64 & 1U) == 0) return false;
  }
  const auto behind = std::upper_bound(in.firsts.begin(), in.firsts.end(), hash);
  if (behind == in.firsts.begin()) return false;
  const auto page = static_cast<std::uint64_t>(behind - in.firsts.begin() - 1);
  const auto count = std::min<std::uint64_t>(page_values, in.count - page * page_values);
  std::array<std::uint64_t, page_values> values{};
  const auto size = count * sizeof(std::uint64_t);
  const auto at = in.at + page * page_values * sizeof(std::uint64_t);
  const auto got = ::pread(file_, values.data(), size, static_cast<off_t>(at));
  // What cannot be read is taken as not there: a row too much is better than one too few.
  if (got != static_cast<ssize_t>(size)) return false;
  return std::binary_search(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(count), hash);
}

}  // namespace waybill::rows
