// A file that ends early when nobody wants it any more.
#pragma once

#include <cerrno>
#include <functional>
#include <memory>
#include <utility>

#include "formats/byte_source.hpp"

namespace waybill::formats {

/// `from`, for as long as `is_wanted` answers true; then each read gives -ECANCELED, so that what goes
/// through a large file without giving anything back ends soon. Empty: it is wanted.
class wanted_bytes final : public byte_source {
 public:
  wanted_bytes(std::unique_ptr<byte_source> from, std::function<bool()> is_wanted)
      : from_(std::move(from)), is_wanted_(std::move(is_wanted)) {}

  auto read(char* into, std::size_t size) -> std::int64_t override {
    if (is_wanted_ && !is_wanted_()) return -ECANCELED;
    return from_->read(into, size);
  }

 private:
  std::unique_ptr<byte_source> from_;
  std::function<bool()> is_wanted_;
};

}  // namespace waybill::formats
