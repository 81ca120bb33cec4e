#include "handlers/command.hpp"

#include <algorithm>

namespace waybill::handlers {
namespace {

constexpr std::string_view blanks = " \t\r\n";
constexpr std::string_view escaped_in_quotes = "\"\\$`";

/// One command, read from its beginning.
class splitter {
 public:
  explicit splitter(std::string_view command) : left_(command) {}

  auto words() -> result<std::vector<std::string>> {
    std::vector<std::string> found;
    for (;;) {
      left_.remove_prefix(std::min(left_.find_first_not_of(blanks), left_.size()));
      if (left_.empty()) break;
      std::string word;
      if (!read_word(word)) return {errc::bad_value, "a quote or a backslash in the command has no end"};
      found.push_back(std::move(word));
    }
    if (found.empty()) return {errc::bad_value, "the command is empty"};
    return found;
  }

 private:
  auto read_word(std::string& word) -> bool {
    while (!left_.empty() && blanks.find(left_.front()) == std::string_view::npos) {
      const char sign = take();
      if (sign == '\'') {
        if (!read_plain(word)) return false;
      } else if (sign == '"') {
        if (!read_quoted(word)) return false;
      } else if (sign != '\\') {
        word += sign;
      } else if (left_.empty()) {
        return false;
      } else {
        word += take();
      }
    }
    return true;
  }

  auto read_plain(std::string& word) -> bool {
    const auto end = left_.find('\'');
    if (end == std::string_view::npos) return false;
    word += left_.substr(0, end);
    left_.remove_prefix(end + 1);
    return true;
  }

  auto read_quoted(std::string& word) -> bool {
    while (!left_.empty()) {
      const char sign = take();
      if (sign == '"') return true;
      const bool escapes =
          sign == '\\' && !left_.empty() && escaped_in_quotes.find(left_.front()) != std::string_view::npos;
      word += escapes ? take() : sign;
    }
    return false;
  }

  auto take() -> char {
    const char sign = left_.front();
    left_.remove_prefix(1);
    return sign;
  }

  std::string_view left_;
};

}  // namespace

auto split_command(std::string_view command) -> result<std::vector<std::string>> {
  return splitter{command}.words();
}

}  // namespace waybill::handlers
