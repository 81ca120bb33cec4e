// The length of functions: braces are counted, in a text without comments and literals.
#include <algorithm>
#include <array>
#include <cctype>

#include "tests/tidy/tree.hpp"

namespace waybill::tidy {
namespace {

constexpr std::size_t function_lines_limit = 50;

struct exemption {
  std::string_view path;
  std::string_view function;  ///< what its head holds
};

// One branch for each type that a field can have: cut in two, a reader would look for the rest.
constexpr std::array exemptions{exemption{"events/codec.hpp", "void get("}};

/// The quote of 1'000, which begins no character.
auto is_in_number(std::string_view text, std::size_t at) -> bool {
  const auto is_part = [&](std::size_t i) {
    return std::isalnum(static_cast<unsigned char>(text[i])) != 0 || text[i] == '\'';
  };
  auto begin = at;
  while (begin > 0 && is_part(begin - 1)) --begin;
  return begin < at && std::isdigit(static_cast<unsigned char>(text[begin])) != 0;
}

/// Where a comment or literal that begins at `at` ends; `at` when none begins there.
auto end_of_dead(std::string_view text, std::size_t at) -> std::size_t {
  const auto behind = [&](std::string_view end, std::size_t from) {
    const auto found = text.find(end, from);
    return found == std::string_view::npos ? text.size() : found + end.size();
  };
  const auto rest = text.substr(at);
  if (rest.starts_with("//")) return std::min(text.find('\n', at), text.size());
  if (rest.starts_with("/*")) return behind("*/", at + 2);
  if (rest.starts_with("R\"")) {
    const auto open = text.find('(', at);
    return behind(")" + std::string{text.substr(at + 2, open - at - 2)} + "\"", open);
  }
  if (rest[0] != '"' && (rest[0] != '\'' || is_in_number(text, at))) return at;
  auto end = at + 1;
  while (end < text.size() && text[end] != rest[0]) end += text[end] == '\\' ? 2 : 1;
  return std::min(end + 1, text.size());
}

auto is_directive(std::string_view text, std::size_t at) -> bool {
  const auto line = text.rfind('\n', at);
  return text[at] == '#' &&
         text.find_first_not_of(" \t", line == std::string_view::npos ? 0 : line + 1) == at;
}

/// The same lines; comments, literals and directives are blanks.
auto code_of(std::string_view text) -> std::string {
  std::string code;
  while (code.size() < text.size()) {
    const auto at = code.size();
    auto end = end_of_dead(text, at);
    if (is_directive(text, at)) {
      end = std::min(text.find('\n', at), text.size());
      while (end < text.size() && text[end - 1] == '\\')
        end = std::min(text.find('\n', end + 1), text.size());
    }
    if (end == at) code += text[at];
    for (auto i = at; i < end; ++i) code += text[i] == '\n' ? '\n' : ' ';
  }
  return code;
}

auto holds_word(std::string_view text, std::string_view word) -> bool {
  const auto is_part = [&](std::size_t at) {
    return at < text.size() && (std::isalnum(static_cast<unsigned char>(text[at])) != 0 || text[at] == '_');
  };
  for (auto at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1))
    if ((at == 0 || !is_part(at - 1)) && !is_part(at + word.size())) return true;
  return false;
}

/// What stands before a brace: does a function begin there, or something that may hold functions?
auto begins_function(std::string_view head) -> bool {
  const auto close = head.rfind(')');
  if (close == std::string_view::npos) return false;
  for (const std::string_view word : {"class", "struct", "union", "enum", "namespace"})
    if (holds_word(head.substr(close), word)) return false;
  return true;
}

auto matching_brace(std::string_view code, std::size_t open) -> std::size_t {
  std::size_t depth = 0;
  for (auto at = open; at < code.size(); ++at) {
    if (code[at] == '{') ++depth;
    if (code[at] == '}' && --depth == 0) return at;
  }
  return code.size();
}

auto first_seen(std::string_view code, std::size_t at) -> std::size_t {
  return std::min(code.find_first_not_of(" \n", at), code.size());
}

class function_walk {
 public:
  function_walk(const std::string& path, std::string_view text, findings& found)
      : path_(path), text_(text), code_(code_of(text)), found_(found) {}

  void walk() {
    for (std::size_t at = 0; at < code_.size(); ++at) {
      const char c = code_[at];
      if (c == '(') ++parentheses_;
      if (c == ')' && parentheses_ > 0) --parentheses_;
      if (c == '{')
        at = open(at);
      else if (c == '}' || (c == ';' && parentheses_ == 0))
        head_ = at + 1;
    }
  }

 private:
  /// Where to go on.
  auto open(std::size_t at) -> std::size_t {
    const auto end = matching_brace(code_, at);
    if (parentheses_ > 0) return end;
    if (!begins_function(std::string_view{code_}.substr(head_, at - head_))) {
      head_ = at + 1;
      return at;
    }
    const auto next = first_seen(code_, end + 1);
    // A member in an initializer list: the function's head goes on.
    if (next < code_.size() && (code_[next] == ',' || code_[next] == '{')) return end;
    judge(first_seen(code_, head_), at, end);
    head_ = end + 1;
    return end;
  }

  void judge(std::size_t begin, std::size_t brace, std::size_t end) {
    const auto body = text_.substr(begin, end - begin);
    const auto lines = static_cast<std::size_t>(std::count(body.begin(), body.end(), '\n')) + 1;
    const auto head = text_.substr(begin, brace - begin);
    const bool exempt = std::any_of(exemptions.begin(), exemptions.end(), [&](const exemption& one) {
      return one.path == path_ && head.find(one.function) != std::string_view::npos;
    });
    if (lines > function_lines_limit && !exempt)
      found_.push_back(path_ + " has a function of " + std::to_string(lines) +
                       " lines: " + std::string{head});
  }

  const std::string& path_;
  std::string_view text_;
  std::string code_;
  findings& found_;
  std::size_t head_ = 0;
  std::size_t parentheses_ = 0;
};

}  // namespace

auto check_functions(const tree& files) -> findings {
  findings found;
  for (const auto& [path, text] : files)
    if ((path.ends_with(".cpp") || path.ends_with(".hpp")) && !path.starts_with("tests/"))
      function_walk{path, text, found}.walk();
  return found;
}

}  // namespace waybill::tidy
