#include "actors/review_quota.hpp"

#include <type_traits>
#include <variant>

#include "events/codec.hpp"

namespace waybill {
namespace {

auto payload_bytes(const import_command& command) -> std::size_t {
  return std::visit(
      [](const auto& one) -> std::size_t {
        using wish = std::decay_t<decltype(one)>;
        if constexpr (std::is_same_v<wish, edit_record_of_review> || std::is_same_v<wish, exclude_records>)
          return encode(one.what).size();
        else if constexpr (std::is_same_v<wish, change_review>)
          return one.options.size();
        else
          return 0;
      },
      command);
}

}  // namespace

auto admit_review_change(usage_book* book, const import_order& order) -> result<done> {
  const auto bytes = order.command ? payload_bytes(*order.command) : 0;
  if (book == nullptr || bytes == 0) return done{};
  return book->admit(order.who.owner.value, {0, bytes, 0});
}

}  // namespace waybill
