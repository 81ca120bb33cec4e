#include "formats/extension.hpp"

#include <algorithm>

#include "formats/encoding.hpp"
#include "formats/recognise.hpp"
#include "formats/text.hpp"
#include "formats/text_shape.hpp"

namespace waybill::formats {
namespace {

auto holds(std::string_view text, std::string_view part) -> bool {
  return text.find(part) != std::string_view::npos;
}

/// Bytes that stand in no text of one byte a letter.
auto is_binary(std::string_view first) -> bool {
  return std::any_of(first.begin(), first.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f' && byte != 0x1B;
  });
}

auto of_text(std::string_view text, std::string_view name) -> std::string_view {
  if (begins_as_json(text)) return "json";
  if (holds(name, "HTML")) return "html";
  if (holds(name, "CSV") || holds(name, "TSV")) return "csv";
  return text::trimmed(text).starts_with('<') ? "xml" : "txt";
}

}  // namespace

auto extension_of(std::string_view first) -> std::string_view {
  constexpr std::string_view mark = "\xEF\xBB\xBF";
  first = first.substr(0, recognised_bytes);
  if (first.starts_with("PK\x03\x04") || first.starts_with("PK\x05\x06"))
    return holds(recognise(first).name, "XLSX") ? "xlsx" : "zip";
  const auto wide = wide_encoding_of(first);
  if (!wide.name.empty()) return of_text(narrowed(first, wide), recognise(first).name);
  if (is_binary(first)) return "bin";
  const auto text = first.starts_with(mark) ? first.substr(mark.size()) : first;
  return of_text(text, begins_as_json(text) ? "" : recognise(first).name);
}

}  // namespace waybill::formats
