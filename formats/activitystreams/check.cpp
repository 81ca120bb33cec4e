#include <string>
#include <system_error>

#include "formats/activitystreams/document.hpp"
#include "formats/activitystreams/grammar.hpp"
#include "formats/activitystreams/root.hpp"

namespace waybill::formats::activitystreams {
namespace {

constexpr std::size_t block_bytes = 256 << 10;

auto read_fault(std::int64_t answer, std::uint64_t bytes) -> document_fault {
  const auto why = std::generic_category().message(static_cast<int>(-answer));
  return {document_errc::read_failed, "The document cannot be read: " + why + ".", bytes};
}

}  // namespace

auto check_document(byte_source& from, const std::function<bool(std::uint64_t)>& keep_on)
    -> std::optional<check_result> {
  root_view root;
  grammar checked(root);
  const auto block = std::make_unique_for_overwrite<char[]>(block_bytes);
  std::uint64_t asked_at = 0;
  for (;;) {
    const auto got = from.read(block.get(), block_bytes);
    if (got < 0) return read_fault(got, checked.bytes());
    if (got == 0) break;
    if (!checked.feed({block.get(), static_cast<std::size_t>(got)})) return checked.fault();
    if (checked.bytes() - asked_at < block_bytes) continue;
    asked_at = checked.bytes();
    if (keep_on && !keep_on(asked_at)) return std::nullopt;
  }
  if (!checked.finish()) return checked.fault();
  return root.verdict(checked.bytes());
}

}  // namespace waybill::formats::activitystreams
