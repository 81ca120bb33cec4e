#include "formats/links/html_input.hpp"

#include <algorithm>

#include "formats/links/html_text.hpp"
#include "formats/links/parts.hpp"
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

/// HTML Living Standard, 2.4.4 (extracting a character encoding from a meta element); `all` in small letters.
auto charset_of_content(std::string_view all) -> std::string {
  constexpr std::string_view word = "charset";
  const auto skip_blanks = [&] {
    all.remove_prefix(std::min(all.find_first_not_of(" \t\r\n\f"), all.size()));
  };
  for (;;) {
    const auto at = all.find(word);
    if (at == std::string_view::npos) return {};
    all.remove_prefix(at + word.size());
    skip_blanks();
    if (all.starts_with('=')) break;
  }
  all.remove_prefix(1);
  skip_blanks();
  if (all.empty()) return {};
  if (const char quote = all.front(); quote == '"' || quote == '\'') {
    const auto end = all.find(quote, 1);
    return end == std::string_view::npos ? std::string{} : std::string(text::trimmed(all.substr(1, end - 1)));
  }
  return std::string(all.substr(0, all.find_first_of("; \t\r\n\f")));
}

}  // namespace

auto charset_of_meta(const std::vector<html_tokens::attribute>& attributes) -> std::string {
  std::string by_content;
  std::string by_name;
  bool is_of_type = false;
  for (const auto& [name, value] : attributes) {
    if (name == "http-equiv") is_of_type = text::equals_ignoring_case(text::trimmed(value), "content-type");
    if (name == "content") by_content = charset_of_content(lowered(value));
    if (name == "charset") by_name = text::trimmed(lowered(value));
  }
  if (by_name.empty() && is_of_type) return by_content;
  return by_name;
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
