#include "formats/json/text_check.hpp"

#include "formats/encoding.hpp"

namespace waybill::formats::json {

void text_check::begin() {
  begun_ = true;
  wide_ = wide_encoding_of(first_).name;
  refused_ = !wide_.empty() || !grammar_.feed(first_);
}

auto text_check::feed(std::string_view bytes) -> bool {
  if (!begun_) {
    const auto held = bytes.substr(0, encoding_bytes - first_.size());
    first_.append(held);
    if (first_.size() < encoding_bytes) return true;
    begin();
    bytes.remove_prefix(held.size());
  }
  refused_ = refused_ || !grammar_.feed(bytes);
  return !refused_;
}

auto text_check::bytes() const -> std::uint64_t { return begun_ ? grammar_.bytes() : first_.size(); }

auto text_check::finish() -> std::optional<fault> {
  if (!begun_) begin();
  if (!wide_.empty()) return fault{"The document is " + std::string(wide_) + "; UTF-8 is expected."};
  if (refused_ || !grammar_.finish()) return grammar_.why();
  return std::nullopt;
}

}  // namespace waybill::formats::json
