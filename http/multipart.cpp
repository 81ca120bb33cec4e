#include "http/multipart.hpp"

#include <algorithm>

#include "formats/text.hpp"
#include "http/exchange.hpp"
#include "http/file_name.hpp"

namespace waybill::http {
namespace {

constexpr std::size_t head_limit_bytes = 8'192;
constexpr std::size_t blanks_limit_bytes = 128;

auto fault(const char* why) -> error { return {errc::bad_request, why, {}}; }

/// A quote ends the text when the parameter ends with it. One behind a backslash that does not is how old
/// clients write a quote.
auto ends_parameter(std::string_view behind_quote) -> bool {
  const auto rest = text::trimmed_of_spaces(behind_quote);
  return rest.empty() || rest.front() == ';';
}

/// A quoted string's text. A backslash is itself: it may stand in any file's name. Quotes, CR and LF come as
/// %22, %0D and %0A, and nothing else is encoded. Source: WHATWG HTML, "multipart/form-data encoding
/// algorithm".
auto unquoted(std::string_view& rest) -> std::optional<std::string> {
  constexpr std::pair<std::string_view, char> encoded[] = {{"%22", '"'}, {"%0d", '\r'}, {"%0a", '\n'}};
  std::string text;
  for (std::size_t i = 1; i < rest.size(); ++i) {
    const bool escaped = rest[i] == '"' && rest[i - 1] == '\\' && !ends_parameter(rest.substr(i + 1));
    if (rest[i] == '"' && !escaped) {
      rest.remove_prefix(i + 1);
      return text;
    }
    if (escaped && !text.empty()) text.pop_back();
    const auto* const code = std::ranges::find_if(
        encoded, [&](const auto& one) { return same_name(rest.substr(i, one.first.size()), one.first); });
    text.push_back(code == std::end(encoded) ? rest[i] : code->second);
    if (code != std::end(encoded)) i += code->first.size() - 1;
  }
  return std::nullopt;
}

struct parameter {
  std::string_view name;
  std::string value;
  bool quoted = false;
};

/// One `; name=value` of a header; nothing when there is none or it is broken.
auto take_parameter(std::string_view& rest) -> std::optional<parameter> {
  rest = text::trimmed_of_spaces(rest);
  if (!rest.starts_with(';')) return std::nullopt;
  rest = text::trimmed_of_spaces(rest.substr(1));
  const auto equals = rest.find('=');
  if (equals == std::string_view::npos) return std::nullopt;
  const auto name = text::trimmed_of_spaces(rest.substr(0, equals));
  rest = text::trimmed_of_spaces(rest.substr(equals + 1));
  if (rest.starts_with('"')) {
    auto value = unquoted(rest);
    if (!value) return std::nullopt;
    return parameter{name, std::move(*value), true};
  }
  const auto value = text::trimmed_of_spaces(rest.substr(0, rest.find(';')));
  rest.remove_prefix(std::min(rest.find(';'), rest.size()));
  return parameter{name, std::string(value)};
}

auto read_disposition(std::string_view value, part_head& head) -> bool {
  const auto end = std::min(value.find(';'), value.size());
  if (!same_name(text::trimmed_of_spaces(value.substr(0, end)), "form-data")) return false;
  auto rest = value.substr(end);
  bool named = false;
  std::optional<std::string> extended;
  while (auto one = take_parameter(rest)) {
    if (same_name(one->name, "name")) {
      if (named) return false;
      named = true;
      head.name = std::move(one->value);
    } else if (same_name(one->name, "filename")) {
      head.filename = std::move(one->value);
    } else if (same_name(one->name, "filename*") && !one->quoted) {
      extended = extended_value(one->value);
    }
  }
  // RFC 7578 wants none, many send it all the same; what can be read says more than the plain one.
  if (extended) head.filename = std::move(extended);
  return named && text::trimmed_of_spaces(rest).empty();
}

auto parse_part_head(std::string_view text) -> std::optional<part_head> {
  part_head head;
  bool disposed = false;
  while (!text.empty()) {
    const auto end = std::min(text.find("\r\n"), text.size());
    const auto line = text.substr(0, end);
    text.remove_prefix(std::min(end + 2, text.size()));
    const auto colon = line.find(':');
    if (colon == std::string_view::npos || colon == 0) return std::nullopt;
    if (!same_name(line.substr(0, colon), "content-disposition")) continue;
    if (disposed || !read_disposition(line.substr(colon + 1), head)) return std::nullopt;
    disposed = true;
  }
  if (!disposed) return std::nullopt;
  return head;
}

/// Does a mark of `mark_size` bytes begin behind `limit`? It was found at `at`, or not among the `here` bytes
/// that came so far. The answer does not depend on how the bytes were split.
auto beyond(std::size_t limit, std::size_t at, std::size_t here, std::size_t mark_size) -> bool {
  return at == std::string_view::npos ? here >= limit + mark_size : at > limit;
}

}  // namespace

multipart_reader::multipart_reader(std::string_view boundary, listener to)
    : delimiter_("\r\n--" + std::string(boundary)), to_(std::move(to)) {
  // The first boundary may stand at the very beginning, without a line before it.
  held_ = "\r\n";
}

auto multipart_reader::feed(std::string_view bytes) -> result<done> {
  if (at_ == stage::epilogue) return done{};
  held_.append(bytes);
  std::string_view rest = held_;
  for (;;) {
    auto more = step(rest);
    if (!more) return std::move(more).why();
    if (!*more) break;
  }
  held_.erase(0, held_.size() - rest.size());
  return done{};
}

/// True: go on; false: more bytes are needed.
auto multipart_reader::step(std::string_view& rest) -> result<bool> {
  switch (at_) {
    case stage::preamble:
      return read_preamble(rest);
    case stage::after_boundary:
      return read_after_boundary(rest);
    case stage::head:
      return read_head(rest);
    case stage::data:
      return read_data(rest);
    case stage::epilogue:
      rest = {};
      return false;
  }
  return false;
}

auto multipart_reader::read_preamble(std::string_view& rest) -> result<bool> {
  const auto at = rest.find(delimiter_);
  if (beyond(head_limit_bytes, at, rest.size(), delimiter_.size()))
    return fault("The form does not begin with its boundary.");
  if (at == std::string_view::npos) return false;
  rest.remove_prefix(at + delimiter_.size());
  at_ = stage::after_boundary;
  return true;
}

auto multipart_reader::read_after_boundary(std::string_view& rest) -> result<bool> {
  if (rest.size() < 2) return false;
  if (rest.starts_with("--")) {
    at_ = stage::epilogue;
    rest = {};
    return false;
  }
  // RFC 2046 lets blanks stand behind a boundary.
  const auto line = rest.find("\r\n");
  const bool too_long = beyond(blanks_limit_bytes, line, rest.size(), 2);
  if (line == std::string_view::npos && !too_long) return false;
  if (too_long || !text::trimmed_of_spaces(rest.substr(0, line)).empty())
    return fault("A boundary of the form is not followed by the end of its line.");
  rest.remove_prefix(line);
  at_ = stage::head;
  return true;
}

auto multipart_reader::read_head(std::string_view& rest) -> result<bool> {
  // `rest` begins with the CR LF of the boundary's line.
  const auto end = rest.find("\r\n\r\n");
  if (beyond(head_limit_bytes, end, rest.size(), 4))
    return fault("The head of a part of the form is too long.");
  if (end == std::string_view::npos) return false;
  const auto head = end < 2 ? std::nullopt : parse_part_head(rest.substr(2, end - 2));
  if (!head) return fault("A part of the form does not say its name.");
  rest.remove_prefix(end + 4);
  at_ = stage::data;
  auto begun = to_.begin(*head);
  if (!begun) return std::move(begun).why();
  return true;
}

auto multipart_reader::read_data(std::string_view& rest) -> result<bool> {
  const auto at = rest.find(delimiter_);
  // What could be the beginning of a delimiter waits for the next bytes.
  const auto sure =
      at != std::string_view::npos ? at : rest.size() - std::min(rest.size(), delimiter_.size() - 1);
  if (sure > 0) {
    auto taken = to_.bytes(rest.substr(0, sure));
    if (!taken) return std::move(taken).why();
  }
  rest.remove_prefix(sure);
  if (at == std::string_view::npos) return false;
  rest.remove_prefix(delimiter_.size());
  at_ = stage::after_boundary;
  auto ended = to_.end();
  if (!ended) return std::move(ended).why();
  return true;
}

auto boundary_of(std::string_view content_type) -> std::optional<std::string> {
  const auto end = std::min(content_type.find(';'), content_type.size());
  if (!same_name(text::trimmed_of_spaces(content_type.substr(0, end)), "multipart/form-data"))
    return std::nullopt;
  auto rest = content_type.substr(end);
  while (auto one = take_parameter(rest))
    if (same_name(one->name, "boundary") && !one->value.empty() && one->value.size() <= 70)
      return std::move(one->value);
  return std::nullopt;
}

}  // namespace waybill::http
