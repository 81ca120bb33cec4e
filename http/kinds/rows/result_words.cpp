#include "http/kinds/rows/result_words.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <nlohmann/json.hpp>

#include "domains/rows/kind.hpp"
#include "formats/text.hpp"
#include "http/web_files.hpp"

namespace waybill::http {
namespace {

constexpr std::size_t error_characters = 500;

/// What the web app says of codes: words for lists, which begin anyhow.
auto french_sentences() -> const std::map<std::string, std::string>& {
  static const auto all = [] {
    std::map<std::string, std::string> found;
    const auto* file = web_file_at("languages/fr.json");
    if (file == nullptr) return found;
    const auto words = nlohmann::json::parse(file->bytes, nullptr, false);
    constexpr std::string_view prefix = "code.";
    for (const auto& [key, value] : words.items()) {
      if (!key.starts_with(prefix) || !value.is_string()) continue;
      auto sentence = value.get<std::string>();
      if (!sentence.empty() && sentence.front() >= 'a' && sentence.front() <= 'z')
        sentence.front() = static_cast<char>(sentence.front() - 'a' + 'A');
      found.emplace(key.substr(prefix.size()), sentence + ".");
    }
    return found;
  }();
  return all;
}

auto sentence_in(language in, std::string_view code) -> std::string {
  if (in == language::french) {
    const auto& all = french_sentences();
    if (const auto at = all.find(std::string(code)); at != all.end() && code != "unknown") return at->second;
  }
  return std::string(sentence_of(rows::kind(), code));
}

/// Words that are no sentence of ours: of a handler.
auto has_own_words(const applied_record& record) -> bool {
  return !record.message.empty() && record.message != sentence_of(rows::kind(), record.code);
}

}  // namespace

auto reason_of_row(language in, const applied_record& record) -> std::string {
  const bool in_own_words = has_own_words(record);
  std::string text(in_own_words ? record.message : std::string_view{});
  for (const auto& fault : record.faults) {
    if (in_own_words) break;
    if (!text.empty()) text += " ";
    if (!fault.field.empty()) text.append(fault.field).append(": ");
    const auto sentence = sentence_in(in, fault.code);
    text.append(sentence.empty() ? fault.code : sentence);
  }
  if (text.empty()) text = sentence_in(in, record.code);
  if (text.empty()) text = record.code;
  for (auto& c : text)
    if (c == '\r' || c == '\n' || c == '\t') c = ' ';
  return std::string(text::cut_to_characters(text, error_characters));
}

}  // namespace waybill::http
