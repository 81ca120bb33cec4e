#include "events/log/placed_bytes.hpp"

namespace waybill {
namespace {

thread_local reading_watch* watching = nullptr;

}  // namespace

auto placed_bytes::read(std::size_t from, std::span<char> into) const -> bool {
  const auto file = file_.lock();
  return file && file->read(at_ + from, into);
}

reading_watch::reading_watch() { watching = this; }
reading_watch::~reading_watch() { watching = nullptr; }

/// An event's record is read in one piece, and its payload ends it.
auto reading_watch::place_of(const stored_event& event) const -> std::optional<placed_bytes> {
  if (bytes_ < event.payload.size() || file_.expired()) return std::nullopt;
  return placed_bytes{file_, end_ - event.payload.size()};
}

void reading_watch::saw(const std::shared_ptr<const events_file>& file, std::uint64_t from,
                        std::size_t bytes) {
  if (watching == nullptr) return;
  watching->file_ = file;
  watching->end_ = from + bytes;
  watching->bytes_ = bytes;
}

}  // namespace waybill
