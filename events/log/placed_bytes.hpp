// Where the bytes of an event lie on the disk, for who reads a few of them again: of a chunk of 200 KB, one
// row. A log that keeps its events elsewhere, or in memory, finds no such place, and is read as ever.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <utility>

#include "events/log/event_log.hpp"

namespace waybill {

/// An open file of events, none of whose bytes changes any more. Any thread.
class events_file {
 public:
  events_file() = default;
  virtual ~events_file() = default;
  events_file(const events_file&) = delete;
  auto operator=(const events_file&) -> events_file& = delete;
  /// False: it cannot be read, or is not so long.
  [[nodiscard]] virtual auto read(std::uint64_t from, std::span<char> into) const -> bool = 0;
};

/// The payload of an event in such a file, as long as the log has the file open. Any thread.
class placed_bytes {
 public:
  placed_bytes() = default;
  placed_bytes(std::weak_ptr<const events_file> file, std::uint64_t at) : file_(std::move(file)), at_(at) {}
  /// Bytes of the payload from `from` on. They are not checked: who asks knows their checksum. False: read
  /// the event.
  [[nodiscard]] auto read(std::size_t from, std::span<char> into) const -> bool;

 private:
  std::weak_ptr<const events_file> file_;
  std::uint64_t at_ = 0;
};

/// Sees where this thread reads an event, while it lives. One at a time.
class reading_watch {
 public:
  reading_watch();
  ~reading_watch();
  reading_watch(const reading_watch&) = delete;
  auto operator=(const reading_watch&) -> reading_watch& = delete;
  /// Where the payload of `event` lies, which was the last to be read meanwhile. Nothing: it was in memory.
  [[nodiscard]] auto place_of(const stored_event& event) const -> std::optional<placed_bytes>;

  /// For files: this thread has read so many bytes there.
  static void saw(const std::shared_ptr<const events_file>& file, std::uint64_t from, std::size_t bytes);

 private:
  std::weak_ptr<const events_file> file_;
  std::uint64_t end_ = 0;  ///< of what was read last
  std::size_t bytes_ = 0;
};

}  // namespace waybill
