#include <string>
#include <system_error>

#include "formats/activitystreams/document.hpp"
#include "formats/activitystreams/grammar.hpp"
#include "formats/activitystreams/root.hpp"
#include "formats/encoding.hpp"

namespace waybill::formats::activitystreams {
namespace {

constexpr std::size_t block_bytes = 256 << 10;

auto read_fault(std::int64_t answer, std::uint64_t bytes) -> document_fault {
  const auto why = std::generic_category().message(static_cast<int>(-answer));
  return {document_errc::read_failed, "The document cannot be read: " + why + ".", bytes};
}

}  // namespace

struct document_check::impl {
  root_view root;
  grammar checked{root};
  bool refused = false;
  std::string first;  ///< held back until it is known whether this is UTF-8
  bool begun = false;
  std::string_view wide;  ///< the encoding, when it has two or four bytes a character

  void begin() {
    begun = true;
    wide = wide_encoding_of(first).name;
    refused = !wide.empty() || !checked.feed(first);
  }
};

document_check::document_check() : impl_(std::make_unique<impl>()) {}
document_check::~document_check() = default;
document_check::document_check(document_check&&) noexcept = default;
auto document_check::operator=(document_check&&) noexcept -> document_check& = default;

auto document_check::feed(std::string_view bytes) -> bool {
  if (!impl_->begun) {
    const auto held = bytes.substr(0, encoding_bytes - impl_->first.size());
    impl_->first.append(held);
    if (impl_->first.size() < encoding_bytes) return true;
    impl_->begin();
    bytes.remove_prefix(held.size());
  }
  impl_->refused = impl_->refused || !impl_->checked.feed(bytes);
  return !impl_->refused;
}

auto document_check::bytes() const -> std::uint64_t {
  return impl_->begun ? impl_->checked.bytes() : impl_->first.size();
}

auto document_check::finish() -> check_result {
  if (!impl_->begun) impl_->begin();
  if (!impl_->wide.empty())
    return document_fault{document_errc::invalid_json,
                          "The document is " + std::string(impl_->wide) + "; UTF-8 is expected.", 0};
  if (impl_->refused || !impl_->checked.finish()) return impl_->checked.fault();
  return impl_->root.verdict(impl_->checked.bytes());
}

auto check_document(byte_source& from, const std::function<bool(std::uint64_t)>& keep_on)
    -> std::optional<check_result> {
  document_check check;
  const auto block = std::make_unique_for_overwrite<char[]>(block_bytes);
  std::uint64_t asked_at = 0;
  for (;;) {
    const auto got = from.read(block.get(), block_bytes);
    if (got < 0) return read_fault(got, check.bytes());
    if (got == 0 || !check.feed({block.get(), static_cast<std::size_t>(got)})) return check.finish();
    if (check.bytes() - asked_at < block_bytes) continue;
    asked_at = check.bytes();
    if (keep_on && !keep_on(asked_at)) return std::nullopt;
  }
}

}  // namespace waybill::formats::activitystreams
