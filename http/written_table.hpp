// Tables in CSV on their way out: one that is sent whole is known again when it comes back
// (docs/decisions/0036).
#pragma once

#include <functional>

#include "actors/file_desk.hpp"
#include "http/exchange.hpp"

namespace waybill::http {

/// The stream of an answer, which is a table in CSV. Its digest is remembered before its end is sent, where a
/// cell of it was made harmless for spreadsheets; nothing is when it breaks off. `files` outlives it.
auto remembered_csv(file_desk& files, std::function<bool(const byte_sink&)> stream)
    -> std::function<bool(const byte_sink&)>;

}  // namespace waybill::http
