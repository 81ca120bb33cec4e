#include "actors/key_table.hpp"
#include "events/disk.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace waybill {
namespace {

constexpr std::uint64_t first_slots = 1'024;

constexpr unsigned key_bits = 56;

/// 0 is that of a free slot.
auto kept_of(const digest& key) -> std::uint64_t {
  std::uint64_t word = 0;
  std::memcpy(&word, key.data(), sizeof(word));
  word >>= 64 - key_bits;
  return word == 0 ? 1 : word;
}

/// Three quarters of the slots are used at most.
auto slots_for(std::uint64_t keys) -> std::uint64_t { return keys + keys / 3 + first_slots; }

auto disk_error() -> error {
  if (is_disk_full(errno))
    return {errc::storage_full, "There is no room left for what is made of the file.", {}};
  return {errc::unavailable, "What is made of the file cannot be kept now.", {}};
}

}  // namespace

key_table::key_table(std::string folder, std::size_t memory_bytes)
    : folder_(std::move(folder)), memory_bytes_(memory_bytes), slots_(first_slots), size_(first_slots) {}

key_table::~key_table() {
  if (file_ >= 0) ::close(file_);
}

key_table::key_table(key_table&& other) noexcept
    : folder_(std::move(other.folder_)),
      memory_bytes_(other.memory_bytes_),
      slots_(std::move(other.slots_)),
      file_(std::exchange(other.file_, -1)),
      size_(std::exchange(other.size_, 0)),
      used_(std::exchange(other.used_, 0)) {}

auto key_table::operator=(key_table&& other) noexcept -> key_table& {
  key_table taken{std::move(other)};
  std::swap(folder_, taken.folder_);
  std::swap(memory_bytes_, taken.memory_bytes_);
  std::swap(slots_, taken.slots_);
  std::swap(file_, taken.file_);
  std::swap(size_, taken.size_);
  std::swap(used_, taken.used_);
  return *this;
}

/// An empty one of that size. False: there is no room.
auto key_table::become(std::uint64_t slots) -> bool {
  size_ = slots;
  used_ = 0;
  if (slots * sizeof(slot) <= memory_bytes_) {
    slots_.assign(slots, {});
    return true;
  }
  slots_ = {};
  file_ = ::open(folder_.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  // Holes read as zeros: as free slots.
  return file_ >= 0 && ::ftruncate(file_, static_cast<off_t>(slots * sizeof(slot))) == 0;
}

auto key_table::slot::of(std::uint64_t key, std::uint64_t value) -> slot {
  return {static_cast<std::uint32_t>(key), static_cast<std::uint32_t>(key >> 32 << 8 | value >> 32),
          static_cast<std::uint32_t>(value)};
}

/// Keys are spread evenly: so are their shares of the table.
auto key_table::home_of(std::uint64_t key) const -> std::uint64_t {
  return (key >> (key_bits - 32)) * size_ >> 32;
}

auto key_table::expect(std::uint64_t keys) -> result<done> {
  return slots_for(keys) > size_ ? grow_to(slots_for(keys)) : result<done>{done{}};
}

auto key_table::grow_to(std::uint64_t slots) -> result<done> {
  key_table larger{folder_, memory_bytes_};
  if (!larger.become(slots)) return disk_error();
  slot one;
  for (std::uint64_t i = 0; i < size_; ++i) {
    if (!read(i, one)) return disk_error();
    if (one.key() == 0) continue;
    if (auto kept = larger.add(one.key(), one.whole_value()); !kept) return kept;
  }
  *this = std::move(larger);
  return done{};
}

auto key_table::read(std::uint64_t number, slot& out) const -> bool {
  if (file_ < 0) {
    out = slots_[number];
    return true;
  }
  return ::pread(file_, &out, sizeof(out), static_cast<off_t>(number * sizeof(slot))) == sizeof(out);
}

auto key_table::write(std::uint64_t number, const slot& one) -> bool {
  if (file_ < 0) {
    slots_[number] = one;
    return true;
  }
  return ::pwrite(file_, &one, sizeof(one), static_cast<off_t>(number * sizeof(slot))) == sizeof(one);
}

/// The slot of the key, or the free one where it would be. False: the file cannot be read.
auto key_table::place_of(std::uint64_t key, slot& out, std::uint64_t& number) const -> bool {
  number = home_of(key);
  for (;;) {
    if (!read(number, out)) return false;
    if (out.key() == 0 || out.key() == key) return true;
    if (++number == size_) number = 0;
  }
}

auto key_table::find(const digest& key) const -> result<std::optional<std::uint64_t>> {
  slot found;
  std::uint64_t number = 0;
  if (!place_of(kept_of(key), found, number)) return disk_error();
  return found.key() == 0 ? std::optional<std::uint64_t>{} : std::optional{found.whole_value()};
}

auto key_table::add(std::uint64_t key, std::uint64_t value) -> result<done> {
  slot found;
  std::uint64_t number = 0;
  if (!place_of(key, found, number)) return disk_error();
  if (found.key() == 0) ++used_;
  if (!write(number, slot::of(key, value))) return disk_error();
  return done{};
}

auto key_table::put(const digest& key, std::uint64_t value) -> result<done> {
  if (used_ * 4 >= size_ * 3)
    if (auto grown = grow_to(size_ * 2); !grown) return grown;
  return add(kept_of(key), value);
}

}  // namespace waybill
