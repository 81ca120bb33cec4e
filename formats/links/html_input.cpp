#include "formats/links/html_input.hpp"

#include <algorithm>

#include "formats/links/html_text.hpp"
#include "formats/text.hpp"

namespace waybill::formats::links {
namespace {

constexpr std::size_t looked_at_bytes = 1'024;
constexpr std::size_t tag_bytes = 1'024;

/// The first that a page tells; "": none.
auto charset_in(std::string_view first) -> std::string {
  html_tokens tokens(tag_bytes);
  tokens.feed(first);
  for (auto one = tokens.next(); one != html_tokens::token::more; one = tokens.next()) {
    if (one != html_tokens::token::open || tokens.name() != "meta") continue;
    if (auto said = charset_of_meta(tokens.attributes()); !said.empty()) return said;
  }
  return {};
}

}  // namespace

auto charset_of_meta(const std::vector<html_tokens::attribute>& attributes) -> std::string {
  constexpr std::string_view word = "charset=";
  std::string found;
  for (const auto& [name, value] : attributes) {
    std::string lowered(value);
    std::ranges::transform(lowered, lowered.begin(), text::lower);
    const std::string_view all = lowered;
    const auto at = name == "content" ? all.find(word) : std::string_view::npos;
    if (name == "charset") found = text::trimmed(all);
    if (at == std::string_view::npos) continue;
    const auto said = all.substr(at + word.size());
    found = text::trimmed(said.substr(0, said.find_first_of("; \"'")));
  }
  return found;
}

auto html_input::take(std::string_view bytes) -> std::string_view {
  const auto text = text_.take(bytes);
  if (!is_begun_) {
    first_.append(text);
    return first_.size() < looked_at_bytes ? std::string_view{} : begin();
  }
  if (decoder_ == nullptr) return text;
  converted_.clear();
  decoder_->append(text, converted_);
  return converted_;
}

auto html_input::finish() -> std::string_view {
  const auto text = text_.finish();
  if (is_begun_ && decoder_ == nullptr) return text;
  if (!is_begun_) {
    first_.append(text);
    const auto all = begin();
    if (decoder_ == nullptr) return all;
  } else {
    converted_.clear();
    decoder_->append(text, converted_);
  }
  decoder_->finish(converted_);
  return converted_;
}

auto html_input::begin() -> std::string_view {
  is_begun_ = true;
  if (text_.is_marked()) return first_;
  const auto said = charset_in(std::string_view(first_).substr(0, looked_at_bytes));
  if (html_encoding_named(said) == html_encoding::unknown) decoder_ = system_decoder::of_label(said);
  if (decoder_ == nullptr) return first_;
  decoder_->append(first_, converted_);
  return converted_;
}

}  // namespace waybill::formats::links
