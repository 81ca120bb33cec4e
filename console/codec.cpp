#include "console/codec.hpp"

#include <caf/all.hpp>
#include <utility>

namespace waybill::console {
namespace {

template <class Message>
auto bytes_of(Message what) -> std::string {
  std::vector<char> bytes;
  caf::binary_serializer to{nullptr, bytes};
  auto place = static_cast<std::uint16_t>(what.index());
  // Memory has no end that it could meet, so nothing here can fail.
  static_cast<void>(to(place));
  std::visit([&to](auto& one) { static_cast<void>(to(one)); }, what);
  return {bytes.begin(), bytes.end()};
}

template <class Variant, std::size_t... Places>
auto made_at(std::size_t place, std::index_sequence<Places...>) -> std::optional<Variant> {
  std::optional<Variant> made;
  static_cast<void>(((place == Places ? (made.emplace(std::in_place_index<Places>), true) : false) || ...));
  return made;
}

template <class Variant>
auto message_of(std::string_view bytes) -> std::optional<Variant> {
  caf::binary_deserializer from{nullptr, bytes.data(), bytes.size()};
  std::uint16_t place = 0;
  if (from(place)) return std::nullopt;
  auto made = made_at<Variant>(place, std::make_index_sequence<std::variant_size_v<Variant>>{});
  if (!made) return made;
  const bool failed = std::visit([&from](auto& one) { return static_cast<bool>(from(one)); }, *made);
  if (failed || from.remaining() != 0) return std::nullopt;
  return made;
}

}  // namespace

auto encode(const request& what) -> std::string { return bytes_of(what); }
auto encode(const answer& what) -> std::string { return bytes_of(what); }

auto decode_request(std::string_view bytes) -> std::optional<request> { return message_of<request>(bytes); }
auto decode_answer(std::string_view bytes) -> std::optional<answer> { return message_of<answer>(bytes); }

}  // namespace waybill::console
