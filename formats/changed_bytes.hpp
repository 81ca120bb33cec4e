// Bytes of a file that are changed on their way.
#pragma once

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>

#include "formats/byte_source.hpp"

namespace waybill::formats {

/// What `Change` makes of another source: its `take(bytes, out)` appends what is certain by now, its
/// `finish(out)` the rest. One thread at a time. Errors: those of the source.
template <class Change>
class changed_bytes final : public byte_source {
 public:
  explicit changed_bytes(std::unique_ptr<byte_source> from) : from_(std::move(from)) {}

  auto read(char* into, std::size_t size) -> std::int64_t override {
    while (at_ == text_.size()) {
      if (at_end_) return 0;
      text_.clear();
      at_ = 0;
      const auto got = from_ ? from_->read(block_.data(), block_.size()) : -1;
      if (got < 0) return got;
      at_end_ = got == 0;
      if (at_end_)
        change_.finish(text_);
      else
        change_.take({block_.data(), static_cast<std::size_t>(got)}, text_);
    }
    const auto taken = std::string_view(text_).substr(at_, size);
    std::ranges::copy(taken, into);
    at_ += taken.size();
    return static_cast<std::int64_t>(taken.size());
  }

 private:
  std::unique_ptr<byte_source> from_;
  Change change_;
  std::string block_ = std::string(64 << 10, '\0');
  std::string text_;
  std::size_t at_ = 0;  ///< of `text_`, where the next byte is given
  bool at_end_ = false;
};

}  // namespace waybill::formats
