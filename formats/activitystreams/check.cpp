#include <string>
#include <system_error>

#include "formats/activitystreams/document.hpp"
#include "formats/activitystreams/root.hpp"
#include "formats/json/text_check.hpp"

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
  json::text_check text{root};
};

document_check::document_check() : impl_(std::make_unique<impl>()) {}
document_check::~document_check() = default;
document_check::document_check(document_check&&) noexcept = default;
auto document_check::operator=(document_check&&) noexcept -> document_check& = default;

auto document_check::feed(std::string_view bytes) -> bool { return impl_->text.feed(bytes); }
auto document_check::bytes() const -> std::uint64_t { return impl_->text.bytes(); }

auto document_check::finish() -> check_result {
  if (auto fault = impl_->text.finish())
    return document_fault{document_errc::invalid_json, std::move(fault->message), fault->at.offset,
                          fault->at.line, fault->at.column};
  return impl_->root.verdict(impl_->text.bytes());
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
