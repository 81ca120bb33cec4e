// Messages as bytes, and back. Pure: any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "console/vocabulary.hpp"

namespace waybill::console {

auto encode(const request& what) -> std::string;
auto encode(const answer& what) -> std::string;

/// Nothing when the bytes are not exactly those of one message. Takes memory in proportion to the bytes,
/// whatever they announce.
auto decode_request(std::string_view bytes) -> std::optional<request>;
auto decode_answer(std::string_view bytes) -> std::optional<answer>;

}  // namespace waybill::console
